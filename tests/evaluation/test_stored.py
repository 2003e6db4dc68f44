"""The stored results of an evaluation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from index.__main__ import app
from index.ask import Answerer
from index.corpus.golden import GoldenQuestion, Quote
from index.errors import IndexDamagedError, IndexWriteError, QuestionError
from index.evaluation.evaluate import evaluate
from index.evaluation.stored import FILE, drop_unreadable, keep, read_quality
from index.settings import Settings

QUESTIONS = [
    GoldenQuestion("a", "how long should ice stay", "plain", (Quote("ice.md", "Hold it there for 20 minutes."),)),
    GoldenQuestion("b", "who won the world cup", "off-domain", ()),
]


def test_what_is_kept_comes_back_with_the_snapshot_bins_and_expected_quotes(
    settings: Settings, answerer: Answerer
) -> None:
    keep(settings.index, evaluate(answerer, QUESTIONS), QUESTIONS, answerer.engine)
    kept = read_quality(settings.index)
    assert kept is not None
    assert kept.snapshot == answerer.snapshot
    assert [part.count for part in kept.bins] == [1, 1]
    [expected] = kept.questions[0].expected
    assert expected is not None
    assert expected.words(answerer.engine.article("ice")[0]) == "Hold it there for 20 minutes."


def test_figures_come_back_as_they_were(settings: Settings, answerer: Answerer) -> None:
    evaluation = evaluate(answerer, QUESTIONS)
    keep(settings.index, evaluation, QUESTIONS, answerer.engine)
    kept = read_quality(settings.index)
    assert kept is not None
    assert (kept.figures, kept.by_kind) == (evaluation.figures(), evaluation.by_kind())


def test_no_article_s_words_are_kept_though_they_were_quoted_and_expected(
    settings: Settings, answerer: Answerer
) -> None:
    evaluation = evaluate(answerer, QUESTIONS)
    kept = keep(settings.index, evaluation, QUESTIONS, answerer.engine).read_text(encoding="utf-8")
    assert evaluation.judgements[0].quote
    assert {j.quote for j in evaluation.judgements if j.quote in kept} == set()
    assert "Hold it there" not in kept


def test_a_quote_that_stands_in_no_article_has_no_place(settings: Settings, answerer: Answerer) -> None:
    questions = [GoldenQuestion("a", "how long", "plain", (Quote("ice.md", "Never."), Quote("gone.md", "for 20")))]
    keep(settings.index, evaluate(answerer, questions), questions, answerer.engine)
    kept = read_quality(settings.index)
    assert kept is not None
    assert kept.questions[0].expected == (None, None)


def test_figures_of_an_older_format_are_removed_and_others_stay(settings: Settings, answerer: Answerer) -> None:
    path = keep(settings.index, evaluate(answerer, QUESTIONS), QUESTIONS, answerer.engine)
    assert (drop_unreadable(settings.index), path.exists()) == (False, True)
    path.write_text('{"format": 1, "questions": [{"quote": "a deleted sentence"}]}', encoding="utf-8")
    assert (drop_unreadable(settings.index), path.exists()) == (True, False)


def test_nothing_is_left_beside_the_kept_figures(settings: Settings, answerer: Answerer) -> None:
    before = {path.name for path in settings.index.iterdir()}
    keep(settings.index, evaluate(answerer, QUESTIONS), QUESTIONS, answerer.engine)
    assert {path.name for path in settings.index.iterdir()} - before == {FILE}


def test_nothing_evaluated_is_nothing_kept(tmp_path: Path) -> None:
    assert read_quality(tmp_path) is None


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 0}', '{"format": 1, "snapshot": 3}'])
def test_a_file_of_another_shape_is_named_with_the_command_that_mends_it(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(IndexDamagedError, match="verbatim eval --keep"):
        read_quality(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(answerer: Answerer, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(IndexWriteError):
        keep(tmp_path / "file", evaluate(answerer, QUESTIONS), QUESTIONS, answerer.engine)


def test_the_command_keeps_the_figures_of_a_golden_set(
    settings: Settings, answerer: Answerer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VERBATIM_MODEL__NAME", "hash")
    golden = tmp_path / "golden.jsonl"
    line = {"id": "a", "question": "how long", "evidence": [{"source": "ice.md", "quote": "for 20 minutes"}]}
    golden.write_text(json.dumps(line), encoding="utf-8")
    options = ["--questions", str(golden), "--index", str(settings.index), "--json"]
    assert CliRunner().invoke(app, ["eval", *options]).exit_code == 0
    assert read_quality(settings.index) is None
    assert CliRunner().invoke(app, ["eval", "--keep", *options]).exit_code == 0
    assert read_quality(settings.index) is not None


def test_figures_of_another_test_set_are_not_kept(settings: Settings, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["eval", "--keep", "--beir", str(tmp_path), "--index", str(settings.index)])
    assert isinstance(done.exception, QuestionError)
