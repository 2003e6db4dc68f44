"""Spelling: a question's misspelt words, corrected to words that the articles have."""

from __future__ import annotations

import re

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.text.english import frequency, is_english
from index.text.terms import STOP_WORDS
from index.text.vocabulary import Vocabulary
from index.work.deadline import check_deadline

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SHORTEST, _LONGEST = 3, 64
# Two edits are allowed in a word of that many letters, one in a shorter: nearly every short word is two from another.
_TWO_EDITS_FROM = 5
# So many different unknown words of a question are looked up; the rest stay as typed. A person's question has fewer.
MOST_LOOKED_UP = 32


class Speller:
    """Corrects against one vocabulary. A word that the articles or the English language have is never touched."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._targets = sorted(
            {*vocabulary.spelled, *(word for word in STOP_WORDS if len(word) > 2 and "'" not in word)}
        )

    def correct(self, question: str) -> str | None:
        """`question` with its misspelt words corrected, everything else as typed; `None` where nothing was changed."""
        shouted = question.upper() == question
        position = 0
        # What each unknown word was found to mean: a word that is repeated is looked up once.
        meant: dict[str, str | None] = {}

        def mend(match: re.Match[str]) -> str:
            nonlocal position
            first, position = position == 0, position + 1
            word = match.group()
            if self._looks_meant(word, first=first, shouted=shouted):
                return word
            lower = word.lower()
            if lower not in meant and len(meant) < MOST_LOOKED_UP:
                check_deadline()
                meant[lower] = self._nearest(lower)
            return meant.get(lower) or word

        corrected = _WORD.sub(mend, question)
        return corrected if corrected != question else None

    def _looks_meant(self, word: str, *, first: bool, shouted: bool) -> bool:
        """Whether a word is to be left alone: known, a name, a code, too short to tell, or too long to be a word."""
        if not _SHORTEST <= len(word) <= _LONGEST:
            return True
        lower = word.lower().replace("’", "'")
        if not word.isascii() or not word.replace("'", "").replace("’", "").isalpha():
            return True
        known = self._vocabulary.accented(lower) in self._vocabulary.words
        if known or lower in STOP_WORDS or is_english(lower):
            return True
        # A capital inside a sentence marks a name, capitals throughout an abbreviation, unless all is shouted.
        return not shouted and (word.isupper() or (word[0].isupper() and not first))

    def _nearest(self, word: str) -> str | None:
        """The corpus word meant by `word`: fewest edits, same first letter, then the more usual."""
        edits = 2 if len(word) >= _TWO_EDITS_FROM else 1
        near = process.extract(word, self._targets, scorer=OSA.distance, score_cutoff=edits, limit=None)
        if not near:
            return self._parted(word)
        return min(near, key=lambda found: (found[1], found[0][0] != word[0], -self._weight(found[0])))[0]

    def _parted(self, word: str) -> str | None:
        """Two corpus words run together ("lowerback"), parted; `None` where there are none."""
        for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
            if word[:cut] in self._vocabulary.words and word[cut:] in self._vocabulary.words:
                return f"{word[:cut]} {word[cut:]}"
        return None

    def _weight(self, word: str) -> float:
        """How usual a word is: in these articles first, in the language where they are alike."""
        return self._vocabulary.words.get(word, 0) + frequency(word) / 1e9
