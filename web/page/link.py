"""The page's link: what is asked stands in it, what it is narrowed to, and which language is asked for.

Asking assigns `st.query_params`: that is a step of the browser's history, and Back leads to the one before.
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
    """What the link asks."""
    return st.query_params.get("q", "").strip()


def as_typed() -> bool:
    """Whether the spelling is to be left alone."""
    return st.query_params.get("typed") == "1"


def filters() -> Filters | None:
    """What the link narrows the question to; `None` where it is nothing that can be read."""
    try:
        return Filters.of(st.query_params.get_all(FILTER))
    except UnknownFilterError:
        return None


def to(link: str) -> str:
    """`link`, handing on the language that the page's own link asks for; an empty one leads to the empty page."""
    return in_language(link or ".", asked_for(st.query_params.get(PARAMETER)))


def was_cut(asked: str) -> bool:
    """Whether `asked` is what fitted into the link of a longer question."""
    return st.session_state.get(_CUT) == asked


def go_to(asked: str, *, as_typed: bool = False) -> None:
    """Put the question `asked` into the link, as a new step of the history; an empty one leads to the empty page."""
    fits = fitting(asked)
    st.session_state[_CUT] = fits if fits != asked.strip() else None
    _go({"q": [fits], **({"typed": ["1"]} if as_typed else {})} if fits else {}, filters() or ALL)


def narrow_to(chosen: Filters) -> None:
    """Put `chosen` into the link, as a new step of the history; the question stays."""
    _go({name: st.query_params.get_all(name) for name in ("q", "typed") if name in st.query_params}, chosen)


def _go(asked: dict[str, list[str]], chosen: Filters) -> None:
    link = {**asked, **({FILTER: list(chosen.written)} if chosen else {})}
    if language := asked_for(st.query_params.get(PARAMETER)):
        link[PARAMETER] = [language]
    if {name: st.query_params.get_all(name) for name in st.query_params} != link:
        st.query_params.from_dict(link)
