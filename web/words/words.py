"""The texts of one language by name, with numbers, plurals and times formatted for that language."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

# Tests compare the other languages with the first one.
LANGUAGES = ("en", "de", "fr", "es")
_FOLDER = Path(__file__).parent

Text = str | list[str]


class Words(string.Formatter):
    """`say("answer.found", passages=5, articles=2)` returns a text by name. `en.toml` explains its placeholders."""

    def __init__(self, language: str, texts: Mapping[str, Text]) -> None:
        self.language = language
        self.texts = texts
        self._forms: dict[str, Callable[[Any], str]] = {
            "spelled": self._spelled,
            "Spelled": self._spelled_first,
            "share": self._share,
            "percent": self.percent,
            "date": self.time,
            "all": self._all,
            "or": ", ".join,
        }

    def __call__(self, name: str, **values: Any) -> str:
        """The text `name`. A text in two forms, singular and plural, needs the value `n`."""
        text = self.texts[name]
        if isinstance(text, list):
            text = text[0 if values["n"] == 1 else 1]
        return self.vformat(text, (), values)

    def known(self, section: str, word: str) -> str:
        """The name of the program's term `word` in `section`; an unknown word is returned unchanged."""
        return cast("str", self.texts.get(f"{section}.{word}", word))

    def figure(self, number: int) -> str:
        """`number` in digits, with the language's thousands separator."""
        return f"{number:,}".replace(",", self._one("number.thousands"))

    def format_field(self, value: Any, format_spec: str) -> str:
        """`value` in the format that a placeholder specifies."""
        if not format_spec:
            return self.figure(value) if isinstance(value, int) else str(value)
        form = self._forms.get(format_spec)
        return form(value) if form else self(f"count.{format_spec}", n=value)

    def _one(self, name: str) -> str:
        return cast("str", self.texts[name])

    def _spelled(self, number: int) -> str:
        words = self.texts["number.spelled"]
        return words[number] if 0 <= number < len(words) else self.figure(number)

    def _spelled_first(self, number: int) -> str:
        word = self._spelled(number)
        return word[:1].upper() + word[1:]

    def _share(self, value: float) -> str:
        return f"{value * 100:.0f}"

    def percent(self, value: float | None) -> str:
        """A share from 0 to 1 as a percentage; a dash for `None`."""
        return self._one("number.none") if value is None else self("number.percent", n=self._share(value))

    def _all(self, numbers: Sequence[int]) -> str:
        first, last = ", ".join(map(str, numbers[:-1])), str(numbers[-1])
        return f"{first} {self._one('number.and')} {last}" if first else last

    def time(self, stamp: str) -> str:
        """A stored timestamp in UTC, in the language's format; anything else is returned unchanged."""
        try:
            at = datetime.fromisoformat(stamp)
        except ValueError:
            return stamp
        at = at.astimezone(UTC) if at.tzinfo else at
        month = self.texts["number.months"][at.month - 1]
        return self("number.date", day=str(at.day), month=month, year=str(at.year), time=f"{at:%H:%M}")


@cache
def words_in(language: str) -> Words:
    """The texts in one of `LANGUAGES`."""
    tables = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return Words(
        language, {f"{section}.{name}": text for section, table in tables.items() for name, text in table.items()}
    )
