"""Batches: lines of questions in, one answer per line out, in order. A bad line does not affect the others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from index.ask import Answerer
from index.contract import FailedJson, NamedAnswerJson, named_answer_json
from index.errors import QuestionError, RequestError
from index.filtering.filters import ALL, Filters
from index.query import check_k


def read_lines(path: Path) -> list[bytes]:
    """The lines of the file `path`. Raises `QuestionError` if it cannot be read."""
    try:
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except OSError as error:
        raise QuestionError(
            f'The batch file {str(path)!r} cannot be read ({error.strerror}): expected lines {{"id","question"}}. '
            "Name another with --batch FILE."
        ) from error


def answer_lines(
    answerer: Answerer, lines: Iterable[bytes], k: int, filters: Filters = ALL, *, as_typed: bool = False
) -> Iterator[NamedAnswerJson | FailedJson]:
    """For each line, the JSON answer with the line's `id`, or `{"id", "error"}`.

    Raises `QuestionError` or `UnknownFilterError` before the first line if `k` or `filters` are invalid.
    """
    check_k(k)
    answerer.check(filters=filters)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            # Python's parser accepts NaN and Infinity, which are not JSON and must not appear in the output.
            json.dumps(asked, allow_nan=False)
        except (ValueError, RecursionError) as error:
            yield FailedJson(
                id=None, error=f'Line {number} is not JSON ({error}): expected {{"id","question"}}. Correct it.'
            )
            continue
        batch_id = asked.get("id") if isinstance(asked, dict) else None
        try:
            answer = answerer.ask(_question(asked, number), k, filters=filters, as_typed=as_typed)
            yield named_answer_json(batch_id, answer)
        except RequestError as error:
            yield FailedJson(id=batch_id, error=str(error))


def _question(asked: Any, number: int) -> str:
    question = asked.get("question") if isinstance(asked, dict) else None
    if not isinstance(question, str):
        raise QuestionError(f'Line {number} has no question: expected {{"id": …, "question": "…"}}. Correct it.')
    return question
