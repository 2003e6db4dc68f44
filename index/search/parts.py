"""Two questions in one, and the two sides of a contrast. Pure: a question in, the texts of its parts out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from index.text.analyzer import Analyzer, analyzer
from index.text.language import Language

_TOKEN = re.compile(r"\d+(?:[.,]\d+)+[^\W\d_]*|[^\W_]+(?:['’/-][^\W_]+)*|[^\w\s]")
# A space that stands before a mark.
_BEFORE_MARK = re.compile(r" (?=[^\w\s])")
_MARKS = frozenset({",", ";"})
# Spanish marks that open a question: nothing begins with them.
_OPENING = frozenset({"¿", "¡"})
# So many questions are asked at once at most, in so many words and marks and so many characters: each costs as much as
# one alone.
_MOST, _MOST_TOKENS, _MOST_CHARACTERS = 4, 100, 240
# A side of a contrast has so many words at most: "keep moving", "a cold shower".
_LONGEST_SIDE = 2
_ARTICLE = {"an": "a"}


def parts(question: str, language: str = "en") -> tuple[str, ...]:
    """The questions that `question` asks, or the sides that it sets against each other; none where it asks one thing.

    Every part names something of its own. A second question that only points back ("and how is it treated?") is given
    the words of the first. In a `language` of which nobody wrote down how questions begin, it asks one thing.
    """
    its = analyzer(language)
    if len(question) > _MOST_CHARACTERS or not its.language.interrogatives:
        return ()
    tokens = [token for token in _TOKEN.findall(question) if token not in _OPENING]
    if len(tokens) > _MOST_TOKENS:
        return ()
    halves = _halves(tokens, its.language)
    if 1 < len(halves) <= _MOST and all(_names(half, its) for half in halves):
        return tuple(_pointed(halves[:at], half, its) for at, half in enumerate(halves))
    sides = _sides(tokens, its)
    return tuple(map(_text, sides)) if sides and all(_names(side, its) for side in sides) else ()


def _halves(tokens: Sequence[str], of: Language) -> list[list[str]]:
    """The tokens of each question; one list where there is a statement among them ("I fell, is it serious?")."""
    joining = of.joins | of.choices | _MARKS
    halves: list[list[str]] = []
    half: list[str] = []
    for word, after in zip_longest(tokens, tokens[1:], fillvalue=""):
        joins = word.lower() in joining and _begins(after, of)
        if word != "?" and not joins:
            half.append(word)
            continue
        while half and half[-1].lower() in joining:
            half.pop()
        if half and word != "?" and not _begins(half[0], of):
            return [list(tokens)]
        halves.append(half)
        half = []
    if halves and half and not _begins(half[0], of):
        return [list(tokens)]
    return [half for half in [*halves, half] if half]


def _begins(word: str, of: Language) -> bool:
    """Whether a question may begin with `word`, contracted ("what's") or not."""
    first = re.split("['’]", word.lower())[0]
    return first in of.interrogatives or first in of.auxiliaries


def _sides(tokens: Sequence[str], its: Analyzer) -> tuple[list[str], list[str]] | None:
    """The question with either side of its "or" alone."""
    either = its.language.choices
    tokens = _plain_choice(tokens, its.language)
    lower = [token.lower() for token in tokens]
    if sum(token in either for token in lower) > 1:
        return None
    at = next((place for place, token in enumerate(lower) if token in either and 0 < place < len(lower) - 1), None)
    if at is None:
        return None
    left = at
    while left and _is_content(lower[left - 1], its):
        left -= 1
    start = at + 1
    while start < len(lower) and its.is_stop(lower[start]):
        start += 1
    right = start
    while right < len(lower) and _is_content(lower[right], its):
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


def _plain_choice(tokens: Sequence[str], of: Language) -> Sequence[str]:
    """The tokens without what only says that there is a choice: "either", "or both"."""
    end = len(tokens)
    while end and not tokens[end - 1][0].isalnum():
        end -= 1
    last = [token.lower() for token in tokens[end - 2 : end]]
    if len(last) == 2 and last[0] in of.choices and last[1] in of.including:
        tokens = [*tokens[: end - 2], *tokens[end:]]
    return [token for token in tokens if token.lower() not in of.announcing]


def _is_content(token: str, its: Analyzer) -> bool:
    return not its.is_stop(token) and any(map(str.isalnum, token))


def _names(tokens: Sequence[str], its: Analyzer) -> bool:
    """Whether the tokens name a topic."""
    return any(not its.is_stop(word) and not its.asks(word) for word in its.words(" ".join(tokens)))


def _pointed(before: Sequence[Sequence[str]], half: Sequence[str], its: Analyzer) -> str:
    """The `half` as text, with the topic of the first question where it only points to it."""
    if not before or not any(token.lower() in its.language.pointing for token in half):
        return _text(half)
    topic = [token for token in before[0] if _is_content(token.lower(), its) and not its.asks(token.lower())]
    return _text([*half, *topic])


def _text(tokens: Sequence[str]) -> str:
    """The tokens as a question: with its mark, for the model reads one without it as a statement."""
    return _BEFORE_MARK.sub("", " ".join(tokens)).rstrip(" ?,;") + "?"
