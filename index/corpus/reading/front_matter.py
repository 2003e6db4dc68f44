"""Front matter: what a Markdown file states of itself above its text, in YAML, TOML or JSON."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from typing import Any

import yaml

from index.article import Card

_CARD_NAMES = {
    "title": ("title",),
    "author": ("author", "authors"),
    "publisher": ("publisher", "site"),
    "url": ("url", "canonical", "link"),
    "published": ("published", "date"),
    "language": ("language", "lang"),
    "licence": ("licence", "license"),
}
_LONGEST_VALUE = 500
_FENCED = re.compile(r"(---|\+\+\+)[ \t]*\n(?:(.*?)\n)?\1[ \t]*(?:\n|$)", re.DOTALL)
_LONGEST = 100_000


def front_matter(text: str) -> tuple[Card, int]:
    """What the front matter of `text` states, and how many characters it takes; 0 where there is none.

    Lines of `text` end in a line feed. Front matter that cannot be read states nothing.
    """
    fenced = _FENCED.match(text, 0, _LONGEST)
    if fenced:
        load = yaml.safe_load if fenced[1] == "---" else tomllib.loads
        return _card(_loaded(load, fenced[2] or "")), fenced.end()
    if text.startswith("{"):
        try:
            stated, end = json.JSONDecoder().raw_decode(text[:_LONGEST])
        except (ValueError, RecursionError):
            return Card(), 0
        # The brace may as well be the text's.
        return (_card(stated), end) if text[end : end + 1] in ("", "\n") and stated else (Card(), 0)
    return Card(), 0


def _loaded(load: Any, stated: str) -> Any:
    try:
        return load(stated)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError):
        return None


def _card(stated: Any) -> Card:
    if not isinstance(stated, dict):
        return Card()
    lower = {str(key).lower(): value for key, value in stated.items()}
    return Card.of(
        "front matter",
        **{
            field: next((_words(lower[n]) for n in names if lower.get(n)), None) for field, names in _CARD_NAMES.items()
        },
    )


def _words(value: Any) -> str | None:
    """A plain value, or a flat list of them, as text; anything else states nothing."""
    if isinstance(value, list):
        parts = [_words(part) for part in value if not isinstance(part, list)]
        return ", ".join(part for part in parts if part) or None
    if isinstance(value, (str, int, float, dt.date)):
        # YAML can write half a character, which no file and no model takes.
        return str(value)[:_LONGEST_VALUE].encode("utf-8", "replace").decode() or None
    return None
