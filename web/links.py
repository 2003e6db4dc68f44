"""Links between the faces. Each is relative to the base path: `answer?q=…` stands beside the page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from index.answer import Answer, Evidence
from index.citing.quote_hash import hashes_of
from index.filtering.filters import ALL, Filters
from web.words.choosing import PARAMETER

# What makes the link that a page shows of one that this module made.
To = Callable[[str], str]
# The parameter that narrows a question, as often as wanted.
FILTER = "filter"


def permalink(answer: Answer, *, as_typed: bool = False) -> str:
    """An answer's own address. It holds the question, the snapshot and which quotes there were."""
    return "answer?" + answer_query(answer, as_typed=as_typed)


def answer_query(answer: Answer, *, as_typed: bool = False) -> str:
    """What `permalink` and the downloads have after their question mark."""
    typed = {"typed": "1"} if as_typed else {}
    named = {"q": answer.question, "snapshot": answer.snapshot, "quotes": ".".join(hashes_of(answer)), **typed}
    return _query(named, answer.filters)


def read_link(item: Evidence, question: str = "", filters: Filters = ALL) -> str:
    """The source of an evidence, opened at its quote; what else answers `question` there is marked too.

    From there, the way back leads to the same question and `filters`.
    """
    return f"read/{item.passage.article_id}?{_span(item, question, filters)}#quote"


def cite_link(item: Evidence) -> str:
    """The citation of an evidence's quote, in every form."""
    return f"cite/{item.passage.article_id}?{_span(item)}"


def typed_link(question: str, filters: Filters = ALL) -> str:
    """The answer to `question` with its spelling left alone; it names no quotes to compare with."""
    return "answer?" + _query({"q": question, "typed": "1"}, filters)


def ask_link(question: str, filters: Filters = ALL) -> str:
    """The page, with `question` asked of the articles that `filters` select."""
    return "?" + _query({"q": question} if question else {}, filters)


def map_link(question: str) -> str:
    """The map of all passages, with `question` on it."""
    return "library/map?" + _query({"q": question})


def in_language(link: str, language: str | None) -> str:
    """`link` to a page that speaks `language`; `None` leaves that to the browser."""
    if language is None:
        return link
    address, mark, place = link.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{PARAMETER}={language}{mark}{place}"


def _span(item: Evidence, question: str = "", filters: Filters = ALL) -> str:
    asked = {"q": question} if question else {}
    return _query({"start": str(item.quote.start), "end": str(item.quote.end), **asked}, filters)


def _query(values: dict[str, str], filters: Filters = ALL) -> str:
    # A half character cannot stand in an address.
    return urlencode([*values.items(), *((FILTER, each) for each in filters.written)], errors="replace")
