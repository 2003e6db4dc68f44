"""The order of results for a question with parts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.answer import Verdict
from index.search.combine import combine
from tests.search.test_combine import ARTICLES, VERDICTS, found, shown

PARTS = st.lists(st.tuples(ARTICLES, VERDICTS), min_size=2, max_size=3)
Parts = list[tuple[list[str], Verdict]]


@given(ARTICLES, VERDICTS, PARTS)
def test_no_more_are_shown_than_the_whole_has(own: list[str], verdict: Verdict, of_parts: Parts) -> None:
    verified, _, _ = combine(found(own, verdict), [found(*part) for part in of_parts])
    assert len(shown(verified)) == len(own)


@given(ARTICLES, VERDICTS, PARTS)
def test_what_the_whole_found_keeps_its_order(own: list[str], verdict: Verdict, of_parts: Parts) -> None:
    verified, _, _ = combine(found(own, verdict), [found(*part) for part in of_parts])
    firsts = [articles[0] for articles, said in of_parts if said != "unanswered"]
    kept = [name for name in shown(verified) if name in own and (verdict != "unanswered" or name not in firsts)]
    assert kept == [name for name in own if name in kept]


@given(ARTICLES, VERDICTS, PARTS)
def test_every_part_has_its_verdict_and_confidence(own: list[str], verdict: Verdict, of_parts: Parts) -> None:
    of_each = [found(*part) for part in of_parts]
    _, _, parts = combine(found(own, verdict), of_each)
    assert [(part.verdict, part.confidence) for part in parts] == [
        (each.judgement.verdict, each.judgement.confidence) for each in of_each
    ]


@given(ARTICLES, VERDICTS, PARTS)
def test_a_part_s_rank_is_that_of_its_best_evidence(own: list[str], verdict: Verdict, of_parts: Parts) -> None:
    verified, _, parts = combine(found(own, verdict), [found(*part) for part in of_parts])
    for part, (articles, _) in zip(parts, of_parts, strict=True):
        assert part.rank is None or shown(verified)[part.rank - 1] == articles[0]


@given(ARTICLES, PARTS)
def test_every_answered_part_is_shown_where_there_is_room(own: list[str], of_parts: Parts) -> None:
    answered = {articles[0] for articles, said in of_parts if said != "unanswered"}
    verified, _, _ = combine(found(own, "answered"), [found(*part) for part in of_parts])
    if len(own) > len(answered):
        assert answered <= set(shown(verified))


@given(ARTICLES, PARTS)
def test_parts_lead_in_the_order_in_which_they_are_asked(own: list[str], of_parts: Parts) -> None:
    answered = dict.fromkeys(articles[0] for articles, said in of_parts if said != "unanswered")
    verified, _, _ = combine(found(own, "unanswered"), [found(*part) for part in of_parts])
    led = list(answered)[: len(own)]
    assert shown(verified)[: len(led)] == (led or own)[: len(led)]
