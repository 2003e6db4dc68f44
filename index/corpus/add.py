"""`verbatim add`: copies a file or downloads a URL, checks that it can be read, and stores it with its provenance."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from index.article import slug
from index.corpus.reading import Limits
from index.corpus.reading.file import read_bytes
from index.corpus.reading.formats import ENDINGS
from index.corpus.reading.workers import read_files
from index.corpus.sources import read_sources, write_source
from index.errors import CorpusError, FetchError, UnreadableFileError
from index.settings import Settings

if TYPE_CHECKING:
    # The network's libraries are loaded when the first URL is fetched.
    from index.corpus.fetching.fetch import Fetched

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_HARMLESS = re.compile(r"\w[\w .,()+-]*")
_LONGEST_NAME = 100
# Content types and the file name extensions allowed for each; the first is used if the URL has none of them.
_TYPES: dict[str, tuple[str, ...]] = {
    "text/html": (".html", ".htm"),
    "application/xhtml+xml": (".xhtml", ".html", ".htm"),
    "text/plain": (".txt", ".md", ".markdown"),
    "text/markdown": (".md", ".markdown"),
    "text/x-markdown": (".md", ".markdown"),
    "application/pdf": (".pdf",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/epub+zip": (".epub",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "application/rtf": (".rtf",),
    "text/rtf": (".rtf",),
}
# Content types that say nothing: the URL's own extension decides.
_UNSTATED = frozenset({"", "application/octet-stream", "binary/octet-stream"})
# File names that servers use for any page.
_INDEXES = frozenset({"", "index", "default"})


@dataclass(frozen=True, slots=True)
class Added:
    """A file that is now in the corpus; `already` means that it was there before, byte for byte. `size` in bytes."""

    path: Path
    size: int
    sha256: str
    already: bool = False


@dataclass(frozen=True, slots=True)
class NotAdded:
    """A file or URL that was not added, and why."""

    given: str
    cause: str


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A file about to enter the corpus: its future name, its bytes, and the URL if it was fetched."""

    name: str
    data: bytes
    url: str | None = None


def add(
    settings: Settings,
    given: Sequence[str],
    fetcher: Callable[[str, int, float], Fetched] | None = None,
    collection: str | None = None,
) -> Iterator[Added | NotAdded]:
    """Add each of `given`, a file path or a URL, to the corpus. Anything that cannot be added leaves nothing behind.

    `collection` is the sub-folder to add to ("garden/roses"), created if missing. Raises `CorpusError`, before anything
    is added, if it is not a sub-folder, the corpus is not a folder or its `sources.toml` is not valid.
    """
    folder = settings.corpus
    within = _sub_folder(collection)
    if folder.exists() and not folder.is_dir():
        raise CorpusError(f"The corpus {str(folder)!r} is a file: expected a folder. Name another with --corpus DIR.")
    read_sources(folder)
    for each in given:
        try:
            arrival = _fetched(each, settings, fetcher) if _URL.match(each) else _copied(Path(each), settings)
            yield _take_in(folder, within, arrival, Limits.of(settings))
        except (CorpusError, FetchError) as error:
            yield NotAdded(each, str(error))
        except OSError as error:
            yield NotAdded(each, f"the system refused ({error.strerror or error})")


def _sub_folder(collection: str | None) -> PurePosixPath:
    """The sub-folder of that name. Raises `CorpusError` for one that leads out of the corpus or that is hidden."""
    parts = PurePosixPath(collection or ".")
    if parts.is_absolute() or "\\" in str(parts) or any(part.startswith(".") for part in parts.parts):
        raise CorpusError(
            f"The collection {collection!r} is not a sub-folder: expected a path relative to the corpus, like "
            "garden/roses. Name one with --collection."
        )
    return parts


def _copied(path: Path, settings: Settings) -> _Arrival:
    if path.is_dir():
        raise UnreadableFileError("it is a folder; name the files in it")
    if not path.exists():
        raise UnreadableFileError("there is no such file")
    return _Arrival(_safe(path.stem, _known(path.suffix.lower()), path.name), read_bytes(path, Limits.of(settings)))


def _fetched(url: str, settings: Settings, fetcher: Callable[[str, int, float], Fetched] | None) -> _Arrival:
    from index.corpus.fetching.addresses import is_public, is_within
    from index.corpus.fetching.connect import Network
    from index.corpus.fetching.fetch import fetch

    reading = settings.reading
    allowed = Network(is_allowed=lambda address: is_public(address) or is_within(address, reading.fetch_networks))
    fetched = (fetcher or partial(fetch, network=allowed))(url, reading.file_megabytes, reading.fetch_seconds)
    return _Arrival(_name_of(fetched), fetched.data, fetched.url)


def _name_of(fetched: Fetched) -> str:
    """A file name from the last meaningful part of the URL's path, else from its host; the extension from the type."""
    parts = urlsplit(fetched.url)
    names = [name for name in re.split(r"[/\\]", unquote(parts.path)) if name.strip(".")]
    last = PurePosixPath(names[-1]) if names else PurePosixPath()
    own = last.suffix.lower()
    if fetched.content_type in _UNSTATED:
        ending = _known(own)
    elif fetched.content_type in _TYPES:
        endings = _TYPES[fetched.content_type]
        ending = _known(own if own in endings else endings[0])
    else:
        raise UnreadableFileError(
            f"its type {fetched.content_type[:80]!r} is not supported; expected one of {', '.join(ENDINGS)}"
        )
    known = own in ENDINGS or any(own in endings for endings in _TYPES.values())
    stem = last.stem if known else last.name
    if stem.lower() in _INDEXES:
        stem = names[-2] if len(names) > 1 else parts.hostname or ""
    # Pages of one site may differ only in their query.
    return _safe(f"{stem} {unquote(parts.query)}" if parts.query else stem, ending)


def _known(ending: str) -> str:
    if ending not in ENDINGS:
        raise UnreadableFileError(
            f"its format {ending or '(no extension)'} is not supported; expected one of {', '.join(ENDINGS)}"
        )
    return ending


def _safe(stem: str, ending: str, own: str | None = None) -> str:
    """The file's `own` name if it is harmless, else a name made from the words of `stem`."""
    if own and _HARMLESS.fullmatch(own) and len(own.encode()) <= _LONGEST_NAME:
        return own
    return slug(stem)[:_LONGEST_NAME].strip("-") + ending


def _take_in(folder: Path, within: PurePosixPath, arrival: _Arrival, limits: Limits) -> Added:
    sha256 = hashlib.sha256(arrival.data).hexdigest()
    name = within / arrival.name
    target = folder / name
    if target.is_symlink() or target.exists():
        if target.is_file() and not target.is_symlink() and target.read_bytes() == arrival.data:
            return Added(target, len(arrival.data), sha256, already=True)
        raise CorpusError(
            f"{str(target)!r} already exists with other contents; delete it first, or add the file under another name"
        )
    made = [each for each in (target.parent, *target.parent.parents) if not each.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Builds ignore hidden folders, and a file moves from this one into the corpus in one atomic step.
        with tempfile.TemporaryDirectory(prefix=".adding-", dir=folder) as staging:
            staged = Path(staging) / arrival.name
            staged.write_bytes(arrival.data)
            _check(staged, limits)
            staged.rename(target)
        _state_provenance(folder, str(name), sha256, arrival.url)
    except BaseException:
        for each in made:
            if any(each.iterdir()):
                break
            each.rmdir()
        raise
    return Added(target, len(arrival.data), sha256)


def _check(staged: Path, limits: Limits) -> None:
    """Read `staged` as a build would. Raises `UnreadableFileError`."""
    for _, reading in read_files(staged.parent, [staged.name], limits):
        if isinstance(reading, UnreadableFileError):
            raise reading


def _state_provenance(folder: Path, name: str, sha256: str, url: str | None) -> None:
    fields = {"retrieved": datetime.now(UTC).isoformat(timespec="seconds"), "sha256": sha256}
    try:
        write_source(folder, name, **({"url": url} if url else {}), **fields)
    except BaseException:
        # Do not add a text without its provenance.
        (folder / name).unlink()
        raise
