"""Candidates → Candidates: a sentence that appears in several places is shown once, with the other places. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.answer import Duplicate
from index.passage import Passage, Sentence
from index.search.rank import Candidate

_Places = dict[str, list[tuple[Passage, Sentence]]]


def deduplicate(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """`candidates` in order, without those that would repeat an earlier quote; each with its `duplicates`.

    Duplicates are looked for among all sentences of all candidates, not only among the quoted ones.
    """
    places = _places(candidates)
    kept: list[Candidate] = []
    quoted: set[str] = set()
    for candidate in candidates:
        form = candidate.sentence.form
        # An empty form equals no other.
        if not form:
            kept.append(candidate)
        elif form not in quoted:
            quoted.add(form)
            kept.append(replace(candidate, duplicates=tuple(_others(candidate, places[form]))))
    return tuple(kept)


def _places(candidates: Sequence[Candidate]) -> _Places:
    """For each quoted form, every place where it appears."""
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
