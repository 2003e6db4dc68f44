"""The short form of every drill with snapshots in Milvus."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.milvus.lite import needs_milvus
from tests.reliability.milvus import asked_while_killed, killed, two_services

pytestmark = needs_milvus


@pytest.mark.parametrize("whom", ["server", "build"])
def test_what_was_published_stands_whoever_is_killed_while_building(tmp_path: Path, whom: str) -> None:
    figures = killed(tmp_path, 1, whom)
    assert (figures["kills"], figures["failures"]) == (1, [])


@pytest.mark.parametrize("whom", ["server", pytest.param("service", marks=pytest.mark.slow)])
def test_every_answer_is_proven_whoever_is_killed_while_asked(tmp_path: Path, whom: str) -> None:
    figures = asked_while_killed(tmp_path, 1, whom)
    assert (figures["kills"], figures["failures"]) == (1, [])


@pytest.mark.slow
def test_two_services_follow_a_new_snapshot_and_lose_no_question(tmp_path: Path) -> None:
    assert two_services(tmp_path, 1)["failures"] == []
