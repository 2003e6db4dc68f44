"""Reads the corpus folder: which files are articles, which are skipped, and why."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from index.article import Article, Block, Card, Skipped, Statement, language_code
from index.corpus.article_store import ArticleStore
from index.corpus.collection import COLLECTION
from index.corpus.decisions import article_id, tables_of
from index.corpus.golden import QUESTIONS
from index.corpus.reading.formats import ENDINGS
from index.corpus.reading.reading import Limits, Reading
from index.corpus.reading.workers import Away, read_away, read_files
from index.corpus.sources import SOURCES, Source, read_sources
from index.errors import CorpusError, UnreadableFileError
from index.storage.work_cache import WorkCache
from index.text.detect import detected
from index.text.sentences import cut_at_ends

# Files in the corpus folder that are not articles themselves.
NOT_ARTICLES = frozenset({SOURCES, COLLECTION, QUESTIONS, "notices.toml"})

# The `place` of a language that the article does not state.
DETECTED, COLLECTION = "its words", "the collection"

_LONGEST_BLOCK = 10_000
# A heading is repeated with every passage below it, so a longer one is treated as a paragraph.
_LONGEST_HEADING = 500


@dataclass(frozen=True, slots=True)
class Corpus:
    """The contents of a corpus folder: its articles by file name, in order, and the files that were skipped.

    `sources` are the tables of `sources.toml` by file, and `orphans` its tables for files that do not exist.
    """

    articles: ArticleStore
    skipped: tuple[Skipped, ...]
    sources: dict[str, Source]
    orphans: dict[str, Source]


def read_corpus(  # noqa: PLR0913 - each is a choice of its own
    folder: Path,
    limits: Limits | None = None,
    work: WorkCache | None = None,
    *,
    may_be_empty: bool = False,
    language: str = "en",
    away: Away = read_away,
) -> Corpus:
    """Read every article in `folder`, and list the files that had to be skipped. `work` caches what was read.

    `language` is the language of articles that state none and whose language cannot be detected. `away` reads what
    workers read. Raises `CorpusError` if there is no such folder, if `sources.toml` is not valid, or if no article can
    be read and the corpus may not be empty.
    """
    if not _is_folder(folder):
        raise CorpusError(
            f"There is no corpus folder {str(folder)!r}: expected a folder of articles ({', '.join(ENDINGS)}). "
            "Create it, or name yours with --corpus DIR."
        )
    articles = ArticleStore()
    ids: set[str] = set()
    skipped: list[Skipped] = []
    names = [path.relative_to(folder).as_posix() for path in _files(folder, skipped)]
    sources, orphans = _sources(folder, names)
    for name, reading in read_files(folder, names, limits or Limits(), work, away):
        if isinstance(reading, UnreadableFileError):
            skipped.append(Skipped(shown(name), _of_a_sub_folder(name) or str(reading)))
            continue
        article = make_article(name, reading, sources.get(name, Source()), language)
        article = replace(article, id=article_id(name, ids))
        ids.add(article.id)
        articles.put(name, article)
    skipped += [Skipped(name, f"named in {SOURCES}, but there is no such file") for name in orphans]
    if not (articles or may_be_empty):
        raise _nothing_read(folder, skipped)
    return Corpus(articles, tuple(skipped), sources, orphans)


def _of_a_sub_folder(name: str) -> str | None:
    """Why a file such as `sources.toml` in a sub-folder is skipped; `None` for other files."""
    path = PurePosixPath(name)
    if path.name not in NOT_ARTICLES:
        return None
    said = f"{path.name} is only read in the corpus folder itself"
    return f"{said}: put its tables there, under {path.parent}/…" if path.name == SOURCES else said


def shown(name: str) -> str:
    """A file's name in one printable line."""
    return name if name.isprintable() else ascii(name)[1:-1]


def _sources(folder: Path, names: Sequence[str]) -> tuple[dict[str, Source], dict[str, Source]]:
    """The tables of `sources.toml` for the files `names`, and those for files that do not exist."""
    tables = read_sources(folder)
    of_files = tables_of(names, tables)
    said = set(of_files.values())
    gone = {name: table for name, table in tables.items() if name not in said and not os.path.lexists(folder / name)}
    return {name: tables[table] for name, table in of_files.items()}, gone


def _nothing_read(folder: Path, skipped: list[Skipped]) -> CorpusError:
    causes = "; ".join(f"{skip.file!r}: {skip.cause}" for skip in skipped[:5]) or "it is empty"
    return CorpusError(
        f"The corpus {str(folder)!r} contains no readable article ({causes}): expected {', '.join(ENDINGS)} files. "
        "Add one, or name another folder with --corpus DIR."
    )


def _is_folder(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:
        return False


def _files(folder: Path, skipped: list[Skipped]) -> list[Path]:
    """Candidate files, sorted; folders that cannot be listed are added to `skipped`.

    Hidden files and the corpus' own files, such as `sources.toml`, are left out. Links to folders are included, so that
    they are reported, but not followed.
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


def make_article(name: str, reading: Reading, source: Source, language: str = "en") -> Article:
    """The article of a file as read, with title and paragraphs marked; `source` overrides the file's own card."""
    card = _with_language(source.card.over(reading.card), reading.text, language)
    blocks = number_paragraphs(mark_title(reading.text, cut_long(reading.text, reading.blocks), card.title))
    folder = PurePosixPath(name).parent.as_posix()
    collection = "" if folder == "." else folder
    return Article(
        article_id(name), source.origin or name, reading.text, card, tuple(blocks), collection, _distinct(source.tags)
    )


def _distinct(tags: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tags))


def _with_language(card: Card, text: str, language: str) -> Card:
    """`card` with the detected or default `language` added, if it states none and the language is not English."""
    if language_code(card.value("language") or ""):
        return card
    found = detected(text)
    stated = Statement("language", found or language, found or language, DETECTED if found else COLLECTION)
    return card if stated.value == "en" else Card((stated,)).over(card)


def cut_long(text: str, blocks: Sequence[Block]) -> list[Block]:
    """`blocks`, with overlong ones cut at sentence ends, so that each is small enough to process as a whole."""
    cut: list[Block] = []
    for block in blocks:
        if block.kind == "heading" and block.end - block.start > _LONGEST_HEADING:
            block = replace(block, kind="paragraph", level=0)  # noqa: PLW2901 - from here on it is not a heading
        if block.end - block.start <= _LONGEST_BLOCK or block.kind == "metadata":
            cut.append(block)
            continue
        for start, end in cut_at_ends(text[block.start : block.end], _LONGEST_BLOCK):
            words = text[block.start + start : block.start + end]
            left = block.start + start + len(words) - len(words.lstrip())
            if words.strip():
                cut.append(replace(block, start=left, end=left + len(words.strip())))
    return cut


def mark_title(text: str, blocks: Sequence[Block], title: str | None) -> list[Block]:
    """`blocks`, with the first block or heading that repeats the title marked as such, so that it is not quoted."""
    marked = list(blocks)
    for at, block in enumerate(blocks):
        words = " ".join(text[block.start : block.end].lstrip("# ").split())
        if title is not None and (at == 0 or block.kind == "heading") and words.casefold() == title.casefold():
            marked[at] = replace(block, kind="title", level=0, reason=None)
            break
    return marked


def number_paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with paragraphs numbered from 1; headings, the title and metadata get the last number before them."""
    counted, numbered = 0, []
    for block in blocks:
        counted += block.kind in ("paragraph", "list-item", "table-row", "code")
        numbered.append(replace(block, paragraph=counted))
    return numbered
