"""Two questions in one, and the two sides of a contrast. Pure: a question in, the texts of its parts out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from index.text.language import ENGLISH
from index.text.terms import STOP_WORDS, asks
from index.text.words import words

_TOKEN = re.compile(r"\d+(?:[.,]\d+)+[^\W\d_]*|[^\W_]+(?:['’/-][^\W_]+)*|[^\w\s]")
# A space that stands before a mark.
_BEFORE_MARK = re.compile(r" (?=[^\w\s])")
_OR = frozenset({"or", "vs", "versus"})
_JOINS = _OR | {"and", "also", "but", "then", ",", ";"}
_BEGINS = ENGLISH.interrogatives | ENGLISH.auxiliaries
_STANDS_FOR = frozenset("it its they them their this that these those he she him her".split())
# So many questions are asked at once at most, in so many words and marks and so many characters: each costs as much as
# one alone.
_MOST, _MOST_TOKENS, _MOST_CHARACTERS = 4, 100, 240
# A side of a contrast has so many words at most: "keep moving", "a cold shower".
_LONGEST_SIDE = 2
_ARTICLE = {"an": "a"}


def parts(question: str) -> tuple[str, ...]:
    """The questions that `question` asks, or the sides that it sets against each other; none where it asks one thing.

    Every part names something of its own. A second question that only points back ("and how is it treated?") is given
    the words of the first.
    """
    if len(question) > _MOST_CHARACTERS or len(tokens := _TOKEN.findall(question)) > _MOST_TOKENS:
        return ()
    halves = _halves(tokens)
    if 1 < len(halves) <= _MOST and all(map(_names, halves)):
        return tuple(_pointed(halves[:at], half) for at, half in enumerate(halves))
    sides = _sides(tokens)
    return tuple(map(_text, sides)) if sides and all(map(_names, sides)) else ()


def _halves(tokens: Sequence[str]) -> list[list[str]]:
    """The tokens of each question; one list where there is a statement among them ("I fell, is it serious?")."""
    halves: list[list[str]] = []
    half: list[str] = []
    for word, after in zip_longest(tokens, tokens[1:], fillvalue=""):
        joins = word.lower() in _JOINS and _begins(after)
        if word != "?" and not joins:
            half.append(word)
            continue
        while half and half[-1].lower() in _JOINS:
            half.pop()
        if half and word != "?" and not _begins(half[0]):
            return [list(tokens)]
        halves.append(half)
        half = []
    if halves and half and not _begins(half[0]):
        return [list(tokens)]
    return [half for half in [*halves, half] if half]


def _begins(word: str) -> bool:
    """Whether a question may begin with `word`, contracted ("what's") or not."""
    return re.split("['’]", word.lower())[0] in _BEGINS


def _sides(tokens: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """The question with either side of its "or" alone."""
    tokens = _plain_choice(tokens)
    lower = [token.lower() for token in tokens]
    if sum(token in _OR for token in lower) > 1:
        return None
    at = next((place for place, token in enumerate(lower) if token in _OR and 0 < place < len(lower) - 1), None)
    if at is None:
        return None
    left = at
    while left and _is_content(lower[left - 1]):
        left -= 1
    start = at + 1
    while start < len(lower) and lower[start] in STOP_WORDS:
        start += 1
    right = start
    while right < len(lower) and _is_content(lower[right]):
        right += 1
    if left == at or right == start:
        return None
    # Sides are of one length, unless the second is all that follows.
    if right - start > _LONGEST_SIDE:
        right = start + min(at - left, _LONGEST_SIDE)
    left = max(left, at - (right - start))
    # "on my side or on my back": what binds the first side is said again.
    bound = [_ARTICLE.get(token, token) for token in lower[at + 1 : start]]
    said = [_ARTICLE.get(token, token) for token in lower[left - len(bound) : left]]
    before = left - len(bound) if said == bound else left
    return [*tokens[:at], *tokens[right:]], [*tokens[:before], *tokens[at + 1 :]]


def _plain_choice(tokens: Sequence[str]) -> Sequence[str]:
    """The tokens without what only says that there is a choice: "either", "or both"."""
    end = len(tokens)
    while end and not tokens[end - 1][0].isalnum():
        end -= 1
    if [token.lower() for token in tokens[end - 2 : end]] in (["or", "both"], ["or", "neither"]):
        tokens = [*tokens[: end - 2], *tokens[end:]]
    return [token for token in tokens if token.lower() != "either"]


def _is_content(token: str) -> bool:
    return token not in STOP_WORDS and any(map(str.isalnum, token))


def _names(tokens: Sequence[str]) -> bool:
    """Whether the tokens name a topic."""
    return any(word not in STOP_WORDS and not asks(word) for word in words(" ".join(tokens)))


def _pointed(before: Sequence[Sequence[str]], half: Sequence[str]) -> str:
    """The `half` as text, with the topic of the first question where it only points to it."""
    if not before or not any(token.lower() in _STANDS_FOR for token in half):
        return _text(half)
    topic = [token for token in before[0] if _is_content(token.lower()) and not asks(token.lower())]
    return _text([*half, *topic])


def _text(tokens: Sequence[str]) -> str:
    """The tokens as a question: with its mark, for the model reads one without it as a statement."""
    return _BEFORE_MARK.sub("", " ".join(tokens)).rstrip(" ?,;") + "?"
