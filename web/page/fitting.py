"""How long a question may be: what is searched for, what a link can hold, and what the box takes."""

from __future__ import annotations

import re
from urllib.parse import quote_plus, unquote_plus

LONGEST = 10_000
# More than is searched for, so that whoever enters too much is told; less than a message to the service holds.
LONGEST_ENTRY = 20_000
# Percent-encoded: the page sends its address twice, beside what is in the box, in one message of up to 64 KiB.
_LINK_BYTES = 12_000
_BROKEN = re.compile(r"%[0-9A-F]?$")


def fitting(question: str) -> str:
    """`question`, cut to what is searched for and to what a link can hold."""
    encoded = quote_plus(question.strip()[:LONGEST], errors="ignore")[:_LINK_BYTES]
    # The last character may have lost a part of its bytes, and its last byte a digit.
    return unquote_plus(_BROKEN.sub("", encoded), errors="ignore")
