"""Splits a question that offers a choice into one question for each side of its "or". Pure."""

from __future__ import annotations

from collections.abc import Sequence

from index.text.analyzer import Analyzer
from index.text.language import Language

# A side of a contrast has at most this many words: "keep moving", "a cold shower".
_LONGEST_SIDE = 2
_ARTICLE = {"an": "a"}


def sides(tokens: Sequence[str], its: Analyzer) -> tuple[list[str], list[str]] | None:
    """The question with only the left side of its "or", and with only the right side; `None` if it has no such "or"."""
    tokens = _plain_choice(tokens, its.language)
    lower = [token.lower() for token in tokens]
    places = [place for place, token in enumerate(lower) if token in its.language.choices]
    if len(places) != 1:
        return None
    at = places[0]
    left, start = at, at + 1
    while left and is_content(lower[left - 1], its):
        left -= 1
    while start < len(lower) and its.is_stop(lower[start]):
        start += 1
    right = start
    while right < len(lower) and is_content(lower[right], its):
        right += 1
    if left == at or right == start:
        return None
    bound = lower[at + 1 : start]
    whole = None if bound else _clause(lower[:at], left, its)
    # A long right side is cut to the length of the left one, and the left one to that of the right.
    longest = at - left if not bound and _shared(lower, left, right, its) else _LONGEST_SIDE
    if right - start > longest:
        right = start + min(at - left, _LONGEST_SIDE)
    left = max(left, at - (right - start)) if whole is None else whole
    return [*tokens[:at], *tokens[right:]], [*tokens[: _introduced(lower, left, bound, its)], *tokens[at + 1 :]]


def _clause(before: Sequence[str], left: int, its: Analyzer) -> int | None:
    """Where the first side begins if all of a short clause is the side: "rest in bed or walk", "bed rest or walking".

    `None` if it is not, as where two small words introduce both sides ("lie on my side or back"), or if the language
    has no `acting` words: "matelas ferme ou mou" is about matelas.
    """
    begin = max((place + 1 for place, token in enumerate(before) if not _is_word(token)), default=0)
    clause = before[begin:]
    long = sum(is_content(token, its) for token in clause) > _LONGEST_SIDE
    introduced = left - begin > 1 and all(map(its.is_stop, before[left - 2 : left]))
    return begin if its.language.acting and is_content(clause[0], its) and not (long or introduced) else None


def _shared(lower: Sequence[str], left: int, right: int, its: Analyzer) -> bool:
    """Whether what follows the sides' common length is said of both: "a firm or soft mattress".

    Not of two verbs ("should I rest or keep moving"), nor where there is nothing but the sides ("walking or bed rest").
    """
    acting = its.language.acting
    alone = left == 0 and not any(map(_is_word, lower[right:]))
    return bool(acting) and not alone and acting.isdisjoint(lower[:left][-1:])


def _introduced(lower: Sequence[str], left: int, bound: Sequence[str], its: Analyzer) -> int:
    """Where the words that introduce the left side begin, if the right side's begin alike: "in bed or in a chair"."""
    place = left
    while bound and place and its.is_stop(lower[place - 1]):
        place -= 1
        if _ARTICLE.get(lower[place], lower[place]) == _ARTICLE.get(bound[0], bound[0]):
            return place
    return left


def _plain_choice(tokens: Sequence[str], of: Language) -> Sequence[str]:
    """The tokens without those that merely announce a choice: "either", "or both"."""
    end = len(tokens)
    while end and not tokens[end - 1][0].isalnum():
        end -= 1
    last = [token.lower() for token in tokens[end - 2 : end]]
    if len(last) == 2 and last[0] in of.choices and last[1] in of.including:
        tokens = [*tokens[: end - 2], *tokens[end:]]
    return [token for token in tokens if token.lower() not in of.announcing]


def is_content(token: str, its: Analyzer) -> bool:
    """Whether a lower-case token is a word that names something."""
    return not its.is_stop(token) and _is_word(token)


def _is_word(token: str) -> bool:
    return any(map(str.isalnum, token))
