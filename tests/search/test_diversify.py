"""The first evidences come from several articles."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from index.search.diversify import diversify
from tests.search.candidates import candidate


def test_one_article_does_not_fill_the_list() -> None:
    ranked = [
        candidate("a", "One.", score=1.0),
        candidate("a", "Two.", score=0.99),
        candidate("b", "Three.", score=0.985),
    ]
    assert [item.passage.text for item in diversify(ranked, 3)] == ["One.", "Three.", "Two."]


def test_a_clearly_better_passage_stays_ahead() -> None:
    ranked = [
        candidate("a", "One.", score=1.0),
        candidate("a", "Two.", score=0.99),
        candidate("b", "Three.", score=0.5),
    ]
    assert [item.passage.text for item in diversify(ranked, 3)] == ["One.", "Two.", "Three."]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 20)), max_size=12), st.integers(0, 8))
def test_each_next_is_the_best_less_what_its_article_has_already(given: list[tuple[str, int]], shown: int) -> None:
    scored = sorted(given, key=lambda item: -item[1])
    waiting = [candidate(article, f"{at}.", score=float(score)) for at, (article, score) in enumerate(scored)]
    found = diversify(waiting, shown, 2.0)
    taken: Counter[str] = Counter()
    for item in found[:shown]:
        best = max(waiting, key=lambda other: other.score - 2.0 * taken[other.passage.article_id])
        assert item is best
        waiting.remove(best)
        taken[best.passage.article_id] += 1
    assert list(found[shown:]) == waiting
