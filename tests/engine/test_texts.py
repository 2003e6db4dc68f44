"""The text store returns what was stored."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Block, Card
from index.engine.texts import TextStore, TextWriter
from index.errors import AnswererClosedError, IndexDamagedError
from index.passage import Passage, Sentence

ARTICLE = Article("a", "o", "x" * 5, Card(), ())

words = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


def stored(folder: Path, articles: list[Article], passages: list[Passage]) -> TextStore:
    writer = TextWriter(folder / "texts.sqlite")
    for number, article in enumerate(articles):
        writer.add(article, [] if number else passages)
    writer.close()
    return TextStore(folder / "texts.sqlite")


@given(text=words, title=st.none() | words, heading=st.lists(words, max_size=3))
def test_articles_and_passages_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, text: str, title: str | None, heading: list[str]
) -> None:
    article = Article(
        "a", "o", text, Card.of(title=title), (Block(0, len(text), "paragraph", 0, 1, None, "navigation"),)
    )
    sentence = Sentence(0, len(text), 1, None, doubtful=True)
    passage = Passage("a", 0, len(text), text, tuple(heading), (sentence,))
    store = stored(tmp_path_factory.mktemp("store"), [article], [passage])
    assert store.article("a") == (article, article.sha256)
    assert store.passages([0]) == [passage]


def test_passages_come_in_the_order_asked_for(tmp_path: Path) -> None:
    passages = [Passage("a", at, at + 1, "x", (), (Sentence(at, at + 1, 1),)) for at in range(5)]
    assert [passage.start for passage in stored(tmp_path, [ARTICLE], passages).passages([3, 0, 4])] == [3, 0, 4]


def test_an_unknown_article_is_a_key_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        stored(tmp_path, [], []).article("a")


def test_more_articles_than_are_held_in_memory_can_be_read(tmp_path: Path) -> None:
    articles = [Article(f"a{at}", "o", str(at), Card(), ()) for at in range(100)]
    store = stored(tmp_path, articles, [])
    assert [store.article(article.id)[0] for article in articles] == articles
    assert store.article("a0")[0] == articles[0]


def is_held(store: TextStore, article: Article) -> bool:
    """Whether a closed store still has an article."""
    try:
        return store.article(article.id)[0] == article
    except AnswererClosedError:
        return False


def test_the_articles_that_were_read_last_are_held_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engine.texts._KEPT_ARTICLES", 3)
    articles = [Article(f"a{at}", "o", str(at), Card(), ()) for at in range(5)]
    store = stored(tmp_path, articles, [])
    for at in (0, 1, 2, 0, 3):
        store.article(f"a{at}")
    store.close()
    assert [is_held(store, article) for article in articles] == [True, False, True, True, False]


def test_more_passages_than_are_held_in_memory_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engine.texts._KEPT_PASSAGES", 3)
    passages = [Passage("a", at, at + 1, "x", (), (Sentence(at, at + 1, 1),)) for at in range(5)]
    store = stored(tmp_path, [ARTICLE], passages)
    assert store.passages([0, 1]) + store.passages([1, 2, 3, 4]) == [passages[at] for at in (0, 1, 1, 2, 3, 4)]


def test_several_threads_may_read_at_once(tmp_path: Path) -> None:
    passages = [Passage("a", at, at + 1, "x", (), (Sentence(at, at + 1, 1),)) for at in range(50)]
    store = stored(tmp_path, [ARTICLE], passages)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda at: store.passages([at % 50])[0].start, range(500)))
    assert found == [at % 50 for at in range(500)]


def test_a_missing_file_is_damage(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="is missing"):
        TextStore(tmp_path / "texts.sqlite")


def test_a_file_that_is_no_store_is_damage(tmp_path: Path) -> None:
    (tmp_path / "texts.sqlite").write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(IndexDamagedError, match="cannot be read"):
        TextStore(tmp_path / "texts.sqlite").article_ids()


def test_the_store_cannot_be_written_through_the_reader(tmp_path: Path) -> None:
    store = stored(tmp_path, [], [])
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store._database.execute("DELETE FROM articles")
    store.close()
