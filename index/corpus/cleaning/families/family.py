"""What a phrase family is, and the words that several of them share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.reasons import Reason

NETWORKS = (
    r"(?:facebook|twitter|pinterest|instagram|linkedin|whatsapp|reddit|tumblr|google\+|google plus|youtube|telegram"
    r"|snapchat|tiktok|flipboard|stumbleupon|digg|messenger|mastodon|bluesky)"
)
# What the words "this article" are on other sites.
PAGE = (
    r"(?:article|page|post|summary|answer|story|guide|review|video|recipe|topic|information|content|material|site"
    r"|website|blog)"
)


@dataclass(frozen=True, slots=True)
class Family:
    """Sentences of `reason` match `pattern` (at their start, for an `opening`) and have one of the words in `cues`."""

    reason: Reason
    cues: frozenset[str]
    pattern: re.Pattern[str]
    opening: bool = False

    def match(self, text: str) -> re.Match[str] | None:
        """Where the sentence has the family's wording."""
        return self.pattern.match(text) if self.opening else self.pattern.search(text)


def family(reason: Reason, cues: str, *patterns: str) -> Family:
    """A family of these patterns; one of them is enough. `cues` are words, parted by spaces."""
    return Family(reason, frozenset(cues.split()), re.compile("|".join(patterns), re.IGNORECASE))


def opening(reason: Reason, cues: str, *patterns: str) -> Family:
    """A family of patterns that begin the sentence: for cues that many ordinary sentences have."""
    return Family(reason, frozenset(cues.split()), re.compile("|".join(patterns), re.IGNORECASE), opening=True)
