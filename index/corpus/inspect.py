"""Shows what cleaning did to an article, block by block or in totals, and stores a maintainer's decisions on blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.article import Article, Block
from index.corpus.cleaning import block_ids
from index.corpus.decisions import tables_of
from index.corpus.prepare import Prepared
from index.corpus.sources import Source, read_sources, write_source
from index.errors import BlockError
from index.reasons import Reason
from index.text.sentences import count_words, sentences_of


@dataclass(frozen=True, slots=True)
class InspectedSentence:
    """A sentence's offsets in its article, and what cleaning did to it."""

    start: int
    end: int
    kept: bool
    doubtful: bool
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class InspectedBlock:
    """A block with its id, its text, and what cleaning did to it."""

    id: str
    text: str
    start: int
    end: int
    kept: bool
    reason: Reason | None
    sentences: tuple[InspectedSentence, ...]


@dataclass(frozen=True, slots=True)
class InspectedArticle:
    """A cleaned article, named by its id and origin; `asdict` gives the line of `verbatim clean --json`."""

    article: str
    origin: str
    blocks: tuple[InspectedBlock, ...]


def inspected(article: Article) -> InspectedArticle:
    """The blocks of `article` with the result of cleaning. Offsets count characters of its text as read."""
    named = zip(block_ids(article), article.blocks, strict=True)
    blocks = tuple(_block(article, identity, block) for identity, block in named)
    return InspectedArticle(article.id, article.origin, blocks)


def words_by_reason(article: Article) -> dict[Reason | None, int]:
    """The number of words by reason: kept under `None`, set aside under each reason."""
    counted: Counter[Reason | None] = Counter()
    for block in article.blocks:
        counted[block.reason] += count_words(article.text[block.start : block.end])
    return dict(counted)


def overrule(folder: Path, prepared: Prepared, ids: Sequence[str], *, keep: bool, set_aside: bool) -> None:
    """Store in `sources.toml` that these blocks are to be kept or set aside; the latest decision on a block counts.

    Raises `BlockError`, and stores nothing, if an id is unknown or not exactly one of `keep` and `set_aside` is given.
    """
    if keep == set_aside or not ids:
        raise BlockError(
            f"The command does not say what to do with the blocks {', '.join(ids) or '(none)'}: expected ids of blocks "
            "and either --keep or --set-aside. Try: verbatim clean --keep ID"
        )
    blocks = {name: set(block_ids(article)) for name, article in prepared.articles.items()}
    unknown = [each for each in ids if not any(each in known for known in blocks.values())]
    if unknown:
        raise BlockError(f"No block has the id {unknown[0]!r}: expected an id shown by: verbatim clean --diff")
    sources = read_sources(folder)
    tables = tables_of(blocks, sources)
    for name, known in blocks.items():
        if said := [each for each in ids if each in known]:
            table = tables.get(name, name)
            before = sources.get(table, Source())
            kept = [each for each in before.keep if each not in said] + (said if keep else [])
            aside = [each for each in before.set_aside if each not in said] + (said if set_aside else [])
            write_source(folder, table, keep=kept, set_aside=aside)


def accept_lost(folder: Path, prepared: Prepared) -> None:
    """Remove from `sources.toml` the ids of blocks that no longer exist, so that their articles are built again."""
    sources = read_sources(folder)
    tables = tables_of(prepared.lost_overrides, sources)
    for name, lost in prepared.lost_overrides.items():
        if table := tables.get(name):
            before = sources[table]
            kept, aside = ([each for each in ids if each not in lost] for ids in (before.keep, before.set_aside))
            write_source(folder, table, keep=kept, set_aside=aside)


def _block(article: Article, identity: str, block: Block) -> InspectedBlock:
    sentences = tuple(
        InspectedSentence(start, end, block.kept, (start, end) in block.doubtful, block.reason)
        for start, end in sentences_of(article.text, block, article.language)
    )
    text = article.text[block.start : block.end]
    return InspectedBlock(identity, text, block.start, block.end, block.kept, block.reason, sentences)
