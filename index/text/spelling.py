"""Spelling: a question's misspelt words, corrected to words that the articles have."""

from __future__ import annotations

import re
from functools import cache, partial

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.text.analyzer import analyzer
from index.text.language import ENGLISH, language
from index.text.terms import STOP_WORDS
from index.text.vocabulary import Vocabulary
from index.text.word_lists import LISTED, american, frequency, is_word
from index.work.deadline import check_deadline

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SHORTEST, _LONGEST = 3, 64
# Two edits are allowed in a word of that many letters, one in a shorter: nearly every short word is two from another.
_TWO_EDITS_FROM = 5
# So many different unknown words of a question are looked up; the rest stay as typed. A person's question has fewer.
MOST_LOOKED_UP = 32


class Speller:
    """Corrects against one vocabulary. A word that the articles or their language have is never touched."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._of = cache(partial(LanguageSpeller, vocabulary))

    def correct(self, question: str, language: str = "en") -> str | None:
        """`question` with its misspelt words corrected, everything else as typed; `None` where nothing was changed.

        Without a list of a language's words nobody can tell its misspelt ones.
        """
        return self._of(language).correct(question) if language in LISTED else None


class LanguageSpeller:
    """Corrects words of one language."""

    def __init__(self, vocabulary: Vocabulary, code: str) -> None:
        self._vocabulary, self._code = vocabulary, code
        self._words = vocabulary.words_of(code)
        self._stop = STOP_WORDS if code == ENGLISH.code else language(code).stop
        self._targets = sorted(
            {*vocabulary.spelled(code), *(word for word in self._stop if len(word) > 2 and "'" not in word)}
        )

    def correct(self, question: str) -> str | None:
        """`question` with its misspelt words corrected; `None` where nothing was changed."""
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
        if not lower.replace("'", "").isalpha():
            return True
        # An accent marks a word of another language in English alone.
        if self._code == ENGLISH.code and not word.isascii():
            return True
        if self._known(lower):
            return True
        # A capital inside a sentence marks a name, capitals throughout an abbreviation, unless all is shouted.
        return not shouted and (word.isupper() or (word[0].isupper() and not first and not self._nouns(word)))

    def _known(self, lower: str) -> bool:
        code = self._code
        if self._vocabulary.accented(lower, code) in self._words or lower in self._stop or is_word(lower, code):
            return True
        if code == ENGLISH.code:
            # The list is American: "metre" is as much a word as meter.
            return is_word(american(lower), code)
        # No list has every inflection or compound, and "l'eau" is eau.
        its = analyzer(code)
        found = its.words(lower)
        inflected = its.stem(lower) in self._vocabulary.terms
        return inflected or bool(its.parts(lower)) or (found != [lower] and all(map(self._known, found)))

    def _nouns(self, word: str) -> bool:
        """Whether every noun of the language has a capital, and `word` is long enough to be told from a name."""
        return self._code == "de" and len(word) > _TWO_EDITS_FROM

    def _nearest(self, word: str) -> str | None:
        """The corpus word meant by `word`: fewest edits, same first letter, then the more usual."""
        # Where a list lacks many inflections, two edits lead from one word to another.
        edits = 2 if len(word) >= _TWO_EDITS_FROM and self._code == ENGLISH.code else 1
        near = process.extract(word, self._targets, scorer=OSA.distance, score_cutoff=edits, limit=None)
        if not near:
            return self._parted(word)
        nearest = min(near, key=lambda found: (found[1], found[0][0] != word[0], -self._weight(found[0])))[0]
        its = analyzer(self._code)
        same = self._code != ENGLISH.code and its.stem(nearest) == its.stem(word)
        # Its own stem is found without being corrected.
        return None if same else str(nearest)

    def _parted(self, word: str) -> str | None:
        """Two corpus words run together ("lowerback"), parted; `None` where there are none."""
        for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
            if word[:cut] in self._words and word[cut:] in self._words:
                return f"{word[:cut]} {word[cut:]}"
        return None

    def _weight(self, word: str) -> float:
        """How usual a word is: in these articles first, in the language where they are alike."""
        return self._words.get(word, 0) + frequency(word, self._code) / 1e9
