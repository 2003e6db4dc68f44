"""The short form of `questions.py`: a hundred questions."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from index.build import build
from index.settings import load_settings
from tests.paths import CORPUS
from tests.reliability.questions import examine
from web.api import api
from web.serving.service import service

pytestmark = pytest.mark.repeats

COUNT = 100


def test_no_question_breaks_the_service_and_every_quote_is_its_article_s(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {
        "CORPUS": CORPUS,
        "INDEX": tmp_path_factory.mktemp("index"),
        "MODEL__NAME": "hash",
        "SERVICE__RATE_LIMIT": "none",
    }
    for name, value in own.items():
        monkeypatch.setenv(f"VERBATIM_{name}", str(value))
    service.forget()
    settings = load_settings()
    build(settings)
    judge = examine(TestClient(api), settings, CORPUS / "questions.jsonl", COUNT)
    service.forget()
    assert judge.failures == []
    assert sum(judge.statuses.values()) == COUNT
    assert judge.quotes > COUNT
