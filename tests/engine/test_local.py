"""The engine's scores, held against brute force over everything that was embedded."""

from __future__ import annotations

import numpy as np
import pytest

from index.arrays import Floats, Ints
from index.ask import Answerer
from index.engine.protocol import passage_context
from index.filtering.filters import ALL, Filters
from index.passage import Passage
from index.search.scoring.score import score
from index.search.understand import understand
from index.text.terms import terms
from tests.engine.bm25 import bm25

QUESTION = "how long to hold the ice pack on a sore back"


@pytest.fixture
def rows(answerer: Answerer) -> Ints:
    """Every passage."""
    return np.arange(answerer.engine.count)


def context(answerer: Answerer, passage: Passage) -> str:
    return passage_context(passage, answerer.engine.article(passage.article_id)[0].card.title)


def vector(answerer: Answerer, text: str) -> Floats:
    return np.asarray(answerer.encoder.encode_query(text).vectors[0])


def test_dense_is_the_cosine_with_the_passage_in_its_context(answerer: Answerer, rows: Ints) -> None:
    query = vector(answerer, QUESTION)
    contexts = [context(answerer, passage) for passage in answerer.engine.passages(rows)]
    expected = answerer.encoder.encode_passages(contexts) @ query
    assert np.allclose(answerer.engine.scores(query, (), rows).dense, expected, atol=1e-6)


def test_sentence_is_the_highest_cosine_of_the_passage_s_sentences_and_best_says_which(
    answerer: Answerer, rows: Ints
) -> None:
    query = vector(answerer, QUESTION)
    scores = answerer.engine.scores(query, (), rows)
    for row, passage in enumerate(answerer.engine.passages(rows)):
        cosines = answerer.encoder.encode_passages([passage.quote(one) for one in passage.sentences]) @ query
        assert scores.sentence[row] == pytest.approx(float(cosines.max()), abs=1e-6)
        assert scores.best[row] == int(cosines.argmax())


def test_lexical_is_bm25_over_the_contexts(answerer: Answerer, rows: Ints) -> None:
    asked = ["ice", "back", "zebra"]
    contexts = [context(answerer, passage) for passage in answerer.engine.passages(rows)]
    scores = answerer.engine.scores(vector(answerer, QUESTION), asked, rows)
    assert np.allclose(scores.lexical, bm25(asked, contexts), atol=1e-4)


def test_scores_of_some_passages_are_those_of_all(answerer: Answerer, rows: Ints) -> None:
    query = vector(answerer, QUESTION)
    every, some = answerer.engine.scores(query, ["ice"], rows), answerer.engine.scores(query, ["ice"], rows[1:])
    assert np.array_equal(every.sentence[1:], some.sentence)
    assert np.array_equal(every.best[1:], some.best)


def test_support_is_1_for_the_word_itself_and_less_for_kin(answerer: Answerer, rows: Ints) -> None:
    words = ["towels", "bath"]
    vectors = answerer.encoder.encode_passages(words)
    support = answerer.engine.support(["towel", "bath"], vectors, rows)
    for row, passage in enumerate(answerer.engine.passages(rows)):
        having = set(terms(context(answerer, passage)))
        assert [value == 1 for value in support[row]] == ["towel" in having, "bath" in having]


def test_support_of_no_words_or_no_passages_is_empty(answerer: Answerer, rows: Ints) -> None:
    nothing = np.zeros((0, answerer.encoder.dimension), dtype=np.float32)
    assert answerer.engine.support([], nothing, rows).shape == (len(rows), 0)
    assert answerer.engine.support(["ice"], vector(answerer, "ice")[None], rows[:0]).shape == (0, 1)


def test_candidates_of_one_article_are_of_no_other(answerer: Answerer) -> None:
    found = answerer.engine.candidates(vector(answerer, QUESTION), ["ice"], 100, Filters.of(["article:heat"]))
    assert set(answerer.engine.owners(found)) == {"heat"}


def test_a_centre_is_the_weighted_mean_as_a_unit_vector(answerer: Answerer, rows: Ints) -> None:
    contexts = [context(answerer, passage) for passage in answerer.engine.passages(rows[:2])]
    mean = np.array([0.75, 0.25], dtype=np.float32) @ answerer.encoder.encode_passages(contexts)
    centre = answerer.engine.centre(rows[:2], np.array([0.75, 0.25], dtype=np.float32))
    assert np.allclose(centre, mean / np.linalg.norm(mean), atol=1e-6)


def test_feedback_reorders_but_the_raw_scores_stay_the_question_s_own(answerer: Answerer) -> None:
    query = understand("ice", 5, ALL, answerer.engine.vocabulary, None)
    scored = score(query, answerer.engine, answerer.encoder, 100)
    own = answerer.engine.scores(vector(answerer, "ice"), query.terms, scored.scores.passages)
    assert np.allclose(scored.scores.sentence, own.sentence, atol=1e-6)
    assert np.allclose(scored.scores.dense, own.dense, atol=1e-6)
