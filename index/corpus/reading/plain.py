"""Reads plain text: blank lines separate blocks, and a line that looks like a heading is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from index.article import Block, BlockKind, Card, Statement
from index.corpus.reading.decode import decoded
from index.corpus.reading.reading import Limits, Reading

_CHUNK = re.compile(r"\S(?:.|\n(?![^\S\n]*\n))*", re.MULTILINE)
_LIST_ITEM = re.compile(r"[•◦▪‣*–-]\s+\S")
_NUMBERED_TITLE = re.compile(r"\d{1,2}[.)]\s+\S+(?:\s+\S+){0,5}$")
_SENTENCE_END = re.compile(r"[.!…:;,][\"'”’)]*$")
_HEADING_WORDS = 12
_TITLE_WORDS = 20
# Words in lower case even in title case.
_SMALL = frozenset(
    "a an and as at but by for from if in into is of on or the to via vs when with your you do does".split()
)


def read(data: bytes, limits: Limits) -> Reading:  # noqa: ARG001 - every reader has this shape
    """The decoded text of the file, with its card and blocks. Raises `UnreadableFileError`."""
    found = decoded(data)
    reading = read_text(found.text)
    return replace(reading, card=reading.card.over(found.card))


def read_text(text: str) -> Reading:
    """The text with its title, if its first line is one, and its blocks: lines, or paragraphs of wrapped lines."""
    spans = list(_spans(text))
    blocks = []
    for position, (start, end) in enumerate(spans):
        kind, level = _kind(text[start:end], last=position == len(spans) - 1)
        blocks.append(Block(start, end, kind, level))
    title = text[blocks[0].start : blocks[0].end] if len(blocks) > 1 else ""
    card = (
        Card((Statement("title", " ".join(title.split()), title, "first line"),)) if reads_as_title(title) else Card()
    )
    return Reading(text, card, tuple(blocks))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """The blocks' offsets, without outer white space."""
    # The replacements keep the length, so these offsets are valid in the text as read.
    for chunk in _CHUNK.finditer(text.replace("\r\n", " \n").replace("\r", "\n")):
        lines = list(re.finditer(r"[^\n]*\S", chunk.group()))
        pieces = (
            [(lines[0].start(), lines[-1].end())]
            if _wrapped([line.group() for line in lines])
            else [(line.start(), line.end()) for line in lines]
        )
        for first, last in pieces:
            start, end = chunk.start() + first, chunk.start() + last
            yield start + len(text[start:end]) - len(text[start:end].lstrip()), end


def _wrapped(lines: list[str]) -> bool:
    """Whether lines are only wrapped: all but the last have 40 to 120 characters, and some end in mid-sentence."""
    inner = lines[:-1]
    if any(_LIST_ITEM.match(line.lstrip()) for line in lines[1:]):
        return False
    return (
        bool(inner)
        and all(40 <= len(line) <= 120 for line in inner)
        and any(not _SENTENCE_END.search(line) and not line.endswith("?") for line in inner)
    )


def _kind(line: str, *, last: bool) -> tuple[BlockKind, int]:
    """The kind of a block, and its level if it is a heading."""
    if _LIST_ITEM.match(line):
        return "list-item", 0
    words = line.split()
    # The last line of a file has nothing below it, so it is not a heading.
    if last or "\n" in line or len(words) > _HEADING_WORDS or not re.search(r"[^\W\d_]", line):
        return "paragraph", 0
    if _NUMBERED_TITLE.match(line):
        return "heading", 2
    if _SENTENCE_END.search(line) or not line[0].isupper():
        return "paragraph", 0
    if line.endswith("?") or _title_case(words):
        return "heading", 1
    return "paragraph", 0


def reads_as_title(line: str) -> bool:
    """Whether a text's first line is its title: a short line that is neither a sentence nor a list item."""
    short = bool(line) and "\n" not in line and len(line.split()) <= _TITLE_WORDS
    return short and not (_SENTENCE_END.search(line) or _LIST_ITEM.match(line) or _NUMBERED_TITLE.match(line))


def _title_case(words: list[str]) -> bool:
    large = [word for word in words if word.lower().strip("\"'“”‘’()") not in _SMALL and word[0].isalpha()]
    return bool(large) and sum(word[0].isupper() for word in large) >= 0.75 * len(large)
