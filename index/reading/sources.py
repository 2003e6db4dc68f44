"""`sources.toml`: what the maintainer states for a file, over what the file says about itself."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index.article import Card
from index.errors import CorpusError

SOURCES = "sources.toml"


class Source(BaseModel):
    """One file's table. A field left out leaves what the file itself states."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    origin: str | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    licence: str | None = None

    def card_over(self, stated: Card) -> Card:
        """The card: this table's fields, the file's own where the table has none."""
        return Card(
            title=self.title or stated.title,
            author=self.author or stated.author,
            publisher=self.publisher or stated.publisher,
            url=self.url or stated.url,
            published=self.published or stated.published,
            language=self.language or stated.language,
            licence=self.licence or stated.licence,
        )


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
