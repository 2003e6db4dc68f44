"""The service's one answerer: loaded once, and ahead of the first question."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from index.settings import Settings
from tests.web.conftest import add
from web.service import service


@pytest.fixture(autouse=True)
def _thaw() -> Iterator[None]:
    """What warming up has frozen is the tests' garbage."""
    yield
    gc.unfreeze()


def test_a_warm_service_is_ready(built: Settings) -> None:
    service().warm()
    assert service().ready
    assert service().answerer() is service().answerer()


def test_warming_up_without_an_index_is_told_in_the_log(served: Settings, caplog: pytest.LogCaptureFixture) -> None:
    service().warm()
    assert not service().ready
    assert "verbatim build" in caplog.text


def test_a_new_snapshot_is_opened_with_the_same_model(built: Settings) -> None:
    first = service().answerer()
    add(built, "more.txt", "More about ice\n\nIce helps.\n")
    second = service().answerer()
    assert second.snapshot != first.snapshot
    assert second.encoder is first.encoder
