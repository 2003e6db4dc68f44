"""The runs of a Word paragraph with their formatting, symbols, formulas and fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from index.corpus.reading.docx.package import W
from index.corpus.reading.docx.styles import Styles, look_of
from index.corpus.reading.formatting.fields import field_words
from index.corpus.reading.formatting.formulas import linear
from index.corpus.reading.formatting.looks import Look
from index.corpus.reading.formatting.runs import Place, Runs
from index.corpus.reading.formatting.symbols import UNKNOWN, symbol, symbols
from index.corpus.reading.markup import Element, local
from index.reasons import STRUCK

# Elements that are not text: properties, and the fallback content for old programs.
NOT_SHOWN = frozenset({"Fallback", "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "tcPr", "trPr", "sdtPr", "tblPrEx"})
# Tracked deletions that have not been accepted yet.
DELETED = frozenset({"del", "moveFrom"})
_SHOWN_AS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
# The background of tables and text boxes is unknown: their styles are not evaluated.
_GROUNDS = frozenset({"tbl", "txbxContent"})


@dataclass(slots=True)
class _Field:
    """An open field: its instruction, and whether the document stores a result for it."""

    instruction: str = ""
    shown: bool = False


class _Words:
    """The state while one paragraph is traversed."""

    def __init__(self, paragraph: Element, styles: Styles) -> None:
        self.runs = Runs()
        self._styles = styles
        self._base = styles.paragraph_look(paragraph)
        self._look = self._base
        self._deleted = any(map(_is_deleted, paragraph.iterancestors()))
        self._grounded = any(local(above) in _GROUNDS for above in paragraph.iterancestors())
        self._fields: list[_Field] = []

    def take(self, element: Element) -> None:
        """Add the content of an element."""
        for child in element:
            name = local(child)
            if name == "r":
                self._run(child)
            elif name in DELETED:
                was, self._deleted = self._deleted, True
                self.take(child)
                self._deleted = was
            elif name in ("oMath", "oMathPara"):
                self._add(linear(child), "line")
            elif name == "fldSimple" and not any(local(one) for one in child):
                self._field(child.get(W + "instr") or "")
            elif name and name not in NOT_SHOWN and name != "txbxContent":
                self.take(child)

    def _run(self, run: Element) -> None:
        properties = run.find(W + "rPr")
        style = properties.find(W + "rStyle") if properties is not None else None
        named = self._styles.look(style.get(W + "val")) if style is not None else Look()
        self._look = look_of(properties).over(named).over(self._base)
        for child in run:
            self._in_run(child)
        self._look = self._base

    def _in_run(self, child: Element) -> None:
        name = local(child)
        if name in ("t", "delText"):
            self._add(symbols(child.text or "", self._look.font))
        elif name in _SHOWN_AS:
            self._add(_SHOWN_AS[name], "line")
        elif name == "sym":
            self._add(_symbol(child.get(W + "char") or "", child.get(W + "font")))
        elif name == "fldChar":
            self._field_char(child.get(W + "fldCharType"))
        elif name in ("instrText", "delInstrText") and self._fields:
            self._fields[-1].instruction += child.text or ""
        elif name == "r":
            self._run(child)
        elif name and name not in NOT_SHOWN and name not in ("txbxContent", "instrText", "delInstrText", "rt"):
            self.take(child)
            for inner in child:
                if local(inner) in ("t", "sym"):
                    self._in_run(inner)

    def _field_char(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shown = True
        elif kind == "end" and self._fields:
            field = self._fields.pop()
            if not field.shown:
                self._field(field.instruction)

    def _field(self, instruction: str) -> None:
        """Add what a field without a stored result shows."""
        shown = field_words(instruction)
        if shown is not None:
            self._add(*shown)

    def _add(self, words: str, place: Place | None = None) -> None:
        look = self._look
        reason = STRUCK if self._deleted else look.reason(grounded=self._grounded)
        self.runs.add(words, place or look.place or "line", reason, bold=bool(look.bold))


def words_of(paragraph: Element, styles: Styles) -> Runs:
    """The runs of a paragraph, without the text of its text boxes."""
    words = _Words(paragraph, styles)
    words.take(paragraph)
    return words.runs


def _is_deleted(element: Element) -> bool:
    name = local(element)
    return name in DELETED or (name == "tr" and _is_deleted_row(element))


def _is_deleted_row(row: Element) -> bool:
    # Its properties are before its cells, of which there may be very many.
    return any(first.find(f"{W}del") is not None for first in islice(row, 2) if local(first) == "trPr")


def _symbol(code: str, font: str | None) -> str:
    if not re.fullmatch("[0-9A-Fa-f]{1,4}", code):
        return UNKNOWN
    char = chr(int(code, 16))
    # In fonts that are not symbol fonts, codes are ordinary characters.
    return symbol(char, font) if char.isprintable() or char >= "\ue000" else UNKNOWN


def boxes(element: Element) -> Iterator[Element]:
    """The text boxes anchored in a paragraph."""
    for child in element:
        if local(child) == "txbxContent":
            yield child
        elif local(child) and local(child) not in NOT_SHOWN:
            yield from boxes(child)
