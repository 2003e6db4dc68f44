"""What an article is filed under: for each key of a filter the values that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.article import Article
from index.filtering.filters import Key, plain

# Articles that lie in the corpus folder itself: no sub-folder has this name.
TOP = "."
# A year stands alone ("3 May 2021", "2021-05-03"), or begins a date of eight digits ("20210503").
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|2[01]\d\d)(?:(?!\d)|(?=(?:0[1-9]|1[0-2])[0-3]\d(?!\d)))")

Labels = dict[Key, tuple[str, ...]]


def labels_of(article: Article) -> Labels:
    """The values of each key; none for what an article does not state. Its text is not looked at."""
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
    """A folder and those that it lies in, outermost first: what is in `garden/roses` is in `garden` too."""
    if not folder:
        yield TOP
    steps = folder.split("/") if folder else []
    yield from ("/".join(steps[:depth]) for depth in range(1, len(steps) + 1))


def year_of(published: str | None) -> str | None:
    """The first year that a date names, in four digits."""
    found = _YEAR.search(published or "")
    return found[1] if found else None
