"""The rules in their order: an article's blocks, each with the reason that wording, neighbours or layout give it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from index.article import Article, Block
from index.corpus.cleaning.frame import judge_by_frame
from index.corpus.cleaning.furniture import furniture_blocks
from index.corpus.cleaning.labels import label_reason
from index.corpus.cleaning.layout import judge_by_layout
from index.corpus.cleaning.neighbours import judge_by_neighbours
from index.corpus.cleaning.phrases import phrase_reason
from index.corpus.cleaning.topic import Topic
from index.corpus.cleaning.units import Unit, judged_blocks, units_of
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

# A page of this many words that speaks of a matter in a third of them is an article on it: a privacy policy, say.
_SUBJECT_WORDS = 150
_SUBJECT_SHARE = 1 / 3
_SUBJECTS = frozenset({ADVERTISING, AUTHOR, COMMENT_FORM, COOKIES, FURNITURE, LEGAL, NEWSLETTER, NOT_PROSE, SOCIAL})


def judged(article: Article, furniture: Collection[str]) -> tuple[Block, ...]:
    """The article's blocks, split where their sentences fare differently. `index.corpus.cleaning.clean` says more."""
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
    # In running text a single word is a word: "Search." "Privacy."
    return phrase_reason(unit) or (label_reason(unit) if alone or len(unit.words) > 1 else None)


def _spare_subjects(units: Sequence[Unit], reasons: list[Reason | None]) -> None:
    """Keep what would be set aside where it is what the article is about."""
    total = sum(len(unit.words) for unit in units)
    if total < _SUBJECT_WORDS:
        return
    words: Counter[str] = Counter()
    for unit, reason in zip(units, reasons, strict=True):
        if reason is not None:
            words[reason] += len(unit.words)
    subjects = {reason for reason in _SUBJECTS if words[reason] > _SUBJECT_SHARE * total}
    reasons[:] = [None if reason in subjects else reason for reason in reasons]
