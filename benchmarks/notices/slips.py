"""Generates misspelt questions with typing and hearing mistakes, without lists of misspellings."""

from __future__ import annotations

import random
import re

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = "aeiou"
_WORD = re.compile(r"[A-Za-z]{3,}")
# The share of a question's words that are misspelt, and of those the share with a second mistake.
_WORDS, _SECOND = 0.4, 0.2


def misspelt(question: str, random: random.Random) -> str:
    """`question` with at least one mistake, if it has a word of at least three letters."""
    found = list(_WORD.finditer(question))
    chosen = [match for match in found if random.random() < _WORDS] or random.sample(found, k=min(1, len(found)))
    for match in reversed(chosen):
        word = slip(match.group(), random)
        if len(word) > 5 and random.random() < _SECOND:
            word = slip(word, random)
        question = question[: match.start()] + word + question[match.end() :]
    return question


def slip(word: str, random: random.Random) -> str:
    """`word` with one mistake: a letter left out, doubled, swapped, mistyped or heard as another vowel."""
    at = random.randrange(len(word))
    letter = word[at]
    made = random.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1 : at + 2] + letter + word[at + 2 :],
            word[:at] + random.choice(_beside(letter)) + word[at + 1 :],
            _heard(word, random),
        )
    )
    return made if made != word else word[:at] + letter + word[at:]


def _heard(word: str, random: random.Random) -> str:
    """`word` with one vowel replaced by another, or with double letters made single."""
    once = re.sub(r"(.)\1", r"\1", word)
    places = [at for at, letter in enumerate(word) if letter in _VOWELS and at]
    if once != word or not places:
        return once
    at = random.choice(places)
    return word[:at] + random.choice(_VOWELS) + word[at + 1 :]


def _beside(letter: str) -> str:
    """The letters next to `letter` on a keyboard; the letter itself if it is not on the keyboard."""
    for row in _ROWS:
        if (at := row.find(letter.lower())) >= 0:
            return row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
    return letter
