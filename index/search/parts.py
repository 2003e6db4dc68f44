"""Splits a question that asks several things, or sets two sides against each other, into its parts. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from index.text.analyzer import Analyzer, analyzer
from index.text.language import Language

# A name such as http.max_body or an address is one token.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)+[^\W\d_]*|\w+(?:['’/.:@-]\w+)*|[^\w\s]")
# A space before a punctuation mark.
_BEFORE_MARK = re.compile(r" (?=[^\w\s])")
_MARKS = frozenset({",", ";"})
# Spanish opening marks are dropped: a question is recognized by its first word.
_OPENING = frozenset({"¿", "¡"})
# At most this many parts, tokens and characters: each part costs as much as a question of its own.
_MOST, _MOST_TOKENS, _MOST_CHARACTERS = 4, 100, 240
# A side of a contrast has at most this many words: "keep moving", "a cold shower".
_LONGEST_SIDE = 2
_ARTICLE = {"an": "a"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A part as it was asked, and the text to search for: it may add words of an earlier part."""

    question: str
    searched: str


def parts(question: str, language: str = "en") -> tuple[Asked, ...]:
    """The questions that `question` consists of, or the sides it sets against each other; empty if it asks one thing.

    Every part names a topic. A later question that only refers back ("and how is it treated?") is searched with the
    topic words of the first. A question is never split in a `language` without a list of question words.
    """
    its = analyzer(language)
    if len(question) > _MOST_CHARACTERS or not its.language.interrogatives:
        return ()
    tokens = [token for token in _TOKEN.findall(question) if token not in _OPENING]
    if len(tokens) > _MOST_TOKENS:
        return ()
    halves = _halves(tokens, its.language)
    if 1 < len(halves) <= _MOST and all(_names(half, its) for half in halves):
        return tuple(
            Asked(_text(half), _text([*half, *_topic(halves[:at], half, its)])) for at, half in enumerate(halves)
        )
    sides = _sides(tokens, its)
    if not sides or not all(_names(side, its) for side in sides):
        return ()
    return tuple(Asked(_text(side), _text(side)) for side in sides)


def _halves(tokens: Sequence[str], of: Language) -> list[list[str]]:
    """The tokens of each question; a single list if one of them is a statement ("I fell, is it serious?")."""
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
    """Whether a question may begin with `word`, which may be contracted ("what's")."""
    first = re.split("['’]", word.lower())[0]
    return first in of.interrogatives or first in of.auxiliaries


def _sides(tokens: Sequence[str], its: Analyzer) -> tuple[list[str], list[str]] | None:
    """The question with only the left side of its "or", and with only the right side; `None` if it has no such "or"."""
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
    # A long right side is cut to the length of the left one, and the left one to that of the right.
    if right - start > _LONGEST_SIDE:
        right = start + min(at - left, _LONGEST_SIDE)
    left = max(left, at - (right - start))
    # "on my side or on my back": the words that introduce the left side are repeated.
    bound = [_ARTICLE.get(token, token) for token in lower[at + 1 : start]]
    said = [_ARTICLE.get(token, token) for token in lower[left - len(bound) : left]]
    before = left - len(bound) if said == bound else left
    return [*tokens[:at], *tokens[right:]], [*tokens[:before], *tokens[at + 1 :]]


def _plain_choice(tokens: Sequence[str], of: Language) -> Sequence[str]:
    """The tokens without those that merely announce a choice: "either", "or both"."""
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


def _topic(before: Sequence[Sequence[str]], half: Sequence[str], its: Analyzer) -> list[str]:
    """The topic words of the first question that the `half` lacks, if it only refers back; none otherwise."""
    if not before or not any(token.lower() in its.language.pointing for token in half):
        return []
    own = set(its.terms(" ".join(half)))
    topic = [token for token in before[0] if _is_content(token.lower(), its) and not its.asks(token.lower())]
    return [token for token in topic if not own.issuperset(its.terms(token))]


def _text(tokens: Sequence[str]) -> str:
    """The tokens as a question with its question mark: without one, the model reads it as a statement."""
    return _BEFORE_MARK.sub("", " ".join(tokens)).rstrip(" ?,;") + "?"
