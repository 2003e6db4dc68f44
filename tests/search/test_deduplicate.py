"""The same sentence is one evidence."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer import Features
from index.passage import Passage, Sentence
from index.search.deduplicate import Candidate, collapse, spread
from index.text.terms import form


def candidate(article: str, *sentences: str, quote: int = 0, score: float = 1.0) -> Candidate:
    spans, at = [], 0
    for sentence in sentences:
        spans.append(Sentence(at, at + len(sentence), 1, form=form(sentence)))
        at += len(sentence) + 1
    passage = Passage(article, 0, at - 1, " ".join(sentences), (), tuple(spans))
    return Candidate(passage, spans[quote], score, Features(0.5, 0.5, 0.0))


def test_a_quote_that_stood_before_is_no_second_evidence() -> None:
    kept = collapse([candidate("a", "Use the ice for 20 minutes."), candidate("b", "Use the ice for 20 minutes!")])
    assert [item.passage.article_id for item in kept] == ["a"]


def test_the_other_place_is_a_twin_even_where_it_is_not_the_quote() -> None:
    kept = collapse(
        [candidate("a", "Use the ice for 20 minutes."), candidate("b", "Rest.", "Use the ice for 20 minutes.")]
    )
    assert [(twin.article_id, twin.quote_start) for twin in kept[0].twins] == [("b", 6)]
    assert len(kept) == 2


def test_an_ending_does_not_make_another_sentence() -> None:
    kept = collapse(
        [
            candidate("a", "Gentle exercise may help a back spasm."),
            candidate("b", "Gentle exercises may help a back spasm."),
        ]
    )
    assert len(kept) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Put an ice pack wrapped in a towel on it for 20 minutes.",
            "Put an ice pack wrapped in a towel on it for 30 minutes.",
        ),
        (
            "Firm massage by a trained therapist should be painful.",
            "Firm massage by a trained therapist should not be painful.",
        ),
        (
            "You can sleep on a heating pad all through the night.",
            "You can't sleep on a heating pad all through the night.",
        ),
    ],
)
def test_another_figure_or_a_not_makes_another_sentence(one: str, other: str) -> None:
    assert len(collapse([candidate("a", one), candidate("b", other)])) == 2


def test_short_sentences_are_evidence_wherever_they_stand() -> None:
    kept = collapse([candidate("a", "Hold for 30 seconds."), candidate("b", "Hold for 30 seconds.")])
    assert [item.twins for item in kept] == [[], []]


def test_a_sentence_is_no_twin_of_itself() -> None:
    assert collapse([candidate("a", "Use the ice for 20 minutes.")])[0].twins == []


def test_one_article_does_not_fill_the_list() -> None:
    ranked = [
        candidate("a", "One.", score=1.0),
        candidate("a", "Two.", score=0.99),
        candidate("b", "Three.", score=0.985),
    ]
    assert [item.passage.text for item in spread(ranked, 0.02, 3)] == ["One.", "Three.", "Two."]


def test_a_clearly_better_passage_stays_ahead() -> None:
    ranked = [
        candidate("a", "One.", score=1.0),
        candidate("a", "Two.", score=0.99),
        candidate("b", "Three.", score=0.5),
    ]
    assert [item.passage.text for item in spread(ranked, 0.02, 3)] == ["One.", "Two.", "Three."]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 20)), max_size=12), st.integers(0, 8))
def test_each_next_is_the_best_less_what_its_article_has_already(given: list[tuple[str, int]], shown: int) -> None:
    scored = sorted(given, key=lambda item: -item[1])
    waiting = [candidate(article, f"{at}.", score=float(score)) for at, (article, score) in enumerate(scored)]
    found = spread(waiting, 2.0, shown)
    taken: Counter[str] = Counter()
    for item in found[:shown]:
        best = max(waiting, key=lambda other: other.score - 2.0 * taken[other.passage.article_id])
        assert item is best
        waiting.remove(best)
        taken[best.passage.article_id] += 1
    assert found[shown:] == waiting
