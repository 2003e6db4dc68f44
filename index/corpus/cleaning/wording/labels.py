"""Recognizes labels: short lines that are boilerplate as a whole, such as a button or a menu entry."""

from __future__ import annotations

import re

from index.corpus.cleaning.units import Unit
from index.corpus.cleaning.wording.families.family import NETWORKS
from index.corpus.cleaning.wording.label_words import AMBIGUOUS, PLAIN
from index.corpus.cleaning.wording.metadata import DATE, DATED, MONTH, NAME, is_metadata
from index.reasons import COMMENT_FORM, FURNITURE, LEGAL, NAVIGATION, NOT_PROSE, RELATED, SOCIAL, Reason

_LONGEST = 14
_EDGES = " \t.:!?…»«›‹→←>|<*•·–—-+()[]"
_TRAIL = re.compile(r"\s+[|>»›/•·]\s+")
_STORIES = r"(?:stories|articles|posts|news|videos|reads?|coverage|recipes)"
_LISTED = r"(?-i:Tags?|Categor(?:y|ies)|Filed [Uu]nder|Posted [Ii]n|Labels|Topics)"
# A date at the beginning of a snippet or an article.
_DATE_BEFORE = re.compile(
    rf"{MONTH} \d{{1,2}}, (?:\d{{4}} )?\s?·|(?:last )?(?:published|posted|updated):? \d{{1,2}} {MONTH} \d{{4}}",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[\s*#=_~•·—–-]+")

# Labels with a variable part.
_LABELS: tuple[tuple[Reason, tuple[str, ...]], ...] = (
    (
        COMMENT_FORM,
        (
            r"\(?\d[\d,]* (?:comments?|responses?|replies|thoughts?|reviews)\)?(?: so far| (?:on|to) .{1,90})?",
            r"comments? \(\d+\)|comments? (?:on|to) [\"“].{1,90}",
            r"leave a (?:reply|comment|response) (?:to .{1,40} )?(?:cancel reply|below|now)?",
            r"(?:name|e-?mail|website|comment|message)"
            r"(?: \((?:required|will not be published|optional)[^)]*\)| ?\*)+",
        ),
    ),
    (LEGAL, (r"(?:©|\(c\)) ?\d{4}\b.{0,80}",)),
    (
        SOCIAL,
        (
            r"pin (?:this|it)(?: for later| now)?|click to (?:share|tweet|pin|e-?mail|print)\b.{0,40}",
            rf"(?:share|tweet|pin) (?:this )?(?:on|to|via) {NETWORKS}.{{0,30}}",
        ),
    ),
    (
        RELATED,
        (
            rf"(?:more|latest|recent|popular|related|trending|other|top) {_STORIES}"
            r"(?: (?:from|on|in|by|about|like|for|to) .{1,50})?",
            r"(?:if you (?:like|love|enjoy)e?d? this .{1,20}, )?you (?:may|might|will|'ll) also "
            r"(?:like|love|enjoy).{0,20}",
            r"(?:previous|next) (?:post|article|story|entry)\s?: .{1,90}",
            rf"more (?:from|by) (?-i:[A-Z]).{{1,40}}|{_LISTED}\s?:[^.]{{0,120}}",
        ),
    ),
    (
        FURNITURE,
        (
            r"\d+[ -]?min(?:ute)?s? read|(?:estimated )?reading time:? .{1,20}",
            r"page \d+ of \d+|(?:photo|image|slide) \d+ (?:of|/) \d+",
            rf"{DATED}(?: (?:on|at|by|in)|:) .{{0,60}}\d{{4}}.{{0,30}}",
            r"(?:written|posted|submitted) by:? (?-i:[A-Z]).{1,60}",
            rf"by:? {NAME}(?:,? .{{0,30}}\d{{4}}.{{0,20}})?",
            r"\d+ (?:views|reads|shares)|\d+ (?:hours?|days?|weeks?|months?|years?) ago",
        ),
    ),
)
_PATTERNS = tuple((reason, re.compile("|".join(patterns), re.IGNORECASE)) for reason, patterns in _LABELS)


def label_reason(unit: Unit) -> Reason | None:
    """The reason for a unit that is a label as a whole, or `None`."""
    if len(unit.words) > _LONGEST:
        return None
    bare = unit.text.strip(_EDGES)
    plain = _listed(PLAIN, bare) or (FURNITURE if _DATE_BEFORE.fullmatch(unit.text) else None)
    if plain or not unit.alone:
        return plain
    if _SEPARATOR.fullmatch(unit.text):
        return NOT_PROSE
    if _is_trail(bare):
        return NAVIGATION
    if is_metadata(bare):
        return FURNITURE
    return next((why for why, pattern in _PATTERNS if pattern.fullmatch(bare) or pattern.fullmatch(unit.text)), None)


def ambiguous_reason(unit: Unit) -> Reason | None:
    """The reason for a unit that may be a label but may also be a heading or a list item, or `None`."""
    if len(unit.words) > _LONGEST:
        return None
    bare = unit.text.strip(_EDGES)
    return FURNITURE if DATE.fullmatch(bare) else _listed(AMBIGUOUS, bare)


def _listed(labels: dict[Reason, frozenset[str]], bare: str) -> Reason | None:
    lowered = bare.lower()
    return next((reason for reason, known in labels.items() if lowered in known), None)


def _is_trail(bare: str) -> bool:
    """Whether a line is a breadcrumb trail, such as "Home > News > Sport"; "File > Save as" is not."""
    pieces = _TRAIL.split(bare)
    known = sum(bool(_listed(PLAIN, piece) or _listed(AMBIGUOUS, piece)) for piece in pieces)
    return len(pieces) > 2 and (pieces[0].lower() == "home" or 2 * known >= len(pieces))
