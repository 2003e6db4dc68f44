"""Rules that judge a unit by its neighbours if its own wording is not enough."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.corpus.cleaning.topic import Topic
from index.corpus.cleaning.units import Unit, small_words
from index.corpus.cleaning.wording.bios import biographies
from index.corpus.cleaning.wording.phrases import weak_reason
from index.reasons import AUTHOR, LINK_SPAM, NOT_PROSE, RELATED, Reason

# Rules that use the topic need at least this many sentences.
_SENTENCES_OF_A_TOPIC = 10
_SENTENCES_ON_AN_AUTHOR = 5
_TEASER_WORDS = 30
_HEADLINE_WORDS = 14
_HEADLINES = 4
_SENTENCE_WORDS = 8
_SMALL_WORDS = 0.2

_POINTS_ELSEWHERE = re.compile(
    r"^(?:here, )?(?:(?:read on|keep reading|continue reading|click here|(?:learn|read|find out) more) \w|learn about)",
    re.IGNORECASE,
)
_OTHER_PAGES = re.compile(
    r"(?:related|recommended|popular|similar|more|latest|trending) (?:articles|stories|posts|threads|coverage|content"
    r"|topics|news|reading)\W*$",
    re.IGNORECASE,
)
# A snippet from a search engine may be cut after any word; a writer does not pause after "the".
_CUT = re.compile(r"\b(?:the|an?|of|and|or|with|for|in|by|from|as|your|their|its|our|than|most \w+)\s(?:…|\.\.\.)$")


def judge_by_neighbours(units: Sequence[Unit], reasons: list[Reason | None], topic: Topic) -> None:
    """Set `reasons`, one per unit (`None` if kept so far), in place, by each unit's neighbours."""
    for at in biographies(units):
        reasons[at] = reasons[at] or AUTHOR
    _under_author_label(units, reasons)
    if sum(unit.prose for unit in units) >= _SENTENCES_OF_A_TOPIC:
        _links(units, reasons, topic)
        _teasers(units, reasons, topic)
        _headlines(units, reasons, topic)
        _cut_snippets(units, reasons)
    for order in (range(len(units)), range(len(units) - 1, -1, -1)):
        for at in order:
            if reasons[at] is None and _beside_set_aside(reasons, at):
                reasons[at] = weak_reason(units[at])
    _fill_gaps(units, reasons)


def _under_author_label(units: Sequence[Unit], reasons: list[Reason | None]) -> None:
    """Set aside the paragraph below "About the author"."""
    for at, unit in enumerate(units[:-1]):
        if reasons[at] == AUTHOR and unit.alone and not unit.ends:
            below = units[at + 1].block
            for position in range(at + 1, min(at + 1 + _SENTENCES_ON_AN_AUTHOR, len(units))):
                if units[position].block == below and not (units[position].alone and not units[position].ends):
                    reasons[position] = reasons[position] or AUTHOR


def _links(units: Sequence[Unit], reasons: list[Reason | None], topic: Topic) -> None:
    """Links to pages on the same subject are related pages, not spam."""
    for at, unit in enumerate(units):
        if reasons[at] == LINK_SPAM and topic.about(unit.terms):
            reasons[at] = RELATED


def _teasers(units: Sequence[Unit], reasons: list[Reason | None], topic: Topic) -> None:
    """Set aside teasers: the question and the first sentence of another page, followed by "learn more"."""
    for at, unit in enumerate(units):
        if reasons[at] != RELATED or not _POINTS_ELSEWHERE.match(unit.text):
            continue
        for before in (at - 1, at - 2):
            card = units[before] if before >= 0 else unit
            foreign = card.block == unit.block and len(card.words) <= _TEASER_WORDS and not topic.about(card.terms)
            if not foreign or reasons[before] is not None or (before == at - 2 and not card.text.endswith("?")):
                break
            reasons[before] = RELATED


def _headlines(units: Sequence[Unit], reasons: list[Reason | None], topic: Topic) -> None:
    """Set aside headlines on other subjects next to a label such as "Related stories" in running text."""
    texts = [unit for unit, reason in zip(units, reasons, strict=True) if reason is None and unit.prose]
    used = Counter(term for unit in texts for term in unit.terms)
    for at, unit in enumerate(units):
        if reasons[at] != RELATED or not _OTHER_PAGES.match(unit.text):
            continue
        for step in (-1, 1):
            for beside in range(at + step, at + step * (_HEADLINES + 1), step):
                if not 0 <= beside < len(units) or units[beside].block != unit.block or reasons[beside] is not None:
                    break
                if len(units[beside].words) > _HEADLINE_WORDS or not _foreign(units[beside], topic, used):
                    break
                reasons[beside] = RELATED


def _foreign(unit: Unit, topic: Topic, used: Counter[str]) -> bool:
    """Whether a headline belongs to another page: off topic, or a question with a term the article does not use.

    `used` counts, for each term, the kept sentences that have it.
    """
    asks_elsewhere = unit.text.endswith("?") and any(used[term] <= unit.prose for term in unit.terms)
    return asks_elsewhere or not topic.about(unit.terms)


def _cut_snippets(units: Sequence[Unit], reasons: list[Reason | None]) -> None:
    for at, unit in enumerate(units):
        if reasons[at] is None and _CUT.search(unit.text):
            reasons[at] = NOT_PROSE


def _beside_set_aside(reasons: Sequence[Reason | None], at: int) -> bool:
    return (at > 0 and reasons[at - 1] is not None) or (at + 1 < len(reasons) and reasons[at + 1] is not None)


def _fill_gaps(units: Sequence[Unit], reasons: list[Reason | None]) -> None:
    """Set aside one or two words, or a line that stops in mid-sentence, between units that are set aside."""
    for at in range(1, len(units) - 1):
        if reasons[at] is not None or not (reasons[at - 1] and reasons[at + 1]):
            continue
        same = units[at - 1].block == units[at].block == units[at + 1].block
        if same and len(units[at].words) <= 2:
            reasons[at] = reasons[at - 1]
        elif _stops(units[at]):
            reasons[at] = NOT_PROSE


def _stops(unit: Unit) -> bool:
    """Whether a line reads like a sentence but lacks its end."""
    words = unit.words
    held = small_words(words) >= _SMALL_WORDS * len(words)
    return unit.alone and len(words) >= _SENTENCE_WORDS and held and not unit.ends and not unit.text.endswith(":")
