"""The lead-ins of a page: what is bold, and what the markup says to be a term, a summary or a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from index.corpus.reading.html.visible import Element, Piece
from index.corpus.reading.leads import Lead, asks
from index.reasons import Reason

# How far up from a text its markup, and the element that also contains the text below it, are looked for.
_NEAR = 4
_AROUND = 30
_NAMES = re.compile(
    r"\b(?:faq|accordion|toggle|collaps\w*)s?[\w-]*?(?:question|title|head|trigger|button)|\bquestions?\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"https?://schema\.org/Question/?", re.IGNORECASE)


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
        while parts and not _is_inside(piece.element, parts[-1]):
            found[at].ended.append(parts.pop())
        below = judged[kept[order + 1]][0] if order + 1 < len(kept) else None
        part = None if below is None else _part(piece, below)
        if part is None or below is None or piece.kind not in ("paragraph", "list-item"):
            continue
        named = _is_named(piece, below)
        if named or piece.runs.bold:
            found[at].lead = Lead(named, part)
            if not parts or parts[-1] is not part:
                parts.append(part)
    return found, parts[::-1]


def _part(piece: Piece, below: Piece) -> Element | None:
    """The smallest element, other than a paragraph, that contains both pieces."""
    around = {id(element): element for element in islice(_and_above(piece.element), _AROUND)}
    both = (around[id(element)] for element in islice(_and_above(below.element), _AROUND) if id(element) in around)
    return next((element for element in both if element.tag != "p"), None)


def _is_named(piece: Piece, below: Piece) -> bool:
    """Whether the markup says that a piece is a term, or a question or summary that its part answers."""
    for element in islice(_and_above(piece.element), _NEAR):
        tag = str(element.tag)
        if tag in ("dt", "summary"):
            return _is_inside(below.element, element.getparent())
        if tag in ("dd", "li", "td", "th", "body"):
            break
    return _is_question(piece) or (asks(piece.text) and (_opens(piece) or (below.folded and not piece.folded)))


def _is_question(piece: Piece) -> bool:
    """Whether a piece is the name of a question in schema.org's microdata."""
    around = islice(_and_above(piece.first), _NEAR)
    named = next((one for one in around if "name" in (one.get("itemprop") or "").split()), None)
    if named is None:
        return False
    item = next((one for one in islice(named.iterancestors(), _AROUND) if one.get("itemscope") is not None), None)
    return item is not None and bool(_QUESTION.fullmatch(item.get("itemtype") or ""))


def _opens(piece: Piece) -> bool:
    """Whether a piece is in a control that opens text, or in an element named like the question of an FAQ."""
    return any(
        element.get("aria-expanded") is not None or bool(_NAMES.search(element.get("class") or ""))
        for element in islice(_and_above(piece.element), 3)
    )


def _is_inside(element: Element, part: Element) -> bool:
    return any(one is part for one in _and_above(element))


def _and_above(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()
