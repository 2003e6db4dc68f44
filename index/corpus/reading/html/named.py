"""What the markup of a page says about a text that may be a lead-in: a term, a summary, a question of an FAQ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

# lxml ships no types.
Element: TypeAlias = Any

# How far up from a text its markup is looked for, and the part of the page that also contains the text below it.
_NEAR, _AROUND = 4, 30
# How much of an attribute is read.
_LONGEST = 500
_NAMES = re.compile(
    r"\b(?:faq|accordion|toggle|collaps\w{0,5})s?[\w-]{0,40}?(?:question|title|head|trigger|button)|\bquestions?\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"https?://schema\.org/Question/?", re.IGNORECASE)
_HEADING = re.compile("h[1-6]")
# How many elements of a term or summary are searched for a heading, and elements in which a text is neither.
_NODES = 30
_OTHERS = frozenset({"dd", "li", "td", "th"})


class Standing(NamedTuple):
    """Where a text is on its page, kept because trafilatura changes the tree.

    `around` are the nearest elements around it, innermost first, without paragraphs. `part` is the element that a term
    or a summary belongs to. `question`: it is the name of a question. `control`: it opens text, or is named like that.
    """

    around: tuple[Element, ...] = ()
    part: Element | None = None
    question: bool = False
    control: bool = False

    def is_inside(self, part: Element) -> bool:
        """Whether the text is in this element."""
        return any(one is part for one in self.around)


NOWHERE = Standing()


def standing(blocks: Sequence[Element], inner: Element | None) -> Standing:
    """Where a text is that begins in the inline element `inner`, inside the block elements `blocks`, innermost last."""
    near = list(islice(reversed(blocks), _AROUND))
    part = _part(near[: _NEAR + 1])
    opens = any(one.get("aria-expanded") is not None or _names(one) for one in near[:3])
    around = tuple(one for one in near if one.tag != "p")
    return Standing(around, part, inner is not None and _is_question(inner), opens)


def _names(element: Element) -> bool:
    """Whether an element is named like the question of an FAQ."""
    return bool(_NAMES.search((element.get("class") or "")[:_LONGEST]))


def _part(near: Sequence[Element]) -> Element | None:
    """The element of which the text is a term or the summary."""
    for element, outer in zip(near, near[1:], strict=False):
        if element.tag in ("dt", "summary"):
            # Beside a heading, it is a note on that heading.
            return None if any(_HEADING.fullmatch(str(one.tag)) for one in islice(element.iter(), _NODES)) else outer
        if element.tag in _OTHERS:
            break
    return None


def _is_question(inner: Element) -> bool:
    """Whether a text is the name of a question in schema.org's microdata."""
    named = next(
        (one for one in islice(_and_above(inner), _NEAR) if "name" in (one.get("itemprop") or "")[:_LONGEST].split()),
        None,
    )
    if named is None:
        return False
    item = next((one for one in islice(named.iterancestors(), _AROUND) if one.get("itemscope") is not None), None)
    return item is not None and bool(_QUESTION.fullmatch(item.get("itemtype") or ""))


def _and_above(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()
