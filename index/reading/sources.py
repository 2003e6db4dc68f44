"""`sources.toml`: what the maintainer states for a file, over what the file says about itself."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index.card import FIELDS, Card
from index.errors import CorpusError

SOURCES = "sources.toml"


class Source(BaseModel):
    """One file's table. A field of the card left out leaves what the file itself states.

    `keep` and `set_aside` are ids of blocks that the maintainer judged; `retrieved` and `sha256` say when a file was
    added and what it then was.
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
    keep: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    retrieved: str | None = None
    sha256: str | None = None

    @property
    def card(self) -> Card:
        """What the maintainer states."""
        return Card.of(SOURCES, **{field: getattr(self, field) for field in FIELDS})


def read_sources(folder: Path) -> dict[str, Source]:
    """Every table of `folder/sources.toml` by file name; none when there is no such file. Raises `CorpusError`."""
    path = folder / SOURCES
    if not path.is_file():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return {name: Source.model_validate(table) for name, table in tables.items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise CorpusError(
            f"{path} cannot be read ({error}): expected TOML, one table per file. Correct it, then: verbatim build"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise CorpusError(
            f"{path} has the field {field!r} with the value {first['input']!r}: {first['msg'].lower()}; "
            f"expected one of {', '.join(Source.model_fields)}, as text. Correct it and build again."
        ) from error
