"""Detects garbled fonts, which map glyphs to wrong letters: the page looks fine, but its text is unusable."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from math import sqrt

from index.corpus.reading.formatting.symbols import UNKNOWN, is_symbols
from index.corpus.reading.pdf.page.pages import Glyph

# Letter frequencies per thousand, averaged over European languages in Latin script: close enough to each of them.
_USUAL = dict(
    zip(
        "eainrtosldumchpkgvbfyzwjqx",
        (140, 95, 78, 75, 65, 65, 65, 63, 47, 42, 40, 30, 30, 30, 25, 20, 19, 16, 15, 15, 12, 11, 10, 8, 4, 3),
        strict=True,
    )
)
# Eleven languages from Finnish to Vietnamese score at least .84; English with shifted letters scores at most .71.
_ALIKE = 0.76
_FEWEST_LETTERS = 200
# Code listings have unusual letter frequencies too, but share words with the prose around them: at least this part.
_SHARED = 0.08
# A font is also garbled if a larger share of its glyphs has no character at all.
_UNKNOWN = 0.3
_FEWEST_UNKNOWN = 50
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(slots=True)
class Fonts:
    """For each font, its words and its number of glyphs without a character, collected page by page."""

    _words: dict[str, set[str]] = field(default_factory=dict)
    _glyphs: Counter[str] = field(default_factory=Counter)
    _unknown: Counter[str] = field(default_factory=Counter)

    def take(self, glyphs: Iterable[Glyph]) -> None:
        """Add the glyphs of a page."""
        for font, group in groupby(glyphs, key=lambda glyph: glyph.look.font if glyph.look else None):
            words = "".join(glyph.char for glyph in group)
            if font is None or is_symbols(font):
                continue
            self._glyphs[font] += len(words)
            self._unknown[font] += words.count(UNKNOWN)
            # Only long words, each counted once: formulas have single letters, and headers repeat on every page.
            self._words.setdefault(font, set()).update(_WORD.findall(words.lower()))

    def garbled(self) -> frozenset[str]:
        """The garbled fonts."""
        odd = {font for font in self._glyphs if self._has_odd_letters(font)}
        sound = set[str]().union(*(words for font, words in self._words.items() if font not in odd))
        garbled = {font for font in odd if len(self._words[font] & sound) < _SHARED * len(self._words[font])}
        return frozenset(garbled | {font for font in self._glyphs if self._lacks_characters(font)})

    def share(self, fonts: frozenset[str]) -> float:
        """The share of all glyphs that are in these fonts."""
        return sum(self._glyphs[font] for font in fonts) / max(1, self._glyphs.total())

    def _lacks_characters(self, font: str) -> bool:
        unknown = self._unknown[font]
        return unknown >= _FEWEST_UNKNOWN and unknown > _UNKNOWN * self._glyphs[font]

    def _has_odd_letters(self, font: str) -> bool:
        letters = Counter[str]()
        for word in self._words[font]:
            letters.update(unicodedata.normalize("NFKD", word))
        latin = Counter({letter: count for letter, count in letters.items() if letter in _USUAL})
        if latin.total() < _FEWEST_LETTERS or 2 * latin.total() < sum(map(len, self._words[font])):
            # Too little text, or mostly another script.
            return False
        return _likeness(latin) < _ALIKE


def _likeness(letters: Counter[str]) -> float:
    """The cosine similarity of letter counts and the usual frequencies."""
    product = sum(letters[letter] * usual for letter, usual in _USUAL.items())
    return product / sqrt(sum(count**2 for count in letters.values()) * sum(usual**2 for usual in _USUAL.values()))
