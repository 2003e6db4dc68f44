"""Permalinks: the signs with which headings of a page link to themselves."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

_HEADING = re.compile("h[1-6]")


def is_permalink(element: Any) -> bool:
    """Whether an element is a link in a heading without letters or digits, such as # or ¶."""
    if element.tag != "a" or any(char.isalnum() for text in element.itertext() for char in text):
        return False
    return any(_HEADING.fullmatch(str(above.tag)) for above in islice(element.iterancestors(), 3))
