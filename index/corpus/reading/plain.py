"""Reads plain text: blank lines separate blocks, and a line that looks like a heading is one.

What a line is also depends on the lines around it: a line with a number is a list item next to the line with the next
number, and a line in the case of a sentence is a heading if it stands alone above a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.article import Block, BlockKind, Card, Statement
from index.corpus.reading.decode import decoded
from index.corpus.reading.leads.lead_ins import with_headings
from index.corpus.reading.leads.terms import defines, terms
from index.corpus.reading.reading import Limits, Reading

_CHUNK = re.compile(r"\S(?:.|\n(?![^\S\n]*\n))*", re.MULTILINE)
_LIST_ITEM = re.compile(r"[•◦▪‣*–-]\s+\S")
_NUMBERED = re.compile(r"(\d{1,2})[.)]\s+\S")
_NUMBERED_TITLE = re.compile(r"\d{1,2}[.)]\s+\S+(?:\s+\S+){0,5}$")
_SENTENCE_END = re.compile(r"[.!…:;,][\"'”’)]*$")
_INNER_END = re.compile(r"[^\W\d_][.!?]\s")
# Rules and underlines.
_RULE = re.compile(r"([=~_*#^+–—-])\1{2,}$")
_HEADING_WORDS = 12
# A heading in the case of a sentence, and the paragraph below that makes it one, in words.
_PLAIN_HEADING_WORDS = 8
_PARAGRAPH_WORDS = 8
# What such a heading hardly has, but a line about the text has: "First printed in The Gazette, spring 2018".
_NO_HEADING = re.compile(r"[,;@]|://|\d{4}")
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
    lines = [_Line(start, end, text[start:end], alone) for start, end, alone in _spans(text)]
    kinds: list[tuple[BlockKind, int]] = []
    for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        # Several short lines in succession are a list without marks. The first line may be the title.
        free = len(kinds) < 2 or kinds[-1][0] != "paragraph" or before is None or _ends(before.words)
        kinds.append(_kind(before, line, after, free=free))
    blocks = [Block(line.start, line.end, *kind) for line, kind in zip(lines, kinds, strict=True)]
    leads, ends = terms(text, blocks)
    title = lines[0].words if len(lines) > 1 else ""
    card = (
        Card((Statement("title", " ".join(title.split()), title, "first line"),)) if reads_as_title(title) else Card()
    )
    return Reading(text, card, with_headings(blocks, text, leads, ends))


@dataclass(frozen=True, slots=True)
class _Line:
    """A block to be: a line, or wrapped lines, and whether it is `alone` between blank lines."""

    start: int
    end: int
    words: str
    alone: bool

    @property
    def number(self) -> int | None:
        """The number that it begins with."""
        found = _NUMBERED.match(self.words)
        return int(found[1]) if found else None


def _spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """The blocks' offsets, without outer white space, and whether there are blank lines on both sides."""
    # The replacements keep the length, so these offsets are valid in the text as read.
    for chunk in _CHUNK.finditer(text.replace("\r\n", " \n").replace("\r", "\n")):
        lines = list(re.finditer(r"[^\n]*\S", chunk.group()))
        pieces = [span for part in _parts(lines) for span in _joined(part)]
        for first, last in pieces:
            start, end = chunk.start() + first, chunk.start() + last
            yield start + len(text[start:end]) - len(text[start:end].lstrip()), end, len(pieces) == 1


def _parts(lines: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """`lines` cut before list items with consecutive numbers, before and after rules, and around definitions."""
    starts = {0, len(lines)}
    numbered = [(at, int(found[1])) for at, line in enumerate(lines) if (found := _NUMBERED.match(line[0].lstrip()))]
    for (at, number), (later, following) in pairwise(numbered):
        if following == number + 1:
            starts |= {at, later}
    for at, line in enumerate(lines):
        if _RULE.match(line[0].lstrip()):
            starts |= {at, at + 1}
    starts |= set(_definitions([line[0] for line in lines]))
    return (lines[first:last] for first, last in pairwise(sorted(starts)))


def _definitions(lines: Sequence[str]) -> Iterator[int]:
    """Where a definition begins below its term, and where it ends above the next term."""
    term: str | None = None
    for at, (line, following) in enumerate(pairwise(lines)):
        if _LIST_ITEM.match(line.lstrip()) or _NUMBERED.match(line.lstrip()):
            term = None
        elif defines(line, following):
            yield from (at, at + 1)
            term = line
        elif term is not None and not defines(term, line):
            yield at
            term = None


def _joined(lines: list[re.Match[str]]) -> list[tuple[int, int]]:
    """The span of wrapped lines, or that of each line."""
    words = [line.group() for line in lines]
    hanging = _NUMBERED.match(words[0].lstrip()) and all(line[0].isspace() for line in words[1:])
    if hanging or _wrapped(words):
        return [(lines[0].start(), lines[-1].end())]
    return [(line.start(), line.end()) for line in lines]


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


def _kind(before: _Line | None, line: _Line, after: _Line | None, *, free: bool) -> tuple[BlockKind, int]:
    """The kind of a block, and its level if it is a heading; a line in sentence case may be one if it is `free`."""
    words = line.words
    if _LIST_ITEM.match(words) or _is_listed(before, line, after):
        return "list-item", 0
    # The last line of a file has nothing below it, so it is not a heading.
    if after is None or "\n" in words or len(words.split()) > _HEADING_WORDS or not re.search(r"[^\W\d_]", words):
        return "paragraph", 0
    if _NUMBERED_TITLE.match(words):
        return ("paragraph", 0) if _INNER_END.search(words) else ("heading", 2)
    if _SENTENCE_END.search(words) or not words[0].isupper():
        return "paragraph", 0
    titled = words.endswith("?") or _title_case(words.split()) or _RULE.match(after.words)
    return ("heading", 1) if titled or (free and _heads(line, after)) else ("paragraph", 0)


def _is_listed(before: _Line | None, line: _Line, after: _Line | None) -> bool:
    """Whether the block before has the number before this one's, or the block after has the next."""
    number = line.number
    if number is None:
        return False
    return (before is not None and before.number == number - 1) or (after is not None and after.number == number + 1)


def _heads(line: _Line, after: _Line) -> bool:
    """Whether a short line stands alone above a paragraph of sentences or a list."""
    if not line.alone or len(line.words.split()) > _PLAIN_HEADING_WORDS or _NO_HEADING.search(line.words):
        return False
    prose = _ends(after.words) and len(after.words.split()) >= _PARAGRAPH_WORDS
    return prose or bool(_LIST_ITEM.match(after.words)) or after.number == 1


def _ends(words: str) -> bool:
    return words.rstrip("\"'”’)").endswith((".", "!", "?", "…", ":"))


def reads_as_title(line: str) -> bool:
    """Whether a text's first line is its title: a short line that is neither a sentence nor a list item."""
    short = bool(line) and "\n" not in line and len(line.split()) <= _TITLE_WORDS
    return short and not (_SENTENCE_END.search(line) or _LIST_ITEM.match(line) or _NUMBERED_TITLE.match(line))


def _title_case(words: list[str]) -> bool:
    large = [word for word in words if word.lower().strip("\"'“”‘’()") not in _SMALL and word[0].isalpha()]
    return bool(large) and sum(word[0].isupper() for word in large) >= 0.75 * len(large)
