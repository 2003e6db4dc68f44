"""The type of a phrase family, and word lists that several families share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.reasons import Reason

NETWORKS = (
    r"(?:facebook|twitter|pinterest|instagram|linkedin|whatsapp|reddit|tumblr|google\+|google plus|youtube|telegram"
    r"|snapchat|tiktok|flipboard|stumbleupon|digg|messenger|mastodon|bluesky)"
)
# Other sites' words for "article", as in "this article".
PAGE = (
    r"(?:article|page|post|summary|answer|story|guide|review|video|recipe|topic|information|content|material|site"
    r"|website|blog)"
)


@dataclass(frozen=True, slots=True)
class Family:
    """Sentences with one of the words in `cues` that match `pattern` (at their start, for an `opening`)."""

    reason: Reason
    cues: frozenset[str]
    pattern: re.Pattern[str]
    opening: bool = False

    def match(self, text: str) -> re.Match[str] | None:
        """The match of the family's pattern in a sentence, or `None`."""
        return self.pattern.match(text) if self.opening else self.pattern.search(text)


def family(reason: Reason, cues: str, *patterns: str) -> Family:
    """A family whose sentences match any of `patterns`. `cues` are words separated by spaces."""
    return Family(reason, frozenset(cues.split()), re.compile("|".join(patterns), re.IGNORECASE))


def opening(reason: Reason, cues: str, *patterns: str) -> Family:
    """A family whose patterns match only at the start of a sentence, for cues that are common words."""
    return Family(reason, frozenset(cues.split()), re.compile("|".join(patterns), re.IGNORECASE), opening=True)
