"""Limits on the length of a question: for the search, for links and for the question box."""

from __future__ import annotations

import re
from urllib.parse import quote_plus, unquote_plus

LONGEST = 10_000
# Above the limit of the search, so that the page can say that a question was cut; below that of a message.
LONGEST_ENTRY = 20_000
# Percent-encoded. The page sends its URL twice, and the box's content, in one message of at most 64 KiB.
_LINK_BYTES = 12_000
_BROKEN = re.compile(r"%[0-9A-F]?$")


def fitting(question: str) -> str:
    """`question`, cut to the limits of the search and of a link."""
    encoded = quote_plus(question.strip()[:LONGEST], errors="ignore")[:_LINK_BYTES]
    # The cut may have split the last character's bytes, or the digits of its last byte.
    return unquote_plus(_BROKEN.sub("", encoded), errors="ignore")
