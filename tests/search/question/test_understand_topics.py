"""The topic words of any question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.filtering.filters import ALL
from index.query import Query
from index.search.question.understand import understand
from index.text.spelling import Speller
from index.text.terms import STOP_WORDS, asks
from index.text.vocabulary import Vocabulary

VOCABULARY = Vocabulary.of(
    ["The café serves naïve guests.", "Wrap ice in a towel.", "The resume and the résumé differ."]
)
WORDS = ["cafe", "ice", "towel", "takes", "long", "the", "not", "how", "best", "what", "towels"]
QUESTIONS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6)


def understood(question: str) -> Query:
    return understand(question, 5, ALL, VOCABULARY, Speller(VOCABULARY))


@given(QUESTIONS)
def test_a_question_s_terms_are_distinct_and_each_has_a_word(asked: list[str]) -> None:
    query = understood(" ".join(asked))
    assert len(query.terms) == len(set(query.terms)) == len(query.words)


@given(QUESTIONS)
def test_words_that_bind_are_never_topics(asked: list[str]) -> None:
    assert not STOP_WORDS & set(understood(" ".join(asked)).words)


@given(QUESTIONS)
def test_words_that_ask_stand_alone_or_not_at_all(asked: list[str]) -> None:
    words = understood(" ".join(asked)).words
    after_how = [word for before, word in zip(asked, asked[1:], strict=False) if before == "how"]
    if any(not asks(word) and word not in after_how for word in words):
        assert not any(map(asks, words))


@given(QUESTIONS)
def test_a_question_with_a_word_that_names_has_a_topic(asked: list[str]) -> None:
    naming = any(word not in STOP_WORDS for word in asked)
    assert bool(understood(" ".join(asked)).words) is naming


@given(QUESTIONS)
def test_known_words_are_never_corrected(asked: list[str]) -> None:
    assert understood(" ".join(asked)).corrected is None


@given(QUESTIONS)
def test_case_changes_no_topic(asked: list[str]) -> None:
    assert understood(" ".join(asked).upper()).terms == understood(" ".join(asked)).terms


@given(QUESTIONS)
def test_a_denial_anywhere_is_seen(asked: list[str]) -> None:
    assert understood(" ".join(asked)).negated is ("not" in asked)


@pytest.mark.parametrize("word", ["resume", "résumé"])
def test_where_both_spellings_stand_in_the_collection_each_is_itself(word: str) -> None:
    assert understood(word).words == (word,)


@pytest.mark.parametrize("question", ["CAFE", "Cafe", "cafe\u0301", "ｃａｆｅ"])
def test_an_accented_word_is_one_however_it_is_typed(question: str) -> None:
    assert understood(question).words == ("café",)
