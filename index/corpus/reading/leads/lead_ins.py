"""Decides which lead-ins become headings, from the blocks around them. In doubt, they stay text, to be quoted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.article import Block
from index.corpus.reading.leads.wording import ASKING_WORDS, asks, reads_as_lead, reads_as_text

# So many lead-ins in succession may all be headings.
_IN_SUCCESSION = 2
# The deepest level of a heading made of a lead-in, so that nested parts of a hostile page do not make long paths.
_DEEPEST = 9
_TEXT = ("paragraph", "list-item", "table-row", "code")


@dataclass(frozen=True, slots=True, eq=False)
class Lead:
    """What a reader knows of a block that may be a lead-in.

    `named`: the markup says that it is one. Otherwise it is bold. `part` is the part of the file in which it applies,
    compared by identity; `None` is the whole file.
    """

    named: bool = False
    part: object = None


def with_headings(
    blocks: Sequence[Block], text: str, leads: Mapping[int, Lead], ends: Mapping[int, Sequence[object]]
) -> tuple[Block, ...]:
    """`blocks` of `text` with lead-ins as headings, one level below the heading above.

    `leads` has the possible ones by their position; `ends` has, by the position of the block after it, the parts of the
    file that end.
    """
    chosen = frozenset(_chosen(blocks, text, leads)) if leads else frozenset()
    if not chosen:
        return tuple(blocks)
    above: list[_Above] = []
    found: list[Block] = []
    before = -1
    for at, block in enumerate(blocks):
        ended = _end_parts(above, ends.get(at, ()))
        if at in chosen:
            level = _level(above, leads[at], paired=before in chosen)
            above.append(_Above(level, leads[at]))
            found.append(replace(block, kind="heading", level=level, ends=ended if ended < level else 0))
        else:
            if block.kind == "heading" and block.reason is None:
                above = [*(one for one in above if one.level < block.level), _Above(block.level)]
                ended = ended if ended < block.level else 0
            found.append(replace(block, ends=ended) if ended else block)
        before = at if block.reason is None else before
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Above:
    """A heading above the current block: of the file, or made of a lead-in."""

    level: int
    lead: Lead | None = None

    def is_like(self, lead: Lead) -> bool:
        """Whether it is a lead-in of the same part and kind."""
        return self.lead is not None and self.lead.part is lead.part and self.lead.named == lead.named


def _end_parts(above: list[_Above], parts: Sequence[object]) -> int:
    """Remove the headings of `parts` that end, with all below them, in place; returns the first one's level, or 0."""
    for at, one in enumerate(above):
        if one.lead is not None and any(one.lead.part is part for part in parts):
            del above[at:]
            return one.level
    return 0


def _level(above: list[_Above], lead: Lead, *, paired: bool) -> int:
    """The level of a new heading; removes from `above` the ones that end at it. `paired`: it is directly below one."""
    if not paired:
        below = next((at for at in range(len(above), 0, -1) if above[at - 1].lead is None), 0)
        like = next((at for at in range(below, len(above)) if above[at].is_like(lead)), len(above))
        del above[like:]
    level = min((above[-1].level if above else 1) + 1, _DEEPEST)
    above[:] = [one for one in above if one.level < level]
    return level


def _chosen(blocks: Sequence[Block], text: str, leads: Mapping[int, Lead]) -> Iterator[int]:
    """The positions of the lead-ins that become headings."""
    run: list[int] = []
    kept = [at for at, block in enumerate(blocks) if block.reason is None]
    for at, below in pairwise(kept):
        if at not in leads or not _heads(blocks, text, leads, at, below):
            run = []
            continue
        run.append(at)
        if below not in leads or not _may_head(blocks[below], text, leads[below]):
            yield from _of_run(run, [asks(_words(text, blocks[one])) for one in run], leads)
            run = []


def _of_run(run: Sequence[int], asking: Sequence[bool], leads: Mapping[int, Lead]) -> Iterator[int]:
    """Those of several lead-ins in succession that become headings.

    Two may be a heading and its first question, or two terms of one definition. More bold lines are an address or a
    list.
    """
    for at, question in zip(run[-_IN_SUCCESSION:], asking[-_IN_SUCCESSION:], strict=True):
        unanswered = question and at != run[-1]
        if leads[at].named or (len(run) <= _IN_SUCCESSION and not unanswered):
            yield at


def _heads(blocks: Sequence[Block], text: str, leads: Mapping[int, Lead], at: int, below: int) -> bool:
    """Whether the block `at` reads as a lead-in of the block `below`."""
    words, under = _words(text, blocks[at]), blocks[below]
    if not _may_head(blocks[at], text, leads[at]) or under.kind not in _TEXT:
        return False
    if leads[at].named or asks(words) or (below in leads and _may_head(under, text, leads[below])):
        return True
    return under.kind != "paragraph" or reads_as_text(_words(text, under))


def _may_head(block: Block, text: str, lead: Lead) -> bool:
    words = _words(text, block)
    if lead.named:
        return any(map(str.isalpha, words)) and len(words.split()) <= ASKING_WORDS
    return reads_as_lead(words) and (block.kind == "paragraph" or asks(words))


def _words(text: str, block: Block) -> str:
    return text[block.start : block.end]
