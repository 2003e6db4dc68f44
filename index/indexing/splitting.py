"""Splits kept blocks into passages: consecutive sentences under one heading, up to a number of words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from math import ceil

from index.article import Article, Block, HeadingPath
from index.passage import Passage, Sentence
from index.storage.article_row import Row, article_of, row_digest
from index.storage.work_cache import WorkCache
from index.text.analyzer import analyzer
from index.text.columns import SearchedTexts
from index.text.sentences import count_words, sentences_of

# A text counts as at least one word per this many characters, so that very long "words" do not make a passage huge.
_LONG_WORD = 16


def split(article: Article, passage_words: int) -> list[Passage]:
    """The passages of `article`, of at most `passage_words` words, in order and without overlap.

    Every kept sentence except table headers is in exactly one passage. A passage never crosses a heading or text that
    was set aside; it is longer than `passage_words` only if a single sentence is.
    """
    passages: list[Passage] = []
    searched_texts = SearchedTexts(article)
    for heading, blocks in _runs(article):
        sentences = [sentence for block in blocks for sentence in _sentences(article, block, searched_texts)]
        for group in _even_groups(article.text, sentences, passage_words):
            start, end = group[0].start, group[-1].end
            passages.append(Passage(article.id, start, end, article.text[start:end], heading, tuple(group)))
    return passages


def _sentences(article: Article, block: Block, searched_texts: SearchedTexts) -> Iterator[Sentence]:
    form = analyzer(article.language).form
    for start, end in sentences_of(article.text, block, article.language):
        searched = searched_texts.of(block, start, end)
        yield Sentence(
            start,
            end,
            block.paragraph,
            block.page,
            (start, end) in block.doubtful,
            form(searched or article.text[start:end]),
            block.label,
            searched,
            block.page_label,
        )


def _runs(article: Article) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """Runs of consecutive kept blocks, each with the heading path above it.

    The header rows of a table are left out: they are shown with its rows, and answer nothing by themselves.
    """
    headers = {block.header for block in article.blocks if block.header is not None}
    path: HeadingPath = ()
    run: list[Block] = []
    for block in article.blocks:
        if run and (block.kind == "heading" or block.ends or not block.kept):
            yield tuple(words for _, words in path), run
            run = []
        path = article.headings_below(path, block)
        if block.kept and block.kind not in ("title", "metadata", "heading") and not _is_in(headers, block):
            run.append(block)
    if run:
        yield tuple(words for _, words in path), run


def _is_in(headers: set[tuple[int, int]], block: Block) -> bool:
    return block.kind == "table-row" and any(start <= block.start and block.end <= end for start, end in headers)


def _even_groups(text: str, sentences: Iterable[Sentence], most: int) -> Iterator[list[Sentence]]:
    """`sentences` in groups of similar length and at most `most` words, so that no run ends in a very short passage."""
    counted = [(sentence, _weight(text[sentence.start : sentence.end])) for sentence in sentences]
    total = sum(words for _, words in counted)
    target = total / max(1, ceil(total / most))
    group: list[Sentence] = []
    held = 0
    for sentence, words in counted:
        # Close the group if it is nearer to the target without this sentence, or would be too long with it.
        if group and (held + words > most or held + words / 2 > target):
            yield group
            group, held = [], 0
        group.append(sentence)
        held += words
    if group:
        yield group


def _weight(words: str) -> int:
    """The number of words a sentence counts as: its own, or more if they are exceptionally long."""
    return max(count_words(words), len(words) // _LONG_WORD)


def cached_split(row: Row, passage_words: int, work: WorkCache) -> tuple[Article, list[Passage]]:
    """The article of a row and its passages, from the cache `work` if it has them."""
    article = article_of(*row)
    parts = split_parts(row_digest(row), passage_words)
    stored = work.get(*parts)
    if stored is not None:
        return article, [_passage(article, *values) for values in json.loads(stored)]
    passages = split(article, passage_words)
    work.put(_line(passages), *parts)
    return article, passages


def split_line(row: Row, passage_words: int) -> str:
    """The passages of a row, serialized for the cache."""
    return _line(split(article_of(*row), passage_words))


def _line(passages: Iterable[Passage]) -> str:
    return json.dumps([_stored(passage) for passage in passages])


def split_parts(digest: str, passage_words: int) -> tuple[str, ...]:
    """The cache key of the passages of a row with that digest."""
    return "split", digest, str(passage_words)


def _stored(passage: Passage) -> list[object]:
    sentences = [[getattr(sentence, name) for name in Sentence.__slots__] for sentence in passage.sentences]
    return [passage.start, passage.end, passage.heading, sentences]


def _passage(article: Article, start: int, end: int, heading: list[str], sentences: list[list[object]]) -> Passage:
    made = tuple(Sentence(*values) for values in sentences)  # type: ignore[arg-type]  # as `_stored` wrote them
    return Passage(article.id, start, end, article.text[start:end], tuple(heading), made)
