"""Furniture: text that many files of one site share, so that it belongs to the site and not to an article."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from index.article import Article, Block

# A text is furniture if at least `_FILES` files of the site have it, and at least this share of them.
_FILES = 3
_SHARE = 0.3
# Longer texts (in words) in several files are articles' text, such as a press release or a chapter.
_LONGEST = 60
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


def repeated_furniture(articles: Iterable[Article]) -> dict[str, frozenset[str]]:
    """By article id, the block texts that are furniture of the article's site; articles without any are left out.

    Files belong to one site if their cards have URLs with the same host; files without a URL belong to none. Each site
    is counted separately. Iterates over `articles` twice.
    """
    sites: dict[str, Counter[str]] = defaultdict(Counter)
    files: Counter[str] = Counter()
    for article in articles:
        if host := _host(article.card.url):
            sites[host].update(_texts(article))
            files[host] += 1
    repeated = {
        host: frozenset(text for text, count in counted.items() if count >= max(_FILES, _SHARE * files[host]))
        for host, counted in sites.items()
    }
    found = {}
    # A second pass, so that the texts of all articles need not be in memory.
    for article in articles if any(repeated.values()) else ():
        if own := repeated.get(_host(article.card.url), frozenset()) & _texts(article):
            found[article.id] = own
    return found


def furniture_blocks(article: Article, furniture: Collection[str]) -> set[int]:
    """Positions of the article's blocks whose texts are in `furniture`.

    Articles of one site may also share text that is not furniture, such as a heading "Ingredients" or an item "Salt".
    So a heading counts only if more furniture follows it; any other line that is not a sentence counts only if it is
    next to furniture. The title never counts.
    """
    title = " ".join((article.card.title or "").split()).casefold()
    texts = [_text(article, block) for block in article.blocks] if furniture else []
    same = [text in furniture and text != title for text in texts]
    beside = [False, *same, False]
    return {
        at
        for at, block in enumerate(article.blocks[: len(same)])
        if same[at]
        and (
            beside[at + 2]
            or (block.kind != "heading" and (beside[at] or bool(_SENTENCE_END.search(texts[at]))))
            or at == len(same) - 1
        )
    }


def _text(article: Article, block: Block) -> str:
    """The block's text for comparison: white space collapsed, case folded."""
    return " ".join(article.text[block.start : block.end].split()).casefold()


def _texts(article: Article) -> frozenset[str]:
    texts = (_text(article, block) for block in article.blocks if block.kind not in ("title", "metadata"))
    return frozenset(text for text in texts if text and not _long(text))


def _long(text: str) -> bool:
    return len(text.split()) > _LONGEST and bool(_SENTENCE_END.search(text))


def _host(url: str | None) -> str:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
