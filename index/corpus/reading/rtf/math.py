"""Formulas in rich text: control words are the elements of OMML with the prefix m."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from index.corpus.reading.formatting.formulas import linear
from index.corpus.reading.markup import parse
from index.errors import UnreadableFileError

_DEEPEST = 100


@dataclass(slots=True)
class Formula:
    """A formula while its groups are read: its XML without namespaces, and the open elements of each group."""

    _xml: list[str] = field(default_factory=list)
    _open: list[list[str]] = field(default_factory=lambda: [[]])

    def open(self) -> None:
        """Begin a group."""
        self._open.append([])

    def close(self) -> None:
        """End a group and the elements opened in it."""
        if len(self._open) > 1:
            self._xml += [f"</{name}>" for name in reversed(self._open.pop())]

    def word(self, word: bytes) -> None:
        """Open an element for a control word of formulas; ignore other words."""
        name = word.decode()
        if len(name) > 1 and name.startswith("m") and len(self._open) < _DEEPEST:
            self._open[-1].append(name[1:])
            self._xml.append(f"<{name[1:]}>")

    def text(self, words: str) -> None:
        """Add text."""
        shown = "".join(char for char in words if char.isprintable())
        self._xml.append(f"<t>{escape(shown)}</t>" if shown.strip() else "")

    def linear(self) -> str:
        """The formula in one line; empty if it is malformed."""
        while len(self._open) > 1:
            self.close()
        try:
            return linear(parse(f"<oMath>{''.join(self._xml)}</oMath>".encode(), "formula"))
        except UnreadableFileError:
            return ""
