"""Candidates → Candidates: the same sentence in several places is shown once, with the other places beside it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.answer import Duplicate
from index.passage import Passage, Sentence
from index.search.rank import Candidate

_Places = dict[str, list[tuple[Passage, Sentence]]]


def deduplicate(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """`candidates` in their order, without those whose quote an earlier one has; each with its duplicates.

    Duplicates are looked for among all sentences of all candidates.
    """
    places = _places(candidates)
    kept: list[Candidate] = []
    quoted: set[str] = set()
    for candidate in candidates:
        form = candidate.sentence.form
        # An empty form is no other's.
        if not form:
            kept.append(candidate)
        elif form not in quoted:
            quoted.add(form)
            kept.append(replace(candidate, duplicates=tuple(_others(candidate, places[form]))))
    return tuple(kept)


def _places(candidates: Sequence[Candidate]) -> _Places:
    """Where each quoted form stands."""
    places: _Places = {candidate.sentence.form: [] for candidate in candidates if candidate.sentence.form}
    for candidate in candidates:
        for sentence in candidate.passage.sentences:
            if sentence.form in places:
                places[sentence.form].append((candidate.passage, sentence))
    return places


def _others(candidate: Candidate, places: Iterable[tuple[Passage, Sentence]]) -> Iterable[Duplicate]:
    return (
        Duplicate(passage.article_id, sentence.start, sentence.end)
        for passage, sentence in places
        if sentence is not candidate.sentence
    )
