"""Layout rules: recognizes menus, lists of links and comment sections by the position and context of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.corpus.cleaning.topic import Topic
from index.corpus.cleaning.units import Unit
from index.corpus.cleaning.wording.labels import ambiguous_reason
from index.reasons import COMMENT_FORM, NAVIGATION, READER_COMMENTS, RELATED, SOCIAL, Reason

_LINE_WORDS = 12
_MENU = 4
_LABELS_IN_MENU = 0.3
_LINKS_AT_END = 5
_FOREIGN = 0.5
_ENTRY_WORDS = 5
# At most a title and a heading are spared above prose.
_HEADINGS = 2
# The first commenter must follow "3 comments" within this many units.
_SOON = 4
_SPEAKER = re.compile(
    r"(?:\bsays?|\bwrote|\bsaid):?$|\bat \d{1,2}:\d\d ?(?:[ap]\.?m\.?)?\W*(?:reply)?$|^reply$|^\d+ \w+ ago\b",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"^(?:\(?\d[\d,]* (?:comments?|responses?|replies|thoughts?)\b|comments?\b|reader comments$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Run:
    """Positions of consecutive lines. `before` means that all prose is below them, `after` that all is above."""

    lines: range
    before: bool
    after: bool


def judge_by_layout(
    units: Sequence[Unit], reasons: list[Reason | None], headings: frozenset[int], topic: Topic
) -> None:
    """Set `reasons` for lines by their context, in place. `headings` are the positions of units that are headings.

    An article without prose keeps all its lines.
    """
    if not any(unit.prose and reason is None for unit, reason in zip(units, reasons, strict=True)):
        return
    _comment_section(units, reasons)
    for run in _runs(units, reasons):
        spared = _spared(units, reasons, run, headings)
        _menu(units, reasons, run, spared, topic)
        _listed_links(reasons, run, spared)
        _between(units, reasons, run, spared, topic)


def _line(unit: Unit) -> bool:
    return unit.alone and len(unit.words) <= _LINE_WORDS and not unit.ends


def _runs(units: Sequence[Unit], reasons: Sequence[Reason | None]) -> Iterator[_Run]:
    loose = [_line(unit) or reason is not None for unit, reason in zip(units, reasons, strict=True)]
    prose = [at for at, unit in enumerate(units) if unit.prose and reasons[at] is None]
    at = 0
    while at < len(units):
        end = at
        while end < len(units) and loose[end]:
            end += 1
        if end > at:
            yield _Run(range(at, end), before=prose[0] >= end, after=prose[-1] < at)
        at = max(end, at + 1)


def _spared(units: Sequence[Unit], reasons: Sequence[Reason | None], run: _Run, headings: frozenset[int]) -> set[int]:
    """Lines of the run that belong to the article: headings above prose, the title, and a list after a colon."""
    spared: set[int] = set()
    if not run.after:
        for at in reversed(run.lines):
            button = ambiguous_reason(units[at]) == SOCIAL
            # Lines directly above prose are its headings, even if they read like sentences.
            heads = at in headings or (not spared and len(units[at].words) > 2)
            if reasons[at] is not None or button or not heads or len(spared) == _HEADINGS:
                break
            spared.add(at)
    if run.before:
        # Above the article, the last line that is not a label is its title; a date and a name may follow it.
        unlabelled = (at for at in reversed(run.lines) if reasons[at] is None and not ambiguous_reason(units[at]))
        spared.update(islice(unlabelled, 1))
    if run.lines.start > 0 and units[run.lines.start - 1].text.endswith(":"):
        for at in run.lines:
            if reasons[at] is not None:
                break
            spared.add(at)
    return spared


def _menu(units: Sequence[Unit], reasons: list[Reason | None], run: _Run, spared: set[int], topic: Topic) -> None:
    """Set aside ambiguous labels next to certain ones, and the other entries of such a menu."""
    plain = sum(reasons[at] is not None for at in run.lines)
    maybe = {
        at: reason
        for at in run.lines
        if reasons[at] is None and at not in spared and (reason := ambiguous_reason(units[at]))
    }
    if plain or len(maybe) >= _MENU or ((run.before or run.after) and len(maybe) > 1):
        for at, reason in maybe.items():
            reasons[at] = reason
    open_lines = [at for at in run.lines if reasons[at] is None and at not in spared]
    labelled = plain + len(maybe) >= max(3, _LABELS_IN_MENU * len(run.lines))
    at_end = run.after and len(open_lines) >= _LINKS_AT_END and all(_titled(units[at]) for at in open_lines)
    if len(run.lines) >= _MENU and (labelled or at_end):
        for at in open_lines if at_end else _outward(reasons, run, open_lines):
            entry = run.after or len(units[at].words) <= _ENTRY_WORDS
            if entry and topic.distance(units[at].terms) >= _FOREIGN:
                reasons[at] = NAVIGATION


def _outward(reasons: Sequence[Reason | None], run: _Run, lines: Sequence[int]) -> list[int]:
    """Those of `lines` that a set-aside line separates from the article; others may be a list in the article."""
    marked = [at for at in run.lines if reasons[at] is not None]
    if not marked:
        return []
    return [at for at in lines if (run.before or at > marked[0]) and (run.after or at < marked[-1])]


def _titled(unit: Unit) -> bool:
    """Whether a line reads like the title of a page: several words, most of them capitalized."""
    tokens = [token for token in unit.text.split() if len(token) > 3]
    return len(unit.words) > 1 and bool(tokens) and sum(token[0].isupper() for token in tokens) >= 0.75 * len(tokens)


def _listed_links(reasons: list[Reason | None], run: _Run, spared: set[int]) -> None:
    """Set aside the lines below a label such as "Related articles"."""
    listing = False
    for at in run.lines:
        if reasons[at] is not None:
            listing = reasons[at] == RELATED or (listing and reasons[at] == NAVIGATION)
        elif at in spared:
            listing = False
        elif listing:
            reasons[at] = RELATED


def _between(units: Sequence[Unit], reasons: list[Reason | None], run: _Run, spared: set[int], topic: Topic) -> None:
    """Set aside single lines between two that are set aside."""
    for at in run.lines[1:-1]:
        enclosed = reasons[at] is None and at not in spared and reasons[at - 1] and reasons[at + 1]
        if enclosed and (not units[at].terms or topic.distance(units[at].terms) >= _FOREIGN):
            reasons[at] = reasons[at - 1]


def _comment_section(units: Sequence[Unit], reasons: list[Reason | None]) -> None:
    """Set aside everything from "3 comments" on, if a commenter follows soon and another one later."""
    prose = False
    for at, unit in enumerate(units):
        prose = prose or (unit.prose and reasons[at] is None)
        if prose and (reasons[at] == COMMENT_FORM or _line(unit)) and _COMMENTS.match(unit.text):
            speakers = [
                later
                for later in range(at + 1, len(units))
                if _line(units[later]) and _SPEAKER.search(units[later].text)
            ]
            if len(speakers) >= 2 and speakers[0] <= at + _SOON:
                reasons[at:] = [reason or READER_COMMENTS for reason in reasons[at:]]
                return
