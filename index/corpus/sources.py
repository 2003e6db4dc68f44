"""`sources.toml`: what the maintainer states about each file, which overrides what the file says about itself.

The only importer of tomlkit, which edits the file without losing comments, order or formatting.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from index.article import FIELDS, Card
from index.errors import CorpusError

SOURCES = "sources.toml"


class Source(BaseModel):
    """The table of one file. For a field of the card that is left out, the file's own statement counts.

    `keep` and `set_aside` are ids of blocks that the maintainer decided on; `retrieved` and `sha256` record when the
    file was added and its hash at that time. `tags` are extra values to filter the article by.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    origin: str | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    licence: str | None = None
    sells: str | None = None
    disclaimer: str | None = None
    tags: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    retrieved: str | None = None
    sha256: str | None = None

    @property
    def card(self) -> Card:
        """The maintainer's statements as a card; the encoding is not among them."""
        return Card.of(SOURCES, **{field: getattr(self, field, None) for field in FIELDS})


def read_sources(folder: Path) -> dict[str, Source]:
    """The tables of `folder/sources.toml` by file name; empty if there is no such file. Raises `CorpusError`."""
    path = folder / SOURCES
    if not path.is_file():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return {name: Source.model_validate(table) for name, table in tables.items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise CorpusError(
            f"{path} cannot be read ({error}): expected TOML, one table per file. Correct it and run: verbatim build"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise CorpusError(
            f"{path} has the field {field!r} with the value {first['input']!r}: {first['msg'].lower()}; "
            f"expected one of {', '.join(Source.model_fields)}, as a text or a list of texts. Correct it and run: "
            "verbatim build"
        ) from error


def write_source(folder: Path, name: str, **fields: str | Sequence[str]) -> None:
    """Set `fields` for the file `name` in `sources.toml`, and leave everything else as it is.

    The file is replaced in one atomic step. Raises `CorpusError` if the existing file is not valid.
    """
    import tomlkit
    from tomlkit.items import KeyType, SingleKey

    read_sources(folder)
    Source.model_validate(fields)
    # If the file is a link, replace its target, not the link.
    path = (folder / SOURCES).resolve()
    text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    document = tomlkit.parse(text if text.endswith("\n") or not text else text + "\n")
    if name not in document:
        if text.strip():
            document.add(tomlkit.nl())
        document.add(SingleKey(name, KeyType.Basic), tomlkit.table())
    _state(document[name], fields)
    _replace(path, tomlkit.dumps(document))


def _state(table: Any, fields: dict[str, str | Sequence[str]]) -> None:
    """Write `fields` into the table of one file."""
    from tomlkit.items import Table

    body = table.value.body if isinstance(table, Table) else []
    end = max((at for at, (key, _) in enumerate(body, 1) if key is not None), default=None)
    for field, value in fields.items():
        table[field] = value if isinstance(value, str) else list(value)
    if end is not None:
        # A comment after the last field usually belongs to the next table, so new fields go before it.
        body[end:] = sorted(body[end:], key=lambda entry: entry[0] is None)


def _replace(path: Path, text: str) -> None:
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(text.encode())
        if path.exists():
            shutil.copymode(path, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
