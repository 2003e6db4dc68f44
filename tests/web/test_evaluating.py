"""After publishing, the golden questions are asked in the background; failures do not stop the service."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from index.build import build
from index.corpus.golden import QUESTIONS
from index.evaluation.stored import FILE, read_quality, stored_at
from index.settings import Settings
from tests.web.conftest import add
from web.plain.routes import routes
from web.serving.background import evaluating
from web.serving.background.evaluating import Evaluating, evaluating_beside, evaluation_now
from web.serving.mounting import Dispatcher, nothing_else
from web.words.words import words_in

_PATIENCE = 240
SAY = words_in("en")
LINE = {
    "id": "1",
    "question": "How long do I hold it there?",
    "kind": "plain",
    "evidence": [{"source": "ice.md", "quote": "Hold it there for 20 minutes."}],
}


@pytest.fixture
def golden(built: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The small corpus with a golden question."""
    (built.corpus / QUESTIONS).write_text(json.dumps(LINE) + "\n", encoding="utf-8")
    monkeypatch.setattr(evaluating, "_LOOK_SECONDS", 0.05)
    return built


def awaited(look: Callable[[], object]) -> None:
    until = time.monotonic() + _PATIENCE
    while not look():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.05)


def evaluated(settings: Settings) -> str | None:
    """The snapshot of the stored results."""
    kept = read_quality(settings.index)
    return kept.snapshot if kept else None


def page() -> str:
    return TestClient(Dispatcher(nothing_else, "", routes)).get("/quality").text


def test_figures_are_there_after_a_build_and_again_after_the_next(golden: Settings) -> None:
    first = build(golden).snapshot
    with evaluating_beside(golden):
        awaited(lambda: evaluated(golden) == first)
        awaited(lambda: evaluation_now() is None)
        assert SAY("quality.overall") in page()
        add(golden, "more.txt", "More about ice\n\nAn ice pack helps.\n")
        second = build(golden).snapshot
        awaited(lambda: evaluated(golden) == second)


def test_what_has_figures_is_not_asked_again(golden: Settings) -> None:
    one = Evaluating(golden)
    assert one._due() is not None
    one._evaluate()
    assert one._due() is None
    # Changed questions are evaluated again.
    os.utime(golden.corpus / QUESTIONS, (stored_at(golden.index) + 10,) * 2)
    assert one._due() is not None


def test_without_golden_questions_nothing_is_done(golden: Settings) -> None:
    for nothing in (b"", b"\n"):
        (golden.corpus / QUESTIONS).write_bytes(nothing)
        assert Evaluating(golden)._due() is None
    (golden.corpus / QUESTIONS).unlink()
    assert Evaluating(golden)._due() is None


def test_figures_that_cannot_be_read_are_made_anew(golden: Settings) -> None:
    (golden.index / FILE).write_text("none", encoding="utf-8")
    assert Evaluating(golden)._due() is not None


def test_a_setting_turns_it_off(golden: Settings) -> None:
    with evaluating_beside(golden.evolve(service={"evaluate": False})):
        assert evaluation_now() is None
    assert evaluated(golden) is None


def test_while_it_runs_the_page_says_so_and_it_ends_with_the_service(
    golden: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(evaluating, "_COMMAND", ["sleep", "600"])
    with evaluating_beside(golden):
        awaited(lambda: evaluation_now() is not None)
        assert SAY("quality.running") in page()
        assert SAY("quality.none") not in page()
        begun = evaluating._current
        assert begun is not None
        awaited(lambda: begun._process is not None)
    # The process has been stopped, which is not a failure.
    assert begun._process is not None
    assert begun._process.poll() is not None
    assert "failed" not in caplog.text


def test_what_fails_is_logged_shown_and_not_tried_for_ever(golden: Settings, caplog: pytest.LogCaptureFixture) -> None:
    (golden.corpus / QUESTIONS).write_text("no question\n", encoding="utf-8")
    with evaluating_beside(golden):
        awaited(lambda: (now := evaluation_now()) is not None and now.state == "failed")
        assert SAY("quality.failed") in page()
        assert "line 1 is not a golden question" in page()
        assert "line 1 is not a golden question" in caplog.text
        assert evaluating._current is not None
        assert evaluating._current._due() is None


def test_a_command_that_cannot_be_started_fails_alone(golden: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluating, "_COMMAND", ["/no/such/program"])
    with evaluating_beside(golden):
        awaited(lambda: (now := evaluation_now()) is not None and now.state == "failed")
        assert "cannot be started" in page()
