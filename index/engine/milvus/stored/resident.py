"""The part of a snapshot that a service host keeps in memory: words, owners of passages, and part bounds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from index.arrays import Ints
from index.engine.late_interaction import TokenFrequencies
from index.engine.milvus.client import Database
from index.engine.milvus.schema import Names
from index.engine.milvus.stored.content import ARTICLE_PARTS, PASSAGE_PARTS, Content, Directory, damaged, read_directory
from index.engine.milvus.stored.folder import FILED
from index.engine.milvus.stored.rows import Shared
from index.engine.word_vectors import WordVectors
from index.storage.embeddings.token_codec import FILE as CODEC
from index.storage.embeddings.token_codec import TokenCodec
from index.storage.manifest import Manifest, read_manifest
from index.text.vocabulary import Vocabulary


@dataclass(frozen=True)
class Resident:
    """The in-memory data of an engine. `filed` are the parts with the filter values, which are fetched on demand."""

    manifest: Manifest
    shared: Shared
    vocabulary: Vocabulary
    word_vectors: WordVectors
    bounds: Ints
    owners: Ints
    passage_parts: Ints
    article_parts: Ints
    filed: tuple[int, int]

    @classmethod
    def open(cls, folder: Path, directory: Directory) -> Resident:
        """The data from the files that `fetch_files` wrote into `folder`, which may be deleted afterwards.

        Raises `IndexDamagedError` and `IndexOutdatedError`.
        """
        manifest = read_manifest(folder)
        vocabulary = Vocabulary.open(folder / "vocabulary.json")
        try:
            bounds, owners, of_passages, of_articles = (
                np.load(folder / name) for name in ("bounds.npy", "owners.npy", PASSAGE_PARTS, ARTICLE_PARTS)
            )
            shared = Shared(
                exact=manifest.inputs.settings.search == "exact",
                dimension=manifest.dimension,
                codec=TokenCodec.open(folder / CODEC),
                frequencies=TokenFrequencies.open(folder, manifest.counts.sentences),
                numbers={term: number for number, term in enumerate(vocabulary.terms)},
            )
            first, last, _ = directory.files[FILED]
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise damaged(directory.snapshot, repr(error)) from error
        return cls(
            manifest,
            shared,
            vocabulary,
            WordVectors.open(folder),
            bounds,
            owners,
            of_passages,
            of_articles,
            (first, last),
        )

    @cached_property
    def article_ids(self) -> tuple[str, ...]:
        """The ids of all articles, sorted. Passages and parts refer to articles by their position in this list."""
        return tuple(sorted(self.manifest.inputs.articles))

    @cached_property
    def article_numbers(self) -> Mapping[str, int]:
        """The position of each article in `article_ids`."""
        return {article_id: number for number, article_id in enumerate(self.article_ids)}

    def sizes(self) -> dict[str, tuple[int, int]]:
        """How many passages and how many sentences each article has, by its id."""
        among = len(self.article_ids)
        passages = np.bincount(self.owners, minlength=among)
        sentences = np.bincount(self.owners, weights=np.diff(self.bounds), minlength=among)
        return {name: (int(p), int(s)) for name, p, s in zip(self.article_ids, passages, sentences, strict=True)}


def fetch_files(database: Database, names: Names, folder: Path) -> Directory:
    """Write the files that are stored as a whole into `folder`, after verifying their checksums.

    Raises `IndexDamagedError`, also if the snapshot is incomplete.
    """
    directory = read_directory(database, names.content)
    if directory is None:
        raise damaged(names.content, "it was not written completely")
    content = Content(database, names.content)
    for name, (first, last, sha256) in directory.files.items():
        if name == FILED:
            continue
        data = content.read_one(first, last)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise damaged(names.content, f"{name} does not have the sha256 {sha256[:12]}…")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return directory
