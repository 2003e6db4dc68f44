"""What is like the examples of questions calls for their notice, what is like the ordinary ones for none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.notices import asked, measure
from index.ask import Answerer, open_answerer
from index.build import build
from index.encoding.hashed import HashEncoder
from index.errors import IndexDamagedError
from index.maintenance.garbage import collect
from index.maintenance.verify import verify, verify_folder
from index.notices.classifier import FILE, NoticeLikeness
from index.notices.match import NoticeMatcher
from index.notices.rules import NoticeRules
from index.settings import Settings
from index.storage.manifest import read_manifest, written_sums
from index.storage.snapshot import open_snapshot
from index.storage.work_cache import KeptWork

NOTICE = """
ordinary = ["how long to keep ice on", "is a warm bath good", "which towel for the ice", "can I bathe every day"]

[[notice]]
id = "frostbite"
level = "emergency"
text = "White skin under ice can be frostbite."
source = "A source"
url = "https://example.org/ice"
examples = ["frostbite"]

[[notice]]
id = "burn"
level = "urgent"
text = "Blisters are a burn."
source = "A source"
url = "https://example.org/heat"
examples = ["burnt"]

[asked]
frostbite = ["the skin turned white and hard", "white skin that stays hard after icing", "skin hard and pale"]
burn = ["blisters after the heat pad", "heat pad gave a big blister", "red blister since the pad"]
"""
LIKE = "my skin turned hard and so white"


@pytest.fixture
def noted(corpus: Path, settings: Settings) -> Settings:
    """The small corpus with two notices and examples of questions, built."""
    (corpus / "notices.toml").write_text(NOTICE, encoding="utf-8")
    build(settings)
    return settings


@pytest.fixture(scope="module")
def likeness() -> NoticeLikeness:
    """Two heaps of examples, weighed."""
    asked_of = {"a": tuple(f"numb skin {n}" for n in "bcdef"), "b": tuple(f"broken bone {n}" for n in "bcdef")}
    rule = {"level": "urgent", "text": "t", "source": "s", "url": "https://example.org", "examples": ["zzz"]}
    rules = NoticeRules.model_validate(
        {
            "notice": [rule | {"id": "a"}, rule | {"id": "b"}],
            "asked": asked_of,
            "ordinary": [f"warm bath {n}" for n in "bcdefghi"],
        }
    )
    return NoticeLikeness.of(rules, HashEncoder().encode_passages(rules.questions))


def found(likeness: NoticeLikeness, question: str) -> str | None:
    return likeness.find(question, HashEncoder().encode_query(question)[0]).notice


@pytest.mark.parametrize(
    ("question", "notice"), [("numb skin x", "a"), ("broken bone x", "b"), ("broken boan", "b"), ("warm bath x", None)]
)
def test_a_question_gets_the_notice_of_the_examples_that_it_is_like(
    likeness: NoticeLikeness, question: str, notice: str | None
) -> None:
    assert found(likeness, question) == notice


def test_the_words_of_a_question_like_ordinary_ones_bring_up_only_notices_without_questions() -> None:
    rule = {"level": "urgent", "text": "t", "source": "s", "url": "https://example.org", "examples": ["zzz"]}
    rules = NoticeRules.model_validate(
        {
            "words": {"skin": ["skin"]},
            "notice": [rule | {"id": name, "signs": [["skin"]]} for name in ("a", "b")],
            "asked": {"a": [f"numb skin {n}" for n in "bcdefghi"]},
            "ordinary": [f"warm bath for the skin {n}" for n in "bcdefghi"],
        }
    )
    encoder = HashEncoder()
    matcher = NoticeMatcher(rules, NoticeLikeness.of(rules, encoder.encode_passages(rules.questions)))
    shown = {
        question: [notice.id for notice in matcher.find(question, encoder.encode_query(question)[0])]
        for question in ("numb skin x", "warm bath for the skin x")
    }
    assert shown == {"numb skin x": ["a", "b"], "warm bath for the skin x": ["b"]}


def test_what_was_weighed_is_kept_for_the_next_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = {"id": "a", "level": "urgent", "text": "t", "source": "s", "url": "https://e.org", "examples": ["zzz"]}
    rules = NoticeRules.model_validate(
        {"notice": [rule], "asked": {"a": ["numb skin"]}, "ordinary": ["warm bath", "cold bath"]}
    )
    vectors = HashEncoder().encode_passages(rules.questions)
    work = KeptWork(tmp_path / "work.sqlite")
    first = NoticeLikeness.of(rules, vectors, work)
    work.finish()
    monkeypatch.setattr("index.notices.classifier._weighed", None)
    again = NoticeLikeness.of(rules, vectors, KeptWork(tmp_path / "work.sqlite"))
    assert np.array_equal(first.near, again.near)
    assert (first.calls, first.possible) == (again.calls, again.possible)


@given(question=st.text(max_size=200))
def test_any_text_can_be_compared_and_gets_the_same_twice(likeness: NoticeLikeness, question: str) -> None:
    assert found(likeness, question) == found(likeness, question)


def test_what_was_saved_judges_as_before(likeness: NoticeLikeness, tmp_path: Path) -> None:
    likeness.save(tmp_path)
    again = NoticeLikeness.open(tmp_path)
    assert again is not None
    assert [found(again, text) for text in ("numb skin x", "warm bath x")] == ["a", None]


@pytest.mark.parametrize("content", [b"", b"no weights"])
def test_a_file_that_is_no_weights_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(IndexDamagedError, match=r"notices\.npz or notices\.npy cannot be read.*Run: verbatim build"):
        NoticeLikeness.open(tmp_path)


def test_a_question_without_a_listed_word_is_answered_with_the_notice_it_is_like(noted: Settings) -> None:
    answerer = open_answerer(noted)
    assert [notice.id for notice in answerer.ask(LIKE).notices] == ["frostbite"]
    assert answerer.notices.find(LIKE) == ()


def test_a_filter_does_not_suppress_a_notice_by_likeness(noted: Settings) -> None:
    assert [notice.id for notice in open_answerer(noted).ask(LIKE, article_id="heat").notices] == ["frostbite"]


def test_without_examples_nothing_is_written_and_words_alone_decide(answerer: Answerer, settings: Settings) -> None:
    assert not (open_snapshot(settings.index).folder / FILE).exists()
    assert answerer.ask(LIKE).notices == ()


def test_the_examples_vectors_are_kept_while_a_snapshot_needs_them(noted: Settings) -> None:
    assert collect(noted.index, dry_run=True).embeddings == 0


def test_a_snapshot_with_examples_is_verified(noted: Settings) -> None:
    assert verify(noted.index).findings == ()


def test_weights_of_other_examples_than_the_manifest_s_are_found(noted: Settings, likeness: NoticeLikeness) -> None:
    folder = open_snapshot(noted.index).folder
    likeness.save(folder)
    findings = verify_folder(folder, replace(read_manifest(folder), files=written_sums(folder))).findings
    assert [finding.rpartition("/")[2] for finding in findings] == [f"{FILE} has 18: expected 10"]


def test_only_new_examples_are_embedded_by_the_next_build(noted: Settings, corpus: Path) -> None:
    changed = NOTICE.replace('"is a warm bath good"', '"is a cold bath good"')
    (corpus / "notices.toml").write_text(changed, encoding="utf-8")
    assert build(noted).embedded == 1


def test_what_was_weighed_stays_kept_through_a_build_that_publishes_nothing(
    noted: Settings, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build(noted).unchanged
    monkeypatch.setattr("index.notices.classifier._weighed", lambda *_: pytest.fail("weighed again"))
    (corpus / "walk.txt").write_text("Walking\n\nIt loosens a stiff back.", encoding="utf-8")
    assert not build(noted).unchanged


def test_hardly_an_ordinary_example_reaches_the_bound_without_itself() -> None:
    words = ["bath", "towel", "chair", "walk", "desk", "sofa", "lift", "run", "sleep", "cough"]
    ordinary = [f"{one} and {two}" for one in words for two in words if one != two]
    rule = {"id": "a", "level": "urgent", "text": "t", "source": "s", "url": "https://e.org", "examples": ["zzz"]}
    rules = NoticeRules.model_validate(
        {"notice": [rule], "asked": {"a": [f"numb {word}" for word in words]}, "ordinary": ordinary}
    )
    likeness = NoticeLikeness.of(rules, HashEncoder().encode_passages(rules.questions))
    assert np.mean([found(likeness, question) is not None for question in ordinary]) <= 0.02


@pytest.mark.model
@pytest.mark.parametrize(
    ("half", "shown", "of_level", "alarms"),
    [
        pytest.param((1, "dev"), 137, 137, 0, marks=pytest.mark.slow),
        pytest.param((1, "final"), 137, 137, 0, marks=pytest.mark.slow),
        pytest.param((2, "dev"), 119, 119, 0, marks=pytest.mark.slow),
        pytest.param((2, "final"), 120, 120, 0, marks=pytest.mark.slow),
        ((3, "dev"), 100, 100, 0),
        pytest.param((3, "final"), 98, 98, 0, marks=pytest.mark.slow),
        pytest.param((4, "dev"), 110, 110, 0, marks=pytest.mark.slow),
        pytest.param((4, "final"), 109, 109, 2, marks=pytest.mark.slow),
        pytest.param((5, "final"), 165, 165, 0, marks=pytest.mark.slow),
    ],
)
def test_each_half_is_met_at_least_as_well_as_printed(
    real: Answerer, half: tuple[int, str], shown: int, of_level: int, alarms: int
) -> None:
    figures = measure(asked(real), *half)
    assert figures.shown >= shown
    assert figures.of_level >= of_level
    assert figures.alarms <= alarms
