"""`notices.toml`: messages that a maintainer has approved, and questions that call for them."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from index.answer import Level
from index.errors import CorpusError
from index.text.words import words

NOTICES = "notices.toml"
_FEWEST_EXAMPLES = 10

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
_CLOSED = ConfigDict(extra="forbid", frozen=True)


class NoticeRule(BaseModel):
    """One notice: its text, `phrases` that always trigger it, and `examples` of questions that call for it.

    `call` is a telephone number, shown as a button.
    """

    model_config = _CLOSED

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    level: Level
    text: Words
    source: Words
    url: str = Field(pattern=r"^https?://\S+$")
    call: str | None = Field(default=None, pattern=r"^\+?[0-9]([0-9 -]{0,18}[0-9])?$")
    phrases: tuple[Words, ...] = ()
    examples: tuple[Words, ...] = Field(min_length=_FEWEST_EXAMPLES, max_length=30)


class NoticeRules(BaseModel):
    """The contents of `notices.toml`."""

    model_config = _CLOSED

    notice: tuple[NoticeRule, ...] = ()

    @property
    def examples(self) -> list[str]:
        """The examples of all notices, in the file's order."""
        return [example for rule in self.notice for example in rule.examples]

    @property
    def digest(self) -> str:
        """Hex digest of what weights are fitted to: every notice's id and examples, in the file's order."""
        fitted_for = [[rule.id, rule.examples] for rule in self.notice]
        return hashlib.sha256(json.dumps(fitted_for).encode()).hexdigest()

    @model_validator(mode="after")
    def _holds_together(self) -> NoticeRules:
        ids: set[str] = set()
        owner: dict[str, str] = {}
        for rule in self.notice:
            if rule.id in ids:
                raise ValueError(f"two notices have the id {rule.id!r}: expected a different id for each")
            ids.add(rule.id)
            for text in (*rule.phrases, *rule.examples):
                if not words(text):
                    raise ValueError(f"{text!r} in the notice {rule.id!r} has no word: expected at least one")
            for example in rule.examples:
                if example in owner:
                    raise ValueError(
                        f"the example {example!r} of the notice {rule.id!r} is already in {owner[example]!r}: "
                        "expected each example only once in the file"
                    )
                owner[example] = rule.id
        return self


def read_notices(folder: Path) -> NoticeRules:
    """The notices of `folder/notices.toml`; empty if there is no such file. Raises `CorpusError`."""
    path = folder / NOTICES
    if not path.is_file():
        return NoticeRules()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return NoticeRules.model_validate(content)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise CorpusError(
            f"{path} cannot be read ({error}): expected TOML as described in docs/notices.md. "
            "Correct it and run: verbatim build"
        ) from error
    except ValidationError as error:
        raise CorpusError(
            f"{path}: {_fault(error, content)}. docs/notices.md describes the file. Correct it and run: verbatim build"
        ) from error


def _fault(error: ValidationError, content: dict[str, Any]) -> str:
    """The first error in words: which notice, which field, its value, and what was expected."""
    first = error.errors()[0]
    match first["loc"]:
        case ():
            return first["msg"].removeprefix("Value error, ")
        case ("notice", int() as at, *field):
            owner = f"notice {at + 1}{_named(content['notice'][at])}"
        case field:
            owner = "the file"
    # Positions in a list are counted from 1.
    place = " ".join(str(part + 1) if isinstance(part, int) else str(part) for part in field)
    if not place:
        return f"{owner} is {first['input']!r}: expected a table of fields"
    if first["type"] == "missing":
        return f"{owner} lacks the required field {place!r}"
    if first["type"] == "extra_forbidden":
        return f"{owner} has the field {place!r}: expected only {_fields(owner)}"
    return f"{owner} has the field {place!r} with the value {first['input']!r}: {first['msg'].lower()}"


def _named(notice: Any) -> str:
    """The id of a notice as written in the file, if it has one."""
    return f" ({notice['id']!r})" if isinstance(notice, dict) and "id" in notice else ""


def _fields(owner: str) -> str:
    return "[[notice]]" if owner == "the file" else ", ".join(NoticeRule.model_fields)
