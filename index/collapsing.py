"""One sentence, one evidence: what stands in several places is shown once, with the other places beside it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.evidence import Features, Twin
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
    standing: dict[str, list[tuple[Passage, Sentence]]] = {}
    for candidate in candidates:
        for sentence in candidate.passage.sentences:
            standing.setdefault(sentence.form, []).append((candidate.passage, sentence))
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
    """`candidates` with the first `shown` chosen so that one article does not fill them.

    Each evidence that an article has among them costs its next one `step` of its score.
    """
    waiting = list(candidates)
    chosen: list[Candidate] = []
    taken: Counter[str] = Counter()
    while waiting and len(chosen) < shown:
        best = max(waiting, key=lambda candidate: candidate.score - step * taken[candidate.passage.article_id])
        waiting.remove(best)
        taken[best.passage.article_id] += 1
        chosen.append(best)
    return chosen + waiting
