"""`notices.toml`: messages that a maintainer has approved, and which questions call for them."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from index.answer import Level
from index.errors import CorpusError
from index.text.terms import words

NOTICES = "notices.toml"


Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
_CLOSED = ConfigDict(extra="forbid", frozen=True)


class NoticeRule(BaseModel):
    """One notice and what calls for it: `signs`, each a set of word groups that stand near each other; `examples`."""

    model_config = _CLOSED

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    level: Level
    text: Words
    source: Words
    url: str = Field(pattern=r"^https?://\S+$")
    signs: tuple[Annotated[tuple[str, ...], Field(min_length=1)], ...] = ()
    examples: tuple[Words, ...] = Field(min_length=1)


class NoticeRules(BaseModel):
    """The whole file. `words` are named groups of phrases; `besides` are phrases whose words mean no sign.

    `spellings` are other spellings of a word and dialect words that are read as it. `asked` are questions as people ask
    them by the notice that each calls for, `ordinary` those that call for none.
    """

    model_config = _CLOSED

    words: dict[str, tuple[Words, ...]] = {}
    besides: tuple[Words, ...] = ()
    spellings: dict[str, tuple[Words, ...]] = {}
    notice: tuple[NoticeRule, ...] = ()
    asked: dict[str, tuple[Words, ...]] = {}
    ordinary: tuple[Words, ...] = ()

    @property
    def questions(self) -> list[str]:
        """All examples of whole questions: those of `asked` in its order, then the ordinary ones."""
        return [*(question for asked in self.asked.values() for question in asked), *self.ordinary]

    @model_validator(mode="after")
    def _holds_together(self) -> NoticeRules:
        for phrase in [*self.besides, *(phrase for group in self.words.values() for phrase in group)]:
            if not words(phrase):
                raise ValueError(f"the phrase {phrase!r} has no word: expected at least one")
        twice = [name for name, count in Counter(rule.id for rule in self.notice).items() if count > 1]
        if twice:
            raise ValueError(f"the id {twice[0]!r} stands twice: expected another for each notice")
        for rule in self.notice:
            unknown = [name for sign in rule.signs for name in sign if name not in self.words]
            if unknown:
                known = ", ".join(self.words) or "none"
                raise ValueError(f"the notice {rule.id!r} names the words {unknown[0]!r}: expected of [words]: {known}")
        unused = self.words.keys() - {name for rule in self.notice for sign in rule.signs for name in sign}
        if unused:
            raise ValueError(f"no sign names the words {min(unused)!r}: expected one that does")
        return self

    @model_validator(mode="after")
    def _has_examples_of_both_kinds(self) -> NoticeRules:
        twice = [text for text, count in Counter(self.questions).items() if count > 1]
        if twice:
            raise ValueError(f"the question {twice[0]!r} stands twice: expected it once, as asked or as ordinary")
        known = {rule.id for rule in self.notice}
        for name, asked in self.asked.items():
            if name not in known or not asked:
                raise ValueError(f"[asked] has {len(asked)} questions for {name!r}: expected some, for a notice's id")
        if bool(self.asked) != bool(self.ordinary):
            raise ValueError("only one of [asked] and `ordinary` has questions: expected both, or neither")
        return self


def read_notices(folder: Path) -> NoticeRules:
    """The notices of `folder/notices.toml`; none where there is no such file. Raises `CorpusError`."""
    path = folder / NOTICES
    if not path.is_file():
        return NoticeRules()
    try:
        return NoticeRules.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise CorpusError(
            f"{path} cannot be read ({error}): expected TOML as docs/notices.md describes it. "
            "Correct it, then: verbatim build"
        ) from error
    except ValidationError as error:
        raise CorpusError(
            f"{path} {_fault(error)}. docs/notices.md describes it. Correct it, then: verbatim build"
        ) from error


def _fault(error: ValidationError) -> str:
    """The first fault, in words: where, what stands there, what was expected."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    if not place:
        return f"is not valid: {first['msg'].removeprefix('Value error, ')}"
    if first["type"] == "missing":
        return f"lacks the field {place!r}: expected one"
    return f"has the field {place!r} with the value {first['input']!r}: {first['msg'].lower()}"
