"""Splits a question that asks several things, or sets two sides against each other, into its parts. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from index.search.question.sides import is_content, sides
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
    found = sides(tokens, its)
    if not found or not all(_names(side, its) for side in found):
        return ()
    return tuple(Asked(_text(side), _text(side)) for side in found)


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


def _names(tokens: Sequence[str], its: Analyzer) -> bool:
    """Whether the tokens name a topic."""
    return any(not its.is_stop(word) and not its.asks(word) for word in its.words(" ".join(tokens)))


def _topic(before: Sequence[Sequence[str]], half: Sequence[str], its: Analyzer) -> list[str]:
    """The topic words of the first question that the `half` lacks, if it only refers back; none otherwise."""
    if not before or not any(token.lower() in its.language.pointing for token in half):
        return []
    own = set(its.terms(" ".join(half)))
    topic = [token for token in before[0] if is_content(token.lower(), its) and not its.asks(token.lower())]
    return [token for token in topic if not own.issuperset(its.terms(token))]


def _text(tokens: Sequence[str]) -> str:
    """The tokens as a question with its question mark: without one, the model reads it as a statement."""
    return _BEFORE_MARK.sub("", " ".join(tokens)).rstrip(" ?,;") + "?"
