"""Walks the corpus folder: which files are articles, which are skipped, and why."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from index.article import Article, Block, Card, Skipped, slug
from index.errors import CorpusError, UnreadableFileError
from index.reading import markdown, plain
from index.reading.decode import decode
from index.reading.sources import SOURCES, Source, read_sources

# A format's reader takes the text as read and returns what the file says about itself, and its blocks in order.
Reader = Callable[[str], tuple[Card, list[Block]]]
READERS: dict[str, Reader] = {".txt": plain.read, ".md": markdown.read, ".markdown": markdown.read}

# Files of the corpus folder that are about the articles and are none themselves.
NOT_ARTICLES = frozenset({SOURCES, "questions.jsonl", "notices.toml"})


def read_corpus(folder: Path, file_megabytes: int = 20) -> tuple[list[Article], list[Skipped]]:
    """Every article of `folder`, sorted by file name, and every file that had to be skipped.

    Raises `CorpusError` when there is no such folder, `sources.toml` is not valid, or no article can be read.
    """
    if not _is_folder(folder):
        raise CorpusError(
            f"There is no corpus folder {str(folder)!r}: expected a folder of articles (.txt, .md). "
            "Make it, or name yours with --corpus DIR."
        )
    sources = read_sources(folder)
    articles: dict[str, Article] = {}
    skipped: list[Skipped] = []
    for path in _files(folder, skipped):
        name = path.relative_to(folder).as_posix()
        try:
            article = _read_article(folder, path, name, sources.get(name, Source()), file_megabytes)
        except UnreadableFileError as error:
            skipped.append(Skipped(name, str(error)))
            continue
        except (OSError, RuntimeError, ValueError) as error:
            # A loop of links, a name that is no text, a page nested without end: one file's trouble is its own.
            skipped.append(Skipped(ascii(name)[1:-1], f"it cannot be read ({error})"))
            continue
        if article.id in articles:
            suffix = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
            article = replace(article, id=f"{article.id}-{suffix}")
        articles[article.id] = article
    skipped += _without_file(folder, sources)
    if not articles:
        raise _nothing_read(folder, skipped)
    return list(articles.values()), skipped


def _without_file(folder: Path, sources: Iterable[str]) -> list[Skipped]:
    gone = [name for name in sources if not os.path.lexists(folder / name)]
    return [Skipped(name, f"named in {SOURCES}, but there is no such file") for name in gone]


def _nothing_read(folder: Path, skipped: list[Skipped]) -> CorpusError:
    causes = "; ".join(f"{skip.file!r}: {skip.cause}" for skip in skipped[:5]) or "it is empty"
    return CorpusError(
        f"The corpus {str(folder)!r} holds no readable article ({causes}): expected .txt or .md files. "
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


def _read_article(folder: Path, path: Path, name: str, source: Source, file_megabytes: int) -> Article:
    # A name that is no text cannot be stored, cited or linked to.
    name.encode()
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise UnreadableFileError(f"its format {path.suffix or '(no ending)'} is not read; {known} are")
    if not path.resolve().is_relative_to(folder.resolve()):
        raise UnreadableFileError("it is a link that leads out of the corpus folder")
    text = decode(_read_bytes(path, file_megabytes))
    if not text.strip():
        raise UnreadableFileError("it holds no text")
    stated, blocks = reader(text)
    card = source.card_over(stated)
    blocks = number_paragraphs(mark_title(text, blocks, card.title))
    return Article(slug(Path(name).with_suffix("").as_posix()), source.origin or name, text, card, tuple(blocks))


def _read_bytes(path: Path, file_megabytes: int) -> bytes:
    limit = file_megabytes * 1_000_000
    try:
        if not path.is_file():
            raise UnreadableFileError("it is not a regular file")
        if path.stat().st_size > limit:
            raise UnreadableFileError(
                f"it has {path.stat().st_size:,} bytes; the setting file_megabytes allows {limit:,}"
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"it cannot be read ({error.strerror or error})") from error


def mark_title(text: str, blocks: list[Block], title: str | None) -> list[Block]:
    """The first block becomes the title where it says the title: it stands on the card, not among the evidence."""
    if blocks and title is not None:
        first = blocks[0]
        if " ".join(text[first.start : first.end].lstrip("# ").split()).casefold() == title.casefold():
            return [replace(first, kind="title", level=0), *blocks[1:]]
    return blocks


def number_paragraphs(blocks: list[Block]) -> list[Block]:
    """`blocks` with paragraphs counted from 1; headings, the title and metadata carry the count so far."""
    counted, numbered = 0, []
    for block in blocks:
        counted += block.kind in ("paragraph", "list-item", "table-row")
        numbered.append(replace(block, paragraph=counted))
    return numbered
