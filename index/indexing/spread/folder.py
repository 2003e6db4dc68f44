"""The folder that a build shares with its workers: descriptions of parts, and their results.

PARTS/STEP/
├── todo/NAME    a part to compute; NAME is the sha256 of its inputs
├── done/NAME    its results, written by the worker that computed them
└── made/NAME.X  an empty file for each time that the part was computed

Files are written atomically. The folder has the same path on every machine, or is in an object store.
"""

from __future__ import annotations

import shutil
import uuid
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, get_args

from index.indexing.spread.part import DamagedPartError, Part, Step

# The folder in the index folder.
FOLDER = "parts"
TODO, DONE, MADE = "todo", "done", "made"


class Files(Protocol):
    """A file store; paths are relative, with slashes. Every method may raise `OSError`."""

    def read(self, path: str) -> bytes:
        """The content of a file. Raises `FileNotFoundError`."""
        ...

    def write(self, path: str, data: bytes) -> None:
        """Write or replace a file atomically."""
        ...

    def remove(self, path: str) -> None:
        """Remove a file, or a folder and its contents, if it exists."""
        ...

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder; empty if there is no such folder."""
        ...


class PartFolder:
    """The parts at `url`: a folder, or an address such as `s3://bucket/parts` that fsspec can open."""

    def __init__(self, url: str) -> None:
        self._files: Files = _Remote(url) if "://" in url else _Local(Path(url))

    def describe(self, part: Part) -> None:
        """Write a part's description. Raises `OSError`."""
        self._files.write(f"{part.step}/{TODO}/{part.name}", part.to_bytes())

    def described(self, step: Step, name: str) -> Part:
        """A part's description. Raises `DamagedPartError` and `OSError`."""
        return self._read(step, TODO, name)

    def finish(self, part: Part) -> None:
        """Write a part's results, and record that it was computed. Raises `OSError`."""
        self._files.write(f"{part.step}/{DONE}/{part.name}", part.to_bytes())
        self._files.write(f"{part.step}/{MADE}/{part.name}.{uuid.uuid4().hex}", b"")

    def results(self, step: Step, name: str) -> Part | None:
        """A part's results; `None` if they are missing or damaged. Removes damaged results. Raises `OSError`."""
        try:
            return self._read(step, DONE, name)
        except FileNotFoundError:
            return None
        except DamagedPartError:
            self._files.remove(f"{step}/{DONE}/{name}")
            return None

    def drop(self, step: Step, name: str) -> None:
        """Remove a part's description and results. Raises `OSError`."""
        for kind in (TODO, DONE):
            self._files.remove(f"{step}/{kind}/{name}")

    def computed(self) -> Counter[str]:
        """How many times each part was computed since the folder was last cleared. Raises `OSError`."""
        made = (name for step in get_args(Step) for name in self._files.names(f"{step}/{MADE}"))
        return Counter(name.partition(".")[0] for name in made)

    def clear(self) -> None:
        """Remove all parts, which contain articles' texts. Raises `OSError`."""
        for step in get_args(Step):
            self._files.remove(step)

    def _read(self, step: Step, kind: str, name: str) -> Part:
        part = Part.from_bytes(self._files.read(f"{step}/{kind}/{name}"))
        if (part.step, part.name) != (step, name):
            raise DamagedPartError(f"it is the part {part.name} of {part.step!r}")
        return part


class _Local:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str) -> bytes:
        return (self._folder / path).read_bytes()

    def write(self, path: str, data: bytes) -> None:
        whole = self._folder / path
        whole.parent.mkdir(parents=True, exist_ok=True)
        unfinished = whole.with_name(f".{whole.name}.{uuid.uuid4().hex}")
        unfinished.write_bytes(data)
        unfinished.replace(whole)

    def remove(self, path: str) -> None:
        whole = self._folder / path
        if whole.is_dir():
            shutil.rmtree(whole)
        else:
            whole.unlink(missing_ok=True)
        # Remove the folder itself once it is empty.
        with suppress(OSError):
            self._folder.rmdir()

    def names(self, folder: str) -> list[str]:
        try:
            return [path.name for path in (self._folder / folder).iterdir() if not path.name.startswith(".")]
        except FileNotFoundError:
            return []


class _Remote:
    """The only user of fsspec. The rename makes writes atomic where the store itself does not."""

    def __init__(self, url: str) -> None:
        import fsspec

        self._system: Any
        self._system, self._root = fsspec.core.url_to_fs(url)

    def read(self, path: str) -> bytes:
        return bytes(self._system.cat_file(f"{self._root}/{path}"))

    def write(self, path: str, data: bytes) -> None:
        whole = f"{self._root}/{path}"
        folder, _, name = whole.rpartition("/")
        self._system.makedirs(folder, exist_ok=True)
        unfinished = f"{folder}/.{name}.{uuid.uuid4().hex}"
        self._system.pipe_file(unfinished, data)
        self._system.mv(unfinished, whole)

    def remove(self, path: str) -> None:
        with suppress(FileNotFoundError):
            self._system.rm(f"{self._root}/{path}", recursive=True)

    def names(self, folder: str) -> list[str]:
        try:
            found = self._system.ls(f"{self._root}/{folder}", detail=False, refresh=True)
        except FileNotFoundError:
            return []
        names = [str(path).rstrip("/").rpartition("/")[2] for path in found]
        return [name for name in names if not name.startswith(".")]
