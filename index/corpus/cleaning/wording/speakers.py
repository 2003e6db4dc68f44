"""Finds where readers' comments begin below an article, by the lines with their names and times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

_SPEAKERS = 2
# The second commenter must follow the first within this many lines.
_NEAR = 8
_ARTICLE_WORDS = 80
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}})"
)
_CLOCK = r"\d{1,2}[:.]\d\d(?::\d\d)? ?(?:[ap]\.?m\.?)?"
_HOUR = (
    rf"(?:(?:posted |on )*(?:\w+day,? )?{_DAY}(?:,| at| -| \||)? ?(?:@ )?{_CLOCK}|{_DAY} ?#\d+|\d+ (?:second"
    rf"|minute|hour|day|week|month|year)s? ago)"
)
_SPEAKER = re.compile(
    rf"{_HOUR}(?: (?:[a-z]{{2,4}}|permalink|reply|#\d*))*\W*|[\w.' -]{{1,40}} (?:says?|said|wrote|replied"
    rf"|commented)(?: on .{{0,40}})?(?::|\.\.\.|…)?"
    rf"|[\w.' -]{{1,40}} (?:on|says:|said:|wrote:) {_DAY}.{{0,20}}|reply|like reply|quote|like quote|report|reply"
    rf" (?:to \w+|report|share)",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"(?:\(?\d[\d,]* |all |reader |user |top |\w+ )?(?:comments?|responses?|replies|thoughts)\)?:?(?: \(?\d+\)?)?"
    r"(?: (?:on|to) .{1,90})?",
    re.IGNORECASE,
)


class _Line(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def words(self) -> int: ...
    @property
    def prose(self) -> int: ...


def first_comment(lines: Sequence[_Line]) -> int:
    """The position of the first line of the comments; the number of lines if there are none."""
    prose = 0
    speakers = [at for at, line in enumerate(lines) if line.words <= 12 and _SPEAKER.fullmatch(line.text)]
    for at, line in enumerate(lines):
        prose += line.prose
        later = [speaker for speaker in speakers if speaker >= at]
        if prose < _ARTICLE_WORDS or not later:
            continue
        if line.words <= 12 and later[0] <= at + 6 and _HEADER.fullmatch(line.text):
            return at
        if at in speakers and len(later) >= _SPEAKERS and later[1] <= at + _NEAR:
            # The commenter's name is on the line above the time.
            return at - 1 if lines[at - 1].words <= 3 and not lines[at - 1].prose else at
    return len(lines)
