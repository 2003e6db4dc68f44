"""`verbatim verify`: compares everything a snapshot states about itself with its files. Loads no model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from index.engine.bm25 import LexicalIndex
from index.engine.late_interaction import TokenVectors
from index.engine.sentence_terms import SentenceTerms
from index.engine.texts import TextStore
from index.engine.vector_files import Vectors
from index.engine.word_vectors import WordVectors
from index.errors import IndexDamagedError, IndexMissingError, IndexUnavailableError
from index.indexing.notice_weights import embedded_examples
from index.maintenance.offsets import BlockOffsets, Recount, wrong_block_offsets, wrong_offsets
from index.storage.manifest import FORMAT, MANIFEST, Counts, Manifest, article_digest, file_sums, read_manifest
from index.storage.snapshot import FOLDER, current_id
from index.text.vocabulary import Vocabulary

_STORE = "texts.sqlite"
# The errors that reading a damaged file may raise.
_UNREADABLE = (IndexDamagedError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Verification:
    """The problems found in a snapshot, each with its file; without `findings`, the snapshot is intact."""

    snapshot: str
    findings: tuple[str, ...]
    files: int = 0
    articles: int = 0
    passages: int = 0
    quotes: int = 0


def verify(index: Path, name: str | None = None) -> Verification:
    """Verify the published snapshot of `index`, or the one called `name`. Raises `IndexMissingError`."""
    try:
        name = name or current_id(index)
    except IndexDamagedError as error:
        return Verification("", (str(error),))
    if name is None:
        raise IndexMissingError(f"There is no index in {str(index)!r}: expected a published one. Run: verbatim build")
    folder = index / FOLDER / name
    if not folder.is_dir():
        return Verification(name, (f"{folder} does not exist, but is published: expected its files",))
    try:
        manifest = read_manifest(folder)
    except IndexUnavailableError as error:
        return Verification(name, (str(error),))
    return verify_folder(folder, manifest)


def verify_folder(folder: Path, manifest: Manifest) -> Verification:
    """Verify the files of `folder` against its `manifest`, which is intact."""
    sums = file_sums(folder)
    findings = [*_files(folder, manifest.files, sums), *_identity(folder, manifest)]
    counts = {"articles": 0, "passages": 0, "quotes": 0}
    # Contents are compared only if all files match their checksums; otherwise each change would be reported twice.
    if not findings:
        for check in (_texts, _rows, _notices):
            findings += _guarded(folder, check, manifest, counts)
    return Verification(folder.name, tuple(findings), len(sums) + 1, **counts)


def _notices(folder: Path, manifest: Manifest, _counts: dict[str, int]) -> Iterator[str]:
    """Whether the notices can be read, and their weights match them and the model."""
    if published := manifest.inputs.notices:
        from index.notices.match import open_notices

        open_notices(folder, published, manifest.dimension)
    yield from ()


def others(index: Path, name: str) -> list[str]:
    """The other folders: snapshots, and leftovers of interrupted builds."""
    folder = index / FOLDER
    return sorted(path.name for path in folder.iterdir() if path.name != name) if folder.is_dir() else []


def _guarded(
    folder: Path,
    check: Callable[[Path, Manifest, dict[str, int]], Iterator[str]],
    manifest: Manifest,
    counts: dict[str, int],
) -> Iterator[str]:
    """The findings of a check; if it fails with an error, that is a finding too."""
    try:
        yield from check(folder, manifest, counts)
    except _UNREADABLE as error:
        yield f"{folder}: its contents cannot be read ({error!r})"


def _files(folder: Path, expected: Mapping[str, str], found: Mapping[str, str | None]) -> Iterator[str]:
    for file, sha256 in expected.items():
        if file not in found:
            yield f"{folder / file} is missing"
        elif found[file] != sha256:
            yield f"{folder / file} has changed: expected the sha256 {sha256[:12]}…, found {str(found[file])[:12]}"
    for file in found.keys() - expected.keys():
        yield f"{folder / file} is not named in {MANIFEST}: expected only what a build wrote"


def _identity(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Whether the manifest identifies its model, and the folder has the name that follows from the inputs."""
    path = folder / MANIFEST
    model, named = manifest.inputs.model, manifest.inputs.id
    if not model.name:
        yield f"{path} has no model name: expected one"
    elif not re.fullmatch(r"[0-9a-f]{64}", model.sha256):
        yield f"{path} has {model.sha256!r} as the sha256 of the model's weights: expected 64 hex digits"
    if not folder.name == manifest.id == named:
        yield f"{path} is of the snapshot {named} in format {FORMAT}: expected {folder.name}"


def _texts(folder: Path, manifest: Manifest, counts: dict[str, int]) -> Iterator[str]:
    """The sha256 of every article, and the offsets of every block, passage and sentence."""
    path = folder / _STORE
    with closing(TextStore(path)) as store:
        published = manifest.inputs.articles
        if store.article_ids() != sorted(published):
            differing = sorted(published.keys() ^ set(store.article_ids()))
            yield f"{path} and {MANIFEST} differ in their articles: {differing}"
        for article_id in store.article_ids():
            article, sha256 = store.article(article_id)
            sums = published.get(article_id)
            if sums is None or not article.sha256 == sha256 == sums.sha256:
                yield f"{path}: the text of article {article_id} differs from the published one"
            elif article_digest(article) != sums.digest:
                yield f"{path}: the card or blocks of article {article_id} differ from the published ones"
            yield from (f"{path}: {trouble}" for trouble in wrong_block_offsets(article))
            counts["articles"] += 1
        offsets: BlockOffsets | None = None
        for passage in store.all_passages():
            if offsets is None or offsets.article.id != passage.article_id:
                offsets = BlockOffsets(store.article(passage.article_id)[0])
            yield from (f"{path}: {trouble}" for trouble in wrong_offsets(passage, offsets))
            counts["passages"] += 1
            counts["quotes"] += len(passage.sentences)


def _rows(folder: Path, manifest: Manifest, _counts: dict[str, int]) -> Iterator[str]:
    """Whether all files have rows for the same passages, sentences and words."""
    with closing(TextStore(folder / _STORE)) as store:
        yield from _row_troubles(folder, manifest, Recount.of(store))


def _row_troubles(folder: Path, manifest: Manifest, recount: Recount) -> Iterator[str]:
    vectors, of_words, lexical = Vectors.open(folder), WordVectors.open(folder), LexicalIndex.open(folder / "bm25")
    words, vocabulary = np.load(folder / "words.npy", mmap_mode="r"), Vocabulary.open(folder / "vocabulary.json")
    passages, sentences = len(recount.owners), int(recount.bounds[-1])
    examples = embedded_examples(manifest.inputs.notices)
    # Words of languages that the model does not know have letter vectors: nothing was encoded for them.
    encoded = len(of_words.words) - len(vocabulary.spelled_words)
    expected = {
        "passages.faiss": (vectors.passages.count, passages),
        "bm25": (lexical.count, passages),
        "vocabulary.json": (vocabulary.passages, passages),
        _STORE: (recount.sentences, sentences),
        "token-bounds.npy": (TokenVectors.open(folder).count, sentences),
        "sentence-term-bounds.npy": (SentenceTerms.open(folder).count, sentences),
        "words.npy": (len(words), len(of_words.words)),
        MANIFEST: (asdict(manifest.counts), asdict(Counts(recount.articles, passages, sentences))),
        f"{MANIFEST}, texts": (manifest.texts, passages + sentences + encoded + len(examples)),
    }
    for file, (found, wanted) in expected.items():
        if found != wanted:
            yield f"{folder / file} has {found}: expected {wanted}"
    if vectors.sentences.count != sentences:
        yield f"{folder} has {vectors.sentences.count} sentence vectors: expected {sentences}"
    dimensions = {manifest.dimension, vectors.passages.dimension, vectors.sentences.dimension, words.shape[1]}
    holds = {
        f" has vectors of {sorted(map(str, dimensions))} dimensions: expected a single dimension": len(dimensions) == 1,
        "/bounds.npy does not match the sentences of the passages": np.array_equal(
            np.load(folder / "bounds.npy"), recount.bounds
        ),
        "/owners.npy does not match the articles of the passages": np.array_equal(
            np.load(folder / "owners.npy"), recount.owners
        ),
        "/vocabulary.json does not match the words of the passages": recount.vocabulary.by_language
        == vocabulary.by_language,
        "/words.txt does not match the words of the vocabulary": of_words.words == vocabulary.content_words,
        "/bm25 does not match the terms of the vocabulary": lexical.having() == vocabulary.terms,
        "/passage-word-bounds.npy does not match the number of passages": passages + 1
        == len(np.load(folder / "passage-word-bounds.npy")),
    }
    yield from (f"{folder}{trouble}" for trouble, held in holds.items() if not held)
