"""The lead-ins of a page: what is bold, and what the markup says to be a term, a summary or a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.corpus.reading.html.visible import Element, Piece
from index.corpus.reading.leads.lead_ins import Lead
from index.corpus.reading.leads.wording import asks
from index.reasons import Reason


@dataclass(slots=True)
class Marked:
    """A piece's lead, if it may be a lead-in, and the parts of the page that have ended before the piece."""

    lead: Lead | None = None
    ended: list[Element] = field(default_factory=list)


def marked(judged: Sequence[tuple[Piece, Reason | None]]) -> tuple[list[Marked], list[Element]]:
    """For each piece, what it is and what ends before it; and the parts that are open at the end, the last one first.

    A lead-in applies to the end of the smallest element that contains both it and the text below it.
    """
    found = [Marked() for _ in judged]
    kept = [at for at, (piece, reason) in enumerate(judged) if reason is None and piece.text]
    parts: list[Element] = []
    for order, at in enumerate(kept):
        piece = judged[at][0]
        while parts and not piece.standing.is_inside(parts[-1]):
            found[at].ended.append(parts.pop())
        below = judged[kept[order + 1]][0] if order + 1 < len(kept) else None
        if below is None or piece.kind not in ("paragraph", "list-item"):
            continue
        if parts and not below.standing.is_inside(parts[-1]):
            # The part that it is in ends before the text below.
            continue
        named, part = _is_named(piece, below), _part(piece, below)
        if part is not None and (named or piece.runs.bold):
            found[at].lead = Lead(named, part)
            if not parts or parts[-1] is not part:
                parts.append(part)
    return found, parts[::-1]


def _part(piece: Piece, below: Piece) -> Element | None:
    """The smallest element, other than a paragraph, that contains both pieces."""
    return next((one for one in piece.standing.around if below.standing.is_inside(one)), None)


def _is_named(piece: Piece, below: Piece) -> bool:
    """Whether the markup says that a piece is a term, or a summary or question that the piece below answers."""
    at = piece.standing
    if at.part is not None:
        return below.standing.is_inside(at.part)
    return at.question or (asks(piece.text) and (at.control or (below.folded and not piece.folded)))
