"""Decides which notices a question calls for, by phrases that always trigger one and by fitted weights.

Negated phrases count too, for safety.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from index.answer import Notice
from index.arrays import Floats
from index.errors import IndexDamagedError
from index.notices.rules import NoticeRule, NoticeRules
from index.notices.weights import FILE, NoticeWeights
from index.text.terms import stem
from index.text.words import words

_LEVELS = ("emergency", "urgent")

Stems = tuple[str, ...]


class NoticeMatcher:
    """Finds the notices of one file. Safe for several threads."""

    def __init__(self, rules: NoticeRules, weights: NoticeWeights) -> None:
        self.weights = weights
        self._rules = sorted(rules.notice, key=lambda rule: _LEVELS.index(rule.level))
        self._by_first: dict[str, list[tuple[Stems, str]]] = defaultdict(list)
        for rule in rules.notice:
            for phrase in map(_stems, rule.phrases):
                self._by_first[phrase[0]].append((phrase, rule.id))

    def find(self, question: str, corrected: str | None, vector: Floats) -> tuple[Notice, ...]:
        """The notices that `question` calls for, emergencies first, otherwise in the file's order.

        `corrected` is the question with its spelling corrected, if it was, and `vector` [d] that of the searched text.
        """
        found = {*self.weights.find(question, vector), *self._by_phrases(question)}
        if corrected is not None:
            found.update(self._by_phrases(corrected))
        return tuple(_notice(rule) for rule in self._rules if rule.id in found)

    def _by_phrases(self, question: str) -> Iterator[str]:
        """The ids of notices with a phrase whose words occur in `question` next to each other, in any form."""
        asked = _stems(question)
        for at, first in enumerate(asked):
            for phrase, identity in self._by_first.get(first, ()):
                if asked[at : at + len(phrase)] == phrase:
                    yield identity


def open_notices(folder: Path, published: Any, dimension: int) -> NoticeMatcher:
    """The matcher for the snapshot in `folder`; `published` are the `notices` of its manifest.

    Raises `IndexDamagedError`.
    """
    weights = NoticeWeights.open(folder / FILE)
    try:
        rules = NoticeRules.model_validate(published["file"])
    except (KeyError, TypeError, ValidationError) as error:
        raise IndexDamagedError(
            f"The snapshot {folder} has unreadable notices: expected the published ones. Run: verbatim build"
        ) from error
    if (weights.ids, weights.dimension) != (ids := tuple(rule.id for rule in rules.notice), dimension):
        raise IndexDamagedError(
            f"{folder / FILE} has weights of {weights.dimension} dimensions for {', '.join(weights.ids)}: "
            f"expected {dimension} for {', '.join(ids)}. Run: verbatim build"
        )
    return NoticeMatcher(rules, weights)


def _stems(text: str) -> Stems:
    return tuple(map(stem, words(text)))


def _notice(rule: NoticeRule) -> Notice:
    return Notice(rule.id, rule.level, rule.text, rule.source, rule.url, rule.call)
