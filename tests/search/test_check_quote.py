"""Checking a quote: its exact place, or the nearest sentence and the differences."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from index.ask import Answerer
from index.build import build
from index.engine.local import LocalEngine
from index.errors import QuestionError, UnknownArticleError
from index.filtering.filters import ALL
from index.opening import open_answerer
from index.search.check_quote import LONGEST_QUOTE, MOST_PLACES, check_quote
from index.settings import Settings
from index.storage.snapshot import open_snapshot
from tests.web.conftest import add

QUOTES = "It’s called “cold\npack”.\n\nArtful hearts beat. Hearts rest.\n\nSubscribe to our newsletter today!\n"


def open_snapshot_engine(settings: Settings) -> LocalEngine:
    """The published snapshot's engine, without checking checksums."""
    return LocalEngine(open_snapshot(settings.index, sums=False).folder)


@pytest.fixture
def marked(settings: Settings) -> Answerer:
    """The small corpus, plus an article with quotation marks, a line end and a set-aside part."""
    add(settings, "more.md", f"# More\n\n{QUOTES}")
    return open_answerer(settings)


@pytest.mark.parametrize(
    ("given", "quoted"),
    [
        ("It’s called “cold pack”.", "It’s called “cold pack”."),
        ('It\'s called "cold   pack".', "It’s called “cold pack”."),
        ("“Hearts rest.”", "Hearts rest."),
        ("beat. Hearts", "beat. Hearts"),
    ],
)
def test_words_stand_whatever_the_white_space_and_the_shape_of_marks(marked: Answerer, given: str, quoted: str) -> None:
    checked = marked.check_quote(given)
    [place] = checked.places
    article, _ = marked.engine.article(place.article_id)
    assert (checked.stands, " ".join(place.quoted.split())) == (True, quoted)
    assert article.text[place.start : place.end] == place.quoted
    assert f"characters {place.start}–{place.end}" in place.citation.text


@pytest.mark.parametrize("given", ["rtful hearts", "hearts rest.", "Artful hearts be", "It’s called cold pack"])
def test_parts_of_words_other_case_and_other_characters_do_not_stand(marked: Answerer, given: str) -> None:
    assert not marked.check_quote(given).stands


def test_what_differs_from_the_nearest_sentence_is_said(marked: Answerer) -> None:
    checked = marked.check_quote("Hold it there for almost 30 minutes.")
    assert checked.nearest is not None
    assert checked.nearest.quoted == "Hold it there for 20 minutes."
    assert [(each.given, each.stands) for each in checked.differences] == [("almost 30", "20")]


def test_what_is_nearest_may_be_several_sentences(marked: Answerer) -> None:
    checked = marked.check_quote("Wrap the ice pack in a shirt. Hold it there for 20 minutes. Repeat this every hour.")
    assert checked.nearest is not None
    assert checked.nearest.quoted == (
        "Wrap the ice pack in a towel. Hold it there for 20 minutes. Repeat this every two hours."
    )


def test_nothing_is_near_to_words_of_another_kind(marked: Answerer) -> None:
    checked = marked.check_quote("Parliament met on Tuesday to vote on fisheries.")
    assert (checked.stands, checked.nearest, checked.differences) == (False, None, ())


def test_words_that_were_set_aside_are_named_and_not_cited(marked: Answerer) -> None:
    checked = marked.check_quote("Subscribe to our newsletter today!")
    assert (checked.stands, checked.set_aside) == (False, ("more",))


def test_words_of_an_article_that_is_not_as_published_do_not_stand(
    settings: Settings, marked: Answerer, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        closing(sqlite3.connect(settings.index / "snapshots" / marked.snapshot / "texts.sqlite")) as database,
        database,
    ):
        database.execute("UPDATE articles SET text = replace(text, 'Hearts rest', 'Hearts race') WHERE id = 'more'")
    engine = open_snapshot_engine(settings)
    checked = check_quote("Hearts race.", engine, ALL, lambda _: ())
    assert (checked.stands, "withheld" in caplog.text) == (False, True)


def test_one_article_alone_is_looked_in_where_it_is_named(marked: Answerer) -> None:
    assert marked.check_quote("Hearts rest.", "more").stands
    assert not marked.check_quote("Hearts rest.", "ice").stands
    with pytest.raises(UnknownArticleError):
        marked.check_quote("Hearts rest.", "ghost")


def test_common_words_are_listed_at_so_many_places_and_no_more(settings: Settings) -> None:
    add(settings, "often.txt", "\n\n".join(f"Rest well on day {number}." for number in range(MOST_PLACES + 5)))
    assert len(open_answerer(settings).check_quote("Rest well").places) == MOST_PLACES


@pytest.mark.parametrize("given", ["", " “ ” ", "x" * (LONGEST_QUOTE + 1)])
def test_no_words_or_too_many_are_refused_with_what_to_do(answerer: Answerer, given: str) -> None:
    with pytest.raises(QuestionError, match="Check a shorter part of it"):
        answerer.check_quote(given)


def test_in_an_empty_collection_nothing_stands(settings: Settings) -> None:
    build(settings)
    for file in settings.corpus.iterdir():
        file.unlink()
    build(settings)
    assert not open_answerer(settings).check_quote("Hold it there for 20 minutes.").stands
