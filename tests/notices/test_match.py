"""Which questions call for which notice."""

from __future__ import annotations

import gc
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.notices import HALVES, lines, measure
from index.evaluation.golden import read_questions
from index.notices.match import NoticeMatcher
from index.notices.rules import NoticeRule, NoticeRules, read_notices
from tests.paths import CORPUS, ROOT

MATCHER = NoticeMatcher(read_notices(CORPUS))
SIGNS = [line["q"] for which in (1, 2, 3) for line in lines("phrasings", which, "dev")]


def ids(question: str, matcher: NoticeMatcher = MATCHER) -> list[str]:
    return [notice.id for notice in matcher.find(question)]


def rule(**fields: object) -> NoticeRule:
    plain = {
        "id": "a",
        "level": "urgent",
        "text": "t",
        "source": "s",
        "url": "https://example.org",
        "examples": ["zzz"],
    }
    return NoticeRule.model_validate(plain | fields)


@pytest.mark.parametrize(
    ("question", "notice"),
    [
        ("can't feel when I wipe", "numbness-between-the-legs"),
        ("I can't hold my pee since my back went out", "bladder-or-bowel"),
        ("numness betwen my legs", "numbness-between-the-legs"),
        ("cant pea", "bladder-or-bowel"),
        ("sciatica in both legs", "both-legs"),
        ("lost my erection since my back went", "sexual-function"),
        ("my chest hurts and so does my back", "chest-pain"),
        ("fell off a ladder", "serious-accident"),
        ("my back hurts and I feel hot and shivery", "fever"),
        ("losing weight and I don't know why", "weight-loss"),
        ("a lump near my spine", "lump-or-shape"),
        ("my back is worse at night", "night-or-rest"),
        ("pain between my shoulder blades", "between-the-shoulders"),
    ],
)
def test_a_sign_brings_up_its_notice(question: str, notice: str) -> None:
    assert notice in ids(question)


@pytest.mark.parametrize(
    "question",
    [
        "sore after massage",
        "sciatica down one leg",
        "numbing cream for back pain",
        "best sleeping position",
        "which mattress is best at night",
        "does losing weight help",
        "what temperature should a heat pad be",
        "chest stretch for posture",
    ],
)
def test_an_ordinary_question_brings_up_none(question: str) -> None:
    assert ids(question) == []


def test_a_negation_does_not_suppress() -> None:
    assert ids("I am not numb between my legs") == ids("I am numb between my legs") != []


def test_a_misspelling_listed_for_one_group_is_understood_in_another() -> None:
    words = {"one": ("betwen shoulders",), "two": ("between legs",)}
    rules = NoticeRules(words=words, notice=(rule(signs=[["one"], ["two"]]),))  # type: ignore[arg-type]
    assert ids("betwen my legs", NoticeMatcher(rules)) == ["a"]


def test_emergencies_come_before_what_is_urgent_whatever_the_order_in_the_file() -> None:
    rules = NoticeRules(notice=(rule(id="u", examples=["ice"]), rule(id="e", level="emergency", examples=["ice"])))
    assert ids("ice", NoticeMatcher(rules)) == ["e", "u"]


def test_a_word_marked_exact_is_not_met_by_its_other_forms() -> None:
    rules = NoticeRules(words={"legs": ("=legs",)}, notice=(rule(signs=[["legs"]]),))
    assert (ids("my legs", NoticeMatcher(rules)), ids("my leg", NoticeMatcher(rules))) == (["a"], [])


def test_a_phrase_besides_takes_its_words_away_but_not_those_in_parentheses() -> None:
    rules = NoticeRules(
        words={"numb": ("numb",), "seat": ("bottom",), "back": ("back",)},
        besides=("bottom (back)",),
        notice=(rule(id="seat", signs=[["numb", "seat"]]), rule(id="back", signs=[["numb", "back"]])),
    )
    assert ids("numb at the bottom of my back", NoticeMatcher(rules)) == ["back"]


def test_groups_that_stand_far_apart_are_no_sign() -> None:
    rules = NoticeRules(words={"numb": ("numb",), "seat": ("seat",)}, notice=(rule(signs=[["numb", "seat"]]),))
    assert ids("numb " + "word " * 30 + "seat", NoticeMatcher(rules)) == []


def test_one_word_does_not_stand_for_two_groups() -> None:
    rules = NoticeRules(words={"one": ("numb",), "two": ("numb",)}, notice=(rule(signs=[["one", "two"]]),))
    assert (ids("numb", NoticeMatcher(rules)), ids("numb numb", NoticeMatcher(rules))) == ([], ["a"])


def test_words_run_together_are_parted() -> None:
    assert ids("motorbikecrash") == ["serious-accident"]


def test_another_spelling_is_read_as_the_word_it_stands_for() -> None:
    rules = NoticeRules(spellings={"both": ("boff",)}, words={"two": ("both legs",)}, notice=(rule(signs=[["two"]]),))
    assert ids("down boff legs", NoticeMatcher(rules)) == ["a"]


@pytest.mark.parametrize("question", ["lost 7kg", "lost 7 kg", "lost seven kg"])
def test_a_number_sign_stands_for_any_number(question: str) -> None:
    rules = NoticeRules(words={"thin": ("lost # kg",)}, notice=(rule(signs=[["thin"]]),))
    assert (ids(question, NoticeMatcher(rules)), ids("lost kg", NoticeMatcher(rules))) == (["a"], [])


def test_a_word_that_only_sounds_like_one_of_the_notices_is_understood() -> None:
    rules = NoticeRules(words={"nerve": ("sciatica",)}, notice=(rule(signs=[["nerve"]]),))
    assert ids("siyatteeka", NoticeMatcher(rules)) == ["a"]


def test_a_listed_word_is_not_taken_for_one_besides_misspelt() -> None:
    rules = NoticeRules(words={"lump": ("lumpp",)}, besides=("lumpy",), notice=(rule(signs=[["lump"]]),))
    assert ids("lumpp", NoticeMatcher(rules)) == ["a"]


def test_a_matcher_that_nobody_holds_any_more_is_gone_at_once() -> None:
    matcher = NoticeMatcher(read_notices(CORPUS))
    matcher.find("numb bum since my backgave out")
    gone = weakref.ref(matcher)
    gc.disable()
    try:
        del matcher
        assert gone() is None
    finally:
        gc.enable()


def test_without_rules_nothing_is_found() -> None:
    assert NoticeMatcher(NoticeRules()).find("can't feel when I wipe") == ()


@given(question=st.text(max_size=300))
def test_any_text_can_be_asked_and_gets_the_same_notices_twice(question: str) -> None:
    assert MATCHER.find(question) == NoticeMatcher.find(MATCHER, question)


@given(question=st.lists(st.sampled_from(" ".join(SIGNS).split()), max_size=40).map(" ".join))
def test_any_heap_of_the_signs_words_can_be_asked(question: str) -> None:
    assert len(set(ids(question))) == len(ids(question))


@given(question=st.sampled_from(SIGNS))
def test_case_does_not_matter(question: str) -> None:
    assert ids(question.upper()) == ids(question) == ids(question.title())


@given(
    question=st.sampled_from(SIGNS),
    before=st.sampled_from(["", "please, ", "Hello! ", "Hi, so "]),
    after=st.sampled_from(["", " please", "???", "…", " please!"]),
)
def test_polite_words_around_it_do_not_matter(question: str, before: str, after: str) -> None:
    assert ids(before + question + after) == ids(question)


@pytest.mark.parametrize(
    ("which", "half", "shown", "alarms"),
    [
        pytest.param(1, "dev", 137, 0, marks=pytest.mark.slow),
        pytest.param(1, "final", 137, 0, marks=pytest.mark.slow),
        pytest.param(2, "dev", 120, 0, marks=pytest.mark.slow),
        pytest.param(2, "final", 120, 0, marks=pytest.mark.slow),
        (3, "dev", 100, 0),
        pytest.param(3, "final", 94, 3, marks=pytest.mark.slow),
    ],
)
def test_each_half_is_met_by_its_words_as_well_as_printed(which: int, half: str, shown: int, alarms: int) -> None:
    figures = measure(MATCHER.find, which, half)
    assert figures.shown >= shown
    assert figures.alarms <= alarms


def test_the_halves_are_the_whole_files() -> None:
    assert sum(len(lines("phrasings", *half)) for half in HALVES) == 274 + 240 + 200 + 220 + 165
    assert sum(len(lines("ordinary", *half)) for half in HALVES) == 333 + 240 + 240 + 300 + 220


def test_golden_questions_bring_up_none_but_where_they_name_a_sign() -> None:
    golden = [*read_questions(CORPUS / "questions.jsonl"), *read_questions(ROOT / "tests" / "data" / "oblique.jsonl")]
    found = {question.question: ids(question.question) for question in golden}
    assert {question: notices for question, notices in found.items() if notices} == {
        "ive started wetting myself since my back went, should i be worried": ["bladder-or-bowel"],
        "can you hurt your back playing tennis or in a car crash": ["serious-accident"],
        "Might a car crash or a hard racket swing be to blame for a lumbar injury?": ["serious-accident"],
    }
