"""Furniture: texts that stand in many files of one site, and so belong to the site and not to any of its articles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from index.article import Article, Block

# A text is the site's where so many of its files have it, and such a share of them.
_FILES = 3
_SHARE = 0.3
# A longer text that stands in several files is a press release or a chapter: somebody wrote it as text.
_LONGEST = 60
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


def repeated_furniture(articles: Iterable[Article]) -> dict[str, frozenset[str]]:
    """By article id, the texts of blocks that are furniture of the article's site; articles without any are left out.

    Files whose cards name the same host are of one site. A file without an address belongs to none, and what two
    sites both have is nobody's furniture: each site is counted by itself. They are gone through twice.
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
    # Looked at once more, so that no article's texts are held meanwhile.
    for article in articles if any(repeated.values()) else ():
        if own := repeated.get(_host(article.card.url), frozenset()) & _texts(article):
            found[article.id] = own
    return found


def furniture_blocks(article: Article, furniture: Collection[str]) -> set[int]:
    """Positions of the article's blocks that are furniture of its site, known by their texts.

    The articles of a site have words in common that are theirs: a heading "Ingredients", an item "Salt". So a heading
    counts only above more furniture, and another line that ends no sentence only beside some. The card's title never
    counts.
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
    """The block's text as it is compared: single spaces, whatever case a style gave it."""
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
