"""Combining the results for a question and for its parts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer import Verdict
from index.query import Query
from index.search.combine import Found, combine
from index.search.judge import Judgement
from index.search.verify_quotes import Verified
from tests.web.test_cards import evidence

ARTICLES = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=5, unique=True)
VERDICTS = st.sampled_from(["answered", "partial", "unanswered"])


def found(articles: list[str], verdict: Verdict) -> Found:
    """Results with one evidence per article, in that order."""
    item = evidence("Use ice.")
    items = tuple(
        replace(item, rank=rank, passage=replace(item.passage, article_id=name))
        for rank, name in enumerate(articles, 1)
    )
    query = Query("q", None, (), (), len(items))
    return Found(query, Verified(items, items, 0), Judgement(verdict, 0.9 if verdict != "unanswered" else 0.1, ()))


def shown(verified: Verified) -> list[str]:
    return [item.passage.article_id for item in verified.evidence]


@given(ARTICLES, VERDICTS, st.lists(st.tuples(ARTICLES, VERDICTS), min_size=2, max_size=2))
def test_each_answered_part_is_among_what_is_shown_and_says_where(
    own: list[str], verdict: Verdict, of_parts: list[tuple[list[str], Verdict]]
) -> None:
    verified, _, parts = combine(found(own, verdict), [found(*part) for part in of_parts])
    names = shown(verified)
    assert [item.rank for item in verified.evidence] == list(range(1, len(names) + 1))
    assert len(names) == len(set(names))
    for part, (articles, said) in zip(parts, of_parts, strict=True):
        if said == "unanswered":
            assert part.rank is None
        elif len(own) > len(of_parts):
            assert part.rank is not None
            assert names[part.rank - 1] == articles[0]


@given(ARTICLES, st.lists(st.tuples(ARTICLES, VERDICTS), min_size=2, max_size=2))
def test_as_many_are_shown_as_before_and_the_first_stays(
    own: list[str], of_parts: list[tuple[list[str], Verdict]]
) -> None:
    verified, _, _ = combine(found(own, "answered"), [found(*part) for part in of_parts])
    assert len(shown(verified)) == len(own)
    assert shown(verified)[0] == own[0]


def test_where_the_whole_is_not_answered_its_parts_lead() -> None:
    verified, judgement, _ = combine(
        found(["a", "b", "c"], "unanswered"), [found(["x"], "answered"), found(["y"], "answered")]
    )
    assert shown(verified) == ["x", "y", "a"]
    assert judgement.verdict == "answered"


def test_where_one_part_is_not_answered_the_whole_is_answered_in_part() -> None:
    _, judgement, _ = combine(found(["a", "b"], "answered"), [found(["a"], "answered"), found(["y"], "unanswered")])
    assert judgement.verdict == "partial"


@given(ARTICLES, VERDICTS, st.lists(st.tuples(ARTICLES, VERDICTS), min_size=2, max_size=3))
def test_what_the_whole_found_keeps_its_order(
    own: list[str], verdict: Verdict, of_parts: list[tuple[list[str], Verdict]]
) -> None:
    firsts = [articles[0] for articles, said in of_parts if said != "unanswered"]
    verified, _, _ = combine(found(own, verdict), [found(*part) for part in of_parts])
    rest = [name for name in shown(verified) if name in own and name not in firsts]
    assert rest == [name for name in own if name in rest]


@given(ARTICLES, st.lists(st.tuples(ARTICLES, VERDICTS), min_size=2, max_size=2))
def test_what_only_a_part_found_comes_behind_what_the_whole_found(
    own: list[str], of_parts: list[tuple[list[str], Verdict]]
) -> None:
    verified, _, _ = combine(found(own, "answered"), [found(*part) for part in of_parts])
    whole_s = [name in own for name in shown(verified)]
    assert whole_s == sorted(whole_s, reverse=True)


def test_the_best_of_each_article_stays_the_whole_s() -> None:
    whole = found(["a", "b"], "answered")
    verified, _, _ = combine(whole, [found(["x"], "answered"), found(["y"], "answered")])
    assert verified.by_article == whole.verified.by_article


def test_where_nothing_at_all_was_found_nothing_is_shown() -> None:
    whole = found([], "unanswered")
    verified, judgement, parts = combine(whole, [found([], "unanswered"), found([], "unanswered")])
    assert (verified.evidence, judgement, [part.rank for part in parts]) == ((), whole.judgement, [None, None])


def test_the_confidence_is_that_of_the_evidence_shown_first() -> None:
    first = found(["x"], "answered")
    surest = replace(first.verified.evidence[0], confidence=0.42)
    part = replace(first, verified=replace(first.verified, evidence=(surest,)))
    _, judgement, _ = combine(found(["a"], "unanswered"), [part, found(["y"], "unanswered")])
    assert judgement.confidence == 0.42


def test_where_no_part_is_answered_the_whole_s_own_judgement_stands() -> None:
    whole = found(["a", "b"], "unanswered")
    verified, judgement, _ = combine(whole, [found(["x"], "unanswered"), found(["y"], "unanswered")])
    assert (verified, judgement) == (whole.verified, whole.judgement)


@pytest.mark.parametrize("verdict", ["answered", "unanswered"])
def test_two_sentences_of_one_passage_answer_a_part_each(verdict: Verdict) -> None:
    whole, other = found(["a", "b"], verdict), found(["a"], "answered")
    item = other.verified.evidence[0]
    behind = replace(item, quote=replace(item.quote, start=item.quote.end, end=item.quote.end + 4))
    second = replace(other, verified=replace(other.verified, evidence=(behind,)))
    verified, _, parts = combine(whole, [found(["a"], "answered"), second])
    assert [one.quote for one in verified.evidence] == [item.quote, behind.quote]
    assert [part.rank for part in parts] == [1, 2]


@pytest.mark.parametrize(("confidence", "marked_first"), [(0.4, "the part's"), (0.95, "the whole's")])
def test_a_strong_match_of_the_whole_question_keeps_its_mark_and_a_weaker_one_gives_way(
    confidence: float, marked_first: str
) -> None:
    whole, other = found(["a", "b"], "answered"), found(["a"], "answered")
    item = replace(whole.verified.evidence[0], confidence=confidence)
    whole = replace(whole, verified=replace(whole.verified, evidence=(item, whole.verified.evidence[1])))
    place = replace(item.quote, start=item.quote.end, end=item.quote.end + 4)
    behind = replace(item, quote=place, confidence=0.9)
    first = replace(other, verified=replace(other.verified, evidence=(behind,)))
    verified, _, _ = combine(whole, [first, found(["b"], "answered")])
    assert verified.evidence[0].quote == (place if marked_first == "the part's" else item.quote)


@pytest.mark.parametrize(("confidence", "ends"), [(0.4, "where the part's does"), (0.95, "where the whole's does")])
def test_of_two_marks_in_one_place_the_part_s_is_shown_unless_the_whole_s_is_a_strong_match(
    confidence: float, ends: str
) -> None:
    whole, part = found(["a"], "answered"), found(["a"], "answered")
    item = whole.verified.evidence[0]
    wide = replace(item, quote=replace(item.quote, end=item.quote.end + 4), confidence=confidence)
    whole = replace(whole, verified=replace(whole.verified, evidence=(wide,)))
    narrow = replace(item, confidence=0.9)
    part = replace(part, verified=replace(part.verified, evidence=(narrow,)))
    verified, _, _ = combine(whole, [part, found(["b"], "unanswered")])
    assert verified.evidence[0].quote == (narrow if ends == "where the part's does" else wide).quote
