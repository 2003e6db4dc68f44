"""A maintainer's word stands over the rules, and outlives edits elsewhere."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Block, Card
from index.corpus.cleaning import block_ids, clean, override
from index.reasons import MAINTAINER
from tests.corpus.cleaning.pages import GARDEN, article_of


def cleaned(text: str) -> Article:
    article = article_of(text)
    return replace(article, blocks=clean(article))


def id_of(words: str, article: Article) -> str:
    ids = dict(zip((article.text[b.start : b.end] for b in article.blocks), block_ids(article), strict=True))
    return ids[words]


def test_a_block_kept_by_the_maintainer_is_kept() -> None:
    article = cleaned(f"{GARDEN}\n\nSign up for our newsletter today.")
    identity = id_of("Sign up for our newsletter today.", article)
    assert [block.reason for block in article.blocks] == [None, "newsletter"]
    assert [block.reason for block in override(article, [identity], []).blocks] == [None, None]


def test_a_block_set_aside_by_the_maintainer_says_so() -> None:
    article = cleaned(f"{GARDEN}\n\nMind the frost in May.")
    changed = override(article, [], [id_of("Mind the frost in May.", article)])
    assert [block.reason for block in changed.blocks] == [None, MAINTAINER]


def test_a_block_that_the_rules_set_aside_keeps_their_reason() -> None:
    article = cleaned(f"{GARDEN}\n\nSign up for our newsletter today.")
    identity = id_of("Sign up for our newsletter today.", article)
    assert override(article, [], [identity]) == article


def test_an_id_of_no_block_changes_nothing() -> None:
    article = cleaned(GARDEN)
    assert override(article, ["0" * 12], ["1" * 12]) == article


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
