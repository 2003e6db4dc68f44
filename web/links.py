"""Links between the pages. Each is relative to the base path, such as `answer?q=…`."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from index.answer import Answer, Evidence
from index.citing.quote_hash import hashes_of
from index.filtering.filters import ALL, Filters
from web.words.choosing import PARAMETER

# Converts a link from this module into the one that a page shows.
To = Callable[[str], str]
# The parameter for a filter; may be repeated.
FILTER = "filter"


def permalink(answer: Answer, *, as_typed: bool = False) -> str:
    """The permanent link of an answer: its question, its snapshot and hashes of its quotes."""
    return "answer?" + answer_query(answer, as_typed=as_typed)


def answer_query(answer: Answer, *, as_typed: bool = False) -> str:
    """The query string of `permalink` and of the downloads."""
    typed = {"typed": "1"} if as_typed else {}
    named = {"q": answer.question, "snapshot": answer.snapshot, "quotes": ".".join(hashes_of(answer)), **typed}
    return _query(named, answer.filters)


def read_link(item: Evidence, question: str = "", filters: Filters = ALL) -> str:
    """The article of an evidence, opened at its quote, with other answers to `question` marked.

    The page links back to the same question and `filters`.
    """
    return f"read/{item.passage.article_id}?{_span(item, question, filters)}#quote"


def cite_link(item: Evidence) -> str:
    """The page with the citation of an evidence's quote in all formats."""
    return f"cite/{item.passage.article_id}?{_span(item)}"


def typed_link(question: str, filters: Filters = ALL) -> str:
    """The answer to `question` without spelling correction; contains no quotes to compare with."""
    return "answer?" + _query({"q": question, "typed": "1"}, filters)


def ask_link(question: str, filters: Filters = ALL) -> str:
    """The page that asks `question` of the articles that `filters` select."""
    return "?" + _query({"q": question} if question else {}, filters)


def map_link(question: str) -> str:
    """The map of all passages, showing `question`."""
    return "library/map?" + _query({"q": question})


def in_language(link: str, language: str | None) -> str:
    """`link` with the language of the page set to `language`; `None` leaves the choice to the browser."""
    if language is None:
        return link
    address, mark, place = link.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{PARAMETER}={language}{mark}{place}"


def _span(item: Evidence, question: str = "", filters: Filters = ALL) -> str:
    asked = {"q": question} if question else {}
    return _query({"start": str(item.quote.start), "end": str(item.quote.end), **asked}, filters)


def _query(values: dict[str, str], filters: Filters = ALL) -> str:
    # Lone surrogates cannot be encoded in a URL.
    return urlencode([*values.items(), *((FILTER, each) for each in filters.written)], errors="replace")
