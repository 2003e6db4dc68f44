"""Walks the corpus folder: which files are articles, which are skipped, and why."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.article import Article, Block, Skipped, slug
from index.corpus.article_store import ArticleStore
from index.corpus.reading.formats import ENDINGS
from index.corpus.reading.reading import Limits, Reading
from index.corpus.reading.workers import read_files
from index.corpus.sources import SOURCES, Source, read_sources
from index.errors import CorpusError, UnreadableFileError
from index.storage.work_cache import WorkCache

# Files of the corpus folder that are about the articles and are none themselves.
NOT_ARTICLES = frozenset({SOURCES, "questions.jsonl", "notices.toml"})


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a folder held: its articles by the names of their files, in that order, and the files that were skipped.

    `sources` is what `sources.toml` says of each file.
    """

    articles: ArticleStore
    skipped: tuple[Skipped, ...]
    sources: dict[str, Source]


def read_corpus(folder: Path, limits: Limits | None = None, work: WorkCache | None = None) -> Corpus:
    """Every article of `folder`, and every file that had to be skipped; what `work` has kept is not read again.

    Raises `CorpusError` when there is no such folder, `sources.toml` is not valid, or no article can be read.
    """
    if not _is_folder(folder):
        raise CorpusError(
            f"There is no corpus folder {str(folder)!r}: expected a folder of articles ({', '.join(ENDINGS)}). "
            "Make it, or name yours with --corpus DIR."
        )
    sources = read_sources(folder)
    articles = ArticleStore()
    ids: set[str] = set()
    skipped: list[Skipped] = []
    names = [path.relative_to(folder).as_posix() for path in _files(folder, skipped)]
    for name, reading in read_files(folder, names, limits or Limits(), work):
        if isinstance(reading, UnreadableFileError):
            skipped.append(Skipped(shown(name), str(reading)))
            continue
        article = make_article(name, reading, sources.get(name, Source()))
        if article.id in ids:
            suffix = hashlib.sha256(name.encode()).hexdigest()[:8]
            article = replace(article, id=f"{article.id}-{suffix}")
        ids.add(article.id)
        articles.put(name, article)
    skipped += _without_file(folder, sources)
    if not articles:
        raise _nothing_read(folder, skipped)
    return Corpus(articles, tuple(skipped), sources)


def shown(name: str) -> str:
    """A file's name in one printable line."""
    return name if name.isprintable() else ascii(name)[1:-1]


def _without_file(folder: Path, sources: Iterable[str]) -> list[Skipped]:
    gone = [name for name in sources if not os.path.lexists(folder / name)]
    return [Skipped(name, f"named in {SOURCES}, but there is no such file") for name in gone]


def _nothing_read(folder: Path, skipped: list[Skipped]) -> CorpusError:
    causes = "; ".join(f"{skip.file!r}: {skip.cause}" for skip in skipped[:5]) or "it is empty"
    return CorpusError(
        f"The corpus {str(folder)!r} holds no readable article ({causes}): expected {', '.join(ENDINGS)} files. "
        "Add one, or name another folder with --corpus DIR."
    )


def _is_folder(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:
        return False


def _files(folder: Path, skipped: list[Skipped]) -> list[Path]:
    """Candidate files in a stable order, folders that cannot be listed into `skipped`.

    Hidden files and the corpus' own tables are no candidates; linked folders are, to be named and not followed.
    """
    found: list[Path] = []

    def unlisted(error: OSError) -> None:
        name = Path(str(error.filename)).relative_to(folder).as_posix()
        skipped.append(Skipped(name, f"the folder cannot be listed ({error.strerror})"))

    for parent, folders, files in os.walk(folder, onerror=unlisted):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        found += [Path(parent) / name for name in (*files, *links) if not name.startswith(".")]
    return sorted(path for path in found if path.relative_to(folder).as_posix() not in NOT_ARTICLES)


def make_article(name: str, reading: Reading, source: Source) -> Article:
    """The article of a file as read: its card under what `sources.toml` states, with title and paragraphs marked."""
    card = source.card.over(reading.card)
    blocks = number_paragraphs(mark_title(reading.text, reading.blocks, card.title))
    return Article(
        slug(Path(name).with_suffix("").as_posix()), source.origin or name, reading.text, card, tuple(blocks)
    )


def mark_title(text: str, blocks: Sequence[Block], title: str | None) -> list[Block]:
    """The first block or heading that says the title becomes it: it stands on the card, not among the evidence."""
    marked = list(blocks)
    for at, block in enumerate(blocks):
        words = " ".join(text[block.start : block.end].lstrip("# ").split())
        if title is not None and (at == 0 or block.kind == "heading") and words.casefold() == title.casefold():
            marked[at] = replace(block, kind="title", level=0, reason=None)
            break
    return marked


def number_paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with paragraphs counted from 1; headings, the title and metadata carry the count so far."""
    counted, numbered = 0, []
    for block in blocks:
        counted += block.kind in ("paragraph", "list-item", "table-row", "code")
        numbered.append(replace(block, paragraph=counted))
    return numbered
