"""One sentence, one evidence: what stands in several places is shown once, with the other places beside it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from index.answer import Features, Twin
from index.passage import Passage, Sentence


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
    quotes = {candidate.quote.form for candidate in candidates} - {""}
    standing: dict[str, list[tuple[Passage, Sentence]]] = {form: [] for form in quotes}
    for candidate in candidates:
        for sentence in candidate.passage.sentences:
            if sentence.form in standing:
                standing[sentence.form].append((candidate.passage, sentence))
    kept: list[Candidate] = []
    quoted: set[str] = set()
    for candidate in candidates:
        form = candidate.quote.form
        if form and form in quoted:
            continue
        quoted.add(form)
        kept.append(candidate)
        if form:
            candidate.twins = [
                Twin(passage.article_id, sentence.start, sentence.end)
                for passage, sentence in standing[form]
                if sentence is not candidate.quote
            ]
    return kept


def spread(candidates: Sequence[Candidate], step: float, shown: int) -> list[Candidate]:
    """`candidates`, highest first, with the first `shown` chosen so that one article does not fill them.

    Each evidence that an article has among them costs its next one `step` of its score.
    """
    waiting = list(candidates)
    chosen: list[Candidate] = []
    taken: Counter[str] = Counter()
    while waiting and len(chosen) < shown:
        place = _worthiest(waiting, {article_id: step * times for article_id, times in taken.items()})
        best = waiting.pop(place)
        taken[best.passage.article_id] += 1
        chosen.append(best)
    return chosen + waiting


def _worthiest(waiting: Sequence[Candidate], costs: Mapping[str, float]) -> int:
    """The place of the first whose score, less what its article costs, is the highest."""
    place, highest = 0, -inf
    for at, candidate in enumerate(waiting):
        # No cost raises a score, and the rest have lower ones.
        if candidate.score <= highest:
            break
        worth = candidate.score - costs.get(candidate.passage.article_id, 0.0)
        if worth > highest:
            place, highest = at, worth
    return place
