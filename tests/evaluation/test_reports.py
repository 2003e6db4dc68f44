"""`verbatim eval` on the command line, and the files it writes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from index.answer import Verdict
from index.ask import Answerer
from index.errors import QuestionError
from index.evaluation.evaluate import Evaluation, Judgement, evaluate
from index.evaluation.reports import Changes, compare, write_reliability_plot, write_table
from index.settings import Settings
from tests.cli.running import Done, verbatim
from tests.evaluation.test_evaluate import QUESTIONS


def test_the_table_has_a_line_a_question(answerer: Answerer, tmp_path: Path) -> None:
    write_table(evaluate(answerer, QUESTIONS), tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [(line["id"], line["first right rank"]) for line in lines] == [
        ("q1", "1"),
        ("q2", "1"),
        ("q3", ""),
        ("q4", ""),
    ]


@pytest.mark.parametrize(("name", "start"), [("p.svg", b"<?xml"), ("p.png", b"\x89PNG")])
def test_the_plot_is_of_the_kind_its_name_says(tmp_path: Path, name: str, start: bytes) -> None:
    write_reliability_plot([0.1, 0.5, 0.9] * 10, [False, True, True] * 10, tmp_path / name, "title")
    assert (tmp_path / name).read_bytes().startswith(start)


def test_the_same_figures_draw_the_same_plot(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        write_reliability_plot([0.1, 0.5, 0.9], [False, True, True], tmp_path / name, "title")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def item(name: str, best: int | None, verdict: Verdict = "answered", *, answerable: bool = True) -> Judgement:
    return Judgement(name, f"{name}?", "plain", answerable, verdict, 0.5, (best,) if best else (), "", marked=False)


def written(path: Path, judgements: list[Judgement]) -> Path:
    path.write_text(json.dumps(Evaluation("", tuple(judgements)).as_json()), encoding="utf-8")
    return path


def test_comparing_says_what_got_better_and_what_worse(tmp_path: Path) -> None:
    old = [item("a", 3), item("b", 1), item("c", None, "answered", answerable=False), item("gone", 1), item("same", 2)]
    new = [
        item("a", 1),
        item("b", None),
        item("c", None, "unanswered", answerable=False),
        item("new", 1),
        item("same", 2),
    ]
    assert compare(written(tmp_path / "old.json", old), Evaluation("", tuple(new))) == Changes(
        better=("a 'a?': rank 3 → rank 1", "c 'c?': answered → unanswered"),
        worse=("b 'b?': rank 1 → not in the first ten",),
    )


@pytest.mark.parametrize("text", ["", "[]", '{"questions": [{}]}', '{"questions": {"q": 1}}'])
def test_a_file_that_is_no_evaluation_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "old.json").write_text(text, encoding="utf-8")
    with pytest.raises(QuestionError, match="is not an evaluation"):
        compare(tmp_path / "old.json", Evaluation("", (item("a", 1),)))


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """A file with a golden question on the small corpus."""
    line = {
        "id": "q1",
        "question": "sleep on a heat pad",
        "kind": "plain",
        "evidence": [{"source": "heat.txt", "quote": "Never sleep on a heat pad."}],
    }
    (tmp_path / "q.jsonl").write_text(json.dumps(line), encoding="utf-8")
    return tmp_path / "q.jsonl"


def command(settings: Settings, *arguments: str) -> Done:
    own = {
        "VERBATIM_CORPUS": str(settings.corpus),
        "VERBATIM_INDEX": str(settings.index),
        "VERBATIM_MODEL__NAME": "hash",
    }
    return verbatim(own, *arguments)


def test_the_command_prints_figures_writes_files_and_compares(
    answerer: Answerer, settings: Settings, questions: Path, tmp_path: Path
) -> None:
    first = command(
        settings,
        "eval",
        "--questions",
        str(questions),
        "--json",
        "--table",
        str(tmp_path / "t.csv"),
        "--plot",
        str(tmp_path / "p.svg"),
    )
    assert json.loads(first.stdout)["figures"]["hit@1"] == 1.0
    assert (tmp_path / "t.csv").exists()
    assert (tmp_path / "p.svg").exists()
    (tmp_path / "old.json").write_text(first.stdout, encoding="utf-8")
    second = command(settings, "eval", "--questions", str(questions), "--against", str(tmp_path / "old.json"))
    assert "hit@1" in second.stdout
    assert "better: 0" in second.stdout


def test_a_test_set_that_is_none_is_one_message_and_exit_code_2(settings: Settings, tmp_path: Path) -> None:
    done = command(settings, "eval", "--beir", str(tmp_path))
    assert done.returncode == 2
    assert "cannot be read as a test set" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_test_set_is_not_compared_with_golden_questions(settings: Settings, tmp_path: Path) -> None:
    done = command(settings, "eval", "--beir", str(tmp_path), "--against", str(tmp_path / "old.json"))
    assert (done.returncode, "--against does not work with --beir" in " ".join(done.stderr.split())) == (2, True)
