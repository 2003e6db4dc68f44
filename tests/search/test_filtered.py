"""Filters in the whole ask pipeline: nothing else is returned, scored or counted, and there are still k results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index.answer import Answer, CheckedQuote, Scores, SentenceScores, TokenMatches
from index.arrays import Floats, Ints
from index.ask import Answerer
from index.build import build
from index.corpus.sources import write_source
from index.encoding.protocol import EncodedQuestion
from index.engine.local import LocalEngine
from index.errors import UnknownArticleError, UnknownFilterError
from index.filtering.filters import ALL, Filters
from index.opening import open_answerer
from index.passage import Passage
from index.settings import load_settings

WORDS = "ice heat towel bath walk bed chair desk pillow spine".split()
FOLDERS = ["", "garden", "garden/roses", "kitchen"]
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=3, max_size=7).map(lambda words: f"The {' '.join(words)} helps.")
QUESTIONS = ["ice", "does the towel help the spine", "What helps the desk? Where is the bath?", "ice or heat"]


@dataclass(frozen=True)
class Written:
    """An article to write: its path, tags, year and text."""

    folder: str
    tags: list[str]
    year: str
    sentences: list[str]

    def has(self, written: str) -> bool:
        key, _, value = written.partition(":")
        if key == "collection":
            return self.folder == "" if value == "." else f"{self.folder}/".startswith(f"{value}/")
        return value in self.tags if key == "tag" else self.year == value


ARTICLES = st.lists(
    st.builds(
        Written,
        st.sampled_from(FOLDERS),
        st.lists(st.sampled_from(["red", "blue"]), unique=True),
        st.sampled_from(["2019", "2020", ""]),
        st.lists(SENTENCE, min_size=1, max_size=4),
    ),
    min_size=2,
    max_size=6,
)
FILTERS = st.lists(
    st.sampled_from(["collection:.", "collection:garden", "collection:kitchen", "tag:red", "year:2019", "year:2020"]),
    min_size=1,
    max_size=3,
    unique=True,
)


class Watched(LocalEngine):
    """An engine that records which passages it is asked about."""

    touched: set[int]

    def _touch(self, rows: Sequence[int] | Ints) -> None:
        self.touched = getattr(self, "touched", set()) | {int(row) for row in rows}

    def scores(self, vector: Floats, query_terms: Sequence[str], rows: Ints) -> Scores:
        self._touch(rows)
        return super().scores(vector, query_terms, rows)

    def sentence_scores(self, question: EncodedQuestion, terms: Sequence[str], rows: Ints) -> SentenceScores:
        self._touch(rows)
        return super().sentence_scores(question, terms, rows)

    def matches(self, question: EncodedQuestion, row: int, sentence: int) -> TokenMatches:
        self._touch([row])
        return super().matches(question, row, sentence)

    def centre(self, rows: Ints, weights: Floats) -> Floats:
        self._touch(rows)
        return super().centre(rows, weights)

    def support(self, query_terms: Sequence[str], word_vectors: Floats, rows: Ints) -> Floats:
        self._touch(rows)
        return super().support(query_terms, word_vectors, rows)

    def passages(self, rows: Ints) -> list[Passage]:
        self._touch(rows)
        return super().passages(rows)


@dataclass
class Collection:
    """Published articles."""

    answerer: Answerer
    engine: Watched
    written: dict[str, Written] = field(default_factory=dict)

    def allowed(self, filters: Filters) -> set[str]:
        """The ids of the articles that match, found with a loop."""
        return {
            name
            for name, each in self.written.items()
            if all(any(each.has(f"{key}:{value}") for value in values) for key, values in filters.chosen)
        }


def publish(folder: Path, articles: Sequence[Written], mode: Literal["exact", "approximate"] = "exact") -> Collection:
    corpus = folder / "corpus"
    written = {}
    for number, article in enumerate(articles):
        name = f"{article.folder}/a{number}.txt".lstrip("/")
        (corpus / name).parent.mkdir(parents=True, exist_ok=True)
        (corpus / name).write_text("\n\n".join([f"Article {number}", *article.sentences]), encoding="utf-8")
        stated = {"published": article.year} if article.year else {}
        write_source(corpus, name, tags=article.tags, **stated)
        written[name.removesuffix(".txt").replace("/", "-")] = article
    settings = load_settings(
        corpus=corpus,
        index=folder / "index",
        model={"name": "hash"},
        engine={"mode": mode},
        search={"passage_words": 20},
    )
    build(settings)
    opened = open_answerer(settings)
    engine = Watched(settings.index / "snapshots" / opened.snapshot)
    return Collection(replace(opened, engine=engine), engine, written)


def named_in(answer: Answer) -> Iterator[str]:
    for item in (*answer.evidence, *answer.by_article):
        yield item.passage.article_id
        yield from (twin.article_id for twin in item.also_in)


def named_by(checked: CheckedQuote) -> Iterator[str]:
    places = (*checked.places, checked.nearest) if checked.nearest else checked.places
    yield from (place.article_id for place in places)
    yield from checked.set_aside


def passages_of(collection: Collection, articles: set[str]) -> set[int]:
    return {int(row) for name in articles for row in collection.engine.rows(name)}


@hypothesis_settings(max_examples=15)
@given(
    articles=ARTICLES,
    written=FILTERS,
    question=st.sampled_from(QUESTIONS),
    mode=st.sampled_from(["exact", "approximate"]),
)
def test_nothing_outside_the_filters_is_returned_scored_or_counted(
    articles: list[Written], written: list[str], question: str, mode: Literal["exact", "approximate"]
) -> None:
    with TemporaryDirectory() as folder:
        collection = publish(Path(folder), articles, mode)
        filters = Filters.of([each for each in written if any(article.has(each) for article in articles)])
        allowed = collection.allowed(filters)
        collection.engine.touched = set()
        answer = collection.answerer.ask(question, 100, filters=filters)
        quotes = [article.sentences[0] for article in articles]
        checked = [collection.answerer.check_quote(quote, filters=filters) for quote in quotes]
        assert set(named_in(answer)) | {name for each in checked for name in named_by(each)} <= allowed
        assert collection.engine.touched <= passages_of(collection, allowed)
        collection.answerer.close()


@hypothesis_settings(max_examples=10)
@given(articles=ARTICLES, written=FILTERS, mode=st.sampled_from(["exact", "approximate"]))
def test_every_passage_that_the_filters_select_can_be_found(
    articles: list[Written], written: list[str], mode: Literal["exact", "approximate"]
) -> None:
    with TemporaryDirectory() as folder:
        collection = publish(Path(folder), articles, mode)
        filters = Filters.of([each for each in written if any(article.has(each) for article in articles)])
        vector = collection.answerer.encoder.encode_query("ice").vectors[0]
        found = collection.engine.candidates(vector, ["ice"], collection.engine.count, filters)
        assert set(found.tolist()) == passages_of(collection, collection.allowed(filters))
        collection.answerer.close()


ROSES = Written("garden/roses", ["red"], "2019", ["The ice helps the bed.", "The towel helps the bath."])
PARK = Written("", ["blue"], "2020", ["The ice helps the bed.", "The heat helps the desk."])


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return publish(tmp_path_factory.mktemp("two"), [ROSES, PARK])


@pytest.mark.parametrize(
    ("written", "articles"),
    [
        (["collection:garden"], {"garden-roses-a0"}),
        (["collection:."], {"a1"}),
        (["tag:red", "tag:blue"], {"garden-roses-a0", "a1"}),
        (["tag:red", "year:2020"], set()),
        (["article:a1"], {"a1"}),
        ([], {"garden-roses-a0", "a1"}),
    ],
)
def test_values_of_one_key_add_up_and_keys_narrow(two: Collection, written: list[str], articles: set[str]) -> None:
    answer = two.answerer.ask("does the ice help the bed", 100, filters=Filters.of(written))
    assert {item.passage.article_id for item in answer.by_article} == articles


def test_the_answer_says_what_it_was_narrowed_to(two: Collection) -> None:
    answer = two.answerer.ask("ice", article_id="a1", filters=Filters.of(["tag:blue"]))
    assert answer.filters == Filters.of(["article:a1", "tag:blue"])


def test_a_sentence_elsewhere_is_not_told_of_where_that_is_left_out(two: Collection) -> None:
    items = two.answerer.ask("does the ice help the bed", filters=Filters.of(["tag:red"])).evidence
    assert {twin.article_id for item in items for twin in item.also_in} == set()


def test_a_quote_stands_only_where_the_filters_look(two: Collection) -> None:
    assert two.answerer.check_quote("The heat helps the desk.", filters=Filters.of(["tag:blue"])).stands
    assert not two.answerer.check_quote("The heat helps the desk.", filters=Filters.of(["tag:red"])).stands


def test_the_parts_of_a_question_are_narrowed_too(two: Collection) -> None:
    answer = two.answerer.ask("Is the towel good? Is the heat good for the desk?", 100, filters=Filters.of(["tag:red"]))
    assert set(named_in(answer)) == {"garden-roses-a0"}


def test_a_filter_that_no_article_meets_is_an_error(two: Collection) -> None:
    with pytest.raises(UnknownFilterError, match="No article has the year '1999': expected one of 2019, 2020"):
        two.answerer.ask("ice", filters=Filters.of(["year:1999"]))


def test_an_article_that_there_is_not_is_the_same_error_as_ever(two: Collection) -> None:
    with pytest.raises(UnknownArticleError):
        two.answerer.ask("ice", article_id="b", filters=Filters.of(["tag:red"]))


def test_filters_that_no_article_meets_together_answer_nothing(two: Collection) -> None:
    answer = two.answerer.ask("ice", filters=Filters.of(["tag:red", "year:2020"]))
    assert (answer.verdict, answer.evidence, answer.by_article) == ("unanswered", (), ())


def test_without_filters_no_label_is_read(two: Collection, tmp_path: Path) -> None:
    fresh = publish(tmp_path, [ROSES, PARK])
    fresh.answerer.ask("does the ice help")
    assert "labels" not in vars(fresh.engine._files)


def test_tags_and_folders_make_another_snapshot(tmp_path: Path) -> None:
    one = publish(tmp_path / "one", [ROSES]).answerer.snapshot
    assert publish(tmp_path / "other", [replace(ROSES, tags=["blue"])]).answerer.snapshot != one


def test_all_is_what_no_filter_selects(two: Collection) -> None:
    vector = two.answerer.encoder.encode_query("ice").vectors[0]
    everything = two.engine.candidates(vector, ["ice"], 100, ALL)
    assert np.array_equal(everything, np.arange(two.engine.count))
