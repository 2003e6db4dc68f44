"""Formulas of rich text, whose words are those of Word's XML with an m before them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from index.corpus.reading.formulas import linear
from index.corpus.reading.markup import parse
from index.errors import UnreadableFileError

_DEEPEST = 100


@dataclass(slots=True)
class Formula:
    """A formula while its groups are read: XML without namespaces, and the elements that each open group opened."""

    _xml: list[str] = field(default_factory=list)
    _open: list[list[str]] = field(default_factory=lambda: [[]])

    def open(self) -> None:
        """A group begins."""
        self._open.append([])

    def close(self) -> None:
        """A group ends, and what it opened."""
        if len(self._open) > 1:
            self._xml += [f"</{name}>" for name in reversed(self._open.pop())]

    def word(self, word: bytes) -> None:
        """A control word; those of formulas are elements."""
        name = word.decode()
        if len(name) > 1 and name.startswith("m") and len(self._open) < _DEEPEST:
            self._open[-1].append(name[1:])
            self._xml.append(f"<{name[1:]}>")

    def text(self, words: str) -> None:
        """Words of the formula."""
        shown = "".join(char for char in words if char.isprintable())
        self._xml.append(f"<t>{escape(shown)}</t>" if shown.strip() else "")

    def linear(self) -> str:
        """All of it in one line; a formula that is not whole is its words."""
        while len(self._open) > 1:
            self.close()
        try:
            return linear(parse(f"<oMath>{''.join(self._xml)}</oMath>".encode(), "formula"))
        except UnreadableFileError:
            return ""
