"""Reasons from markup: the names that sites give to menus, share buttons, comment lists and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from index.corpus.reading.html.visible import Element
from index.reasons import (
    ADVERTISING,
    AUTHOR,
    COOKIES,
    FURNITURE,
    NAVIGATION,
    NEWSLETTER,
    READER_COMMENTS,
    RELATED,
    SOCIAL,
    Reason,
)

# Words in classes, ids and roles, in order of priority. Names are split at hyphens, underscores and capitals.
_WORDS: tuple[tuple[Reason, str], ...] = (
    (COOKIES, r"cookies?|consent|gdpr|ccpa|onetrust|cookiebar|cookielaw"),
    (
        READER_COMMENTS,
        r"comments?|commentlist|commenters?|comment list|disqus|respond|replies|pingbacks?|trackbacks?|livefyre",
    ),
    (
        SOCIAL,
        r"shar(?:e|es|ing|ebar|edaddy)|social|addthis|sharethis|follow|tweet|facebook|twitter|pinterest|whatsapp"
        r"|socials?",
    ),
    (NEWSLETTER, r"newsletters?|subscribe|subscriptions?|sign ?up|opt ?in|mailchimp|mc embed|mailing|mailinglist"),
    (
        ADVERTISING,
        r"ads?|advert\w*|sponsor\w*|promos?|promoted|promotions?|dfp|adsense|ad slot|affiliates?|paywall|donat\w+"
        r"|partner content|cta|upsell|offers?|product box|product card|shop|buy ?box",
    ),
    (AUTHOR, r"(?:author|writer) (?:bio|box|info|card|about|profile|description)|about (?:the )?author|bio|byline"),
    (
        RELATED,
        r"related|recommend\w*|read (?:more|next|also)|more (?:stories|from|on|news|articles)|popular|most read"
        r"|most (?:viewed|popular)|trending|recent|latest|outbrain|taboola|teasers?|also like|see also|yarpp"
        r"|recirc\w*|further|suggest\w*|up next",
    ),
    (
        NAVIGATION,
        r"navigation|nav|navbar|navbox|menus?|menubar|breadcrumbs?|crumbs?|pagers?|pagination|paging|tabs|skip"
        r"|sitemap|prev|next|side ?bar|widgets?|blogroll|archives?|search|toolbar|toc|tags?|tag ?cloud|categories"
        r"|tag list|complementary|contentinfo|login|account|dropdown|modal|popup|overlay|poll|quiz|survey|feedback",
    ),
    (
        FURNITURE,
        r"footer|foot|masthead|copyright|colophon|print|edit ?section|page top|topbar|legal|credits?|video|player"
        r"|vjs",
    ),
)
_NAMES = tuple((reason, re.compile(rf"\b(?:{words})\b")) for reason, words in _WORDS)
_TAGS: dict[str, Reason] = {
    "nav": NAVIGATION,
    "footer": FURNITURE,
    "menu": NAVIGATION,
    "form": FURNITURE,
    "button": FURNITURE,
}
_LONGEST = 200
_PARTS = re.compile(r"[^a-z]+")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Names:
    """The reasons that elements' names suggest, cached by element."""

    def __init__(self) -> None:
        self._seen: dict[Element, tuple[tuple[str, Reason], ...]] = {}

    def of(self, element: Element) -> tuple[tuple[str, Reason], ...]:
        """The words in the element's own tag, class, id or role that suggest a reason, as (word, reason) pairs."""
        if element not in self._seen:
            self._seen[element] = tuple(_names(element))
        return self._seen[element]


def _names(element: Element) -> Iterator[tuple[str, Reason]]:
    tag = str(element.tag)
    if tag in ("body", "html", "main"):
        return
    if tag in _TAGS:
        yield f"<{tag}>", _TAGS[tag]
    named = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("role"))))
    # Very long values are lists of utility classes and say nothing.
    if named and len(named) <= _LONGEST:
        yield from _in_words(_PARTS.sub(" ", _CAPITAL.sub(" ", named).lower()))
    if tag == "aside":
        yield "<aside>", RELATED


# Cached, because names repeat: the entries of a menu differ only in their numbers, which are removed before.
@lru_cache(maxsize=4096)
def _in_words(words: str) -> tuple[tuple[str, Reason], ...]:
    return tuple((found.group(), reason) for reason, names in _NAMES if (found := names.search(words)))
