"""The golden set of a corpus: questions with known answers, in `questions.jsonl`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import QuestionError

QUESTIONS = "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote from one article, which is named by its origin; white space is collapsed."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question and the quotes that answer it, listed beforehand or judged right by hand; none if unanswerable."""

    id: str
    question: str
    kind: str
    quotes: tuple[Quote, ...]

    @property
    def answerable(self) -> bool:
        """Whether the articles answer it."""
        return bool(self.quotes)


def read_questions(path: Path) -> list[GoldenQuestion]:
    """The questions in a JSON-lines file, at least one.

    Raises `QuestionError` for an invalid line or a repeated id, and names it.
    """
    questions = _read(path)
    if not questions:
        raise QuestionError(
            f"The file {str(path)!r} has no questions: expected one JSON object a line, as in docs/collection.md. "
            "Add some, or name another file with --questions FILE."
        )
    return questions


def own_questions(corpus: Path) -> list[GoldenQuestion]:
    """A collection's golden questions; none if there is no file, or an empty one. Raises `QuestionError` otherwise."""
    path = corpus / QUESTIONS
    return _read(path) if path.exists() else []


def _read(path: Path) -> list[GoldenQuestion]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(
            f"The questions {str(path)!r} cannot be read ({error}): expected a JSON Lines file. Name another with "
            "--questions FILE."
        ) from error
    questions: dict[str, GoldenQuestion] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                question = _question(json.loads(line))
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise QuestionError(
                    f"{path}, line {number} is not a golden question ({error!r}): "
                    'expected {"id","question","kind","evidence":[{"source","quote"}]}. Correct it and try again.'
                ) from error
            if question.id in questions:
                raise QuestionError(
                    f"{path}, line {number} repeats the id {question.id!r} of an earlier line: expected unique ids, "
                    "because results are compared by id. Change one and try again."
                )
            questions[question.id] = question
    return list(questions.values())


def _question(line: dict[str, Any]) -> GoldenQuestion:
    # "judged" lists passages that were found later and judged by hand; the right ones count like the others.
    listed = [*line["evidence"], *(item for item in line.get("judged", []) if item["right"])]
    quotes = tuple(Quote(str(item["source"]), " ".join(str(item["quote"]).split())) for item in listed)
    return GoldenQuestion(str(line["id"]), str(line["question"]), str(line.get("kind", "plain")), quotes)
