"""Blocks are split into passages."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Block, Card
from index.corpus.folder import number_paragraphs
from index.corpus.reading.plain import read_text
from index.indexing.splitting import split

prose = st.lists(
    st.text(alphabet="abc .?!\n", min_size=1, max_size=80)
    | st.sampled_from(["A Heading\n\n", "One more. And more.\n\n"]),
    max_size=12,
).map("".join)


def article_of(text: str, set_aside: frozenset[int] = frozenset()) -> Article:
    blocks = number_paragraphs(read_text(text).blocks)
    blocks = [replace(block, reason="navigation") if at in set_aside else block for at, block in enumerate(blocks)]
    return Article("a", "a.txt", text, Card(), tuple(blocks))


@given(prose, st.frozensets(st.integers(0, 12)), st.integers(3, 40))
def test_a_passage_is_its_article_s_text_at_its_place(text: str, aside: frozenset[int], words: int) -> None:
    for passage in split(article_of(text, aside), words):
        assert text[passage.start : passage.end] == passage.text


@given(prose, st.frozensets(st.integers(0, 12)), st.integers(3, 40))
def test_every_kept_word_is_in_exactly_one_passage_and_no_other_word_is(
    text: str, aside: frozenset[int], words: int
) -> None:
    article = article_of(text, aside)
    kept = [text[b.start : b.end] for b in article.blocks if b.kept and b.kind != "heading"]
    held = [passage.text for passage in split(article, words)]
    assert "".join("".join(held).split()) == "".join("".join(kept).split())


@given(prose, st.integers(3, 40))
def test_a_passage_has_too_many_words_only_when_it_is_one_sentence(text: str, words: int) -> None:
    for passage in split(article_of(text), words):
        assert len(passage.text.split()) <= words or len(passage.sentences) == 1


@given(prose)
def test_sentences_lie_in_their_passage_and_in_order(text: str) -> None:
    for passage in split(article_of(text), 20):
        assert passage.start == passage.sentences[0].start
        assert passage.end == passage.sentences[-1].end
        pairs = zip(passage.sentences, passage.sentences[1:], strict=False)
        assert all(first.end <= second.start for first, second in pairs)


def test_a_heading_parts_passages_and_leads_the_one_below() -> None:
    passages = split(article_of("Before it.\n\nChiropractic Care\n\nAfter it.\n"), 100)
    assert [(passage.heading, passage.text) for passage in passages] == [
        ((), "Before it."),
        (("Chiropractic Care",), "After it."),
    ]


def test_headings_nest_by_level() -> None:
    text = "One Two ThreeFour text"
    blocks = (Block(0, 3, "heading", 1), Block(4, 7, "heading", 2), Block(8, 13, "heading", 2), Block(13, 22))
    passages = split(Article("a", "a", text, Card(), blocks), 100)
    assert [passage.heading for passage in passages] == [("One", "Three")]


def test_text_that_was_set_aside_parts_passages() -> None:
    passages = split(article_of("Before it.\n\nShare this page.\n\nAfter it.", frozenset({1})), 100)
    assert [passage.text for passage in passages] == ["Before it.", "After it."]


def test_a_long_run_is_parted_evenly() -> None:
    text = " ".join(f"Sentence number {number} has seven words here." for number in range(20))
    assert [len(passage.text.split()) for passage in split(article_of(text), 110)] == [70, 70]


def test_a_passage_closes_before_it_grows_too_long() -> None:
    text = " ".join(
        ["One two three four five six seven eight.", "One two three four.", "One two three four five six seven eight."]
    )
    assert [len(passage.text.split()) for passage in split(article_of(text), 10)] == [8, 4, 8]


def test_a_sentence_knows_its_paragraph() -> None:
    passage = split(article_of("First here.\n\nSecond here."), 100)[0]
    assert [sentence.paragraph for sentence in passage.sentences] == [1, 2]


def test_doubtful_sentences_are_marked() -> None:
    block = Block(0, 24, paragraph=1, doubtful=((12, 24),))
    passage = split(Article("a", "a.txt", "First here. Second here.", Card(), (block,)), 100)[0]
    assert [sentence.doubtful for sentence in passage.sentences] == [False, True]


def test_a_heading_does_not_lead_text_after_the_end_of_its_part() -> None:
    text = "One Two ThreeFour text"
    blocks = (Block(0, 3, "heading", 1), Block(4, 7, "heading", 2), Block(8, 13), Block(13, 22, ends=2))
    passages = split(Article("a", "a", text, Card(), blocks), 100)
    assert [passage.heading for passage in passages] == [("One", "Two"), ("One",)]


def test_a_part_ends_although_the_text_after_it_is_set_aside() -> None:
    text = "One Two ThreeFour text"
    blocks = (Block(0, 3, "heading", 1), Block(4, 8, ends=1, reason="navigation"), Block(8, 22))
    passages = split(Article("a", "a", text, Card(), blocks), 100)
    assert [passage.heading for passage in passages] == [()]
