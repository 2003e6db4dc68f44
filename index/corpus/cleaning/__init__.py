"""Cleaning: which of an article's text is the article, and why the rest is not.

Words and structure decide, never vectors. An article is cut into units (sentences, lines, runs of links); each unit is
judged by its wording (`phrases`, `labels`), by the sentences beside it (`neighbours`), by the layout (`layout`) and, on
a web page that was flattened to lines, by where the article begins and ends (`frame`, `speakers`); judged units become
blocks again. Only `furniture` looks beyond the article: it finds what the files of one site have in common. Nothing is
deleted: what is set aside keeps its offsets and says why. Where the rules are in doubt, text stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from index.article import Article, Block
from index.corpus.cleaning.doubt import doubtful_spans
from index.corpus.cleaning.frame import judge_by_frame
from index.corpus.cleaning.furniture import furniture_blocks, repeated_furniture
from index.corpus.cleaning.labels import label_reason
from index.corpus.cleaning.layout import judge_by_layout
from index.corpus.cleaning.neighbours import judge_by_neighbours
from index.corpus.cleaning.overrides import block_ids, override
from index.corpus.cleaning.phrases import phrase_reason
from index.corpus.cleaning.statements import self_statements
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
)

__all__ = ["block_ids", "clean", "doubtful_spans", "override", "repeated_furniture", "self_statements"]

# A page of this many words that speaks of a matter in a third of them is an article on it: a privacy policy, say.
_SUBJECT_WORDS = 150
_SUBJECT_SHARE = 1 / 3
_SUBJECTS = frozenset({ADVERTISING, AUTHOR, COMMENT_FORM, COOKIES, FURNITURE, LEGAL, NEWSLETTER, NOT_PROSE, SOCIAL})


def clean(article: Article, furniture: Collection[str] = frozenset()) -> tuple[Block, ...]:
    """The article's blocks, with a `reason` on those that are not article text.

    Pure and deterministic. A block whose sentences fare differently is split into consecutive blocks; offsets stay
    exact, and only white space may fall between them. Titles, metadata and blocks that have a reason stay as they are.
    `furniture` are the texts of blocks that other files of the article's site have too, from `repeated_furniture`.
    """
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


def _set_aside_repeated(units: Sequence[Unit], reasons: list[str | None], repeated: Collection[int]) -> None:
    for at, unit in enumerate(units):
        if unit.block in repeated:
            reasons[at] = reasons[at] or FURNITURE


def _by_wording(block: Block, unit: Unit) -> str | None:
    alone = (unit.start, unit.end) == (block.start, block.end)
    # In running text a single word is a word: "Search." "Privacy."
    return phrase_reason(unit) or (label_reason(unit) if alone or len(unit.words) > 1 else None)


def _spare_subjects(units: Sequence[Unit], reasons: list[str | None]) -> None:
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
