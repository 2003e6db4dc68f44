"""Properties of cleaning for any text, and its quality on our five articles."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Block, Card
from index.corpus.cleaning import clean
from index.corpus.folder import read_corpus
from index.reasons import FRONT_MATTER, MAINTAINER, REASONS
from index.text.sentences import sentence_spans
from tests.corpus.cleaning.pages import GARDEN, article_of, kept_text
from tests.paths import ROOT


class Strings(TypedDict):
    keep: list[str]
    set_aside: list[str]


EXPECTED: dict[str, Strings] = json.loads((Path(__file__).parent / "expected.json").read_text(encoding="utf-8"))

phrases = st.sampled_from(
    [
        "Subscribe to our newsletter. ",
        "Leave a Reply\n",
        "Home\nAbout Us\nContact\n",
        "Learn more.",
        "Rain fell … Snow came.",
        "© 2019 Acme Inc. All rights reserved.",
        "Red Hats, Blue Hats For Men, Old Coats, New Coats, Small Shoe Shops, Big Bag Sales, Last Day Deals,",
        "The fruit is ripe when it comes off the stem.\n\n",
    ]
)
texts = st.lists(phrases | st.text(max_size=60), max_size=12).map("".join)


def assert_same_words(article: Article, blocks: tuple[Block, ...]) -> None:
    held = "".join(article.text[block.start : block.end] for block in blocks)
    given_words = "".join(article.text[block.start : block.end] for block in article.blocks)
    assert "".join(held.split()) == "".join(given_words.split())


@given(texts)
def test_every_word_of_a_block_is_in_exactly_one_block_afterwards(text: str) -> None:
    article = article_of(text)
    assert_same_words(article, clean(article).blocks)


@given(texts)
def test_blocks_come_in_order_and_do_not_overlap(text: str) -> None:
    blocks = clean(article_of(text)).blocks
    assert all(left.end <= right.start for left, right in zip(blocks, blocks[1:], strict=False))


@given(texts)
def test_a_reason_is_one_of_the_reasons(text: str) -> None:
    assert {block.reason for block in clean(article_of(text)).blocks} <= {None, *REASONS} - {FRONT_MATTER, MAINTAINER}


@given(texts)
def test_doubtful_sentences_are_sentences_of_kept_blocks(text: str) -> None:
    blocks = clean(article_of(text, title="What helps sore backs")).blocks
    spans = {span for block in blocks if block.kept for span in sentence_spans(text, block.start, block.end)}
    assert {span for block in blocks for span in block.doubtful} <= spans


def test_a_split_block_carries_its_kind_paragraph_and_page_on() -> None:
    text = "The fruit is ripe in June. Subscribe to our newsletter. Pick it by hand."
    block = Block(0, len(text), "list-item", paragraph=7, page=3)
    article = Article("a", "a.pdf", text, Card(), (block,))
    assert {(piece.kind, piece.paragraph, piece.page) for piece in clean(article).blocks} == {("list-item", 7, 3)}


def test_a_run_together_paragraph_is_split_at_its_sentences() -> None:
    text = "The fruit is ripe in June. Subscribe to our newsletter. Pick it by hand."
    article = Article("a", "a.txt", text, Card(), (Block(0, len(text), paragraph=1),))
    assert [text[block.start : block.end] for block in clean(article).blocks] == [
        "The fruit is ripe in June.",
        "Subscribe to our newsletter.",
        "Pick it by hand.",
    ]


def test_neighbouring_sentences_of_one_fate_stay_in_one_block() -> None:
    text = "The fruit is ripe in June. Pick it by hand. Subscribe to our newsletter. You can unsubscribe at any time."
    article = Article("a", "a.txt", text, Card(), (Block(0, len(text), paragraph=1),))
    assert [block.reason for block in clean(article).blocks] == [None, "newsletter"]


def test_a_block_with_a_reason_stays_as_it_is() -> None:
    text = "The fruit is ripe in June. Subscribe to our newsletter."
    block = Block(0, len(text), paragraph=1, reason="navigation")
    assert clean(Article("a", "a.html", text, Card(), (block,))).blocks == (block,)


@pytest.mark.parametrize("kind", ["title", "metadata"])
def test_titles_and_metadata_stay_as_they_are(kind: str) -> None:
    block = Block(0, 26, "title" if kind == "title" else "metadata")
    assert clean(Article("a", "a.md", "Subscribe to our newsletter", Card(), (block,))).blocks == (block,)


def test_an_article_s_cleaning_is_the_same_each_time() -> None:
    article = article_of(f"{GARDEN}Subscribe to our newsletter. All rights reserved. Learn more.")
    assert clean(article) == clean(article)


def test_a_page_flattened_to_lines_keeps_its_article_only() -> None:
    menu = "Skip to content\nHome\nAbout\nShop\nContact\nLog In\n"
    foot = (
        "Share this:\nTwitter\nFacebook\nRelated Posts\nPruning Roses In Winter\nA Pond For Small Gardens\n2 Comments\n"
        "Ann says:\nMine split every year.\nBob says:\nSo do mine.\nLeave a Reply\nName *\nPost Comment\nAbout Us\n"
        "Privacy Policy\n© 2018 Fernhill Media"
    )
    page = f"{menu}Growing tomatoes\nBy Ann Reed\n{GARDEN}\n{foot}"
    assert kept_text(article_of(page)).splitlines() == ["Growing tomatoes", GARDEN.strip()]


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {f"{article.id}.txt": article for article in list(read_corpus(ROOT / "corpus").articles.values())}


def _share_kept(article: Article, words: str) -> float:
    """The largest share of characters in kept blocks, over all occurrences of `words`."""
    kept = [(block.start, block.end) for block in clean(article).blocks if block.kept]
    pattern = r"\s+".join(map(re.escape, words.split()))
    places = [match.span() for match in re.finditer(pattern, article.text)]
    assert places, f"{words!r} is not in {article.id}"
    return max(sum(max(0, min(end, b) - max(start, a)) for a, b in kept) / (end - start) for start, end in places)


@pytest.mark.parametrize("name", EXPECTED)
def test_what_our_articles_say_is_kept(name: str, articles: dict[str, Article]) -> None:
    assert [words for words in EXPECTED[name]["keep"] if _share_kept(articles[name], words) < 0.9] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_boilerplate_of_our_articles_is_set_aside(name: str, articles: dict[str, Article]) -> None:
    assert [words for words in EXPECTED[name]["set_aside"] if _share_kept(articles[name], words) >= 0.9] == []


@pytest.mark.parametrize(
    "run", ["a", "A.", ".", "Aa, ", "Share ", "how many a ", "Ann Bee, A.B.", "… ", "we use cookies "]
)
def test_no_text_makes_cleaning_hang(run: str) -> None:
    article = article_of(run * (50_000 // len(run)), title="What helps sore backs")
    clean(article)
