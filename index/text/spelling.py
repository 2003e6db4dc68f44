"""Spelling correction: replaces a question's misspelt words with words from the articles."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, partial

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.execution.deadline import check_deadline
from index.text.analyzer import analyzer
from index.text.language import ENGLISH, language
from index.text.terms import STOP_WORDS
from index.text.vocabulary import Vocabulary
from index.text.word_lists import LISTED, american, frequency, is_everyday, is_word

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SHORTEST, _LONGEST = 3, 64
# Two edits are allowed in words of at least this many letters; from `_SOUNDED_FROM` on only if the consonants stay
# ("renue" is renew, but "hammies" are no hammer). Shorter words are too similar to others.
_TWO_EDITS_FROM, _SOUNDED_FROM = 8, 5
# A capitalized word that may be a name is corrected only from this many letters on.
_SHORTEST_NAME = 5
# German nouns from this many letters on are told from names.
_SHORTEST_NOUN = 6
_SILENT = re.compile("[aeiouwy]")
_REPEATED = re.compile(r"(.)\1+")
# At most this many unknown words are looked up; the rest stay as typed. People's questions have fewer.
MOST_LOOKED_UP = 32


class Speller:
    """Corrects against one vocabulary. Words in the articles or in the language's word list are never changed."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._of = cache(partial(LanguageSpeller, vocabulary))

    def correct(self, question: str, language: str = "en") -> str | None:
        """`question` with its misspelt words corrected and everything else as typed; `None` if nothing was changed.

        In a language without a word list, nothing is corrected.
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
        """`question` with its misspelt words corrected; `None` if nothing was changed."""
        shouted = question.upper() == question
        position = 0
        # The corrections so far: a repeated word is looked up once.
        meant: dict[tuple[str, bool], str | None] = {}

        def mend(match: re.Match[str]) -> str:
            nonlocal position
            first, position = position == 0, position + 1
            word = match.group()
            if self._looks_meant(word, shouted=shouted):
                return word
            # A capital inside a sentence marks a name, unless all words are in capitals.
            named = word[0].isupper() and not (first or shouted or self._nouns(word))
            key = lower, _ = word.lower(), named
            if key not in meant and len(meant) < MOST_LOOKED_UP:
                check_deadline()
                meant[key] = self._nearest_name(lower) if named else self._nearest(lower)
            return meant.get(key) or word

        corrected = _WORD.sub(mend, question)
        return corrected if corrected != question else None

    def _looks_meant(self, word: str, *, shouted: bool) -> bool:
        """Whether to leave a word alone: it is known, an abbreviation, a code, or too short or too long."""
        if not _SHORTEST <= len(word) <= _LONGEST:
            return True
        lower = word.lower().replace("’", "'")
        if not lower.replace("'", "").isalpha():
            return True
        # Only in English does an accent mark a foreign word.
        if self._code == ENGLISH.code and not word.isascii():
            return True
        # All capitals mark an abbreviation, unless all words have them, and so do three letters without a vowel.
        abbreviated = (word.isupper() and not shouted) or (len(word) == 3 and word.isascii() and _sound(lower) == lower)
        return abbreviated or self._known(lower)

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
        """Whether the language capitalizes nouns, and `word` is long enough to tell a noun from a name."""
        return self._code == "de" and len(word) >= _SHORTEST_NOUN

    def _nearest(self, word: str) -> str | None:
        """The corpus word meant by `word`; `None` if there is none.

        By fewest edits, same first letter, fewest letters replaced by others (people rather miss, double or swap
        letters: "wich" is which, not with), then frequency.
        """
        near = self._near(word)
        if not near:
            return self._parted(word)
        nearest = min(
            near, key=lambda found: (near[found], found[0] != word[0], _replaced(word, found), -self._weight(found))
        )
        its = analyzer(self._code)
        same = self._code != ENGLISH.code and its.stem(nearest) == its.stem(word)
        # A word with the same stem is found without correction.
        return None if same else nearest

    def _nearest_name(self, word: str) -> str | None:
        """The corpus word meant by a capitalized `word`, with a capital; `None` unless it is likely a name.

        It must be the only one that is one edit away, with a letter too few, too many or swapped: with another letter
        in its place, "Quora" would be a quota. The vocabulary does not know which of its words are names, but names are
        rare in the language: "Riversde" is Riverside, but "Bakk" is a name that no article has, and not back.
        """
        nearest = [found for found, edits in self._near(word).items() if edits == 1]
        if len(word) < _SHORTEST_NAME or len(nearest) != 1:
            return None
        name = nearest[0]
        alike = name[0] == word[0] and not _replaced(word, name)
        return name.capitalize() if alike and not is_everyday(name, self._code) else None

    def _near(self, word: str) -> dict[str, int]:
        """The corpus words within the allowed edits of `word`, each with its edits."""
        # Lists of other languages lack many inflections, so two edits would often lead to a different word.
        edits = 2 if len(word) >= _SOUNDED_FROM and self._code == ENGLISH.code else 1
        near = process.extract(word, self._targets, scorer=OSA.distance, score_cutoff=edits, limit=None)
        return {
            found: int(distance)
            for found, distance, _ in near
            if distance < 2 or len(word) >= _TWO_EDITS_FROM or _sound(found) == _sound(word)
        }

    def _parted(self, word: str) -> str | None:
        """`word` split into two corpus words ("lowerback"); `None` if that is not possible."""
        for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
            if word[:cut] in self._words and word[cut:] in self._words:
                return f"{word[:cut]} {word[cut:]}"
        return None

    def _weight(self, word: str) -> float:
        """The frequency of a word: in these articles first, then in the language."""
        return self._words.get(word, 0) + frequency(word, self._code) / 1e9


def _sound(word: str) -> str:
    """The consonants of a lower-case word as they sound, each run of the same one as one."""
    return _REPEATED.sub(r"\1", _SILENT.sub("", word.replace("ph", "f")))


def _replaced(word: str, meant: str) -> int:
    """How many letters of `word` are others in `meant`, wherever they stand."""
    return min((Counter(word) - Counter(meant)).total(), (Counter(meant) - Counter(word)).total())
