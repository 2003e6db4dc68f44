"""What a page states about itself: trafilatura finds the values, and each is traced to words on the page.

A value that appears nowhere on the page was inferred, not stated, and is dropped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from dateutil.parser import parse as parse_date
from htmldate import find_date
from trafilatura import metadata

from index.article import FIELDS, Card, Field, Statement
from index.corpus.reading.html.visible import Element, Piece

# A place on a page, such as "<title>", and the words there.
Place = tuple[str, str]

_LONGEST = 500
_TEXT = "text"
_TITLES = frozenset({"<title>", "<meta og:title>", "<meta twitter:title>"})
_BYLINE = re.compile(r"\W*(?:\w+ )?(?:by|author|words|writer|text)\b", re.IGNORECASE)
# Strings without which trafilatura cannot find an author or a licence in a page's source.
_AUTHOR = ("author", "byl", "bbl", "username", "-by", "journalist", "screenname", "writer", "channel-name")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LICENCE = ("license", "licence", "creativecommons")
_CHANGED = re.compile(r"modif|updat|chang|review|revis", re.IGNORECASE)
_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2}(?:st|nd|rd|th)? [A-Za-z]{3,9}\.?,? \d{4}"
    r"|[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
)


def page_card(source: str, root: Element, pieces: Sequence[Piece]) -> Card:
    """The card stated by the page `source`: title, author, publisher, date, URL, language and licence."""
    places = list(_places(root, pieces))
    values = _values(source, root, places)
    values["title"] = _headline(pieces, places) or values["title"]
    traced = [_traced(field, value, places) for field, value in values.items() if value and field != "published"]
    if date := values["published"]:
        traced.append(_dated(date, places))
    return Card.first_of([*(statement for statement in traced if statement), *_language(root)])


def _values(source: str, root: Element, places: Sequence[Place]) -> dict[Field, str | None]:
    """The values that trafilatura finds. Slow searches (author, date, licence) run only if they may succeed."""
    lowered = source.lower()
    try:
        found = metadata.extract_meta_json(root, metadata.examine_meta(root))
        title = found.title or metadata.extract_title(root)
        # A single word is the name of an account.
        author = found.author if found.author and " " in found.author else None
        if author is None and any(word in lowered for word in _AUTHOR):
            author = metadata.extract_author(root)
        site = found.sitename or metadata.extract_sitename(root)
        dated = any(_YEAR.search(words) and _DATE.search(words[:_LONGEST]) for _, words in places)
        return {
            "title": title,
            "author": author,
            "publisher": site if site != title else None,
            "url": _canonical(root) or found.url,
            "licence": metadata.extract_license(root) if any(word in lowered for word in _LICENCE) else None,
            "published": find_date(root, extensive_search=False, original_date=True) if dated else None,
        }
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        # For a page on which the library fails, only the language is known.
        return dict.fromkeys(FIELDS)


def _headline(pieces: Sequence[Piece], places: Sequence[Place]) -> str | None:
    """The longest heading contained in the page's title, which often also has the site's name."""
    titles = [_folded(words) for place, words in places if place in _TITLES]
    headings = (piece.text for piece in pieces if piece.kind == "heading" and piece.level <= 2)
    held = (words for words in headings if any(_folded(words) in title for title in titles))
    return max(held, key=len, default=None)


def _canonical(root: Element) -> str | None:
    links = root.xpath("//link[@rel='canonical']/@href")
    return next((str(link) for link in links if str(link).startswith(("http://", "https://"))), None)


def _language(root: Element) -> Iterator[Statement]:
    stated = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    if stated:
        yield Statement("language", stated, stated, "<html lang>")


def _places(root: Element, pieces: Sequence[Piece]) -> Iterator[Place]:
    """The places where a page states things, with their words: its head first, then its visible text."""
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
    yield from ((_TEXT, piece.text) for piece in pieces)


def _strings(script: str) -> Iterator[str]:
    """The short strings in a JSON-LD script."""
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


def _traced(field: Field, value: str, places: Sequence[Place]) -> Statement | None:
    """`value` with the words that state it, or `None` if no place does. Each author is looked up separately."""
    found = []
    for part in value.split("; ") if field == "author" else [value]:
        wanted = _folded(part)
        said = next((one for one in places if wanted in _folded(one[1]) and _may_state(field, *one)), None)
        if said is None:
            return None
        found.append(said)
    words = "; ".join(dict.fromkeys(" ".join(words.split()) for _, words in found))
    return Statement(field, value, words, found[0][0])


def _may_state(field: Field, place: str, words: str) -> bool:
    """Whether a place can state a field: a site's URL is not its name, and a commenter is not the author."""
    if field == "publisher":
        return place != _TEXT and "url" not in place and "rel=" not in place
    if field == "author" and place == _TEXT:
        return bool(_BYLINE.match(words))
    return len(words) <= _LONGEST


def _dated(date: str, places: Sequence[Place]) -> Statement | None:
    """The date (`YYYY-MM-DD`) with the words that state it, ignoring dates of modification."""
    for place, words in places:
        if _CHANGED.search(place) or (place == _TEXT and _CHANGED.search(words[:_LONGEST])):
            continue
        for written in _DATE.finditer(words[:_LONGEST]):
            if _is_date(written.group(), date):
                return Statement("published", date, written.group(), place)
    return None


def _is_date(written: str, date: str) -> bool:
    for day_first in (False, True):
        with suppress(ValueError, OverflowError):
            if parse_date(written, dayfirst=day_first).date().isoformat() == date:
                return True
    return False


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
