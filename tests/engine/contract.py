"""The tests that every engine must pass, with brute force over all embeddings as the reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.arrays import Floats, Ints
from index.ask import Answerer
from index.build import build
from index.corpus.sources import write_source
from index.engine.protocol import Engine, passage_context
from index.errors import AnswererClosedError
from index.filtering.filters import ALL, Filters
from index.opening import open_answerer
from index.passage import Passage, Sentence
from index.search.question.understand import understand
from index.search.scoring.encode import encode
from index.search.scoring.score import score
from index.settings import Settings, load_settings
from index.text.terms import terms
from tests.conftest import HEAT, ICE
from tests.engine.bm25 import bm25

QUESTION = "how long to hold the ice pack on a sore back"
QUESTIONS = [QUESTION, "does a warm bath help", "never sleep", "zebra"]
# Characters and words with a meaning in filter expressions.
TAG = "a \"b\" or id >= 0 \\ 'c' %"
ODD = "# Odd\n\nA bath of ice is cold. Nobody sleeps there.\n"


def publish(folder: Path, engine: Mapping[str, str], *articles: str) -> Settings:
    """Publish these articles in `folder`, ODD with the tag TAG, and return the settings."""
    corpus = folder / "articles"
    corpus.mkdir()
    for number, text in enumerate(articles):
        (corpus / f"{number}.md").write_text(text, encoding="utf-8")
        if text == ODD:
            write_source(corpus, f"{number}.md", tags=[TAG])
    settings = load_settings(corpus=corpus, index=folder / "index", model={"name": "hash"}, engine=engine)
    build(settings)
    return settings


def same(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """Check that all arrays are equal, floats to 1e-4."""
    assert found.keys() == expected.keys()
    for name, values in expected.items():
        assert found[name].shape == values.shape, name
        assert np.allclose(found[name], values, atol=1e-4), name


def context(answerer: Answerer, passage: Passage) -> str:
    return passage_context(passage, answerer.engine.article(passage.article_id)[0].card.title)


def vector(answerer: Answerer, text: str) -> Floats:
    return np.asarray(answerer.encoder.encode_query(text).vectors[0])


class EngineContract:
    """The contract tests, on the small corpus with the fake encoder."""

    @staticmethod
    def engine(folder: Path) -> dict[str, str]:
        """The settings of the engine, which may store data in `folder`."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def built(cls, tmp_path_factory: pytest.TempPathFactory) -> Settings:
        """The settings of the published corpus."""
        folder = tmp_path_factory.mktemp("engine")
        return publish(folder, cls.engine(folder), ICE, HEAT, ODD)

    @pytest.fixture(scope="class")
    @classmethod
    def answerer(cls, built: Settings) -> Iterator[Answerer]:
        """An answerer on the published corpus, shared by all tests."""
        with closing(open_answerer(built)) as answerer:
            yield answerer

    @pytest.fixture(scope="class")
    @classmethod
    def local(cls, tmp_path_factory: pytest.TempPathFactory) -> Engine:
        """The local engine on the same corpus, with exact search."""
        return open_answerer(publish(tmp_path_factory.mktemp("local"), {"mode": "exact"}, ICE, HEAT, ODD)).engine

    @pytest.fixture
    def rows(self, answerer: Answerer) -> Ints:
        """The rows of all passages."""
        return np.arange(answerer.engine.count)

    def test_dense_is_the_cosine_with_the_passage_in_its_context(self, answerer: Answerer, rows: Ints) -> None:
        query = vector(answerer, QUESTION)
        contexts = [context(answerer, passage) for passage in answerer.engine.passages(rows)]
        expected = answerer.encoder.encode_passages(contexts) @ query
        assert np.allclose(answerer.engine.scores(query, (), rows).dense, expected, atol=1e-6)

    def test_sentence_is_the_highest_cosine_of_the_passage_s_sentences_and_best_says_which(
        self, answerer: Answerer, rows: Ints
    ) -> None:
        query = vector(answerer, QUESTION)
        scores = answerer.engine.scores(query, (), rows)
        for row, passage in enumerate(answerer.engine.passages(rows)):
            cosines = answerer.encoder.encode_passages([passage.quote(one) for one in passage.sentences]) @ query
            assert scores.sentence[row] == pytest.approx(float(cosines.max()), abs=1e-6)
            assert scores.best[row] == int(cosines.argmax())

    def test_lexical_is_bm25_over_the_contexts(self, answerer: Answerer, rows: Ints) -> None:
        asked = ["ice", "back", "zebra"]
        contexts = [context(answerer, passage) for passage in answerer.engine.passages(rows)]
        scores = answerer.engine.scores(vector(answerer, QUESTION), asked, rows)
        assert np.allclose(scores.lexical, bm25(asked, contexts), atol=1e-4)

    def test_scores_of_some_passages_are_those_of_all(self, answerer: Answerer, rows: Ints) -> None:
        query = vector(answerer, QUESTION)
        every, some = answerer.engine.scores(query, ["ice"], rows), answerer.engine.scores(query, ["ice"], rows[1:])
        assert np.array_equal(every.sentence[1:], some.sentence)
        assert np.array_equal(every.best[1:], some.best)

    def test_support_is_1_for_the_word_itself_and_less_for_kin(self, answerer: Answerer, rows: Ints) -> None:
        words = ["towels", "bath"]
        vectors = answerer.encoder.encode_passages(words)
        support = answerer.engine.support(["towel", "bath"], vectors, rows)
        for row, passage in enumerate(answerer.engine.passages(rows)):
            having = set(terms(context(answerer, passage)))
            assert [value == 1 for value in support[row]] == ["towel" in having, "bath" in having]

    def test_support_of_no_words_or_no_passages_is_empty(self, answerer: Answerer, rows: Ints) -> None:
        nothing = np.zeros((0, answerer.encoder.dimension), dtype=np.float32)
        assert answerer.engine.support([], nothing, rows).shape == (len(rows), 0)
        assert answerer.engine.support(["ice"], vector(answerer, "ice")[None], rows[:0]).shape == (0, 1)

    def test_candidates_of_one_article_are_of_no_other(self, answerer: Answerer) -> None:
        found = answerer.engine.candidates(vector(answerer, QUESTION), ["ice"], 100, Filters.of(["article:1"]))
        assert set(answerer.engine.owners(found)) == {"1"}

    def test_a_centre_is_the_weighted_mean_as_a_unit_vector(self, answerer: Answerer, rows: Ints) -> None:
        contexts = [context(answerer, passage) for passage in answerer.engine.passages(rows[:2])]
        mean = np.array([0.75, 0.25], dtype=np.float32) @ answerer.encoder.encode_passages(contexts)
        centre = answerer.engine.centre(rows[:2], np.array([0.75, 0.25], dtype=np.float32))
        assert np.allclose(centre, mean / np.linalg.norm(mean), atol=1e-6)

    def test_feedback_reorders_but_the_raw_scores_stay_the_question_s_own(self, answerer: Answerer) -> None:
        query = understand("ice", 5, ALL, answerer.engine.vocabulary, None)
        scored = score(query, answerer.engine, answerer.encoder, 100)
        own = answerer.engine.scores(vector(answerer, "ice"), query.terms, scored.scores.passages)
        assert np.allclose(scored.scores.sentence, own.sentence, atol=1e-6)
        assert np.allclose(scored.scores.dense, own.dense, atol=1e-6)

    @pytest.mark.parametrize("depth", [1, 2, 100])
    @pytest.mark.parametrize("question", QUESTIONS)
    def test_candidates_are_the_best_of_each_channel(
        self, answerer: Answerer, local: Engine, rows: Ints, question: str, depth: int
    ) -> None:
        asked = vector(answerer, question)
        scores = local.scores(asked, terms(question), rows)
        found = answerer.engine.candidates(asked, terms(question), depth)
        best = [scores.dense, scores.sentence, np.where(scores.lexical > 0, scores.lexical, np.nan)]
        for channel in best:
            highest = np.sort(channel[~np.isnan(channel)])[::-1][:depth]
            assert np.isin(np.round(highest, 5), np.round(channel[found], 5)).all()
        assert len(found) <= 3 * depth

    @pytest.mark.parametrize("question", QUESTIONS)
    def test_every_score_of_a_passage_is_the_local_engine_s(
        self, answerer: Answerer, local: Engine, rows: Ints, question: str
    ) -> None:
        asked = vector(answerer, question)
        found, expected = (engine.scores(asked, terms(question), rows) for engine in (answerer.engine, local))
        same(asdict(found), asdict(expected))

    @pytest.mark.parametrize("question", QUESTIONS)
    def test_every_score_of_a_sentence_is_the_local_engine_s(
        self, answerer: Answerer, local: Engine, rows: Ints, question: str
    ) -> None:
        asked = encode(understand(question, 5, ALL, local.vocabulary, None), local, answerer.encoder)
        chosen = rows[::-1]
        found, expected = (
            engine.sentence_scores(asked, terms(question), chosen) for engine in (answerer.engine, local)
        )
        same(asdict(found), asdict(expected))
        matches, wanted = (engine.matches(asked, int(rows[-1]), 0) for engine in (answerer.engine, local))
        same(asdict(matches), asdict(wanted))

    def test_texts_are_the_local_engine_s(self, answerer: Answerer, local: Engine, rows: Ints) -> None:
        engine = answerer.engine
        assert engine.passages(rows) == local.passages(rows)
        assert [engine.article(name) for name in engine.article_ids()] == [
            local.article(name) for name in local.article_ids()
        ]
        assert (engine.sizes(), engine.owners(rows)) == (local.sizes(), local.owners(rows))
        assert engine.labels.ids() == local.labels.ids()

    @pytest.mark.parametrize(
        ("written", "articles"),
        [
            (["article:1"], {"1"}),
            (["article:1", "article:0"], {"0", "1"}),
            ([f"tag:{TAG}"], {"2"}),
            (["article:0", f"tag:{TAG}"], set()),
            (["tag:none"], set()),
        ],
    )
    def test_filters_come_before_the_ranking(self, answerer: Answerer, written: list[str], articles: set[str]) -> None:
        found = answerer.engine.candidates(vector(answerer, QUESTION), ["ice"], 1, Filters.of(written))
        assert set(answerer.engine.owners(found)) <= articles
        assert bool(len(found)) == bool(articles)

    def test_of_a_key_without_values_nothing_is_found(self, answerer: Answerer) -> None:
        nothing = ALL.having("article", [])
        assert not len(answerer.engine.candidates(vector(answerer, QUESTION), ["ice"], 5, nothing))

    def test_many_who_ask_at_once_get_what_one_gets(self, answerer: Answerer) -> None:
        def quotes(question: str) -> list[Sentence]:
            return [item.quote for item in answerer.ask(question).evidence]

        expected = [quotes(question) for question in QUESTIONS]
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(quotes, QUESTIONS * 8)) == expected * 8

    def test_what_was_deleted_is_gone_and_who_asks_meanwhile_is_answered(
        self, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        folder = tmp_path_factory.mktemp("deleting")
        settings = publish(folder, self.engine(folder), ICE, HEAT)
        with closing(open_answerer(settings)) as before:
            (settings.corpus / "0.md").unlink()
            build(settings)
            with closing(open_answerer(settings)) as after:
                assert "Ice" in str(before.ask("ice pack").evidence[0])
                assert after.engine.article_ids() == ["1"]
                assert "ice" not in str(after.ask("ice pack").evidence).lower()

    def test_an_empty_collection_finds_nothing(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        folder = tmp_path_factory.mktemp("empty")
        settings = publish(folder, self.engine(folder), ICE)
        (settings.corpus / "0.md").unlink()
        build(settings)
        with closing(open_answerer(settings)) as answerer:
            assert answerer.ask("ice pack").empty

    def test_who_asks_a_closed_one_is_told(self, built: Settings) -> None:
        answerer = open_answerer(built)
        answerer.close()
        with pytest.raises(AnswererClosedError, match="Call open_answerer again"):
            answerer.ask(QUESTION)
