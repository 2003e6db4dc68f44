"""Remembers the folders of the published articles, to tell an emptied folder from one that was replaced.

For example, the mount point of a missing disk is an empty folder with a different inode number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

FILE = "corpus.json"


def remember_places(index: Path, corpus: Path, articles: Iterable[str]) -> None:
    """Store in `index` the folders of `corpus` that contain the files `articles`. Raises `OSError`."""
    found = {folder: (corpus / folder).stat().st_ino for folder in sorted(_folders(articles))}
    if found != _kept(index):
        fresh = index / f".{FILE}"
        fresh.write_text(json.dumps(found), encoding="utf-8")
        fresh.replace(index / FILE)


def replaced_places(index: Path, corpus: Path, articles: Iterable[str]) -> list[str]:
    """Folders that held articles, have been replaced, and contain none of `articles`; `.` is the corpus itself.

    A folder that no longer exists is not listed: it was deleted on purpose, and its articles with it.
    """
    holding = _folders(articles)
    if (kept := _kept(index)) is None:
        # Nothing is remembered: an older version published, or the index came from elsewhere.
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
