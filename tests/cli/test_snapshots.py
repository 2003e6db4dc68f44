"""The commands verify, diff, watch and gc: their output and exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.build import build
from index.settings import Settings
from index.storage.locks import writing
from index.storage.snapshot import open_snapshot
from tests.cli.running import verbatim
from tests.paths import ROOT

QUESTION = '{"id": "q1", "question": "Is a warm bath good?", "kind": "plain", "evidence": []}\n'


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    """Environment variables for the small corpus and the fake encoder; the index is built."""
    build(settings)
    given = {"CORPUS": str(settings.corpus), "INDEX": str(settings.index), "MODEL__NAME": "hash"}
    return {**os.environ, **{f"VERBATIM_{name}": value for name, value in given.items()}}


def test_verify_says_what_was_verified(environment: dict[str, str]) -> None:
    done = verbatim(environment, "verify")
    assert (done.returncode, done.stdout[:29]) == (0, "verified: 22 files, 9 quotes ")


def test_verify_names_what_is_wrong_and_the_mending_command(environment: dict[str, str], settings: Settings) -> None:
    (open_snapshot(settings.index).folder / "words.txt").write_text("", encoding="utf-8")
    done = verbatim(environment, "verify")
    assert done.returncode == 1
    assert "words.txt has changed" in done.stdout
    assert "Run: verbatim build" in done.stdout


def test_verify_without_an_index_exits_with_2(environment: dict[str, str], tmp_path: Path) -> None:
    done = verbatim(environment, "verify", "--index", str(tmp_path / "none"))
    assert (done.returncode, "There is no index" in done.stderr) == (2, True)


def test_verify_says_what_else_lies_there_and_looks_at_it_when_told(
    environment: dict[str, str], settings: Settings, corpus: Path
) -> None:
    first = open_snapshot(settings.index)
    (corpus / "heat.txt").unlink()
    build(settings)
    (first.folder / "words.txt").write_text("", encoding="utf-8")
    published, every = verbatim(environment, "verify"), verbatim(environment, "verify", "--all")
    assert (published.returncode, every.returncode) == (0, 1)
    assert f"Not verified: {first.id}." in published.stdout


def test_verify_loads_no_model_library(environment: dict[str, str]) -> None:
    code = (
        "import sys; from index.__main__ import app\n"
        "try: app(['verify'])\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "print(sorted({'torch', 'sentence_transformers', 'transformers', 'streamlit', 'rich'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_diff_names_articles_and_answers(environment: dict[str, str], corpus: Path) -> None:
    (corpus / "questions.jsonl").write_text(QUESTION, encoding="utf-8")
    (corpus / "heat.txt").unlink()
    printed = verbatim(environment, "diff").stdout
    assert "gone      heat" in printed
    assert "“A warm bath loosens the muscles.”" in printed
    assert "1 of 1 answers would change." in printed


def test_diff_can_leave_the_questions_out(environment: dict[str, str], corpus: Path) -> None:
    (corpus / "questions.jsonl").write_text(QUESTION, encoding="utf-8")
    (corpus / "heat.txt").unlink()
    assert "answers" not in verbatim(environment, "diff", "--no-questions").stdout


def test_diff_of_a_collection_without_questions_yet_compares_the_articles(
    environment: dict[str, str], corpus: Path
) -> None:
    (corpus / "questions.jsonl").write_text("\n", encoding="utf-8")
    (corpus / "heat.txt").unlink()
    printed = verbatim(environment, "diff").stdout
    assert "gone      heat" in printed
    assert "answers" not in printed


def test_diff_in_json_has_all_of_it(environment: dict[str, str], corpus: Path) -> None:
    (corpus / "walk.txt").write_text("Walking\n\nIt loosens a stiff back.", encoding="utf-8")
    found = json.loads(verbatim(environment, "diff", "--json").stdout)
    assert (found["added"], found["gone"], found["answers"]) == (["walk"], [], [])


def test_diff_says_that_nothing_would_change(environment: dict[str, str]) -> None:
    assert verbatim(environment, "diff").stdout.startswith("Nothing would change")


def test_diff_shows_settings_that_differ(environment: dict[str, str]) -> None:
    printed = verbatim({**environment, "VERBATIM_SEARCH__PASSAGE_WORDS": "50"}, "diff", "--no-questions").stdout
    assert "setting   passage_words: 110 → 50" in printed


def test_gc_says_what_it_removes_and_how_much(environment: dict[str, str], settings: Settings, corpus: Path) -> None:
    first = open_snapshot(settings.index).id
    (corpus / "heat.txt").unlink()
    build(settings)
    dry, done = verbatim(environment, "gc", "--dry-run").stdout, verbatim(environment, "gc").stdout
    assert f"would remove {first}: " in dry
    assert dry.replace("would remove", "removed") == done
    assert " bytes in total" in done


def test_gc_names_what_somebody_reads(environment: dict[str, str], settings: Settings, corpus: Path) -> None:
    reader = open_snapshot(settings.index)
    (corpus / "heat.txt").unlink()
    build(settings)
    assert f"kept {reader.id}: it is being read" in verbatim(environment, "gc").stdout


def test_gc_without_an_index_exits_with_2(environment: dict[str, str], tmp_path: Path) -> None:
    done = verbatim(environment, "gc", "--index", str(tmp_path / "none"))
    assert (done.returncode, (tmp_path / "none").exists()) == (2, False)


def test_a_build_that_has_to_wait_says_so(environment: dict[str, str], settings: Settings) -> None:
    with writing(settings.index):
        process = subprocess.Popen(
            [sys.executable, "-m", "index", "build"], env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        assert process.stderr is not None
        said = process.stderr.readline()
    assert "Another build is writing" in said
    process.communicate()
    assert process.returncode == 0


@contextmanager
def watching(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A running `verbatim watch`."""
    command = [sys.executable, "-m", "index", "watch", "--quiet", "0.1"]
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str], words: str) -> str:
    """The next output line that contains `words`."""
    assert process.stdout is not None
    return next(line for line in process.stdout if words in line)


def test_watch_builds_after_each_change_and_survives_a_failure(environment: dict[str, str], corpus: Path) -> None:
    with watching(environment) as process:
        first = said(process, "Snapshot")
        (corpus / "walk.txt").write_text("Walking\n\nIt loosens a stiff back.", encoding="utf-8")
        second = said(process, "Snapshot")
        (corpus / "sources.toml").write_text("not = [toml", encoding="utf-8")
        failed = said(process, "Still watching.")
        (corpus / "sources.toml").unlink()
        third = said(process, "Snapshot")
    assert first.split()[1] != second.split()[1] == third.split()[1]
    assert "sources.toml" in failed


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_watch_ends_cleanly(environment: dict[str, str], how: signal.Signals) -> None:
    with watching(environment) as process:
        said(process, "Snapshot")
        process.send_signal(how)
        printed, _ = process.communicate()
    assert (process.returncode, printed) == (0, "Stopped watching.\n")
