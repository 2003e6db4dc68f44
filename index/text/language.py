"""What is known of a language's words. Each language is a file in `languages/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).with_name("languages")


@dataclass(frozen=True, slots=True)
class Language:
    """Lower-case words by what they do; the comments in `languages/en.toml` say what each kind is."""

    stop: frozenset[str]
    asking: frozenset[str]
    degrees: frozenset[str]
    negations: frozenset[str]
    interrogatives: frozenset[str]
    auxiliaries: frozenset[str]

    @classmethod
    def open(cls, code: str) -> Language:
        """The language of an ISO 639-1 `code` for which there is a file."""
        stored = tomllib.loads((_FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
        return cls(**{kind: frozenset(listed.split()) for kind, listed in stored.items()})


ENGLISH = Language.open("en")
