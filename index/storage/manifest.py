"""The manifest: what a snapshot was built from, the sum of every other file, and its own."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from index.article import Article
from index.errors import IndexDamagedError, IndexOutdatedError
from index.storage.article_row import row_digest, row_of

# Raised by one whenever the same input would give other files: older snapshots are then rebuilt, never misread.
FORMAT = 7
MANIFEST = "manifest.json"
_SUM = "sum"


# What a snapshot is built from, and its id is a hash of.
PARTS = ("articles", "settings", "model", "skipped", "notices")


def snapshot_id(parts: dict[str, Any]) -> str:
    """The id of what is built from `parts`: the sha256 of them and the format, its first 16 digits."""
    return hashlib.sha256(json.dumps({**parts, "format": FORMAT}, sort_keys=True).encode()).hexdigest()[:16]


def article_digest(article: Article) -> str:
    """Hex digest of everything that is stored of an article: text, card, blocks and their reasons."""
    return row_digest(row_of(article))


def file_sha256(path: Path) -> str | None:
    """Hex digest of a file; `None` where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def file_sums(folder: Path) -> dict[str, str | None]:
    """The sha256 of every file in `folder` but the manifest, by its path."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_symlink() or not path.is_dir())
    sums = {path.relative_to(folder).as_posix(): file_sha256(path) for path in paths}
    sums.pop(MANIFEST, None)
    return sums


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest of a folder whose other files all stand."""
    (folder / MANIFEST).write_bytes(_sealed({"format": FORMAT, **manifest, "files": file_sums(folder)}))


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a snapshot's folder. Raises `IndexDamagedError` and `IndexOutdatedError`."""
    path = folder / MANIFEST
    try:
        raw = path.read_bytes()
        manifest = json.loads(raw)
        version, files = manifest["format"], manifest["files"]
        if not isinstance(manifest["model"], dict) or not isinstance(manifest["texts"], int) or not dict(files):
            raise TypeError("model, texts or files is not what a build writes")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise IndexDamagedError(
            f"{path} is no readable {MANIFEST} ({error}): expected the published one. Run: verbatim build"
        ) from error
    if version != FORMAT:
        raise IndexOutdatedError(f"{path} is of format {version!r}: this program expects {FORMAT}. Run: verbatim build")
    # Written again it must give the same bytes: then no byte of it is another, white space included.
    if _sealed({key: value for key, value in manifest.items() if key != _SUM}) != raw:
        raise IndexDamagedError(f"{path} has changed: expected its own sum to fit. Run: verbatim build")
    return dict(manifest)


def _sealed(manifest: dict[str, Any]) -> bytes:
    """The manifest's bytes, with the sum of what they are without it."""
    total = hashlib.sha256(json.dumps(manifest, indent=1).encode()).hexdigest()
    return json.dumps({**manifest, _SUM: total}, indent=1).encode()
