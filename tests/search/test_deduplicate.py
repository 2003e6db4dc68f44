"""A repeated sentence becomes one evidence."""

from __future__ import annotations

import pytest

from index.search.deduplicate import deduplicate
from tests.search.candidates import candidate


def test_a_quote_that_stood_before_is_no_second_evidence() -> None:
    kept = deduplicate([candidate("a", "Use the ice for 20 minutes."), candidate("b", "Use the ice for 20 minutes!")])
    assert [item.passage.article_id for item in kept] == ["a"]


def test_the_other_place_is_a_duplicate_even_where_it_is_not_the_quote() -> None:
    kept = deduplicate(
        [candidate("a", "Use the ice for 20 minutes."), candidate("b", "Rest.", "Use the ice for 20 minutes.")]
    )
    assert [(other.article_id, other.quote_start) for other in kept[0].duplicates] == [("b", 6)]
    assert len(kept) == 2


def test_an_ending_does_not_make_another_sentence() -> None:
    kept = deduplicate(
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
    assert len(deduplicate([candidate("a", one), candidate("b", other)])) == 2


def test_short_sentences_are_evidence_wherever_they_stand() -> None:
    kept = deduplicate([candidate("a", "Hold for 30 seconds."), candidate("b", "Hold for 30 seconds.")])
    assert [item.duplicates for item in kept] == [(), ()]


def test_a_sentence_is_no_duplicate_of_itself() -> None:
    assert deduplicate([candidate("a", "Use the ice for 20 minutes.")])[0].duplicates == ()
