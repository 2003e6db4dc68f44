"""Applies the rules in order: an article → its blocks with reasons from wording, neighbours, layout and frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from index.article import Article, Block
from index.corpus.cleaning.frame import judge_by_frame
from index.corpus.cleaning.furniture import furniture_blocks
from index.corpus.cleaning.layout import judge_by_layout
from index.corpus.cleaning.neighbours import judge_by_neighbours
from index.corpus.cleaning.topic import Topic
from index.corpus.cleaning.units import Unit, judged_blocks, units_of
from index.corpus.cleaning.wording.labels import label_reason
from index.corpus.cleaning.wording.phrases import phrase_reason
from index.reasons import (
    ADVERTISING,
    AUTHOR,
    COMMENT_FORM,
    COOKIES,
    FURNITURE,
    LEGAL,
    NEWSLETTER,
    NOT_PROSE,
    SOCIAL,
    Reason,
)

# In a page of at least this many words, a reason for more than a third of them is its subject: a privacy policy, say.
_SUBJECT_WORDS = 150
_SUBJECT_SHARE = 1 / 3
_SUBJECTS = frozenset({ADVERTISING, AUTHOR, COMMENT_FORM, COOKIES, FURNITURE, LEGAL, NEWSLETTER, NOT_PROSE, SOCIAL})


def judged(article: Article, furniture: Collection[str]) -> tuple[Block, ...]:
    """The article's blocks, split where their sentences get different reasons; see `index.corpus.cleaning.clean`."""
    units = units_of(article)
    reasons = [unit.reason or _by_wording(article.blocks[unit.block], unit) for unit in units]
    repeated = furniture_blocks(article, furniture)
    _set_aside_repeated(units, reasons, repeated)
    topic = Topic.of(units, article.card.title)
    judge_by_neighbours(units, reasons, topic)
    headings = frozenset(at for at, unit in enumerate(units) if article.blocks[unit.block].kind == "heading")
    judge_by_layout(units, reasons, headings, topic)
    _spare_subjects(units, reasons)
    _set_aside_repeated(units, reasons, repeated)
    judge_by_frame(units, reasons)
    return judged_blocks(article.blocks, units, reasons)


def _set_aside_repeated(units: Sequence[Unit], reasons: list[Reason | None], repeated: Collection[int]) -> None:
    for at, unit in enumerate(units):
        if unit.block in repeated:
            reasons[at] = reasons[at] or FURNITURE


def _by_wording(block: Block, unit: Unit) -> Reason | None:
    alone = (unit.start, unit.end) == (block.start, block.end)
    # In running text, a single word such as "Search." or "Privacy." is not a label.
    return phrase_reason(unit) or (label_reason(unit) if alone or len(unit.words) > 1 else None)


def _spare_subjects(units: Sequence[Unit], reasons: list[Reason | None]) -> None:
    """Keep text that would be set aside if it is the article's subject."""
    total = sum(len(unit.words) for unit in units)
    if total < _SUBJECT_WORDS:
        return
    words: Counter[str] = Counter()
    for unit, reason in zip(units, reasons, strict=True):
        if reason is not None:
            words[reason] += len(unit.words)
    subjects = {reason for reason in _SUBJECTS if words[reason] > _SUBJECT_SHARE * total}
    reasons[:] = [None if reason in subjects else reason for reason in reasons]
