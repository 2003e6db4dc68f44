"""`notices.toml`, its faults, and its way into the snapshot and the answer."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.answer import Notice
from index.ask import open_answerer
from index.build import build
from index.cli.batch import answer_lines
from index.cli.terminal import show_answer
from index.contract import answer_json
from index.errors import CorpusError, IndexDamagedError
from index.notices.match import NoticeMatcher
from index.notices.rules import NoticeRules, read_notices
from index.settings import Settings
from index.storage.manifest import write_manifest
from index.storage.snapshot import open_snapshot
from tests.paths import CORPUS
from web.page.cards import Cards
from web.words.words import words_in

NOTICE = """
[words]
skin = ["skin"]
white = ["white", "pale"]

[[notice]]
id = "frostbite"
level = "emergency"
text = "White skin <under> ice can be frostbite."
source = "A source"
url = "https://example.org/ice"
signs = [["skin", "white"]]
examples = ["frostbite"]
"""
CARDS = Cards(words_in("en"), str, str)
CALLED = "my skin went white"


@pytest.fixture
def noted(corpus: Path, settings: Settings) -> Settings:
    """The small corpus with one notice, built; the file is gone again."""
    (corpus / "notices.toml").write_text(NOTICE, encoding="utf-8")
    build(settings)
    (corpus / "notices.toml").unlink()
    return settings


def test_a_corpus_without_the_file_has_no_notices(tmp_path: Path) -> None:
    assert read_notices(tmp_path) == NoticeRules()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[words]", "[words", "cannot be read"),
        ('"emergency"', '"soon"', "'notice.0.level' with the value 'soon'"),
        ('"https://example.org/ice"', '"example"', "'notice.0.url' with the value 'example'"),
        ('"frostbite"\nlevel', '"Frost bite"\nlevel', "'notice.0.id' with the value 'Frost bite'"),
        ('source = "A source"\n', "", "lacks the field 'notice.0.source'"),
        ('["frostbite"]', "[]", "'notice.0.examples' with the value"),
        ('["skin", "white"]', '["skin", "pale"]', "names the words 'pale': expected of \\[words\\]: skin, white"),
        ('["skin", "white"]', '["skin"]', "no sign names the words 'white'"),
        ('["skin"]\nwhite', '["…"]\nwhite', "'…' has no word"),
        ("[words]", "colour = 1\n[words]", "'colour' with the value 1"),
        ("[words]", 'ordinary = ["a bath"]\n[words]', "only one of \\[asked\\] and `ordinary`"),
        ("[words]", '[asked]\nfrost = ["white skin"]\n[words]', "has 1 questions for 'frost'"),
        ("[words]", 'ordinary = ["ice?", "ice?"]\n[words]', "the question 'ice\\?' stands twice"),
    ],
)
def test_a_fault_is_named_with_what_was_expected_and_the_next_command(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in NOTICE
    (tmp_path / "notices.toml").write_text(NOTICE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CorpusError, match=rf"notices\.toml.*{message}.*Correct it, then: verbatim build"):
        read_notices(tmp_path)


def test_an_id_that_stands_twice_is_a_fault(tmp_path: Path) -> None:
    again = NOTICE[NOTICE.index("[[notice]]") :]
    (tmp_path / "notices.toml").write_text(NOTICE + again, encoding="utf-8")
    with pytest.raises(CorpusError, match="the id 'frostbite' stands twice"):
        read_notices(tmp_path)


def test_every_example_of_the_shipped_notices_brings_up_its_notice() -> None:
    rules = read_notices(CORPUS)
    matcher = NoticeMatcher(rules)
    shown = {(rule.id, text): [n.id for n in matcher.find(text)] for rule in rules.notice for text in rule.examples}
    assert [(identity, text) for (identity, text), found in shown.items() if identity not in found] == []


def test_every_shipped_emergency_says_whom_to_call() -> None:
    texts = [(rule.level, rule.text) for rule in read_notices(CORPUS).notice]
    expected = {"emergency": "999 or 112, or your local emergency number", "urgent": "111 or your doctor"}
    assert [text for level, text in texts if expected[level] not in text] == []


def test_a_question_is_answered_with_notices_though_the_corpus_is_gone(noted: Settings) -> None:
    notice = Notice(
        "frostbite", "emergency", "White skin <under> ice can be frostbite.", "A source", "https://example.org/ice"
    )
    assert open_answerer(noted).ask(CALLED).notices == (notice,)


def test_neither_a_filter_nor_an_unanswered_question_suppresses_a_notice(noted: Settings) -> None:
    answer = open_answerer(noted).ask("frostbite on the moon", article_id="heat")
    assert (answer.verdict, [notice.id for notice in answer.notices]) == ("unanswered", ["frostbite"])


def test_a_batch_line_has_its_notices(noted: Settings) -> None:
    line = json.dumps({"id": 1, "question": CALLED}).encode()
    answers = list(answer_lines(open_answerer(noted), [line], 1))
    assert [(notice["id"], notice["level"]) for notice in answers[0]["notices"]] == [("frostbite", "emergency")]


def test_the_json_answer_of_another_question_has_none(noted: Settings) -> None:
    assert answer_json(open_answerer(noted).ask("ice or heat"))["notices"] == []


def test_the_command_line_prints_a_notice_before_all_else(noted: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(open_answerer(noted).ask(CALLED))
    assert capsys.readouterr().out.startswith("EMERGENCY: White skin <under> ice can be frostbite.\nA source, https:")


def test_the_card_of_a_notice_links_its_source_and_escapes_its_words(noted: Settings) -> None:
    card = CARDS.notices(open_answerer(noted).ask(CALLED).notices)
    assert 'href="https://example.org/ice"' in card
    assert "White skin &lt;under&gt; ice" in card


def test_without_notices_there_is_no_card() -> None:
    assert CARDS.notices(()) == ""


def test_changed_notices_publish_another_snapshot(noted: Settings, corpus: Path) -> None:
    before = open_snapshot(noted.index).id
    (corpus / "notices.toml").write_text(NOTICE.replace("A source", "Another"), encoding="utf-8")
    report = build(noted)
    assert (report.snapshot != before, report.embedded) == (True, 0)


def test_notices_of_a_snapshot_that_are_none_are_an_error(noted: Settings) -> None:
    snapshot = open_snapshot(noted.index)
    inputs = replace(snapshot.manifest.inputs, notices={"notice": 1})
    write_manifest(snapshot.folder, replace(snapshot.manifest, inputs=inputs))
    with pytest.raises(IndexDamagedError, match=r"unreadable notices.*Run: verbatim build"):
        open_answerer(noted)
