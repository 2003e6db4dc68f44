"""Every benchmark runs at its smallest size, with the fake encoder, and writes the results it promises."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import index.ask
from benchmarks.memory import Peak, anonymous_bytes
from benchmarks.report import Cell, as_text, quantiles
from benchmarks.stages import STAGES, Stopwatch, watching
from index.ask import Answerer
from index.search.verify_quotes import verify_quotes
from index.settings import Settings, load_settings
from tests.paths import ROOT

GOLDEN = [
    {"id": "1", "question": "hold it there for how many minutes?", "kind": "plain", "evidence": [
        {"source": "ice.md", "quote": "Hold it there for 20 minutes."}]},
    {"id": "2", "question": "what does a warm bath loosen?", "kind": "plain", "evidence": [
        {"source": "heat.txt", "quote": "A warm bath loosens the muscles."}]},
    {"id": "3", "question": "who won the football?", "kind": "off-domain", "evidence": []},
]  # fmt: skip


@pytest.fixture
def results(tmp_path: Path) -> Path:
    return tmp_path / "results"


def run(settings: Settings, results: Path, name: str, *options: str, model: str = "hash") -> dict[str, Any]:
    """Run a benchmark on the small corpus and return the JSON it wrote."""
    (settings.corpus / "questions.jsonl").write_text("\n".join(map(json.dumps, GOLDEN)), encoding="utf-8")
    own = {"VERBATIM_CORPUS": str(settings.corpus), "VERBATIM_MODEL__NAME": model}
    command = [sys.executable, "-m", f"benchmarks.{name}", "--rounds", "1", "--results", str(results), *options]
    done = subprocess.run(command, env={**os.environ, **own}, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    written: dict[str, Any] = json.loads((results / f"{name}.json").read_text(encoding="utf-8"))
    assert {"machine", "versions", "settings", "tables", "how", "measured"} <= written.keys()
    for title in written["tables"]:
        assert f"\n{title}\n" in done.stdout
    return written


def test_builds_are_measured(settings: Settings, results: Path) -> None:
    builds = run(settings, results, "builds")["tables"]["Builds"]
    assert [row["build"] for row in builds] == ["from nothing", "after one changed article", "nothing to do"]
    assert builds[0]["texts embedded"] > builds[1]["texts embedded"] > builds[2]["texts embedded"] == 0


@pytest.mark.slow
def test_questions_are_measured(settings: Settings, results: Path) -> None:
    tables = run(settings, results, "questions")["tables"]
    assert [row["stage"] for row in tables["By stage, one at a time"]] == [*STAGES, "all"]
    assert [row["at once"] for row in tables["At once"]] == [1, 2, 16]


@pytest.mark.slow
def test_starts_are_measured(settings: Settings, results: Path) -> None:
    tables = run(settings, results, "start")["tables"]
    assert "page reachable" in [row["what"] for row in tables["From the start of the process"]]


@pytest.mark.slow
def test_what_page_and_api_leave_each_other_is_measured(settings: Settings, results: Path) -> None:
    rows = run(settings, results, "fairness", "--seconds", "1", "--pages", "3")["tables"]["Page and API"]
    assert [row["asked"] for row in rows] == ["API alone", "3 pages alone", "both"]
    assert rows[2]["API a second"] > 0


@pytest.mark.model
@pytest.mark.slow
def test_encoding_is_measured_beside_the_recipe(settings: Settings, results: Path) -> None:
    tables = run(settings, results, "encoding", "--texts", "4", model=load_settings().model.name)["tables"]
    questions = tables.pop("One question at a time")
    assert [row["encoded by"] for row in questions] == ["tutorial recipe", "Verbatim"]
    assert [title.split()[1] for title in tables] == ["passages", "sentences"]
    for rows in tables.values():
        assert [row["encoded by"] for row in rows] == ["tutorial recipe", "Verbatim", "Verbatim, tokens too"]
        assert all(abs(float(row["1 - cosine, mean"])) < 1e-9 for row in rows)


@pytest.mark.slow
def test_peers_are_asked_the_same_and_judged(settings: Settings, results: Path) -> None:
    tables = run(settings, results, "peers", "--only", "verbatim")["tables"]
    assert [(row["system"], row["hit@1"], row["hit@3"]) for row in tables["Beside peers"]] == [("Verbatim", 1, 1)]


@pytest.mark.slow
def test_sizes_are_measured(settings: Settings, results: Path, tmp_path: Path) -> None:
    with gzip.open(tmp_path / "texts.gz", "wt", encoding="utf-8") as file:
        for number in range(120):
            line = " ".join(f"The {noun} of patient {number} hurts at night." for noun in ("back", "knee", "hip"))
            file.write(json.dumps({"text": line}) + "\n")
    how = ("--texts", str(tmp_path / "texts.gz"), "--sentences", "300", "--passages", "20", "60", "--model", "hash")
    rows = {row["what"]: row for row in run(settings, results, "size", *how)["tables"]["Growth"]}
    small, large = (int(size) for size in rows["passages"] if size != "what")
    assert 0 < small < large
    assert rows["of the exact ten, looked at"][str(large)] == 1


def test_a_stage_s_time_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0, 4.0, 10.0])
    monkeypatch.setattr("benchmarks.stages.time.perf_counter", lambda: next(clock))
    watch = Stopwatch()
    watch.start()
    with watch.stage("rest"), watch.stage("verify"):
        pass
    # The outer stage runs from 0 to 10, the inner one from 1 to 4.
    assert {stage: seconds for stage, seconds in watch.seconds.items() if seconds} == {"verify": 3, "rest": 7}


def test_every_stage_of_a_question_is_seen(answerer: Answerer) -> None:
    with watching(answerer) as watch:
        watch.start()
        with watch.stage("rest"):
            answerer.ask("how long does ice stay?")
    assert [stage for stage in STAGES if watch.seconds[stage] <= 0] == ["notices", "render"]


def test_stages_leave_nothing_behind(answerer: Answerer) -> None:
    with watching(answerer):
        pass
    assert (vars(index.ask)["verify_quotes"], "candidates" in vars(answerer.engine)) == (verify_quotes, False)


def test_memory_that_is_taken_is_seen() -> None:
    if anonymous_bytes(os.getpid()) is None:
        pytest.skip("the system does not say")
    before = anonymous_bytes(os.getpid()) or 0
    with Peak(os.getpid()) as peak:
        held = bytearray(b"1" * 50_000_000)
    assert (peak.bytes or 0) - before > 0.9 * len(held)


def test_a_table_says_nothing_where_there_is_nothing() -> None:
    rows: list[dict[str, Cell]] = [{"what": "one", "ms": 1234.5}, {"what": "another", "ms": None, "n": 12000}]
    assert as_text(rows).splitlines() == [
        "what          ms       n",
        "one      1234.50       –",
        "another        –  12,000",
    ]


def test_quantiles_are_in_milliseconds() -> None:
    assert quantiles([0.001] * 99 + [0.1]) == {"p50 ms": 1.0, "p95 ms": 1.0, "p99 ms": pytest.approx(1.99)}
