"""Notices in the snapshot and in answers."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.answer import Notice
from index.ask import Answerer
from index.build import build
from index.cli.batch import answer_lines
from index.cli.terminal import show_answer
from index.contract import NamedAnswerJson, answer_json
from index.errors import IndexDamagedError
from index.maintenance.garbage import collect
from index.maintenance.verify import verify, verify_folder
from index.notices.shipped import WEIGHTS
from index.notices.weights import FILE, NoticeWeights
from index.opening import open_answerer
from index.settings import Settings
from index.storage.manifest import read_manifest, write_manifest, written_sums
from index.storage.snapshot import open_snapshot
from tests.notices.conftest import NOTICE
from web.page.cards import Cards
from web.words.words import words_in

CARDS = Cards(words_in("en"), str, str)
CALLED = "is this frostbite"


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
    (answer,) = answer_lines(open_answerer(noted), [line], 1)
    assert isinstance(answer, NamedAnswerJson)
    assert [(notice.id, notice.level) for notice in answer.notices] == [("frostbite", "emergency")]


def test_the_json_answer_of_another_question_has_none(noted: Settings) -> None:
    assert answer_json(open_answerer(noted).ask("ice or heat")).notices == []


def test_the_command_line_prints_a_notice_before_all_else(noted: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(open_answerer(noted).ask(CALLED))
    assert capsys.readouterr().out.startswith("EMERGENCY: White skin <under> ice can be frostbite.\nA source, https:")


def test_the_card_of_a_notice_links_its_source_and_escapes_its_words(noted: Settings) -> None:
    card = CARDS.notices(open_answerer(noted).ask(CALLED).notices)
    assert 'href="https://example.org/ice"' in card
    assert "White skin &lt;under&gt; ice" in card


def test_without_notices_there_is_no_card() -> None:
    assert CARDS.notices(()) == ""


def test_a_changed_text_publishes_another_snapshot_and_embeds_nothing(noted: Settings, corpus: Path) -> None:
    before = open_snapshot(noted.index).id
    (corpus / "notices.toml").write_text(NOTICE.replace("A source", "Another"), encoding="utf-8")
    report = build(noted)
    assert (report.snapshot != before, report.embedded) == (True, 0)


def test_only_a_new_example_is_embedded_by_the_next_build(noted: Settings, corpus: Path) -> None:
    changed = NOTICE.replace('"how to treat a blister"', '"how to treat a large blister"')
    (corpus / "notices.toml").write_text(changed, encoding="utf-8")
    assert build(noted).embedded == 1


def test_the_examples_vectors_are_kept_while_a_snapshot_needs_them(noted: Settings) -> None:
    assert collect(noted.index, dry_run=True).embeddings == 0


def test_without_notices_no_weights_are_written(answerer: Answerer, settings: Settings) -> None:
    assert not (open_snapshot(settings.index).folder / FILE).exists()
    assert answerer.notices is None


def test_a_snapshot_with_notices_is_verified(noted: Settings) -> None:
    assert verify(noted.index).findings == ()


def test_weights_of_other_notices_are_found_by_verify(noted: Settings) -> None:
    folder = open_snapshot(noted.index).folder
    shutil.copyfile(WEIGHTS, folder / FILE)
    findings = verify_folder(folder, replace(read_manifest(folder), files=written_sums(folder))).findings
    assert len(findings) == 1
    assert "expected 256 for burn, frostbite. Run: verbatim build" in findings[0]


def test_notices_of_a_snapshot_that_are_none_are_an_error(noted: Settings) -> None:
    snapshot = open_snapshot(noted.index)
    inputs = replace(snapshot.manifest.inputs, notices={"file": 1, "shipped": None})
    write_manifest(snapshot.folder, replace(snapshot.manifest, inputs=inputs))
    with pytest.raises(IndexDamagedError, match=r"unreadable notices.*Run: verbatim build"):
        open_answerer(noted)


@pytest.mark.parametrize("content", [b"", b"no weights"])
def test_a_file_that_is_no_weights_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(IndexDamagedError, match=r"notices\.npz cannot be read.*Run: verbatim build"):
        NoticeWeights.open(tmp_path / FILE)


def test_weights_whose_parts_do_not_fit_are_an_error(tmp_path: Path) -> None:
    ones = np.ones((2, 2), np.float32)
    NoticeWeights(("a",), ones, ones, ones[0], None, 0.0).save(tmp_path / FILE)
    with pytest.raises(IndexDamagedError, match="do not match"):
        NoticeWeights.open(tmp_path / FILE)


def test_what_was_read_and_saved_again_judges_as_before(noted: Settings, tmp_path: Path) -> None:
    weights = NoticeWeights.open(open_snapshot(noted.index).folder / FILE)
    weights.save(tmp_path / FILE)
    vector = np.full(weights.dimension, 0.1, np.float32)
    again = NoticeWeights.open(tmp_path / FILE)
    assert np.array_equal(again.logits("white skin", vector), weights.logits("white skin", vector))
