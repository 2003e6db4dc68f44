"""Definition lists in plain text: short lines, each directly above text that is indented more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from index.article import Block
from index.corpus.reading.leads.lead_ins import Lead

_TERM_WORDS = 6
_INDENT = 2
_TAB = 8
_ENDS = (".", "!", "?", "…", ":", ";", ",", "(", "{")
_SENTENCE_ENDS = re.compile(r"[.!?…][\"'”’)\]]*$")


def defines(line: str, following: str) -> bool:
    """Whether a line reads as a term and the following one is indented more, as its definition is."""
    words = line.split()
    if not 0 < len(words) <= _TERM_WORDS or words[-1].endswith(_ENDS) or not any(map(str.isalpha, line)):
        return False
    return bool(following.strip()) and _indent(following) >= _indent(line) + _INDENT


def terms(text: str, blocks: Sequence[Block]) -> tuple[Mapping[int, Lead], Mapping[int, Sequence[object]]]:
    """The blocks that are terms, by position; and the lists that end, by the position of the block after each.

    A single term is no list.
    """
    # Every line end as "\n"; the replacements keep the length.
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    lines = [text[text.rfind("\n", 0, block.start) + 1 : block.end] for block in blocks]
    found = {at for at, below in pairwise(range(len(blocks))) if _is_term(text, blocks, lines, at, below)}
    if len(found) < 2:
        return {}, {}
    leads: dict[int, Lead] = {}
    ends: dict[int, Sequence[object]] = {}
    part, indent = object(), -1
    for at, line in enumerate(lines):
        if at in found:
            indent = _indent(line)
            leads[at] = Lead(named=True, part=part)
        elif _indent(line) <= indent:
            ends[at] = [part]
            part, indent = object(), -1
    return leads, ends


def _is_term(text: str, blocks: Sequence[Block], lines: Sequence[str], at: int, below: int) -> bool:
    apart = text.count("\n", blocks[at].end, blocks[below].start) != 1
    if apart or blocks[at].kind == "list-item" or blocks[below].kind == "list-item" or "\n" in lines[at]:
        return False
    return defines(lines[at], lines[below]) and bool(_SENTENCE_ENDS.search(lines[below]))


def _indent(line: str) -> int:
    line = line.expandtabs(_TAB)
    return len(line) - len(line.lstrip())
