"""The golden set."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from index.corpus.folder import read_corpus
from index.corpus.golden import read_questions
from index.errors import QuestionError
from index.evaluation.evaluate import places
from tests.paths import CORPUS, DATA

GOLDEN = read_questions(CORPUS / "questions.jsonl")
OBLIQUE = read_questions(DATA / "oblique.jsonl")
TEXTS = {article.origin: article.text for article in list(read_corpus(CORPUS).articles.values())}


def test_every_golden_quote_stands_in_its_article() -> None:
    missing = [
        f"{question.kind}-{question.id}: {quote.text!r} stands nowhere in {quote.source}"
        for question in (*GOLDEN, *OBLIQUE)
        for quote in question.quotes
        if not places(TEXTS[quote.source], quote.text)
    ]
    assert missing == []


def test_there_are_at_least_150_questions_a_third_of_them_unanswerable() -> None:
    assert len(GOLDEN) >= 150
    assert sum(not question.answerable for question in GOLDEN) >= 50


def test_at_least_half_of_the_unanswerable_are_near_the_domain() -> None:
    kinds = Counter(question.kind for question in GOLDEN if not question.answerable)
    assert 2 * kinds["near-domain"] >= kinds.total()


def test_a_passage_judged_right_by_hand_counts_and_one_judged_wrong_does_not(tmp_path: Path) -> None:
    judged = [{"source": "a", "quote": "b", "right": True}, {"source": "a", "quote": "c", "right": False}]
    line = {"id": 1, "question": "q", "kind": "plain", "evidence": [{"source": "a", "quote": "a"}], "judged": judged}
    (tmp_path / "q.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert [quote.text for quote in read_questions(tmp_path / "q.jsonl")[0].quotes] == ["a", "b"]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"id": 1, "question": "q", "evidence": [{}]}', "\xff"])
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "q.jsonl").write_text('{"id": 1, "question": "q", "evidence": []}\n' + line, encoding="latin-1")
    with pytest.raises(QuestionError, match=r"line 2 is not a golden question|cannot be read"):
        read_questions(tmp_path / "q.jsonl")


def test_an_id_that_was_had_before_is_named_with_its_line(tmp_path: Path) -> None:
    line = '{"id": 1, "question": "q", "evidence": []}\n'
    (tmp_path / "q.jsonl").write_text(line + line, encoding="utf-8")
    with pytest.raises(QuestionError, match=r"line 2 repeats the id '1' of an earlier line"):
        read_questions(tmp_path / "q.jsonl")


def test_a_file_without_questions_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(QuestionError, match="has no questions: expected one JSON object a line"):
        read_questions(tmp_path / "q.jsonl")
