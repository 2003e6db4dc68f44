"""Analyzers: turn text into words and terms by the rules of its language."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property

from index.text import terms as english
from index.text.compounds import parts
from index.text.language import Language, language
from index.text.words import UNSPACED, words

# The term that all numbers share, in digits or words, because any number may answer a question for one.
NUMBER = "#"

_SHORTEST_FORM = 6
_UNSPACED = re.compile(f"[{UNSPACED}]")
_RUN = re.compile(f"[{UNSPACED}]+|[^{UNSPACED}]+")


class Analyzer:
    """The analyzer of one language. A language without a file in `languages/` has no stop words."""

    def __init__(self, of: Language) -> None:
        self.language = of
        self._alternating = {ord(other): group[0] for group in of.alternating for other in group[1:]}
        self._elided = re.compile(f"^(?:{'|'.join(sorted(of.elisions))})'(?=.)") if of.elisions else None

    def words(self, text: str) -> list[str]:
        """The words of `text` in lower case, in order; for text without spaces, its characters and pairs of them."""
        found = words(text)
        if self._elided:
            found = [self._elided.sub("", word) for word in found]
        return found if text.isascii() else [one for word in found for one in self._pairs(word)]

    def is_stop(self, word: str) -> bool:
        """Whether a lower-case word is a stop word."""
        return word in self.language.stop

    def stem(self, word: str) -> str:
        """The Snowball stem of a lower-case word; the word itself if the language has no stemmer."""
        return english.snowball_stem(word, self.language.code).translate(self._alternating)

    def terms_of(self, word: str) -> tuple[str, ...]:
        """The distinct terms of a lower-case word: its stem, then those of its parts; none for a stop word.

        A number also has the term that all numbers share.
        """
        own = () if self.is_stop(word) else map(self.stem, (word, *parts(word, self.language.code)))
        number = (NUMBER,) if self.numbers_are_terms and self.is_number(word) else ()
        return tuple(dict.fromkeys((*own, *number)))

    def is_number(self, word: str) -> bool:
        """Whether a lower-case word is a number: one with digits, or one listed in the language's file."""
        return word[0].isdigit() or word in self.language.numbers

    @property
    def numbers_are_terms(self) -> bool:
        """Whether all numbers in a text share the term `NUMBER`."""
        return bool(self.language.numbers)

    def has_number(self, text: str) -> bool:
        """Whether `text` contains a number."""
        return any(map(self.is_number, self.words(text)))

    def counts(self, asked: Sequence[str]) -> bool:
        """Whether the lower-case words of a question ask for a number: "combien", "wie lange", "quelle température"."""
        of = self.language
        pairs = zip(asked, asked[1:], strict=False)
        measured = any(first in of.interrogatives and then in of.measures for first, then in pairs)
        return measured or not of.counting.isdisjoint(asked)

    def parts(self, word: str) -> tuple[str, ...]:
        """The words that a compound consists of; empty if the word is no compound."""
        return parts(word, self.language.code)

    def terms(self, text: str) -> list[str]:
        """The terms of `text`'s words, in order, with repeats."""
        return [term for word in self.words(text) for term in self.terms_of(word)]

    def form(self, sentence: str) -> str:
        """A digest of all stems of `sentence` in order: equal if only case, punctuation and word endings differ.

        Empty for short sentences: "Hold for 30 seconds." means something else in another place.
        """
        stems = [self.stem(word) for word in self.words(sentence)]
        if len(stems) < _SHORTEST_FORM:
            return ""
        return hashlib.blake2b(" ".join(stems).encode(), digest_size=8).hexdigest()

    def asks(self, word: str) -> bool:
        """Whether a lower-case word only phrases a question, in any inflection."""
        return self.stem(word) in self._asking

    def negates(self, word: str) -> bool:
        """Whether a lower-case word is a negation."""
        return word in self.language.negations

    @cached_property
    def _asking(self) -> frozenset[str]:
        return frozenset(map(self.stem, self.language.asking))

    @cached_property
    def _bound(self) -> re.Pattern[str]:
        """Matches what separates words in a text without spaces."""
        listed = sorted(filter(_RUN.fullmatch, self.language.stop), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, listed)) or "(?!)")

    def _pairs(self, word: str) -> Iterator[str]:
        for run in _RUN.findall(word):
            if not _UNSPACED.match(run):
                yield run
                continue
            for piece in self._bound.split(run):
                yield from piece
                yield from map("".join, zip(piece, piece[1:], strict=False))


class _English(Analyzer):
    """The analyzer of English, which also handles spelling variants and contractions."""

    @property
    def numbers_are_terms(self) -> bool:
        return False

    def words(self, text: str) -> list[str]:
        return words(text)

    def counts(self, asked: Sequence[str]) -> bool:
        of = self.language
        # Only "how": after "what" or "which", the same words describe a thing ("what big muscles", "which old bridge").
        return any(first in of.measuring and then in of.measures for first, then in zip(asked, asked[1:], strict=False))

    def is_stop(self, word: str) -> bool:
        return word in english.STOP_WORDS

    def stem(self, word: str) -> str:
        return english.stem(word)

    def terms_of(self, word: str) -> tuple[str, ...]:
        return () if word in english.STOP_WORDS else (english.stem(word),)

    def terms(self, text: str) -> list[str]:
        return english.terms(text)

    def asks(self, word: str) -> bool:
        return english.asks(word)

    def negates(self, word: str) -> bool:
        return english.negates(word)


def is_pair(word: str) -> bool:
    """Whether a word is merely a pair of characters from a text without spaces."""
    return len(word) == 2 and not word.isascii() and _RUN.findall(word) == [word] and bool(_UNSPACED.match(word))


@cache
def analyzer(code: str) -> Analyzer:
    """The analyzer for a language code."""
    of = language(code)
    return _English(of) if code == "en" else Analyzer(of)
