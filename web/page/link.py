"""Reads and writes the page's URL, which holds the question, the filters and the language.

Asking assigns `st.query_params`, which adds an entry to the browser's history, so that Back returns to the last one.
"""

from __future__ import annotations

import streamlit as st

from index.errors import UnknownFilterError
from index.filtering.filters import ALL, Filters
from web.links import FILTER, in_language
from web.page.fitting import fitting
from web.words.choosing import PARAMETER, asked_for

_CUT = "question_that_was_cut"


def question() -> str:
    """The question in the URL."""
    return st.query_params.get("q", "").strip()


def as_typed() -> bool:
    """Whether spelling correction is off."""
    return st.query_params.get("typed") == "1"


def filters() -> Filters | None:
    """The filters in the URL; `None` if they are invalid."""
    try:
        return Filters.of(st.query_params.get_all(FILTER))
    except UnknownFilterError:
        return None


def to(link: str) -> str:
    """`link` with the language parameter of the page's URL; an empty link leads to the empty page."""
    return in_language(link or ".", asked_for(st.query_params.get(PARAMETER)))


def was_cut(asked: str) -> bool:
    """Whether `asked` is a longer question that was cut to fit into the URL."""
    return st.session_state.get(_CUT) == asked


def go_to(asked: str, *, as_typed: bool = False) -> None:
    """Put the question `asked` into the URL, as a new history entry; an empty one leads to the empty page."""
    fits = fitting(asked)
    st.session_state[_CUT] = fits if fits != asked.strip() else None
    _go({"q": [fits], **({"typed": ["1"]} if as_typed else {})} if fits else {}, filters() or ALL)


def narrow_to(chosen: Filters) -> None:
    """Put the filters `chosen` into the URL, as a new history entry, and keep the question."""
    _go({name: st.query_params.get_all(name) for name in ("q", "typed") if name in st.query_params}, chosen)


def _go(asked: dict[str, list[str]], chosen: Filters) -> None:
    link = {**asked, **({FILTER: list(chosen.written)} if chosen else {})}
    if language := asked_for(st.query_params.get(PARAMETER)):
        link[PARAMETER] = [language]
    if {name: st.query_params.get_all(name) for name in st.query_params} != link:
        st.query_params.from_dict(link)
