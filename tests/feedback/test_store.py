"""Stored feedback: limited in size, deleted permanently, and turned into candidate questions."""

from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from index.__main__ import app
from index.ask import Answerer
from index.corpus.golden import read_questions
from index.errors import FeedbackError
from index.feedback.candidates import candidates
from index.feedback.store import FILE, LONGEST_COMMENT, Feedback, FeedbackStore, quote_sum
from index.settings import Settings

ONE = Feedback("2026-01-01T10:00+00:00", "ice?", "ice", 0, 4, "0" * 64, "snapshot", "up", "good")


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path / "index" / FILE, 3)


def quoted(answerer: Answerer, question: str, words: str) -> Feedback:
    """Feedback on `words` in the article about ice."""
    text = answerer.engine.article("ice")[0].text
    start = text.index(words)
    return replace(ONE, question=question, start=start, end=start + len(words), quote_sha256=quote_sum(words))


def lines(said: list[Feedback], answerer: Answerer) -> list[dict[str, object]]:
    known = answerer.engine.article_ids()
    found = candidates(said, lambda name: answerer.engine.article(name)[0] if name in known else None)
    return [candidate.as_json() for candidate in found]


def test_what_was_said_comes_back(store: FeedbackStore) -> None:
    store.add(ONE)
    assert store.all() == [ONE]


def test_the_oldest_go_when_there_are_too_many(store: FeedbackStore) -> None:
    for number in range(5):
        store.add(replace(ONE, comment=str(number)))
    assert [item.comment for item in store.all()] == ["2", "3", "4"]


def test_a_comment_that_is_too_long_is_refused(store: FeedbackStore) -> None:
    with pytest.raises(FeedbackError, match="2,001"):
        store.add(replace(ONE, comment="x" * (LONGEST_COMMENT + 1)))
    assert store.all() == []


def test_half_a_character_is_stored_as_another(store: FeedbackStore) -> None:
    store.add(replace(ONE, comment="\ud800"))
    assert store.all()[0].comment == "?"


def test_nobody_else_may_read_the_file(store: FeedbackStore, tmp_path: Path) -> None:
    store.add(ONE)
    assert stat.S_IMODE((tmp_path / "index" / FILE).stat().st_mode) == 0o600


def test_the_file_has_no_column_that_tells_who_it_was(store: FeedbackStore, tmp_path: Path) -> None:
    store.add(ONE)
    with closing(sqlite3.connect(tmp_path / "index" / FILE)) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(feedback)")]
    assert columns == [
        "row", "time", "question", "article", "start", "end", "quote_sha256", "snapshot", "opinion", "comment",
    ]  # fmt: skip


def test_what_is_cleared_is_gone_from_the_disk(store: FeedbackStore, tmp_path: Path) -> None:
    store.add(replace(ONE, comment="a secret worry"))
    assert store.clear() == 1
    assert store.all() == []
    assert [path.name for path in (tmp_path / "index").iterdir() if b"secret worry" in path.read_bytes()] == []


READER = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("BEGIN")
print(database.execute("SELECT count(*) FROM feedback").fetchone(), flush=True)
sys.stdin.read()
"""


def test_clearing_fails_while_a_reader_keeps_the_words_on_the_disk(
    store: FeedbackStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.feedback.store._WAIT_SECONDS", 0.2)
    store.add(replace(ONE, comment="a secret worry"))
    folder = tmp_path / "index"
    options = ["feedback", "clear", "--index", str(folder)]

    def kept() -> bool:
        return any(b"secret worry" in path.read_bytes() for path in folder.iterdir())

    with subprocess.Popen(
        [sys.executable, "-c", READER, str(folder / FILE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        refused = CliRunner().invoke(app, options)
        assert (isinstance(refused.exception, FeedbackError), "removed" in refused.stdout, kept()) == (
            True,
            False,
            True,
        )
        reader.communicate()
    assert CliRunner().invoke(app, options).exit_code == 0
    assert not kept()


def test_nothing_is_cleared_where_nothing_was_said(store: FeedbackStore, tmp_path: Path) -> None:
    assert store.clear() == 0
    assert not (tmp_path / "index").exists()


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("no database, though long enough to look like one" * 30, encoding="utf-8")
    store = FeedbackStore(tmp_path / FILE, 3)
    for use in (store.all, store.clear, lambda: store.add(ONE)):
        with pytest.raises(FeedbackError, match=FILE):
            use()


def test_a_quote_that_most_found_right_is_evidence_and_another_is_judged_wrong(answerer: Answerer) -> None:
    right = quoted(answerer, "How long?", "Hold it there for 20 minutes.")
    wrong = replace(quoted(answerer, "how  long?", "Repeat this every two hours."), opinion="not-an-answer")
    [line] = lines([right, right, replace(right, opinion="down"), wrong], answerer)
    assert line["evidence"] == [{"source": "ice.md", "quote": "Hold it there for 20 minutes."}]
    assert line["judged"] == [{"source": "ice.md", "quote": "Repeat this every two hours.", "right": False}]
    assert line["said"] == {"up": 2, "down": 1, "not-an-answer": 1}
    assert (line["candidate"], line["kind"]) == (True, "candidate")


def test_opinions_on_words_that_have_changed_are_counted_and_not_used(answerer: Answerer) -> None:
    changed = replace(quoted(answerer, "How long?", "Hold it there for 20 minutes."), quote_sha256="0" * 64)
    [line] = lines([changed, replace(changed, article_id="gone")], answerer)
    assert (line["evidence"], line["gone"]) == ([], 2)


def test_the_export_is_read_as_golden_questions(settings: Settings, answerer: Answerer, tmp_path: Path) -> None:
    said = quoted(answerer, "How long?", "Hold it there for 20 minutes.")
    FeedbackStore.of(settings).add(said)
    out = tmp_path / "candidates.jsonl"
    done = CliRunner().invoke(app, ["feedback", "export", "--out", str(out), "--index", str(settings.index)])
    assert done.exit_code == 0
    assert "1 opinions on 1 questions" in done.stdout
    [question] = read_questions(out)
    assert (question.question, question.quotes[0].text) == ("How long?", "Hold it there for 20 minutes.")


def test_the_export_is_printed_line_by_line_and_clear_says_how_many(settings: Settings, answerer: Answerer) -> None:
    FeedbackStore.of(settings).add(quoted(answerer, "How long?", "Hold it there for 20 minutes."))
    FeedbackStore.of(settings).add(quoted(answerer, "How often?", "Repeat this every two hours."))
    folder = ["--index", str(settings.index)]
    printed = CliRunner().invoke(app, ["feedback", "export", *folder]).stdout
    assert [json.loads(line)["question"] for line in printed.splitlines()] == ["How long?", "How often?"]
    assert CliRunner().invoke(app, ["feedback", "clear", *folder]).stdout == "2 opinions removed.\n"
    assert CliRunner().invoke(app, ["feedback", "export", *folder]).stdout == ""
