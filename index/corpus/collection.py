"""`collection.toml`: the name, language, example questions and so on of a collection, for the pages to show."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from index.errors import CorpusError, IndexDamagedError

COLLECTION = "collection.toml"
_LONGEST_QUESTION = 200


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("expected one line of printable characters")
    return text


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_one_line)]
Question = Annotated[Line, Field(max_length=_LONGEST_QUESTION)]


class Collection(BaseModel):
    """What a collection states about itself. Every field may be left out.

    `language` is a tag such as `de` or `pt-BR`. `accent` is a colour, `#rrggbb`; pages show the nearest readable shade.
    `questions` are examples to click; with `None`, the build looks for some.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[Line, Field(max_length=60)] | None = None
    about: Annotated[Line, Field(max_length=300)] | None = None
    disclaimer: Annotated[Line, Field(max_length=600)] | None = None
    contact: Annotated[Line, Field(max_length=200)] | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    accent: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")] | None = None
    questions: Annotated[tuple[Question, ...], Field(max_length=10)] | None = None

    def published(self) -> dict[str, object]:
        """The fields that are set, as JSON for the manifest."""
        return self.model_dump(mode="json", exclude_none=True)


# A collection that states nothing.
NEUTRAL = Collection()
# What to expect in each field, for error messages.
_EXPECTED = {
    "name": "a line of up to 60 characters",
    "about": "a line of up to 300 characters",
    "disclaimer": "a line of up to 600 characters",
    "contact": "a line of up to 200 characters: an e-mail address, a web address, or text",
    "language": "a language tag: de, fr, pt-BR",
    "accent": 'a colour of six hexadecimal digits: "#1d5b73"',
    "questions": f'at most ten lines of up to {_LONGEST_QUESTION} characters: ["What does it cost?"]',
}


def read_collection(folder: Path) -> Collection:
    """The contents of `folder/collection.toml`; `NEUTRAL` if there is no such file. Raises `CorpusError`."""
    path = folder / COLLECTION
    if not path.is_file():
        return NEUTRAL
    try:
        return Collection.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise CorpusError(
            f"{path} cannot be read ({error}): expected TOML as described in docs/collection.md. "
            "Correct it and run: verbatim build"
        ) from error
    except ValidationError as error:
        raise CorpusError(f"{path} {_fault(error)}. Correct it and run: verbatim build") from error


def published_collection(stored: Mapping[str, object]) -> Collection:
    """The collection stored in a manifest. Raises `IndexDamagedError`."""
    try:
        return Collection.model_validate(stored)
    except ValidationError as error:
        raise IndexDamagedError(f"The published collection {_fault(error)}. Run: verbatim build") from error


def _fault(error: ValidationError) -> str:
    first = error.errors()[0]
    field = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        return f"has the field {field!r}: expected only {', '.join(Collection.model_fields)}"
    return f"has the field {field!r} with the value {first['input']!r}: expected {_EXPECTED[field]}"
