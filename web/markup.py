"""Small HTML fragments. All text of articles and questions is escaped: it is data, never markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from index.answer import Evidence
from index.article import Card
from index.text.quantities import quantities
from web.words.choosing import ARTICLES

_BREAK = re.compile(r"\s*\n\s*")
_CELLS = " | "
# Characters that HTML forbids, and lone surrogates, which cannot be encoded: replaced by U+FFFD.
_UNSENDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def sendable(text: str) -> str:
    """`text` with U+FFFD in place of each character that HTML forbids or UTF-8 cannot encode."""
    return _UNSENDABLE.sub("\ufffd", text)


def escaped(text: str) -> str:
    """`text` escaped for an HTML element or a quoted attribute."""
    # Line breaks become character references, because Streamlit dedents HTML line by line.
    return html.escape(sendable(text)).replace("\n", "&#10;").replace("\r", "&#13;")


def language_of(card: Card) -> str:
    """The language of an article for `lang` attributes, which screen readers use."""
    stated = card.value("language") or ""
    return stated if _LANGUAGE.fullmatch(stated) else ARTICLES


def quoted_language(item: Evidence) -> str:
    """The attributes of an element that contains an article's text."""
    return f'lang="{language_of(item.card)}" dir="auto"'


def passage(item: Evidence) -> str:
    """The passage with its quote marked. Apart from tags and escapes, it has exactly the passage's characters."""
    text, first, last = item.passage.text, item.quote.start - item.passage.start, item.quote.end - item.passage.start
    breaks = list(_breaks(text))
    before, quote, after = (_flowing(text, *of, breaks) for of in ((0, first), (first, last), (last, len(text))))
    return f"{before}<mark>{quote}</mark>{after}"


def figured(quote: str) -> str:
    """The quote with its quantities highlighted: how long, how often, how warm."""
    parts, at = [], 0
    for start, end in quantities(quote):
        parts.append(f'{escaped(quote[at:start])}<b class="vb-figure">{escaped(quote[start:end])}</b>')
        at = end
    return "".join([*parts, escaped(quote[at:])])


def heading(text: str) -> str:
    """A heading of the page."""
    return f'<h2 class="vb-heading">{escaped(text)}</h2>'


def note(text: str) -> str:
    """A line of secondary text."""
    return f'<p class="vb-note">{escaped(text)}</p>'


def title(item: Evidence) -> str:
    """The article's title, or its origin if it states none."""
    return item.card.title or item.origin


def _breaks(text: str) -> Iterator[tuple[int, int, str]]:
    """The breaks between paragraphs and between table rows, with their CSS class; other line breaks are collapsed."""
    for found in _BREAK.finditer(text):
        start, end = found.span()
        if found.group().count("\n") > 1:
            yield start, end, "vb-gap"
        elif _CELLS in text[text.rfind("\n", 0, start) + 1 : start] or _CELLS in text[end:].partition("\n")[0]:
            yield start, end, "vb-row"


def _flowing(text: str, first: int, last: int, breaks: Iterable[tuple[int, int, str]]) -> str:
    """Characters `first` to `last` of `text`, escaped, with `breaks` marked up."""
    parts = []
    for opens, closes, name in breaks:
        start, end = max(first, opens), min(last, closes)
        if start < end:
            parts += [escaped(text[first:start]), f'<span class="{name}">{escaped(text[start:end])}</span>']
            first = end
    return "".join([*parts, escaped(text[first:last])])
