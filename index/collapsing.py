"""One sentence, one evidence: what stands in several places is shown once, with the other places beside it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from index.evidence import Features, Twin
from index.passage import Passage, Sentence

# Likeness, 0 to 100, from which two sentences of so many words are the same sentence.
_SAME = 95
_SHORTEST = 4
# What turns advice into other advice: figures and negations.
_DECISIVE = re.compile(r"\d+|\b(?:no|not|never|without|cannot|t|dont|less|more)\b")


@dataclass(slots=True)
class Candidate:
    """A ranked passage on its way to become evidence."""

    passage: Passage
    quote: Sentence
    score: float
    features: Features
    twins: list[Twin] = field(default_factory=list)


def collapse(candidates: Sequence[Candidate]) -> list[Candidate]:
    """`candidates` in their order, less those whose quote stands in an earlier one already; each with its twins.

    Twins are looked for among all sentences of all candidates.
    """
    kept: list[Candidate] = []
    forms: list[str] = []
    for candidate in candidates:
        form = _form(candidate.passage.quote(candidate.quote))
        if any(_same(form, other) for other in forms):
            continue
        kept.append(candidate)
        forms.append(form)
    sentences = [(c.passage, s, _form(c.passage.quote(s))) for c in candidates for s in c.passage.sentences]
    for candidate, form in zip(kept, forms, strict=True):
        candidate.twins = [
            Twin(passage.article_id, sentence.start, sentence.end)
            for passage, sentence, other in sentences
            if sentence is not candidate.quote and _same(form, other)
        ]
    return kept


def spread(candidates: Sequence[Candidate], step: float) -> list[Candidate]:
    """`candidates` reordered so that one article does not fill the list: each evidence it has costs the next `step`."""
    waiting, ordered = list(candidates), []
    taken: dict[str, int] = {}
    while waiting:
        best = max(waiting, key=lambda c: c.score - step * taken.get(c.passage.article_id, 0))
        waiting.remove(best)
        taken[best.passage.article_id] = taken.get(best.passage.article_id, 0) + 1
        ordered.append(best)
    return ordered


def _form(sentence: str) -> str:
    """A sentence without case, punctuation and spacing."""
    return " ".join(re.findall(r"\w+", sentence.casefold()))


def _same(form: str, other: str) -> bool:
    """Whether two forms are the same sentence but for a letter here and there; another figure or a "not" is another."""
    if form == other:
        return True
    long_enough = min(form.count(" "), other.count(" ")) + 1 >= _SHORTEST
    return long_enough and fuzz.ratio(form, other, score_cutoff=_SAME) > 0 and _decisive(form) == _decisive(other)


def _decisive(form: str) -> list[str]:
    return _DECISIVE.findall(form)
