"""The frame: the text around the article on a web page that was flattened to lines.

Such a page has one line per block: menu, title, article, comments, teasers, footer. The article is the stretch of lines
with the highest score: prose on one subject adds to it, short lines and lines that are already set aside subtract. All
lines outside are the frame. Plain text, poems, lists and manuals have no frame: the rules apply only to pages on which
several lines have the wording of a web site.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from statistics import median

from index.corpus.cleaning.units import Unit, small_words
from index.corpus.cleaning.wording.labels import ambiguous_reason
from index.corpus.cleaning.wording.speakers import first_comment
from index.reasons import (
    AUTHOR,
    COMMENT_FORM,
    FURNITURE,
    LEGAL,
    NAVIGATION,
    NOT_PROSE,
    READER_COMMENTS,
    RELATED,
    Reason,
)

# A flattened page has at least `_LINES` lines, of which at least `_SITE_LINES` are set aside by their wording.
_LINES = 16
_SITE_LINES = 3
_SITE_SHARE = 0.05
_SHORT_LINES = 0.3
_SHORT_WORDS = 12
_LEAST_WORDS = 8
# A stretch with fewer words of prose is not taken for the article.
_ARTICLE_WORDS = 120
_SHARE = 0.4
_TEXT_WORDS = 7
# Scores: prose adds its words, minus `_CHANCE_WORDS` so that single sentences do not count; other lines subtract.
_PARAGRAPH_WORDS = 30
_CHANCE_WORDS = 8
_MOST_WORDS = 60
_SHORT_COSTS = 3
_SITE_COSTS = 8
# More short lines in a row, none set aside, are not a menu but a list, a table or a poem: they cost nothing.
_LONG_RUN = 9
_KIN = 0.6
# The article continues after a closing line if the prose below on its subject exceeds this share of the article.
_REST = 0.5
_KIN_WORDS = 25
# Below an article these reasons mean that it has ended.
_CLOSING = frozenset({AUTHOR, COMMENT_FORM, LEGAL, RELATED})
_TITLE_LEAST, _TITLE_MOST = 2, 25
_LEAD_WORDS = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One block: its units by position. `prose` counts words of kept sentences; `site` means set aside by wording."""

    units: range
    text: str
    words: int
    prose: int
    site: bool
    closing: bool
    label: bool
    ends: bool
    terms: frozenset[str]

    @property
    def short(self) -> bool:
        """Whether the line has few words and does not end like a sentence."""
        return self.words <= _SHORT_WORDS and not self.ends


def lines_of(units: Sequence[Unit], reasons: Sequence[Reason | None]) -> list[Line]:
    """One line per block."""
    lines = []
    for _, group in groupby(range(len(units)), key=lambda at: units[at].block):
        members = list(group)
        kept = [units[at] for at in members if reasons[at] is None]
        lines.append(
            Line(
                range(members[0], members[-1] + 1),
                " ".join(units[at].text for at in members),
                sum(len(units[at].words) for at in members),
                _prose(kept),
                not kept and reasons[members[0]] != NOT_PROSE,
                not kept and reasons[members[0]] in _CLOSING,
                len(kept) == 1 and ambiguous_reason(kept[0]) is not None,
                units[members[-1]].ends,
                frozenset[str]().union(*(unit.terms for unit in kept)),
            )
        )
    return lines


def _prose(units: Sequence[Unit]) -> int:
    """The number of words in sentences; 0 if they have too few function words to be prose."""
    ended = [unit for unit in units if unit.ends]
    words = [word for unit in ended for word in unit.words]
    return len(words) if len(words) >= _LEAST_WORDS and small_words(words) >= 0.2 * len(words) else 0


def judge_by_frame(units: Sequence[Unit], reasons: list[Reason | None]) -> None:
    """Set `reasons` for the lines around the article of a flattened page, in place."""
    lines = lines_of(units, reasons)
    if not _is_page(lines):
        return
    comments = first_comment(lines)
    home = _at_home(lines)
    first, last = _with_kin(lines[:comments], home, *_article(lines[:comments], home))
    article = lines[first : last + 1]
    if sum(line.prose for line in article) < _ARTICLE_WORDS or _texts(article) < _SHARE * _texts(lines[:comments]):
        return
    for at in range(comments, len(lines)):
        _set_aside(lines[at], reasons, READER_COMMENTS)
    for at in set(range(first)) - _title_and_lead(lines, first, home):
        _set_aside(lines[at], reasons, NAVIGATION)
    for at in range(_end_of_list(lines, last, home), comments):
        _set_aside(lines[at], reasons, FURNITURE)


def _texts(lines: Sequence[Line]) -> int:
    return sum(line.words for line in lines if not line.site and line.words >= _TEXT_WORDS)


def _set_aside(line: Line, reasons: list[Reason | None], reason: Reason) -> None:
    for at in line.units:
        reasons[at] = reasons[at] or reason


def _is_page(lines: Sequence[Line]) -> bool:
    # A label that could also be a heading counts half.
    site = sum(line.site for line in lines) + sum(line.label for line in lines) / 2
    short = sum(line.short for line in lines)
    enough = site >= max(_SITE_LINES, _SITE_SHARE * len(lines))
    return enough and len(lines) >= _LINES and short >= _SHORT_LINES * len(lines)


def _at_home(lines: Sequence[Line]) -> list[float]:
    """For each line, the share of its terms that other paragraphs use, relative to the median paragraph (1)."""
    paragraphs = [line.prose >= _PARAGRAPH_WORDS for line in lines]
    counts = Counter(term for line, long in zip(lines, paragraphs, strict=True) if long for term in line.terms)
    shares = [
        sum(counts[term] > own for term in line.terms) / len(line.terms) if line.terms else 0.0
        for line, own in zip(lines, paragraphs, strict=True)
    ]
    usual = [share for share, long in zip(shares, paragraphs, strict=True) if long]
    return [share / (median(usual) or 1) if usual else 1.0 for share in shares]


def _gain(line: Line, home: float) -> float:
    if line.site:
        return -_SITE_COSTS
    if line.prose:
        return min(line.prose, _MOST_WORDS) * min(1.0, 0.3 + home) - _CHANCE_WORDS
    return -_SHORT_COSTS if line.short else 0.0


def _article(lines: Sequence[Line], home: Sequence[float]) -> tuple[int, int]:
    """The first and last line of the stretch with the highest score."""
    gains = [_gain(line, at_home) for line, at_home in zip(lines, home, strict=False)]
    for at in range(_LONG_RUN, len(lines)):
        if all(line.short and not line.site for line in lines[at - _LONG_RUN : at + 1]):
            gains[at] = 0.0
    sums = [0.0, *accumulate(gains)]
    best, found, lowest = 0.0, (0, -1), 0
    for end, total in enumerate(sums):
        if total < sums[lowest]:
            lowest = end
        if total - sums[lowest] > best:
            best, found = total - sums[lowest], (lowest, end - 1)
    return found


def _with_kin(lines: Sequence[Line], home: Sequence[float], first: int, last: int) -> tuple[int, int]:
    """The stretch, extended to paragraphs on the same subject that a list or a table separates from it."""
    kin = [at for at, line in enumerate(lines) if home[at] >= _KIN and line.prose >= _KIN_WORDS]
    closing = next((at for at in range(last + 1, len(lines)) if lines[at].closing), len(lines))
    below = [at for at in range(closing, len(lines)) if home[at] >= _KIN and lines[at].prose]
    if sum(lines[at].prose for at in below) > _REST * sum(line.prose for line in lines[first : last + 1]):
        return min([first, *kin]), below[-1]
    return min([first, *kin]), max(at for at in [last, *kin] if at < closing)


def _title_and_lead(lines: Sequence[Line], first: int, home: Sequence[float]) -> set[int]:
    """The line above the article that is most likely its title, and the longer lines in between."""
    named = [
        at
        for at in range(first)
        if not lines[at].site and not lines[at].label and _TITLE_LEAST <= lines[at].words <= _TITLE_MOST
    ]
    if not named:
        return set()
    title = max(named, key=lambda at: (home[at] - 0.02 * (first - at), at))
    return {title, *(at for at in range(title, first) if lines[at].words >= _LEAD_WORDS)}


def _end_of_list(lines: Sequence[Line], last: int, home: Sequence[float]) -> int:
    """The end of the lines directly below the article that are on its subject or contain numbers."""
    at = last + 1
    while at < len(lines) and not (lines[at].site or lines[at].label):
        figures = any(character.isdigit() for character in lines[at].text)
        if home[at] < 0.8 and not figures:
            break
        at += 1
    return at
