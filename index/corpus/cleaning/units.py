"""Splits an article into units, which cleaning judges one by one, and joins judged units to blocks again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from index.article import Article, Block
from index.corpus.cleaning.links import link_runs
from index.reasons import Reason
from index.text.sentences import sentence_spans
from index.text.terms import STOP_WORDS, stem
from index.text.words import words

_ENDS = (".", "!", "?", "…")
_CLOSING = "\"'”’)]"
# A block without a match is one sentence, so the sentence splitter is not needed.
_INNER_END = re.compile(r"[.!?…:;]\S{0,9}\s")
# Sentence ends in scraped text that the splitter misses: after an ellipsis, a company's name or a share button, without
# a space, and at a comma before a word that begins a sentence.
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_SEAM = re.compile(
    r"(?:…|\.\.\.)\s+(?=[A-Z])|(?<=[a-z]{3})[.!?](?=[A-Z]['’a-z])|\b(?:Ltd|Inc|LLC|GmbH|Corp)\.\s+(?=[A-Z])"
    r"|,\s+(?=(?:The|This|These|It|If|When|You|We|In|For|How|What) [a-z])"
    r"|^[Ss]hare on (?:Facebook|Twitter|Pinterest|LinkedIn|WhatsApp|Reddit|Tumblr)\s+(?=[A-Z])"
    # A date at the beginning of a search engine's snippet or of an article.
    rf"|^{_MONTH} \d{{1,2}}, (?:\d{{4}} )?\s?·\s+(?=[A-Z])"
    rf"|^(?:Published|Posted|Updated|Last updated):? \d{{1,2}} {_MONTH} \d{{4}}\s+(?=[A-Z])"
)
_OPEN_KINDS = frozenset({"paragraph", "list-item", "table-row", "heading"})


@dataclass(frozen=True)
class Unit:
    """A sentence, a line or a run of links: `article.text[start:end]`, in the block at position `block`.

    `text` has straight apostrophes and single spaces. `alone` marks the only unit of its block.
    """

    start: int
    end: int
    block: int
    text: str
    alone: bool
    reason: Reason | None = None

    @cached_property
    def words(self) -> list[str]:
        """Its words in lower case."""
        return words(self.text)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Its distinct words."""
        return frozenset(self.words)

    @cached_property
    def terms(self) -> frozenset[str]:
        """The stems of its content words."""
        return frozenset(map(stem, self.vocabulary - STOP_WORDS))

    @cached_property
    def ends(self) -> bool:
        """Whether it ends like a sentence."""
        return self.text.rstrip(_CLOSING).endswith(_ENDS)

    @cached_property
    def prose(self) -> bool:
        """Whether it is clearly a sentence: long enough, with an end and enough function words."""
        return self.ends and len(self.words) >= 8 and small_words(self.words) >= 0.2 * len(self.words)


def small_words(words: Iterable[str]) -> int:
    """How many of the words are stop words."""
    return sum(map(STOP_WORDS.__contains__, words))


def units_of(article: Article) -> list[Unit]:
    """The units of all blocks that cleaning may judge, in order and without overlap."""
    units: list[Unit] = []
    for number, block in enumerate(article.blocks):
        if block.kept and block.kind in _OPEN_KINDS:
            units += _units_of_block(article.text, block, number)
    return units


def _units_of_block(text: str, block: Block, number: int) -> Iterator[Unit]:
    spans: list[tuple[int, int, Reason | None]] = []
    at = block.start
    for start, end, reason in link_runs(text, block.start, block.end):
        spans += [(*span, None) for span in _sentences(text, at, start)]
        spans.append((start, end, reason))
        at = end
    spans += [(*span, None) for span in _sentences(text, at, block.end)]
    for first, last, said in spans:
        # The rules expect straight apostrophes and single spaces; offsets still refer to the article's text.
        words_only = " ".join(text[first:last].replace("’", "'").split())
        yield Unit(first, last, number, words_only, len(spans) == 1, said)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if not piece.strip():
        return
    spans = [(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))]
    if _INNER_END.search(text, *spans[0]):
        spans = whole_words(sentence_spans(text, start, end))
    for first, last in spans:
        seams = [seam.end() for seam in _SEAM.finditer(text[first:last])]
        for left, right in pairwise([0, *seams, last - first]):
            yield first + left, first + left + len(text[first + left : first + right].rstrip())


def whole_words(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """`spans`, with those joined that were split inside a word, as in EXAMPLE.COM."""
    whole: list[tuple[int, int]] = []
    for start, end in spans:
        joined = bool(whole) and whole[-1][1] == start
        whole.append((whole.pop()[0] if joined else start, end))
    return whole


def judged_blocks(
    blocks: Sequence[Block], units: Sequence[Unit], reasons: Sequence[Reason | None]
) -> tuple[Block, ...]:
    """`blocks` with their units' `reasons`; a block whose units have different reasons is split."""
    pieces: dict[int, list[Block]] = {}
    judged = zip(units, reasons, strict=True)
    for (number, reason), group in groupby(judged, key=lambda pair: (pair[0].block, pair[1])):
        members = [unit for unit, _ in group]
        pieces.setdefault(number, []).append(blocks[number].at(members[0].start, members[-1].end, reason))
    return tuple(piece for number, block in enumerate(blocks) for piece in pieces.get(number, [block]))
