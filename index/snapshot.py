"""Snapshots: built indexes on disk, immutable, checksummed, published by one rename. Only this writes snapshots.

.verbatim/
├── current                 the id of the published snapshot
├── lock                    held while a snapshot is written
├── embeddings.sqlite       vectors kept between builds
└── snapshots/ID/
    ├── manifest.json       what it was built from, and the sum of every other file
    └── …                   the engine's files
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from index.errors import IndexDamagedError, IndexMissingError, IndexOutdatedError, IndexWriteError

# Raised by one whenever the same input would give other files: older snapshots are then rebuilt, never misread.
FORMAT = 2
MANIFEST = "manifest.json"
_CURRENT = "current"
# The current snapshot, and one for readers who opened it a moment ago.
_KEPT = 2


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A published snapshot. `manifest` has `model`, `settings`, `articles`, `skipped`, `notices`, `counts`, `files`."""

    id: str
    folder: Path
    manifest: dict[str, Any]


def snapshot_id(parts: dict[str, Any]) -> str:
    """The id of what is built from `parts`: the sha256 of them and the format, its first 16 digits."""
    return hashlib.sha256(json.dumps({**parts, "format": FORMAT}, sort_keys=True).encode()).hexdigest()[:16]


def current_id(index: Path) -> str | None:
    """The id of the published snapshot in `index`, or `None`."""
    try:
        return (index / _CURRENT).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(
            f"{index / _CURRENT} cannot be read ({error}): expected a snapshot's id. Run: verbatim build"
        ) from error


def open_snapshot(index: Path, name: str | None = None) -> Snapshot:
    """The snapshot `name`, or the published one, every file's sum checked.

    Raises `IndexMissingError`, `IndexDamagedError` and `IndexOutdatedError`.
    """
    name = name or current_id(index)
    if name is None:
        raise IndexMissingError(
            f"There is no index in {str(index)!r}: expected one that was built. Run: verbatim build"
        )
    folder = index / "snapshots" / name
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        version, files = manifest["format"], manifest["files"]
        if not isinstance(manifest["model"], dict) or not isinstance(manifest["texts"], int) or not dict(files):
            raise TypeError("model, texts or files is not what a build writes")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamagedError(
            f"The snapshot {name!r} in {str(index)!r} has no readable {MANIFEST} ({error}): expected the published "
            "one. Run: verbatim build"
        ) from error
    if version != FORMAT:
        raise IndexOutdatedError(
            f"The snapshot {name} has format {version!r}: this program expects {FORMAT}. Run: verbatim build"
        )
    for file, sha256 in files.items():
        if _sha256(folder / file) != sha256:
            raise IndexDamagedError(
                f"{folder / file} is missing or has changed: expected the sha256 {sha256[:12]}…. Run: verbatim build"
            )
    return Snapshot(name, folder, manifest)


def publish(index: Path, name: str, about: dict[str, Any], write: Callable[[Path], None]) -> Snapshot:
    """Publish the snapshot `name`: `write` fills a new folder, which then appears whole or not at all.

    `about` becomes the manifest, with the format and every file's sha256. The caller holds `writing(index)`.
    """
    folder = index / "snapshots" / name
    unfinished = index / "snapshots" / f".unfinished-{os.getpid()}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        write(unfinished)
        sums = {
            path.relative_to(unfinished).as_posix(): _sha256(path)
            for path in sorted(unfinished.rglob("*"))
            if path.is_file()
        }
        (unfinished / MANIFEST).write_text(
            json.dumps({"format": FORMAT, "id": name, **about, "files": sums}, indent=1), encoding="utf-8"
        )
        for path in [*unfinished.rglob("*"), unfinished]:
            _sync(path)
        # A folder of this name is damaged, or the build would not have come here.
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    _sync(folder.parent)
    point_to(index, name)
    _prune(index, name)
    return open_snapshot(index)


def point_to(index: Path, name: str) -> None:
    """Make `name` the published snapshot, in one rename."""
    pointer = index / f"{_CURRENT}.{os.getpid()}"
    pointer.write_text(name + "\n", encoding="utf-8")
    _sync(pointer)
    # The newest by this time are the ones that are kept.
    os.utime(index / "snapshots" / name)
    pointer.replace(index / _CURRENT)
    _sync(index)


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Hold the index folder for writing; a second writer waits. Raises `IndexWriteError` where it cannot be written."""
    try:
        index.mkdir(parents=True, exist_ok=True)
        with FileLock(index / "lock"):
            yield
    except (OSError, sqlite3.OperationalError) as error:
        raise IndexWriteError(
            f"The index folder {str(index)!r} cannot be written ({error}): expected a folder of yours with free space. "
            "Name another with --index DIR."
        ) from error


def _prune(index: Path, current: str) -> None:
    """Remove all but the newest snapshots, the current one kept in any case; leftovers of killed builds too."""
    folders = sorted((index / "snapshots").iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
    others = [folder for folder in folders if folder.name != current and not folder.name.startswith(".")]
    leftovers = [folder for folder in folders if folder.name.startswith(".")]
    for folder in [*others[_KEPT - 1 :], *leftovers]:
        shutil.rmtree(folder, ignore_errors=True)


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
