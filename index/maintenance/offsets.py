"""The offsets check: whether the offsets of blocks, passages and sentences match their article."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from index.arrays import Ints
from index.article import Article, Block
from index.engine.protocol import passage_context
from index.engine.texts import TextStore
from index.passage import Passage, Sentence
from index.text.columns import SearchedTexts
from index.text.vocabulary import Vocabulary


class BlockOffsets:
    """The headings of an article, and its blocks that may be quoted."""

    def __init__(self, article: Article) -> None:
        self.article = article
        headings = (block for block in article.blocks if block.kind == "heading")
        self.headings = {article.words_of(block) for block in headings}
        self._blocks = [block for block in article.blocks if block.kept]
        self.searched_texts = SearchedTexts(article)
        self._starts = [block.start for block in self._blocks]

    def home(self, sentence: Sentence) -> Block | None:
        """The block that contains the whole sentence, or `None`."""
        at = bisect_right(self._starts, sentence.start) - 1
        block = self._blocks[at] if at >= 0 else None
        return block if block and sentence.start < sentence.end <= block.end else None


def wrong_offsets(passage: Passage, offsets: BlockOffsets) -> Iterator[str]:
    """What is wrong with the offsets of a passage and its sentences, one message each."""
    where = f"article {offsets.article.id}, characters {passage.start}-{passage.end}"
    if offsets.article.text[passage.start : passage.end] != passage.text or not passage.sentences:
        yield f"{where}: the passage is not what stands there"
    if not offsets.headings.issuperset(passage.heading):
        yield f"{where}: it stands under no heading {passage.heading!r}"
    for sentence in passage.sentences:
        home = offsets.home(sentence)
        if home is None or not passage.start <= sentence.start < sentence.end <= passage.end:
            yield f"{where}: no sentence that may be quoted stands at characters {sentence.start}-{sentence.end}"
        elif (sentence.paragraph, sentence.page) != (home.paragraph, home.page):
            yield f"{where}: the sentence at {sentence.start} is in paragraph {home.paragraph}, page {home.page}"
        elif sentence.doubtful != ((sentence.start, sentence.end) in home.doubtful):
            yield f"{where}: the sentence at {sentence.start} is marked as damaged and is not, or the other way round"
        elif sentence.page_label != home.page_label:
            yield f"{where}: the sentence at {sentence.start} is on page {home.page_label!r} as printed"
        elif sentence.label != home.label:
            yield f"{where}: the sentence at {sentence.start} is numbered {sentence.label!r}, its block {home.label!r}"
        elif sentence.searched != offsets.searched_texts.of(home, sentence.start, sentence.end):
            yield f"{where}: the sentence at {sentence.start} is not searched as it should be: {sentence.searched!r}"


def wrong_block_offsets(article: Article) -> Iterator[str]:
    """What is wrong with the offsets of the article's blocks, one message each."""
    end = 0
    for block in article.blocks:
        if not end <= block.start <= block.end <= len(article.text):
            yield f"article {article.id} has no block at characters {block.start}-{block.end}"
        end = block.end
        if any(not block.start <= first <= last <= block.end for first, last in block.doubtful):
            yield f"article {article.id} has doubts outside of the block at characters {block.start}-{block.end}"


@dataclass(frozen=True, slots=True)
class Recount:
    """Recounts a text store: articles, sentences, each passage's article, and its sentences' rows."""

    articles: int
    sentences: int
    owners: Ints
    bounds: Ints
    vocabulary: Vocabulary

    @classmethod
    def of(cls, store: TextStore) -> Recount:
        """Count `store`. Raises `IndexDamagedError`, and `KeyError` if a passage belongs to no article."""
        numbers = {article_id: number for number, article_id in enumerate(store.article_ids())}
        owners, sizes = array("q"), array("q")

        def contexts() -> Iterator[tuple[str, str]]:
            for passage in store.all_passages():
                owners.append(numbers[passage.article_id])
                sizes.append(len(passage.sentences))
                article, _ = store.article(passage.article_id)
                yield article.language, passage_context(passage, article.card.title)

        vocabulary = Vocabulary.of_languages(contexts())
        bounds = np.concatenate([[0], np.cumsum(np.array(sizes, np.int64))]).astype(np.int64)
        return cls(len(numbers), store.counts()[1], np.array(owners, np.int64), bounds, vocabulary)
