"""Front matter: the metadata at the top of a Markdown file, in YAML, TOML or JSON."""

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
    """The card stated by the front matter of `text`, and the front matter's length in characters, 0 if there is none.

    Lines of `text` must end in a line feed. Front matter that cannot be parsed gives an empty card.
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
        # The brace may belong to the text.
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
    """A scalar, or a flat list of scalars, as text; `None` for anything else."""
    if isinstance(value, list):
        parts = [_words(part) for part in value if not isinstance(part, list)]
        return ", ".join(part for part in parts if part) or None
    if isinstance(value, (str, int, float, dt.date)):
        # YAML escapes can produce lone surrogates, which cannot be stored or embedded.
        return str(value)[:_LONGEST_VALUE].encode("utf-8", "replace").decode() or None
    return None
