"""Builds text and blocks for formats that are not plain text: the text as read joins the blocks' words in order.

A reader collects a block's words in `Runs`, which keep superscript, subscript, struck and hidden text apart, and passes
them to `BlockText.add`. Tables are added row by row if the file marks header rows, otherwise as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.article import Block, BlockKind, Card
from index.corpus.reading.formatting.runs import Runs
from index.corpus.reading.leads.lead_ins import Lead, with_headings
from index.corpus.reading.leads.wording import begins_with_lead
from index.corpus.reading.plain import reads_as_title
from index.corpus.reading.reading import Reading
from index.reasons import Reason

# Control characters except tabs and line ends, and lone surrogates: they cannot be stored or embedded.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# From the beginning of the white space: from each of its characters would take quadratic time.
_LINE_END = re.compile(r"(?<!\s)\s*(?:\r\n|[\r\n\v\f])\s*")
# A longer cell that spans several rows appears only in the first.
LONGEST_REPEATED = 500
_NEIGHBOURS = ("list-item", "table-row")
_LEADING = ("paragraph", "list-item")
_LONGEST_HEAD = 40
_FIGURE = re.compile(r"[^\w\s]?\s?\d")


class BlockText:
    """Accumulates the text and the blocks of one file."""

    def __init__(self, page_labels: Mapping[int, str] | None = None) -> None:
        """`page_labels` maps a page's position to the printed page number, if the two differ."""
        self._page_labels = page_labels or {}
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0
        self._leads: dict[int, Lead] = {}
        self._ends: dict[int, list[object]] = {}
        self._header: tuple[int, int] | None = None

    def add(  # noqa: PLR0913 - one parameter per field of a block
        self,
        words: str | Runs,
        kind: BlockKind = "paragraph",
        *,
        level: int = 0,
        page: int | None = None,
        reason: Reason | None = None,
        label: str = "",
        lead: Lead | None = None,
    ) -> None:
        """Add one block of these words, or nothing if they are blank.

        `label` is the automatic number of a list item or heading, without the trailing dot. Struck and hidden runs
        become separate blocks after it, so that the sentence reads as if they were not there. `lead` says that
        the block may be a lead-in, which becomes a heading if text follows; words that are all bold may be one too.
        """
        if kind != "table-row":
            self._header = None
        runs = words if isinstance(words, Runs) else Runs(words)
        if runs.after_bold and kind in _LEADING and not reason and begins_with_lead(*map(str, runs.after_bold)):
            for part in runs.after_bold:
                self.add(part, kind, page=page, label=label)
            return
        kept = runs.text
        if lead is None and runs.bold and kind in _LEADING:
            lead = Lead()
        if lead is not None and reason is None and kept.strip():
            self._leads[len(self._blocks)] = lead
        self._add(Block(0, 0, kind, level, page=page, reason=reason, label=label), kept)
        for why, aside in runs.aside:
            own = Block(0, 0, "paragraph") if kept.strip() else Block(0, 0, kind, level)
            self._add(replace(own, page=page, reason=reason or why), aside)

    def add_row(
        self, cells: Sequence[str | Runs], page: int | None = None, *, head: bool = False, reason: Reason | None = None
    ) -> None:
        """Add one row of a table, without empty cells at its end.

        A header row (`head`) applies to the rows that follow it, up to a block of another kind; consecutive header rows
        form one header. Call `end_table` between adjacent tables.
        """
        runs = [cell if isinstance(cell, Runs) else Runs(cell) for cell in cells]
        folded = [" ".join(clean_words(cell.text).split()) for cell in runs]
        while folded and not folded[-1]:
            folded.pop()
        last = self._blocks[-1] if self._blocks else None
        block = Block(0, 0, "table-row", page=page, reason=reason, header=None if head else self._header)
        self._add(block, " | ".join(folded))
        row = self._blocks[-1] if self._blocks else None
        if head and row is not None and row is not last:
            joined = last is not None and self._header is not None and self._header[1] == last.end
            self._header = (self._header[0] if joined and self._header else row.start, row.end)
        for why, aside in (found for cell in runs for found in cell.aside):
            self._add(Block(0, 0, "paragraph", page=page, reason=reason or why), aside)

    def add_table(self, rows: Sequence[Sequence[str | Runs]], page: int | None = None) -> None:
        """Add a table without marked header rows: its first row or two are, if they read as column heads."""
        self.end_table()
        heads = _head_rows([[str(cell) for cell in row] for row in rows])
        for at, row in enumerate(rows):
            self.add_row(row, page, head=at < heads)
        self.end_table()

    def add_rows(self, rows: Sequence[tuple[Sequence[str | Runs], bool]], page: int | None = None) -> None:
        """Add a table whose rows say whether they are headers. If none or all do, works like `add_table`."""
        if len({head for _, head in rows}) < 2:
            self.add_table([cells for cells, _ in rows], page)
            return
        self.end_table()
        for cells, head in rows:
            self.add_row(cells, page, head=head)
        self.end_table()

    def end_part(self, part: object) -> None:
        """End the part of a lead-in: the headings in it do not apply to the blocks that follow."""
        self._ends.setdefault(len(self._blocks), []).append(part)

    def end_table(self) -> None:
        """End the current table: rows that follow belong to another one."""
        self._header = None

    def _add(self, block: Block, words: str) -> None:
        words = clean_code(words) if block.kind == "code" else clean_words(words)
        if not any(char.isprintable() and char != " " for char in words):
            return
        if self._blocks:
            items = block.kind in _NEIGHBOURS and block.kind == self._blocks[-1].kind
            self._append("\n" if items else "\n\n")
        start = self._length
        label = self._page_labels.get(block.page, "") if block.page is not None else ""
        self._append(words)
        self._blocks.append(replace(block, start=start, end=self._length, page_label=label))

    def reading(self, card: Card, *, plain: bool = False) -> Reading:
        """The finished reading. If the file states no title, the title is the first block if that is a top heading.

        In a `plain` document, whose author may have used no styles, a first line that reads as a title also counts.
        """
        text = "".join(self._parts)
        first = next((block for block in self._blocks if block.kind != "metadata"), None)
        if first is not None and (first.kind == "title" or (first.kind, first.level) == ("heading", 1)):
            card = card.over(stated("first heading", title=text[first.start : first.end]))
        elif first is not None and plain and self._is_unstyled() and reads_as_title(text[first.start : first.end]):
            card = card.over(stated("first line", title=text[first.start : first.end]))
        return Reading(text, card, with_headings(self._blocks, text, self._leads, self._ends))

    def _is_unstyled(self) -> bool:
        """Whether the document has no headings and begins with a paragraph that others follow."""
        kept = [block for block in self._blocks if block.reason is None]
        headed = any(block.kind in ("title", "heading") for block in kept)
        return len(kept) > 1 and kept[0] is self._blocks[0] and kept[0].kind == "paragraph" and not headed

    def _append(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)


def _head_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first rows are a header: two if a head spans columns and the row below names them."""
    if heads_columns(rows):
        return 1
    first = [cell.strip() for cell in rows[0]] if rows else []
    spans = any(first) and not all(first[1:]) and not any(_FIGURE.match(head) for head in first)
    return 2 if spans and all(len(head) <= _LONGEST_HEAD for head in first) and heads_columns(rows[1:]) else 0


def heads_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table's first row reads as column heads: short texts, with numbers below or more than two columns."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    heads = [cell.strip() for cell in rows[0]]
    # The first cell, above the row names, may be empty.
    if not all(heads[1:]) or len(set(heads)) < len(heads) or any(len(head) > _LONGEST_HEAD for head in heads):
        return False
    figures = [bool(_FIGURE.match(head)) for head in heads]
    below = [any(_FIGURE.match(row[at].strip()) for row in rows[1:] if at < len(row)) for at in range(len(heads))]
    return not any(figures) and (any(below) or len(heads) > 2)


def clean_code(words: str) -> str:
    """`words` of program code without forbidden characters; lines keep their indentation."""
    lines = re.split(r"\r\n|[\r\n\v\f]", _FORBIDDEN.sub(_replacement, words))
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def clean_words(words: str) -> str:
    """`words` without forbidden characters and outer white space; every run of line ends becomes one line feed."""
    if words.isprintable():
        return words.strip()
    return _LINE_END.sub("\n", _FORBIDDEN.sub(_replacement, words)).strip()


def _replacement(match: re.Match[str]) -> str:
    return "\ufffd" if match.group() >= "\ud800" else "\n" if match.group() == "\x85" else ""


# Placeholders that programs write if the author stated nothing: a file name, or the name of the user account.
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
    """The card of what a file states about itself at `place`, without placeholders that programs write."""
    values = {field: " ".join(clean_words(found or "").split())[:_LONGEST_VALUE] for field, found in words.items()}
    if _NO_TITLE.fullmatch(values.get("title", "")):
        values["title"] = ""
    if _NO_AUTHOR.fullmatch(values.get("author", "")):
        values["author"] = ""
    return Card.of(place, **values)
