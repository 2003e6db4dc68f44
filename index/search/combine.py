"""Merges the results for a question with those for its parts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.answer import Evidence, Part, Verdict
from index.query import Query
from index.search.confidence import strength
from index.search.explain import moved
from index.search.judge import Judgement
from index.search.verify_quotes import Verified


@dataclass(frozen=True, slots=True)
class Found:
    """The result for one question."""

    query: Query
    verified: Verified
    judgement: Judgement

    @property
    def answered(self) -> bool:
        """Whether the verdict is anything but "unanswered"."""
        return self.judgement.verdict != "unanswered"


def combine(whole: Found, found: Sequence[Found]) -> tuple[Verified, Judgement, tuple[Part, ...]]:
    """The evidence and judgement for the `whole` question, and each of its parts; `found` are the parts' results.

    The best evidence of every answered part is shown. If the question as a whole is unanswered, the parts' evidence
    comes first.
    """
    firsts = [_first(part, whole.query.searched) for part in found if part.answered]
    if not firsts:
        return whole.verified, whole.judgement, tuple(_part(part, ()) for part in found)
    own = whole.verified.evidence
    most = max(whole.query.k, len(own))
    ordered = _placed(own, firsts, most) if whole.answered else _led(own, firsts, most)
    evidence = tuple(replace(item, rank=rank) for rank, item in enumerate(ordered, start=1))
    verdict = _verdict([part.judgement.verdict for part in found])
    judgement = Judgement(verdict, evidence[0].confidence, whole.judgement.missing)
    return replace(whole.verified, evidence=evidence), judgement, tuple(_part(part, evidence) for part in found)


def _first(part: Found, question: str) -> Evidence:
    """A part's best evidence, with its matches placed in the whole `question`."""
    first = part.verified.evidence[0]
    return replace(first, matches=moved(first.matches, question))


def _led(own: Sequence[Evidence], firsts: Sequence[Evidence], most: int) -> list[Evidence]:
    """The best evidence of each part, then that of the whole question; `most` in all."""
    led: list[Evidence] = []
    for item in (*firsts, *own):
        if not any(_same(item, other) for other in led):
            led.append(item)
    return led[:most]


def _placed(own: Sequence[Evidence], firsts: Sequence[Evidence], most: int) -> list[Evidence]:
    """The whole question's evidence in its order; evidence that only a part found replaces the last ones."""
    kept = list(own)
    wanted: list[Evidence] = []
    for item in firsts:
        shown = next((at for at, other in enumerate(kept) if _same(item, other)), None)
        # If it is not shown, its passage may be: with a sentence that answers no part.
        idle = (at for at, other in enumerate(kept) if not any(_same(other, first) for first in firsts))
        instead = next((at for at in idle if kept[at].passage == item.passage), None) if shown is None else shown
        if instead is not None and _weaker(kept[instead], item):
            kept[instead] = item
        elif shown is None and not any(_same(item, other) for other in wanted):
            wanted.append(item)
    for at in range(len(kept) - 1, 0, -1):
        if most - len(kept) >= len(wanted):
            break
        if not any(_same(kept[at], item) for item in firsts):
            del kept[at]
    for item in wanted[: most - len(kept)]:
        # Two sentences of one passage are shown one after the other.
        behind = next((at for at, other in enumerate(kept, start=1) if item.passage == other.passage), len(kept))
        kept.insert(behind, item)
    return kept


def _weaker(item: Evidence, other: Evidence) -> bool:
    """Whether `item` is a weaker match than `other`: strong, fair and weak as people are told."""
    return strength(item.confidence) != "strong" and item.confidence < other.confidence


def _same(item: Evidence, other: Evidence) -> bool:
    """Whether both quote the same place: one passage may answer two parts with two sentences, and is shown twice."""
    return (
        item.passage.article_id == other.passage.article_id
        and item.quote.start < other.quote.end
        and other.quote.start < item.quote.end
    )


def _verdict(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict on several parts: "answered" if every one is answered, else "partial"."""
    return "answered" if all(verdict == "answered" for verdict in verdicts) else "partial"


def _part(part: Found, shown: Sequence[Evidence]) -> Part:
    first = part.verified.evidence[0] if part.answered else None
    rank = next((item.rank for item in shown if first and _same(item, first)), None)
    return Part(part.query.question, part.judgement.verdict, part.judgement.confidence, rank)
