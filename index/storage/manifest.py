"""A snapshot's manifest: what it was built from, what it holds, the sha256 of every other file, and its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from index.article import Article, Skipped
from index.errors import IndexDamagedError, IndexOutdatedError
from index.models.identity import ModelIdentity
from index.storage.article_row import row_digest, row_of

# Increase this whenever the same input would produce different files: older snapshots are then rebuilt, never misread.
FORMAT = 17
MANIFEST = "manifest.json"
_SUM = "sum"
Search = Literal["exact", "approximate"]


@dataclass(frozen=True, slots=True)
class ArticleSums:
    """Hex digests of an article: `sha256` of its text, and `digest` of everything that is stored of it."""

    sha256: str
    digest: str


@dataclass(frozen=True, slots=True)
class Shape:
    """The settings on which a snapshot's files depend."""

    passage_words: int
    search: Search


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a snapshot is built from. `articles` are keyed by id; `notices` are the rules as JSON.

    `collection` is the content of `collection.toml` as JSON. No file except the manifest depends on it.
    """

    articles: Mapping[str, ArticleSums]
    settings: Shape
    model: ModelIdentity
    skipped: tuple[Skipped, ...]
    notices: Mapping[str, object]
    collection: Mapping[str, object]

    @property
    def id(self) -> str:
        """The id of the snapshot: the first 16 hex digits of the sha256 of the inputs and the format."""
        return hashlib.sha256(json.dumps({**asdict(self), "format": FORMAT}, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a snapshot holds."""

    articles: int
    passages: int
    sentences: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of a snapshot.

    `texts` counts everything that was embedded, including words and the notices' examples; `dimension` is the length of
    the vectors; `created` is a UTC time in ISO 8601; `files` maps the path of every other file to its sha256.
    """

    id: str
    inputs: Inputs
    counts: Counts
    texts: int
    dimension: int
    created: str
    files: Mapping[str, str]

    def as_json(self) -> dict[str, object]:
        """The manifest as it is written, without its own checksum."""
        stored = asdict(self)
        return {"format": FORMAT, "id": stored.pop("id"), **stored.pop("inputs"), **stored}


_PARTS = {"format", _SUM, *(part.name for of in (Inputs, Manifest) for part in fields(of))} - {"inputs"}


def article_digest(article: Article) -> str:
    """Hex sha256 of everything that is stored of an article: text, card, blocks and their reasons."""
    return row_digest(row_of(article))


def file_sha256(path: Path) -> str | None:
    """Hex sha256 of a file; `None` if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def file_sums(folder: Path) -> dict[str, str | None]:
    """The sha256 of every file in `folder` except the manifest, by path; `None` for a file that cannot be read."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_symlink() or not path.is_dir())
    sums = {path.relative_to(folder).as_posix(): file_sha256(path) for path in paths}
    sums.pop(MANIFEST, None)
    return sums


def written_sums(folder: Path) -> dict[str, str]:
    """The sha256 of every file that a build wrote into `folder`, by path. Raises `OSError` if one cannot be read."""
    sums = {}
    for file, sha256 in file_sums(folder).items():
        if sha256 is None:
            raise OSError(f"{folder / file} was written but cannot be read back")
        sums[file] = sha256
    return sums


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into `folder`, after all other files. Raises `OSError`."""
    (folder / MANIFEST).write_bytes(sealed(manifest.as_json()))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a snapshot's folder. Raises `IndexDamagedError` and `IndexOutdatedError`."""
    path = folder / MANIFEST
    try:
        raw = path.read_bytes()
        stored = json.loads(raw)
        version = stored["format"]
        if not dict(stored["files"]):
            raise TypeError("it lists no files")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise _unreadable(path, error) from error
    if version != FORMAT:
        raise IndexOutdatedError(f"{path} has format {version!r}: this version expects {FORMAT}. Run: verbatim build")
    # Serializing it again must give the same bytes; so not even white space can have changed.
    if sealed({key: value for key, value in stored.items() if key != _SUM}) != raw:
        raise IndexDamagedError(f"{path} has changed: expected its checksum to match. Run: verbatim build")
    try:
        return _manifest(stored)
    except (KeyError, TypeError, AttributeError) as error:
        raise _unreadable(path, error) from error


def sealed(manifest: Mapping[str, object]) -> bytes:
    """The bytes of a manifest with the sha256 of the manifest without that field."""
    total = hashlib.sha256(json.dumps(manifest, indent=1).encode()).hexdigest()
    return json.dumps({**manifest, _SUM: total}, indent=1).encode()


def _unreadable(path: Path, error: Exception) -> IndexDamagedError:
    return IndexDamagedError(
        f"{path} is not a readable {MANIFEST} ({error}): expected the published one. Run: verbatim build"
    )


def _manifest(stored: dict[str, Any]) -> Manifest:
    """The manifest from its JSON. Raises `KeyError`, `TypeError` or `AttributeError` if `stored` is no manifest."""
    settings, model = stored["settings"], stored["model"]
    if not isinstance(model, dict) or set(model) != {field.name for field in fields(ModelIdentity)}:
        raise TypeError(f"its model is incomplete: expected {', '.join(field.name for field in fields(ModelIdentity))}")
    read = Manifest(
        id=stored["id"],
        inputs=Inputs(
            articles={name: ArticleSums(**sums) for name, sums in stored["articles"].items()},
            settings=Shape(**settings),
            model=ModelIdentity(**model),
            skipped=tuple(Skipped(**skip) for skip in stored["skipped"]),
            notices=stored["notices"],
            collection=stored["collection"],
        ),
        counts=Counts(**stored["counts"]),
        texts=stored["texts"],
        dimension=stored["dimension"],
        created=stored["created"],
        files=stored["files"],
    )
    _check_types(read)
    if unknown := stored.keys() - _PARTS:
        raise TypeError(f"it has the unknown parts {', '.join(sorted(unknown))}")
    return read


def _check_types(read: Manifest) -> None:
    """Raises `TypeError` if a value has the wrong type: dataclasses accept any."""
    inputs = read.inputs
    sums = (value for each in inputs.articles.values() for value in (each.sha256, each.digest))
    skipped = (value for each in inputs.skipped for value in (each.file, each.cause))
    texts = (read.id, read.created, *asdict(inputs.model).values(), inputs.settings.search, *read.files.values())
    numbers = (*asdict(read.counts).values(), read.texts, read.dimension, inputs.settings.passage_words)
    if inputs.settings.search not in get_args(Search):
        raise TypeError(f"it has the search {inputs.settings.search!r}: expected one of {', '.join(get_args(Search))}")
    for kind, values in ((str, (*texts, *sums, *skipped)), (int, numbers), (dict, (inputs.notices, inputs.collection))):
        for value in values:
            if type(value) is not kind:
                raise TypeError(f"it has {value!r:.80} where it should have a value of type {kind.__name__}")
