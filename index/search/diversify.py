"""Candidates → Candidates: the first ones come from several articles. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import inf

from index.search.rank import Candidate

# What each evidence of an article costs the next one of the same article.
STEP = 0.02


def diversify(candidates: Sequence[Candidate], shown: int, step: float = STEP) -> tuple[Candidate, ...]:
    """`candidates`, highest first, with the first `shown` chosen so that one article does not fill them.

    Each evidence that an article has among them costs its next one `step` of its score. The rest keep their order.
    """
    waiting = list(candidates)
    chosen: list[Candidate] = []
    taken: Counter[str] = Counter()
    while waiting and len(chosen) < shown:
        place = _worthiest(waiting, {article_id: step * times for article_id, times in taken.items()})
        best = waiting.pop(place)
        taken[best.passage.article_id] += 1
        chosen.append(best)
    return (*chosen, *waiting)


def _worthiest(waiting: Sequence[Candidate], costs: Mapping[str, float]) -> int:
    """The position of the first candidate whose score, less what its article costs, is the highest."""
    place, highest = 0, -inf
    for at, candidate in enumerate(waiting):
        # A cost never raises a score, and the rest have lower ones.
        if candidate.score <= highest:
            break
        worth = candidate.score - costs.get(candidate.passage.article_id, 0.0)
        if worth > highest:
            place, highest = at, worth
    return place
