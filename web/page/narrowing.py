"""The filter chips. One row with few values is always visible; the others are collapsed."""

from __future__ import annotations

import re
from dataclasses import dataclass

import streamlit as st

from index.filtering.catalogue import Catalogue
from index.filtering.filters import ALL, KEYS, Filters, Key
from web import saying
from web.markup import note
from web.page import link
from web.words.words import Words

# The most values of the visible row; the most chips of a row, beyond which it is a list; the most values of a list.
_FEW, _CHIPS, _LISTED = 8, 40, 500
_KEY = "filter: {key}"
# Streamlit renders labels as Markdown, so punctuation in values has to be escaped.
_SIGN = re.compile(r"([^\w\s]|_)")


@dataclass(frozen=True, slots=True)
class Row:
    """One filter key with its values and their numbers of articles, in an order that does not depend on the choice.

    `in_view` is whether it may be the visible row, because it has few values, but more than one. `gathers` is whether
    any value has several articles.
    """

    key: Key
    counts: dict[str, int]
    chosen: list[str]
    in_view: bool
    gathers: bool


def rows(catalogue: Catalogue, filters: Filters) -> list[Row]:
    """The rows of the keys in which articles differ, or for which values are chosen."""
    return [_row(key, catalogue, filters) for key in KEYS if catalogue.narrows(key) or filters.values(key) is not None]


def _row(key: Key, catalogue: Catalogue, filters: Filters) -> Row:
    facets = catalogue.facets(key, filters, _LISTED)
    counts = {facet.value: facet.articles for facet in facets if facet.articles or facet.chosen}
    in_view = key != "article" and 1 < catalogue.size(key) <= _FEW
    return Row(key, counts, [facet.value for facet in facets if facet.chosen], in_view, catalogue.gathers(key))


def show_filters(say: Words, catalogue: Catalogue, filters: Filters) -> None:
    """Show the chips, with those of `filters` selected; nothing if the articles do not differ."""
    found = rows(catalogue, filters)
    if not found:
        return
    # Prefer values with several articles: a row of five authors with one article each only repeats the articles.
    short = sorted((row for row in found if row.in_view), key=lambda row: not row.gathers)
    first = short[0] if short else None
    # The row of articles is the longest, so it comes last.
    folded = sorted((row for row in found if row is not first), key=lambda row: row.key == "article")
    with st.container(key="filters", gap=None):
        if first:
            _show(say, catalogue, first)
        if folded:
            # The label must not change: Streamlit would create a new expander, closed and without focus.
            with st.expander(say("filters.more" if first else "filters.title"), type="compact"):
                for row in folded:
                    _show(say, catalogue, row)
        if filters:
            _show_chosen(say, catalogue, filters, hidden=any(row.chosen for row in folded))
    if filters and not catalogue.ids(filters):
        st.html(note(say("filters.nothing")))


def _show_chosen(say: Words, catalogue: Catalogue, filters: Filters, *, hidden: bool) -> None:
    """Show a button that clears the filters and, if some are `hidden` in collapsed rows, a list of them."""
    with st.container(key="chosen", horizontal=True, vertical_alignment="center", gap="small"):
        if hidden:
            st.html(note(saying.narrowed(say, filters, catalogue.titles)))
        st.button(say("filters.clear"), key="clear_filters", on_click=link.narrow_to, args=(ALL,), type="tertiary")


def _show(say: Words, catalogue: Catalogue, row: Row) -> None:
    """Show a row of chips, or a list if there are too many values."""
    key = _KEY.format(key=row.key)

    def labelled(value: str) -> str:
        return f"{_plain(_named(say, catalogue, row.key, value))} :small[{say.figure(row.counts[value])}]"

    def choose() -> None:
        chosen = link.filters() or ALL
        values = st.session_state[key]
        link.narrow_to(chosen.having(row.key, values) if values else chosen.without(row.key))

    # The URL determines the selection, also after Back or when a link is opened.
    st.session_state[key] = row.chosen
    label = saying.key_of_filter(say, row.key)
    if len(row.counts) <= _CHIPS:
        st.pills(label, list(row.counts), selection_mode="multi", format_func=labelled, key=key, on_change=choose)
    else:
        st.multiselect(
            label,
            list(row.counts),
            format_func=lambda value: f"{_named(say, catalogue, row.key, value)} ({say.figure(row.counts[value])})",
            key=key,
            on_change=choose,
            placeholder=say("filters.choose"),
        )


def _named(say: Words, catalogue: Catalogue, key: Key, value: str) -> str:
    return saying.value_of_filter(say, key, value, catalogue.titles)


def _plain(text: str) -> str:
    """`text` escaped for Markdown."""
    return _SIGN.sub(r"\\\1", text)
