"""Which pieces of a page belong to its article and which to its comments, according to trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import trafilatura

from index.corpus.reading.html.visible import Element, Piece
from index.corpus.reading.leads.wording import asks

# Each piece is marked with three characters that do not occur on the page, to recognize which pieces trafilatura keeps
# even if it changes their text. The characters are symbols, so that its rules on words ignore them.
_ALPHABETS = (range(0x2801, 0x2841), range(0x4DC0, 0x4E00), range(0x1D300, 0x1D340))
_DIGITS = 3

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Vote:
    """Positions of the pieces that trafilatura kept, as article or as readers' comments."""

    article: frozenset[int]
    comments: frozenset[int]


def vote(root: Element, pieces: Sequence[Piece]) -> Vote | None:
    """The pieces that trafilatura keeps, or `None` if it finds no article. Destroys the tree: use it before."""
    alphabet = _alphabet("".join(piece.text for piece in pieces))
    if alphabet is None or len(pieces) >= len(alphabet) ** _DIGITS:
        return None
    for piece, mark in zip(pieces, _marks(alphabet), strict=False):
        if piece.tail:
            piece.first.tail = mark + (piece.first.tail or "")
        else:
            piece.first.text = mark + (piece.first.text or "")
        _show_question(piece)
    try:
        found = trafilatura.bare_extraction(root, include_comments=True, include_tables=True)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        # For a page on which the library fails there is no vote: cleaning decides alone.
        return None
    if found is None or isinstance(found, dict):
        return None
    article, comments = _marked(found.body, alphabet), _marked(found.commentsbody, alphabet)
    return Vote(article, comments - article) if article else None


def _show_question(piece: Piece) -> None:
    """Turn a button that opens the answer to a question into text, because trafilatura leaves out all buttons."""
    button = next((one for one in (piece.element, piece.first) if one.tag == "button"), None)
    if button is not None and button.get("aria-expanded") is not None and (asks(piece.text) or piece.level):
        button.tag = "span" if piece.level else "p"


def _alphabet(text: str) -> range | None:
    return next((letters for letters in _ALPHABETS if not re.search(_class(letters), text)), None)


def _class(alphabet: range) -> str:
    return f"[{chr(alphabet[0])}-{chr(alphabet[-1])}]"


def _marks(alphabet: range) -> Iterator[str]:
    """All marks over the alphabet, in numeric order."""
    return map("".join, product(map(chr, alphabet), repeat=_DIGITS))


def _marked(body: Element | None, alphabet: range) -> frozenset[int]:
    if body is None:
        return frozenset()
    marks = re.findall(f"{_class(alphabet)}{{{_DIGITS}}}", "".join(str(text) for text in body.itertext()))
    return frozenset(
        sum(alphabet.index(ord(char)) * len(alphabet) ** place for place, char in enumerate(reversed(mark)))
        for mark in marks
    )
