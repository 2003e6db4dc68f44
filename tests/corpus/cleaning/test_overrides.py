"""A maintainer's decisions override the rules, and survive edits elsewhere."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Block, Card
from index.corpus.cleaning import Overrides, block_ids, clean
from index.reasons import MAINTAINER
from tests.corpus.cleaning.pages import GARDEN, article_of


def cleaned(text: str) -> Article:
    article = article_of(text)
    return replace(article, blocks=clean(article).blocks)


def reasons(article: Article, **overrides: tuple[str, ...]) -> list[str | None]:
    return [block.reason for block in clean(article, overrides=Overrides(**overrides)).blocks]


def id_of(words: str, article: Article) -> str:
    ids = dict(zip((article.text[b.start : b.end] for b in article.blocks), block_ids(article), strict=True))
    return ids[words]


def test_a_block_kept_by_the_maintainer_is_kept() -> None:
    text = f"{GARDEN}\n\nSign up for our newsletter today."
    identity = id_of("Sign up for our newsletter today.", cleaned(text))
    assert reasons(article_of(text)) == [None, "newsletter"]
    assert reasons(article_of(text), keep=(identity,)) == [None, None]


def test_a_block_set_aside_by_the_maintainer_says_so() -> None:
    text = f"{GARDEN}\n\nMind the frost in May."
    identity = id_of("Mind the frost in May.", cleaned(text))
    assert reasons(article_of(text), set_aside=(identity,)) == [None, MAINTAINER]


def test_a_block_that_the_rules_set_aside_keeps_their_reason() -> None:
    text = f"{GARDEN}\n\nSign up for our newsletter today."
    identity = id_of("Sign up for our newsletter today.", cleaned(text))
    assert reasons(article_of(text), set_aside=(identity,)) == [None, "newsletter"]


def test_an_id_of_no_block_changes_no_block_and_is_lost() -> None:
    article, known = article_of(GARDEN), id_of(GARDEN.strip(), cleaned(GARDEN))
    found = clean(article, overrides=Overrides(("0" * 12, known), ("1" * 12,)))
    assert (found.blocks, found.lost_overrides) == (clean(article).blocks, ("0" * 12, "1" * 12))


def test_text_that_the_maintainer_sets_aside_is_not_doubtful() -> None:
    garbled = "We how to bandage a sore knee."
    text = f"{GARDEN}\n\n{garbled}"
    identity = id_of(garbled, cleaned(text))
    doubts = [
        [block.doubtful != () for block in clean(article_of(text), overrides=overrides).blocks]
        for overrides in (Overrides(), Overrides(set_aside=(identity,)))
    ]
    assert doubts == [[False, True], [False, False]]


def test_an_id_outlives_edits_elsewhere() -> None:
    line = "Mind the frost in May."
    before, after = cleaned(f"{GARDEN}\n\n{line}"), cleaned(f"A new line stands here.\n\n{GARDEN}\n\n{line}")
    assert id_of(line, before) == id_of(line, after)


def test_the_same_words_in_another_article_have_another_id() -> None:
    one = cleaned(GARDEN)
    assert set(block_ids(one)).isdisjoint(block_ids(replace(one, id="b")))


@given(st.lists(st.sampled_from(["Same words.", "Other words.", "Third."]), min_size=1, max_size=8))
def test_every_block_has_an_id_of_its_own(lines: list[str]) -> None:
    text, blocks = "", []
    for line in lines:
        blocks.append(Block(len(text), len(text) + len(line)))
        text += line + "\n"
    assert len(set(block_ids(Article("a", "a.txt", text, Card(), tuple(blocks))))) == len(lines)
