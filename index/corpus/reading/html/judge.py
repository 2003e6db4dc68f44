"""Decides which pieces of a page are not article text, from trafilatura's vote and the page's markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from index.corpus.reading.html.names import Names
from index.corpus.reading.html.visible import Element, Piece
from index.corpus.reading.html.vote import Vote
from index.reasons import FURNITURE, READER_COMMENTS, RELATED, Reason

# The innermost element with at least this share of the article's text is the article's element.
_WHOLE = 0.8
# A name around more than this share of the article is ignored: on this site it marks article text.
_OWN = 0.3
# Text with a larger share of links is taken for links to other pages.
_LINKED = 0.5


def judge(pieces: Sequence[Piece], vote: Vote | None) -> list[Reason | None]:
    """For each piece, the reason why its markup says that it is not article text, or `None` to let cleaning decide."""
    page = _Page(pieces, vote)
    return [page.reason(number) for number in range(len(pieces))]


class _Page:
    def __init__(self, pieces: Sequence[Piece], vote: Vote | None) -> None:
        self._pieces = pieces
        self._vote = vote
        self._names = Names()
        voted = sorted(range(len(pieces)) if vote is None else vote.article)
        self._span = range(min(voted, default=0), max(voted, default=-1) + 1)
        weight: Counter[Element] = Counter()
        names: Counter[str] = Counter()
        total = 0
        for number in voted:
            length = len(pieces[number].text)
            total += length
            around = list(_around(pieces[number].element))
            for element in around:
                weight[element] += length
            for name in {name for element in around for name, _ in self._names.of(element)}:
                names[name] += length
        self._article = {element for element, held in weight.items() if held >= _WHOLE * total}
        self._innermost = max(self._article, key=lambda element: len(list(_around(element))), default=None)
        self._reasons: dict[Element, Reason | None] = {}
        self._own_names = {name for name, held in names.items() if held > _OWN * total}

    def reason(self, number: int) -> Reason | None:
        """The reason for one piece, or `None`."""
        piece = self._pieces[number]
        if named := self._named(piece):
            return named
        if self._vote is None or number in self._vote.article:
            return None
        if number in self._vote.comments:
            return READER_COMMENTS
        if number in self._span and self._inside(piece) and not _linked(piece):
            return None
        return RELATED if _linked(piece) else FURNITURE

    def _named(self, piece: Piece) -> Reason | None:
        """The reason from the nearest enclosing element whose name suggests one, outside the article's own elements."""
        passed: list[Element] = []
        reason = None
        for element in _around(piece.element):
            if element in self._article:
                break
            if element in self._reasons:
                reason = self._reasons[element]
                break
            passed.append(element)
            if names := [reason for name, reason in self._names.of(element) if name not in self._own_names]:
                reason = names[0]
                break
        # Cached, because many pieces share their enclosing elements.
        self._reasons.update(dict.fromkeys(passed, reason))
        return reason

    def _inside(self, piece: Piece) -> bool:
        """Whether the piece is inside the article's element."""
        return self._innermost is not None and any(element is self._innermost for element in _around(piece.element))


def _around(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _linked(piece: Piece) -> bool:
    return piece.linked > _LINKED * len(piece.text)
