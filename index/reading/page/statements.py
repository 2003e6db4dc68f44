"""What a page says about itself: trafilatura finds the values; here each is traced to the page's own words.

A value whose words are found nowhere on the page was inferred, and is not stated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import trafilatura

from index.card import Card, Field, Statement
from index.reading.page.visible import Element, Piece

_LONGEST = 500
_MONTHS = "january february march april may june july august september october november december".split()
_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2}(?:st|nd|rd|th)? [A-Za-z]{3,9}\.?,? \d{4}"
    r"|[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
)


def page_card(root: Element, pieces: Sequence[Piece]) -> Card:
    """The card of the page: title, author, publisher, date, url, language and licence, where it states them."""
    try:
        found = trafilatura.extract_metadata(root, extensive=False)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        return Card.first_of(_language(root))
    places = list(_places(root, pieces))
    values: tuple[tuple[Field, str | None], ...] = (
        ("title", found.title),
        ("author", found.author),
        ("publisher", found.sitename),
        ("url", _canonical(root) or found.url),
        ("licence", found.license),
    )
    traced = [_traced(field, value, places) for field, value in values if value]
    traced += [_dated(found.date, places)] if found.date else []
    return Card.first_of([*(statement for statement in traced if statement), *_language(root)])


def _canonical(root: Element) -> str | None:
    links = root.xpath("//link[@rel='canonical']/@href")
    return next((str(link) for link in links if str(link).startswith(("http://", "https://"))), None)


def _language(root: Element) -> Iterator[Statement]:
    stated = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    if stated:
        yield Statement("language", stated, stated, "<html lang>")


def _places(root: Element, pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """Where a page states things, and what it says there: its head first, then its visible text."""
    for title in root.iter("title"):
        yield "<title>", "".join(str(text) for text in title.itertext())
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and meta.get("content"):
            yield f"<meta {name}>", str(meta.get("content"))
    for link in root.iter("link", "a"):
        if link.get("rel") in ("canonical", "license", "author") and link.get("href"):
            yield f"<{link.tag} rel={link.get('rel')}>", str(link.get("href"))
    for script in root.iter("script"):
        if script.get("type") == "application/ld+json":
            yield from (("JSON-LD", text) for text in _strings(script.text or ""))
    for time in root.iter("time"):
        yield "<time>", str(time.get("datetime") or "")
    yield from (("text", piece.text) for piece in pieces)


def _strings(script: str) -> Iterator[str]:
    """The short strings of a JSON-LD script."""
    try:
        waiting: list[Any] = [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += reversed(value.values())
        elif isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, str) and len(value) <= _LONGEST:
            yield value


def _traced(field: Field, value: str, places: Sequence[tuple[str, str]]) -> Statement | None:
    """`value` with the words that say it, where some place of the page does; several authors may stand apart."""
    parts = value.split("; ") if field == "author" else [value]
    found = []
    for part in parts:
        wanted = _folded(part)
        words = ((place, words) for place, words in places if wanted in _folded(words) and len(words) <= _LONGEST)
        said = next((one for one in words if field != "publisher" or "rel=" not in one[0]), None)
        if said is None:
            return None
        found.append(said)
    words = "; ".join(dict.fromkeys(" ".join(words.split()) for _, words in found))
    return Statement(field, value, words, found[0][0])


def _dated(date: str, places: Sequence[tuple[str, str]]) -> Statement | None:
    """The date (`YYYY-MM-DD`) with the words that say it."""
    for place, words in places:
        for written in _DATE.finditer(words[:_LONGEST]):
            if _is_date(written.group(), date):
                return Statement("published", date, written.group(), place)
    return None


def _is_date(written: str, date: str) -> bool:
    year, month, day = date.split("-")
    numbers = {number.lstrip("0") for number in re.findall(r"\d+", written)}
    named = re.search(r"[A-Za-z]{3,}", re.sub(r"\d(?:st|nd|rd|th)", "0", written))
    if named:
        numbers.add(next((str(at + 1) for at, name in enumerate(_MONTHS) if name.startswith(named.group().lower()[:3])), ""))
        written_day = set(re.findall(r"\d{1,2}(?!\d)", re.sub(r"\d{4}", "", written)))
        return year in written and month.lstrip("0") in numbers and day.lstrip("0") in {d.lstrip("0") for d in written_day}
    return {year, month.lstrip("0"), day.lstrip("0")} <= numbers


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
