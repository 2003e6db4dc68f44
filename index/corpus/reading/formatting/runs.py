"""Runs: the words of one block while they are collected, with their formatting."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from index.corpus.reading.formatting.raised import lowered, raised, with_fractions
from index.reasons import Reason

Place = Literal["line", "raised", "lowered"]
_SPACE = " \t\xa0"
# How many characters before a superscript decide how it is written.
_BEFORE = 10


@dataclass(slots=True)
class Runs:
    """The words of one block, run by run.

    `text` has the kept words, with superscript and subscript characters; `aside` has the others in order, each with its
    reason. Adjacent runs of the same formatting count as one. `bold` is whether all kept words are bold.
    """

    first: str = ""
    _runs: list[tuple[str, Place, Reason | None]] = field(default_factory=list)
    _bold: bool | None = None
    _bold_runs: int = 0

    def __post_init__(self) -> None:
        self.add(self.first)

    def add(self, words: str, place: Place = "line", reason: Reason | None = None, *, bold: bool = False) -> None:
        """Append a run. With a `reason` (`STRUCK`, `HIDDEN`) it is set aside."""
        if words:
            self._runs.append((words, place, reason))
            # Spaces and punctuation between bold words need not be bold.
            if not reason and any(map(str.isalnum, words)):
                if self._bold and not bold:
                    self._bold_runs = len(self._runs) - 1
                self._bold = bold and self._bold is not False

    def extend(self, other: Runs) -> None:
        """Append all runs of `other`."""
        before = len(self._runs)
        self._runs.extend(other._runs)
        if other._bold is None:
            return
        if self._bold is not False and not other._bold and (self._bold or other._bold_runs):
            self._bold_runs = before + other._bold_runs
        self._bold = other._bold and self._bold is not False

    @property
    def bold(self) -> bool:
        """Whether it has kept words, and all of them are bold."""
        return bool(self._bold)

    @property
    def after_bold(self) -> tuple[Runs, Runs] | None:
        """The bold words at the beginning and the words after them, or `None` if it does not consist of both."""
        if not self._bold_runs:
            return None
        bold, after = Runs(), Runs()
        bold._runs, after._runs = self._runs[: self._bold_runs], self._runs[self._bold_runs :]
        bold._bold, after._bold = True, False
        return bold, after

    def __bool__(self) -> bool:
        return bool(self._runs)

    @property
    def ends_line(self) -> bool:
        """Whether the text so far ends with a line end, ignoring spaces."""
        return "".join(words for words, _, _ in self._runs[-2:]).rstrip(_SPACE).endswith("\n")

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The kept words."""
        if all(run[1] == "line" and not run[2] for run in self._runs):
            return "".join(words for words, _, _ in self._runs)
        parts: list[str] = []
        for aside, group in groupby(self._runs, key=lambda run: bool(run[2])):
            if not aside:
                before = "".join(parts[-2:])
                _close(parts, with_fractions("".join(_as_shown([(words, place) for words, place, _ in group], before))))
        return "".join(parts)

    @property
    def aside(self) -> list[tuple[Reason, str]]:
        """The reason and the words of each run that is set aside."""
        return [
            (reason, with_fractions("".join(_as_shown([(words, place) for words, place, _ in group], ""))))
            for reason, group in groupby(self._runs, key=lambda run: run[2])
            if reason
        ]


def _close(parts: list[str], words: str) -> None:
    """Append `words` where a run was removed, without a double space or a space before punctuation."""
    if not parts or parts[-1][-1:] in (*_SPACE, "\n", "(", "["):
        words = words.lstrip(_SPACE)
    if parts and (not words.strip() or words.lstrip(_SPACE)[0] in ".,;:!?)]"):
        parts[-1], words = parts[-1].rstrip(_SPACE), words.lstrip(_SPACE)
    if words:
        parts.append(words)


def _as_shown(runs: list[tuple[str, Place]], before: str) -> list[str]:
    parts: list[str] = []
    for place, group in groupby(runs, key=lambda run: run[1]):
        words = "".join(words for words, _ in group)
        if place == "raised":
            words = raised(words, "".join([before[-_BEFORE:], *parts[-2:]]))
        elif place == "lowered":
            words = lowered(words)
        parts.append(words)
    return parts
