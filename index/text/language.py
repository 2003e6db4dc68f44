"""The word lists of languages. Each language is a file in `languages/`, read on first use."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("languages")


@dataclass(frozen=True, slots=True)
class Language:
    """Lower-case words by function; the comments in `languages/en.toml` explain each kind.

    `code` is that of ISO 639-1. `counting` words ask for a number, and so do interrogatives before one of `measures`
    ("quelle température", "wie lange"); `numbers` are those in words. `elisions` lose their vowel before the next word
    ("l'eau"), `alternating` letters change for each other where a word is inflected ("sécher", "il sèche"; the first
    stands for all), `links` may stand between the parts of a compound, and `same` are pairs of sentences that say the
    same in other words.
    """

    code: str
    stop: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()
    measuring: frozenset[str] = frozenset()
    degrees: frozenset[str] = frozenset()
    counting: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    negations: frozenset[str] = frozenset()
    interrogatives: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    joins: frozenset[str] = frozenset()
    choices: frozenset[str] = frozenset()
    announcing: frozenset[str] = frozenset()
    including: frozenset[str] = frozenset()
    acting: frozenset[str] = frozenset()
    pointing: frozenset[str] = frozenset()
    elisions: frozenset[str] = frozenset()
    alternating: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    same: tuple[tuple[str, str], ...] = ()

    @classmethod
    def open(cls, code: str) -> Language:
        """The language with an ISO 639-1 `code` that has a file."""
        stored = tomllib.loads((_FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
        same = tuple((one, other) for one, other in stored.pop("same", []))
        return cls(code, same=same, **{kind: frozenset(listed.split()) for kind, listed in stored.items()})


@cache
def described() -> frozenset[str]:
    """The codes of the languages that have a file."""
    return frozenset(path.stem for path in _FOLDER.glob("*.toml"))


@cache
def language(code: str) -> Language:
    """The language with that code; without a file, its word lists are empty."""
    return Language.open(code) if code in described() else Language(code)


ENGLISH = language("en")
