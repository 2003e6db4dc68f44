"""`verbatim gc`: removes old snapshots, leftovers of interrupted builds, and cached embeddings of text that is gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from index.engine.protocol import passage_context
from index.engine.texts import TextStore
from index.errors import IndexUnavailableError
from index.evaluation.stored import drop_unreadable
from index.execution.progress import Watcher
from index.indexing.notice_weights import embedded_examples
from index.indexing.spread.folder import FOLDER as PARTS
from index.indexing.spread.folder import PartFolder
from index.storage.embeddings.cache import EmbeddingCache, text_key
from index.storage.embeddings.token_codec import FILE as CODEC
from index.storage.embeddings.token_codec import TokenCodec
from index.storage.embeddings.values import token_key
from index.storage.locks import alone, write_errors, writing
from index.storage.manifest import read_manifest
from index.storage.snapshot import FOLDER, removable, remove
from index.text.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Garbage:
    """What was removed, or would be: folders with their sizes, and embeddings; and the folders still in use.

    `figures` says whether there were evaluation results of an older format, which contained articles' words.
    """

    folders: tuple[tuple[str, int], ...]
    in_use: tuple[str, ...]
    embeddings: int
    embedding_bytes: int
    figures: bool = False


def collect(index: Path, watcher: Watcher | None = None, *, dry_run: bool = False) -> Garbage:
    """Remove what is no longer needed; with `dry_run`, only report it. Raises `IndexWriteError`."""
    with writing(index, watcher), write_errors(index):
        folders, in_use = [], []
        for folder in removable(index, keep=1):
            size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
            gone = _is_free(folder) if dry_run else remove(folder)
            folders.append((folder.name, size)) if gone else in_use.append(folder.name)
        gone_names = {name for name, _ in folders}
        kept = [path for path in _snapshots(index) if path.name not in gone_names]
        folders += _parts(index, dry_run=dry_run)
        embeddings, size = _embeddings(index, kept, dry_run=dry_run)
        figures = not dry_run and drop_unreadable(index)
    return Garbage(tuple(folders), tuple(in_use), embeddings, size, figures)


def _parts(index: Path, *, dry_run: bool) -> list[tuple[str, int]]:
    """The folder of parts that an interrupted build with workers has left, with its size."""
    folder = index / PARTS
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    if size and not dry_run:
        PartFolder(str(folder)).clear()
    return [(folder.name, size)] if size else []


def _is_free(folder: Path) -> bool:
    with alone(folder) as free:
        return free


def _snapshots(index: Path) -> list[Path]:
    folder = index / FOLDER
    return sorted(path for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else []


def _embeddings(index: Path, kept: list[Path], *, dry_run: bool) -> tuple[int, int]:
    """The number and size in bytes of cached embeddings whose text is in none of the `kept` snapshots."""
    cache = EmbeddingCache(index)
    used = {key for folder in kept for key in _used(folder)}
    unused = cache.unused(used)
    size = cache.size_of(unused)
    if not dry_run:
        cache.drop(unused)
    return len(unused), size


def _used(folder: Path) -> Iterator[tuple[str, str]]:
    """The cache keys of all text embedded for this snapshot; empty if the snapshot is damaged."""
    try:
        manifest = read_manifest(folder)
        model = manifest.inputs.model.key
        examples = embedded_examples(manifest.inputs.notices)
        with_tokens = token_key(model, TokenCodec.open(folder / CODEC).id)
        yield from ((model, text_key(text)) for texts in (_embedded(folder), examples) for text in texts)
        yield from ((with_tokens, text_key(text)) for text in _read_by_token(folder))
    except (IndexUnavailableError, KeyError, TypeError, ValueError, OSError):
        return


def _embedded(folder: Path) -> Iterator[str]:
    with closing(TextStore(folder / "texts.sqlite")) as store:
        for passage in store.all_passages():
            yield passage_context(passage, store.article(passage.article_id)[0].card.title)
    vocabulary = Vocabulary.open(folder / "vocabulary.json")
    yield from (word for word in vocabulary.content_words if word not in vocabulary.spelled_words)


def _read_by_token(folder: Path) -> Iterator[str]:
    """The sentences, and the headings above them."""
    with closing(TextStore(folder / "texts.sqlite")) as store:
        for passage in store.all_passages():
            yield from (passage.searched_as(sentence) for sentence in passage.sentences)
            yield from passage.heading[-1:]
