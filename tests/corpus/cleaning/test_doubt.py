"""Only garbled sentences are marked doubtful."""

from __future__ import annotations

import pytest

from index.corpus.cleaning import clean
from tests.corpus.cleaning.pages import GARDEN, article_of
from tests.corpus.cleaning.test_kept import SENTENCES

SORE = (
    "A sore knee needs rest. A sore knee often swells, and the swelling goes down with ice. "
    "A nurse can show you how to bandage the knee. A nurse can also measure the swelling. "
)


def doubtful(text: str, title: str | None = None) -> list[str]:
    article = article_of(text, title)
    return [text[start:end] for block in clean(article).blocks for start, end in block.doubtful]


def test_a_foreign_question_that_runs_on_into_the_subject_is_doubtful() -> None:
    garbled = "It is harder to bandage what counts as a mortgage deposit sore knee."
    assert doubtful(SORE + garbled) == [garbled]


def test_a_foreign_question_at_the_start_without_a_question_mark_is_doubtful() -> None:
    garbled = "How many planets have rings around the equator nurse can help with the swelling."
    assert doubtful(SORE + garbled) == [garbled]


def test_the_title_s_question_in_the_middle_of_a_sentence_is_doubtful() -> None:
    garbled = "Instead, what helps a sore knee them in a towel."
    assert doubtful(SORE + garbled, "What helps a sore knee") == [garbled]


def test_a_pronoun_before_how_to_is_doubtful() -> None:
    garbled = "We list products we how to format a disk are useful."
    assert doubtful(SORE + garbled) == [garbled]


def test_misspelled_words_of_the_title_are_doubtful_where_there_are_many() -> None:
    text = "Ice soothes swellnig. Cold showers are no bandgae. Rest is good for the swelilng too."
    assert len(doubtful(SORE + text, "Bandage and swelling")) == 3


def test_one_misspelled_word_is_chance() -> None:
    assert doubtful(SORE + "Ice soothes swellnig.", "Bandage and swelling") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "How many planets have rings around the equator?",
        "Show them how to bandage the knee.",
        "Nobody knows what causes the swelling of a sore knee.",
        "What helps a sore knee is rest.",
        "This is what helps a sore knee.",
        "How much ice you need depends on the swelling.",
    ],
)
def test_a_sound_question_is_not_doubtful(sentence: str) -> None:
    assert doubtful(SORE + sentence, "What helps a sore knee") == []


def test_ordinary_sentences_are_not_doubtful() -> None:
    assert doubtful(GARDEN + " ".join(SENTENCES), "What helps tomatoes ripen") == []


def test_a_doubtful_sentence_is_kept() -> None:
    article = article_of(SORE + "We list products we how to format a disk are useful.")
    assert all(block.kept for block in clean(article).blocks)
