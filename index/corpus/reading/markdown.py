"""Markdown by markdown-it: the file's own characters are the text as read, marks included."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from index.article import Block, BlockKind, Card, Statement
from index.corpus.reading.decode import decode
from index.corpus.reading.reading import Limits, Reading
from index.reasons import FRONT_MATTER, NOT_PROSE, Reason

_PARSER = MarkdownIt("commonmark").enable("table").use(front_matter_plugin)
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
# Marks that stand before a block's words and are no part of them.
_LEAD = re.compile(r"\s*(?:>\s*)*(?:(?:[-*+]|\d{1,9}[.)])\s+|#{1,6}\s+|\|\s*)*")


def read(data: bytes, limits: Limits) -> Reading:  # noqa: ARG001 - every reader has this shape
    """The file's text, decoded, with its card and blocks."""
    return read_text(decode(data))


def read_text(text: str) -> Reading:
    """The card from the front matter, else the title from the first top heading; a block for each leaf of the page."""
    starts = _line_starts(text)
    # Only line numbers are taken from the parser, so line ends may differ as long as the lines are the same.
    tokens = _PARSER.parse(text.replace("\r\n", "\n").replace("\r", "\n"))
    card, blocks = Card(), list[Block]()
    for position, token in enumerate(tokens):
        if token.map is None:
            continue
        start, end = starts[token.map[0]], starts[token.map[1]]
        if token.type == "front_matter":
            card = _card(token.content)
            blocks.append(Block(start, start + len(text[start:end].rstrip()), "metadata", reason=FRONT_MATTER))
        elif token.type in ("inline", "fence", "code_block", "html_block", "tr_open"):
            block = _block(text, start, end, token, tokens[position - 1])
            # A row's cells are inline tokens on the row's own line: the row stands for them.
            if block is not None and not (blocks and block.start < blocks[-1].end):
                blocks.append(block)
    return Reading(text, card.over(_titled(text, blocks)), tuple(blocks))


def _block(text: str, start: int, end: int, token: Token, opener: Token) -> Block | None:
    kind: BlockKind = "paragraph"
    level = 0
    if opener.type == "heading_open":
        kind, level = "heading", int(opener.tag[1])
        lines = text[start:end].rstrip().splitlines()
        if len(lines) > 1 and not set(lines[-1].strip()) - set("=-"):
            # An underlined heading: the line below is a mark.
            end = start + len(text[start:end].rstrip()) - len(lines[-1])
    elif token.type == "tr_open":
        kind = "table-row"
    elif opener.type == "paragraph_open" and re.match(r"\s*(?:[-*+]|\d{1,9}[.)])\s", text[start:end]):
        kind = "list-item"
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    end = start + len(text[start:end].rstrip())
    reason: Reason | None = NOT_PROSE if token.type in ("fence", "code_block", "html_block") else None
    return Block(start, end, kind, level, reason=reason) if end > start else None


def _line_starts(text: str) -> list[int]:
    """Offset of each line's first character; two entries past the end for maps that reach it."""
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]
    return [*starts, len(text), len(text)]


def _card(front_matter: str) -> Card:
    try:
        stated = yaml.safe_load(front_matter)
    except (yaml.YAMLError, ValueError, RecursionError):
        return Card()
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


def _titled(text: str, blocks: Sequence[Block]) -> Card:
    first = next((block for block in blocks if block.kind != "metadata"), None)
    if first is None or first.kind != "heading" or first.level != 1:
        return Card()
    words = text[first.start : first.end]
    return Card((Statement("title", " ".join(words.split()), words, "first heading"),))
