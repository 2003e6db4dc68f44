"""Which folders the published articles were read from, so that an empty one in a folder's place is told from it.

A mount point whose disk is gone is a folder too: an empty one, with another number than the disk's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

FILE = "corpus.json"


def remember_places(index: Path, corpus: Path, articles: Iterable[str]) -> None:
    """Keep in `index` the folders of `corpus` that hold `articles`, files by their names. Raises `OSError`."""
    found = {folder: (corpus / folder).stat().st_ino for folder in sorted(_folders(articles))}
    if found != _kept(index):
        fresh = index / f".{FILE}"
        fresh.write_text(json.dumps(found), encoding="utf-8")
        fresh.replace(index / FILE)


def replaced_places(index: Path, corpus: Path, articles: Iterable[str]) -> list[str]:
    """The folders that held articles, are others now, and hold none of `articles`; `.` is the corpus itself.

    A folder that is gone is none of them: whoever takes it away wants its articles gone.
    """
    holding = _folders(articles)
    if (kept := _kept(index)) is None:
        # What was published before they were kept, or what somebody else published.
        return [] if holding else ["."]
    return [name for name in kept.keys() - holding if _number(corpus / name) not in {None, kept[name]}]


def _folders(articles: Iterable[str]) -> set[str]:
    return {folder.as_posix() for name in articles for folder in PurePosixPath(name).parents}


def _kept(index: Path) -> dict[str, int] | None:
    try:
        kept = json.loads((index / FILE).read_text(encoding="utf-8"))
        return {str(name): int(number) for name, number in kept.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return None


def _number(folder: Path) -> int | None:
    try:
        return folder.stat().st_ino
    except OSError:
        return None
