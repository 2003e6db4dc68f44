"""Kept blocks to passages: consecutive sentences under one heading, about as many words as a passage should have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil

from index.article import Article, Block
from index.passage import Passage, Sentence
from index.sentences import sentence_spans
from index.terms import form


def split(article: Article, passage_words: int) -> list[Passage]:
    """The passages of `article`, in order and without overlap; every kept sentence is in exactly one.

    A passage never crosses a heading or text that was set aside.
    """
    passages: list[Passage] = []
    for heading, blocks in _runs(article):
        sentences = [
            Sentence(
                start, end, block.paragraph, block.page, (start, end) in block.doubtful, form(article.text[start:end])
            )
            for block in blocks
            for start, end in sentence_spans(article.text, block.start, block.end)
        ]
        for group in _even_groups(article.text, sentences, passage_words):
            start, end = group[0].start, group[-1].end
            passages.append(Passage(article.id, start, end, article.text[start:end], heading, tuple(group)))
    return passages


def _runs(article: Article) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """Neighbouring kept blocks with the heading path they stand under."""
    path: list[tuple[int, str]] = []
    run: list[Block] = []
    for block in article.blocks:
        if run and (block.kind == "heading" or not block.kept):
            yield tuple(words for _, words in path), run
            run = []
        if block.kind == "heading" and block.kept:
            words = " ".join(article.text[block.start : block.end].split())
            path = [*((level, above) for level, above in path if level < block.level), (block.level, words)]
        elif block.kept and block.kind not in ("title", "metadata", "heading"):
            run.append(block)
    if run:
        yield tuple(words for _, words in path), run


def _even_groups(text: str, sentences: Iterable[Sentence], most: int) -> Iterator[list[Sentence]]:
    """`sentences` in groups of like length and at most `most` words, so that no run ends in a stray short passage."""
    counted = [(sentence, len(text[sentence.start : sentence.end].split())) for sentence in sentences]
    total = sum(words for _, words in counted)
    target = total / max(1, ceil(total / most))
    group: list[Sentence] = []
    held = 0
    for sentence, words in counted:
        # Close where the group is nearer to its share without this sentence, or would be too long with it.
        if group and (held + words > most or held + words / 2 > target):
            yield group
            group, held = [], 0
        group.append(sentence)
        held += words
    if group:
        yield group
