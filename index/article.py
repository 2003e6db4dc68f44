"""Article, its Blocks and its Card: a source document exactly as read, and what it says about itself."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from index.reasons import Reason

BlockKind = Literal["title", "heading", "paragraph", "list-item", "table-row", "code", "metadata"]

Field = Literal[
    "title",
    "author",
    "publisher",
    "published",
    "retrieved",
    "url",
    "language",
    "licence",
    "sells",
    "disclaimer",
    "encoding",
]
# Headings, outermost first: the level and the words of each.
HeadingPath: TypeAlias = tuple[tuple[int, str], ...]
FIELDS: tuple[Field, ...] = get_args(Field)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a source says about itself.

    `words` are the source's own words from which `value` was read; `place` says where they are: `<title>`, `front
    matter`, `sources.toml`, `text`. The value of `sells` and `disclaimer` is the sentence that says it. `retrieved` is
    the time at which a file was fetched or copied into the corpus (UTC, ISO 8601). `encoding` is the one that was
    assumed for a file that states none and is not UTF-8.
    """

    field: Field
    value: str
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class Card:
    """The provenance card: at most one statement per field. A field without one is "not stated", never guessed."""

    statements: tuple[Statement, ...] = ()

    @classmethod
    def of(cls, place: str = "", **values: str | None) -> Card:
        """A card whose values equal their words, all from one `place`; a value of `None` states nothing."""
        fields = ((field, values.pop(field, None)) for field in FIELDS)
        found = tuple(Statement(field, value, value, place) for field, value in fields if value)
        if values:
            raise TypeError(f"{', '.join(values)}: expected fields of a card, {', '.join(FIELDS)}")
        return cls(found)

    @classmethod
    def first_of(cls, statements: Iterable[Statement]) -> Card:
        """A card of the first statement of each field; statements with an empty value are ignored."""
        found: dict[Field, Statement] = {}
        for statement in statements:
            if statement.value.strip():
                found.setdefault(statement.field, statement)
        return cls(tuple(found[field] for field in FIELDS if field in found))

    def over(self, other: Card) -> Card:
        """This card, completed with the other's statements."""
        return Card.first_of([*self.statements, *other.statements])

    def statement(self, field: Field) -> Statement | None:
        """The statement of `field`, or `None`: not stated."""
        return next((statement for statement in self.statements if statement.field == field), None)

    def value(self, field: Field) -> str | None:
        """The value of `field`, or `None`: not stated."""
        found = self.statement(field)
        return found.value if found else None

    @property
    def title(self) -> str | None:
        """What the article calls itself."""
        return self.value("title")

    @property
    def author(self) -> str | None:
        """Who wrote it, as written."""
        return self.value("author")

    @property
    def publisher(self) -> str | None:
        """Whose site or imprint it is."""
        return self.value("publisher")

    @property
    def published(self) -> str | None:
        """When, as stated."""
        return self.value("published")

    @property
    def url(self) -> str | None:
        """The address of the original."""
        return self.value("url")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of an article's text: `article.text[start:end]`. Offsets count characters.

    `level` is a heading's depth (1 is the outermost), 0 for everything else. `paragraph` numbers the blocks that are
    not headings from 1, in reading order. `reason` says why a block was set aside; `None` means that it is kept.
    `doubtful` are the spans of its sentences that look damaged in their source. `label` is the automatic number from a
    list or an outline ("3", "1.2"), which is not in the text. `header` is, for a table row, the span of the table's
    header rows: cells separated by " | ", one line per row. `page_label` is the printed page number ("iv") if the file
    says that it differs from the page's position. If a part of the file with headings of its own, such as
    a definition list, ends above the block, `ends` is the level from which on headings no longer apply; otherwise 0.
    """

    start: int
    end: int
    kind: BlockKind = "paragraph"
    level: int = 0
    paragraph: int = 0
    page: int | None = None
    reason: Reason | None = None
    doubtful: tuple[tuple[int, int], ...] = ()
    label: str = ""
    header: tuple[int, int] | None = None
    page_label: str = ""
    ends: int = 0

    def at(self, start: int, end: int, reason: Reason | None) -> Block:
        """A part of the block with a reason of its own; ten times as fast as `dataclasses.replace`."""
        return Block(
            start,
            end,
            self.kind,
            self.level,
            self.paragraph,
            self.page,
            reason,
            self.doubtful,
            self.label,
            self.header,
            self.page_label,
            self.ends,
        )

    @property
    def kept(self) -> bool:
        """Whether the block is article text, which may be used for answers."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Article:
    """One source document. `text` is the file's text exactly as read; every offset in the program points into it.

    `collection` is the folder of its file, relative to the corpus folder ("garden/roses"; empty for the corpus folder
    itself), and `tags` are the maintainer's.
    """

    id: str
    origin: str
    text: str
    card: Card
    blocks: tuple[Block, ...]
    collection: str = ""
    tags: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Hex sha256 of the text in UTF-8, against which every quote from it is verified."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def headings_below(self, path: HeadingPath, block: Block) -> HeadingPath:
        """The headings that apply from `block` on, if those in `path` apply above it: outermost first, with levels."""
        if block.ends:
            path = tuple(above for above in path if above[0] < block.ends)
        if block.kind != "heading" or not block.kept:
            return path
        return *(above for above in path if above[0] < block.level), (block.level, self.words_of(block))

    def words_of(self, block: Block) -> str:
        """A heading as shown in a heading path: its number, if it has one, and its words on one line."""
        return " ".join([*block.label.split(), *self.text[block.start : block.end].split()])

    def block_at(self, offset: int) -> Block | None:
        """The block that contains the character at `offset`, or the next one; `None` after the last block."""
        at = bisect_right(self.blocks, offset, key=lambda block: block.end)
        return self.blocks[at] if at < len(self.blocks) else None

    @property
    def language(self) -> str:
        """The code (ISO 639-1) of the article's language as on its card, or English."""
        return language_code(self.card.value("language") or "") or "en"

    @property
    def kept_characters(self) -> int:
        """The number of characters in kept blocks."""
        return sum(block.end - block.start for block in self.blocks if block.kept)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that the build skipped, and why, in words for its owner."""

    file: str
    cause: str


# Three-letter codes (ISO 639-2) and other codes that files state, and the two-letter code to use.
_SHORT = dict(
    pair.split("=")
    for pair in """
    eng=en deu=de ger=de fra=fr fre=fr spa=es ita=it por=pt nld=nl dut=nl swe=sv zho=zh chi=zh cmn=zh jpn=ja
    nob=no nno=no nb=no nn=no
    """.split()
)


def language_code(stated: str) -> str | None:
    """The code of a language tag ("de-AT" and "deu" give "de"); `None` if it is not a language tag."""
    found = re.match(r"[A-Za-z]{2,3}(?![^\W_])", stated.strip())
    return _SHORT.get(found[0].lower(), found[0].lower()) if found else None


def slug(name: str) -> str:
    """`name` as an article id (`[a-z0-9-]+`); a name without a usable letter becomes `article-` and a short hash."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return words or "article-" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
