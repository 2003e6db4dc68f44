"""Blocks of formats that have no text of their own: the text as read is made of the blocks' words, in order."""

from __future__ import annotations

import re

from index.article import Block, BlockKind, Card
from index.corpus.reading.reading import Reading
from index.reasons import Reason

# Control characters but tab and line end, and halves of characters: no file and no model takes them.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_END = re.compile(r"\s*(?:\r\n|[\r\n\v\f])\s*")
_NEIGHBOURS = ("list-item", "table-row")


class BlockText:
    """The text and the blocks of one file while it is read."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    def add(
        self,
        words: str,
        kind: BlockKind = "paragraph",
        *,
        level: int = 0,
        page: int | None = None,
        reason: Reason | None = None,
    ) -> None:
        """One block of these words; nothing where they show nothing."""
        words = clean_words(words)
        if not any(char.isprintable() and char != " " for char in words):
            return
        if self._blocks:
            items = kind in _NEIGHBOURS and kind == self._blocks[-1].kind
            self._append("\n" if items else "\n\n")
        start = self._length
        self._append(words)
        self._blocks.append(Block(start, self._length, kind, level, page=page, reason=reason))

    def add_row(self, cells: list[str], page: int | None = None) -> None:
        """One row of a table; empty cells at its end are none."""
        folded = [" ".join(clean_words(cell).split()) for cell in cells]
        while folded and not folded[-1]:
            folded.pop()
        if folded:
            self.add(" | ".join(folded), "table-row", page=page)

    def reading(self, card: Card) -> Reading:
        """What was read, with the first top heading as its title where the file states none."""
        text = "".join(self._parts)
        first = self._blocks[0] if self._blocks else None
        if first is not None and (first.kind == "title" or (first.kind, first.level) == ("heading", 1)):
            card = card.over(stated("first heading", title=text[first.start : first.end]))
        return Reading(text, card, tuple(self._blocks))

    def _append(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)


def clean_words(words: str) -> str:
    """`words` without what no text may hold, one line end for every kind and number of them, nothing around it."""
    if words.isprintable():
        return words.strip()
    return _LINE_END.sub("\n", _FORBIDDEN.sub(_replacement, words)).strip()


def _replacement(match: re.Match[str]) -> str:
    return "\ufffd" if match.group() >= "\ud800" else "\n" if match.group() == "\x85" else ""


# What programs write where nobody stated anything: a file's name, or who the computer calls itself.
_NO_TITLE = re.compile(
    r"untitled.*|(?:unnamed )?document ?\d*|word document|microsoft (?:word|powerpoint|excel|publisher) - .*|"
    r"\S*\.(?:docx?|pdf|odt|rtf|txt|html?|indd|qxd|qxp|tex|dvi|pages|pptx?|xlsx?|pub)|(?:slide|page|cover|title)",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"python-docx|\(?(?:anonymous|unspecified|unknown|none)\)?|(?:windows |microsoft office )?user|"
    r"admin(?:istrator)?|author|owner",
    re.IGNORECASE,
)
_LONGEST_VALUE = 500


def stated(place: str, **words: str | None) -> Card:
    """The card of what a file says about itself at `place`; words that a program put there state nothing."""
    values = {field: " ".join(clean_words(found or "").split())[:_LONGEST_VALUE] for field, found in words.items()}
    if _NO_TITLE.fullmatch(values.get("title", "")):
        values["title"] = ""
    if _NO_AUTHOR.fullmatch(values.get("author", "")):
        values["author"] = ""
    return Card.of(place, **values)
