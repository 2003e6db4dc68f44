"""Candidates → Candidates, reordered so that the first ones come from several articles. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import inf

from index.search.rank import Candidate

# Each evidence already chosen from an article lowers the score of that article's next one by this much.
STEP = 0.02


def diversify(candidates: Sequence[Candidate], shown: int, step: float = STEP) -> tuple[Candidate, ...]:
    """`candidates`, highest score first, with the first `shown` chosen so that no single article fills them.

    Each candidate already chosen from an article lowers the score of that article's next one by `step`. The rest keep
    their order.
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
    """The position of the candidate with the highest score after its article's cost; the first one of several."""
    place, highest = 0, -inf
    for at, candidate in enumerate(waiting):
        # Candidates are in order of score and costs only lower it, so no later one can be higher.
        if candidate.score <= highest:
            break
        worth = candidate.score - costs.get(candidate.passage.article_id, 0.0)
        if worth > highest:
            place, highest = at, worth
    return place
