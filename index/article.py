"""Article and its Blocks: what was read, exactly as read."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from index.card import Card

BlockKind = Literal["title", "heading", "paragraph", "list-item", "table-row", "metadata"]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of an article's text: `article.text[start:end]`. Offsets count characters.

    `level` is a heading's depth (1 is the outermost), 0 for everything else. `paragraph` numbers the blocks that are
    not headings from 1, in reading order. `reason` says why a block was set aside; `None` means that it is kept.
    `doubtful` are the spans of its sentences that look damaged in their source.
    """

    start: int
    end: int
    kind: BlockKind = "paragraph"
    level: int = 0
    paragraph: int = 0
    page: int | None = None
    reason: str | None = None
    doubtful: tuple[tuple[int, int], ...] = ()

    def at(self, start: int, end: int, reason: str | None) -> Block:
        """A part of the block with a reason of its own. As `dataclasses.replace` does, in a tenth of its time."""
        return Block(start, end, self.kind, self.level, self.paragraph, self.page, reason, self.doubtful)

    @property
    def kept(self) -> bool:
        """Whether the block is article text, and so may be answered from."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Article:
    """One source document. `text` is the file's text exactly as read; every offset in the program points into it."""

    id: str
    origin: str
    text: str
    card: Card
    blocks: tuple[Block, ...]

    @property
    def sha256(self) -> str:
        """Hex digest of the text in UTF-8: the name under which every quote of it is proven."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def kept_characters(self) -> int:
        """How many characters stand in blocks that are kept."""
        return sum(block.end - block.start for block in self.blocks if block.kept)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not built, and why, in words for its owner."""

    file: str
    cause: str


def slug(name: str) -> str:
    """`name` as an article id (`[a-z0-9-]+`); a name without a usable letter becomes `article-` and a short hash."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return words or "article-" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
