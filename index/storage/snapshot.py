"""Snapshots: built indexes on disk, immutable, checksummed, and published by one rename.

.verbatim/
├── current                 the id of the published snapshot
├── lock                    held while a snapshot is written
├── progress.json           how far a running build is
├── embeddings.sqlite       vectors cached between builds
└── snapshots/ID/
    ├── manifest.json       what it was built from, and the sha256 of every other file
    └── …                   the engine's files
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import IndexDamagedError, IndexMissingError, IndexUnavailableError
from index.storage.locks import Hold, alone, write_errors
from index.storage.manifest import Manifest, file_sha256, read_manifest, write_manifest

FOLDER = "snapshots"
_CURRENT = "current"
_UNFINISHED = ".unfinished"
_GONE = ".gone-"
_NAME = re.compile(r"[\w-]{1,64}")
# The current snapshot, and one for readers that read `current` a moment ago.
_KEPT = 2
# A reader may collide with a build that publishes and prunes, but never this many times in a row.
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A published snapshot. Its folder is not removed while this object holds its lock."""

    id: str
    folder: Path
    manifest: Manifest
    hold: Hold = field(compare=False, repr=False)


def current_id(index: Path) -> str | None:
    """The id of the published snapshot in `index`, or `None`. Raises `IndexDamagedError`."""
    try:
        name = (index / _CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(
            f"{index / _CURRENT} cannot be read ({error}): expected a snapshot's id. Run: verbatim build"
        ) from error
    if not _NAME.fullmatch(name):
        raise IndexDamagedError(f"{index / _CURRENT} says {name!r}: expected a snapshot's id. Run: verbatim build")
    return name


def published_at(index: Path) -> float:
    """When a build last published a snapshot, or found it already published, in Unix time; 0 if never."""
    try:
        return (index / _CURRENT).stat().st_mtime
    except OSError:
        return 0.0


def open_snapshot(index: Path, name: str | None = None, *, sums: bool = True) -> Snapshot:
    """The snapshot `name`, or the published one. The manifest's checksum is verified; with `sums`, every file's too.

    Raises `IndexMissingError`, `IndexDamagedError` and `IndexOutdatedError`.
    """
    for _ in range(_TRIES):
        wanted = name or current_id(index)
        if wanted is None:
            raise IndexMissingError(
                f"There is no index in {str(index)!r}: expected a published one. Run: verbatim build"
            )
        folder = index / FOLDER / wanted
        hold = _held(folder)
        try:
            return _opened(folder, hold, sums=sums)
        except IndexUnavailableError:
            # If a snapshot is deleted or replaced while it is being opened, re-read `current`.
            replaced = hold is not None and not hold.stands()
            if not replaced and (name or current_id(index)) == wanted:
                raise
    raise IndexDamagedError(
        f"{str(index)!r} keeps changing while it is being opened: expected fewer builds. Try again."
    )


@contextmanager
def drafted(index: Path, write: Callable[[Path], Manifest]) -> Iterator[tuple[Path, Manifest]]:
    """A new folder that `write` filled, with its manifest; it is gone afterwards unless it was renamed.

    The caller holds `writing(index)`. Raises `IndexWriteError`.
    """
    unfinished = index / FOLDER / _UNFINISHED
    with write_errors(index):
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        try:
            manifest = write(unfinished)
            write_manifest(unfinished, manifest)
            yield unfinished, manifest
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


def publish(index: Path, write: Callable[[Path], Manifest]) -> Snapshot:
    """Publish a snapshot: `write` fills a new folder and gives its manifest; it then appears whole or not at all.

    The caller holds `writing(index)`. Raises `IndexWriteError`.
    """
    with drafted(index, write) as (unfinished, manifest):
        for path in [*unfinished.rglob("*"), unfinished]:
            _sync(path)
        # A folder of this name is damaged, or the build would not have come here.
        remove(index / FOLDER / manifest.id, used=True)
        unfinished.rename(index / FOLDER / manifest.id)
    with write_errors(index):
        _sync(index / FOLDER)
    point_to(index, manifest.id)
    for folder in removable(index, keep=_KEPT):
        remove(folder)
    # The checksums were computed a moment ago.
    return open_snapshot(index, sums=False)


def point_to(index: Path, name: str) -> None:
    """Make `name` the published snapshot, in one rename. Raises `IndexWriteError`."""
    pointer = index / f"{_CURRENT}.new"
    with write_errors(index):
        pointer.write_text(name + "\n", encoding="utf-8")
        _sync(pointer)
        # `removable` keeps the newest folders by this time.
        os.utime(index / FOLDER / name)
        pointer.replace(index / _CURRENT)
        _sync(index)


def removable(index: Path, keep: int) -> list[Path]:
    """Folders that no new reader needs: leftovers, and all snapshots but the current one and the newest, `keep` in all.

    The caller holds `writing(index)`, so anything unfinished was left by a killed build.
    """
    try:
        folders = sorted((index / FOLDER).iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
    except OSError:
        return []
    current = current_id(index)
    others = [folder for folder in folders if folder.name != current and not folder.name.startswith(".")]
    return [*others[keep - 1 :], *(folder for folder in folders if folder.name.startswith("."))]


def remove(folder: Path, *, used: bool = False) -> bool:
    """Remove a snapshot's folder unless it is being read; with `used`, even then. Returns whether it is gone.

    The folder is renamed first, so that nobody opens a half-removed one.
    """
    gone = folder if folder.name.startswith(_GONE) else folder.with_name(_GONE + folder.name.strip("."))
    try:
        with alone(folder) as free:
            if not (free or used):
                return False
            if gone != folder:
                shutil.rmtree(gone, ignore_errors=True)
                folder.rename(gone)
    except OSError:
        return not folder.exists()
    shutil.rmtree(gone, ignore_errors=True)
    return True


def _held(folder: Path) -> Hold | None:
    try:
        return Hold(folder)
    except OSError:
        return None


def damage_of(snapshot: Snapshot) -> str | None:
    """Which file of a snapshot does not match its checksum in the manifest, as a message; `None` if all match."""
    for file, sha256 in snapshot.manifest.files.items():
        path = snapshot.folder / file
        if file_sha256(path) != sha256:
            return f"{path} is missing or has changed: expected the sha256 {sha256[:12]}…. Run: verbatim build"
    return None


def _opened(folder: Path, hold: Hold | None, *, sums: bool) -> Snapshot:
    """The snapshot in `folder`; without a `hold`, the folder does not exist."""
    if hold is None:
        raise IndexDamagedError(
            f"There is no snapshot folder {str(folder)!r}: expected the published one. Run: verbatim build"
        )
    snapshot = Snapshot(folder.name, folder, read_manifest(folder), hold)
    if sums and (damage := damage_of(snapshot)) is not None:
        raise IndexDamagedError(damage)
    return snapshot


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
