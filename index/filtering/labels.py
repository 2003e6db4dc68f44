"""The filter values of one article, by key."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.article import Article
from index.filtering.filters import Key, plain

# The collection of articles directly in the corpus folder; no sub-folder can have this name.
TOP = "."
# A year is a number of its own ("3 May 2021", "2021-05-03"), or starts a date of eight digits ("20210503").
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|2[01]\d\d)(?:(?!\d)|(?=(?:0[1-9]|1[0-2])[0-3]\d(?!\d)))")

Labels = dict[Key, tuple[str, ...]]


def labels_of(article: Article) -> Labels:
    """The values of each key; empty for what the article does not state. Its text is not read."""
    card = article.card
    found: Labels = {
        "collection": tuple(collections(article.collection)),
        "article": (article.id,),
        "publisher": (card.publisher or "",),
        "author": (card.author or "",),
        "year": (year_of(card.published) or "",),
        "language": (article.language or "",),
        "tag": article.tags,
    }
    spelled = {key: tuple(dict.fromkeys(map(plain, values))) for key, values in found.items()}
    return {key: tuple(value for value in values if value) for key, values in spelled.items()}


def collections(folder: str) -> Iterator[str]:
    """A folder and its parents, outermost first: an article in `garden/roses` is in `garden` too."""
    if not folder:
        yield TOP
    steps = folder.split("/") if folder else []
    yield from ("/".join(steps[:depth]) for depth in range(1, len(steps) + 1))


def year_of(published: str | None) -> str | None:
    """The first year in a date, in four digits; empty if there is none."""
    found = _YEAR.search(published or "")
    return found[1] if found else None
