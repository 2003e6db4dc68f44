"""HTML of the page's smallest parts. Every word of an article or a question is escaped: it is data, never markup."""

from __future__ import annotations

import html
import re

from index.answer import Evidence
from index.article import Card
from index.text.quantities import quantities
from web.words.choosing import ARTICLES

_BLANK_LINE = re.compile(r"(\s*\n[^\S\n]*\n\s*)")
# What no HTML document may hold, and half characters that cannot be sent: shown as the replacement character.
_UNSENDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def sendable(text: str) -> str:
    """`text` with a mark in place of each character that no page may hold."""
    return _UNSENDABLE.sub("\ufffd", text)


def escaped(text: str) -> str:
    """`text` as HTML that shows it and does nothing else, in an element or a quoted attribute."""
    # A line break is written as a number: Streamlit dedents what it is given, line by line.
    return html.escape(sendable(text)).replace("\n", "&#10;").replace("\r", "&#13;")


def language_of(card: Card) -> str:
    """The language of an article, for whoever hears it read aloud."""
    stated = card.value("language") or ""
    return stated if _LANGUAGE.fullmatch(stated) else ARTICLES


def quoted_language(item: Evidence) -> str:
    """The attributes of an element with an article's words."""
    return f'lang="{language_of(item.card)}" dir="auto"'


def passage(item: Evidence) -> str:
    """The whole passage with its quote marked. Without tags and escapes it is the passage again, to the character."""
    text, first, last = item.passage.text, item.quote.start - item.passage.start, item.quote.end - item.passage.start
    return f"{_flowing(text[:first])}<mark>{_flowing(text[first:last])}</mark>{_flowing(text[last:])}"


def figured(quote: str) -> str:
    """The quote with its figures picked out: how long, how often, how warm."""
    parts, at = [], 0
    for start, end in quantities(quote):
        parts.append(f'{escaped(quote[at:start])}<b class="vb-figure">{escaped(quote[start:end])}</b>')
        at = end
    return "".join([*parts, escaped(quote[at:])])


def heading(text: str) -> str:
    """A heading of the page's own."""
    return f'<h2 class="vb-heading">{escaped(text)}</h2>'


def note(text: str) -> str:
    """One quiet line."""
    return f'<p class="vb-note">{escaped(text)}</p>'


def title(item: Evidence) -> str:
    """The article's title, or its file name where it states none."""
    return item.card.title or item.origin


def _flowing(text: str) -> str:
    """Escaped text whose blank lines part paragraphs; other line breaks flow, as in the article's own layout."""
    parts = _BLANK_LINE.split(text)
    return "".join(f'<span class="vb-gap">{escaped(p)}</span>' if at % 2 else escaped(p) for at, p in enumerate(parts))
