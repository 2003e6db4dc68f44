"""Hosts that share a Redis server accept the same keys and share rate limits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import KeyFileError
from index.settings import Settings
from index.storage.api_keys import Keys
from tests.engine.milvus.lite import free_port
from tests.redis import redis_server
from web.serving.limiting import RateLimit


@pytest.fixture
def store(tmp_path: Path) -> Iterator[str]:
    """The address of a server for this test."""
    with redis_server(tmp_path) as address:
        yield address


def host(settings: Settings, store: str, number: int) -> Settings:
    """The settings of one of the hosts, each with its own index folder."""
    return settings.evolve(index=settings.index / str(number), service={"shared_store": store})


def test_a_key_of_one_host_opens_the_other_until_either_revokes_it(settings: Settings, store: str) -> None:
    one, other = (Keys.of(host(settings, store, number)) for number in (1, 2))
    token = one.create("reader")
    assert other.holder(token) == "reader"
    other.revoke("reader")
    assert one.holder(token) is None
    assert [(key.name, key.revoked is None) for key in one.all()] == [("reader", False)]


def test_a_name_is_used_once_among_all(settings: Settings, store: str) -> None:
    one, other = (Keys.of(host(settings, store, number)) for number in (1, 2))
    one.create("reader")
    with pytest.raises(KeyFileError, match="There is already a key 'reader'"):
        other.create("reader")
    one.revoke("reader")
    with pytest.raises(KeyFileError, match="There is no active key 'reader'"):
        other.revoke("reader")


def test_no_key_is_in_the_store(settings: Settings, store: str) -> None:
    token = Keys.of(host(settings, store, 1)).create("reader")
    assert token not in str(Keys.of(host(settings, store, 2)).all())


def test_a_store_that_does_not_answer_is_told_without_its_password(settings: Settings) -> None:
    nobody = f"redis://:secret@127.0.0.1:{free_port()}/0"
    with pytest.raises(KeyFileError, match=r"service\.shared_store") as refused:
        Keys.of(host(settings, nobody, 1)).all()
    assert "secret" not in str(refused.value)


def test_hosts_count_together(store: str) -> None:
    one, other = RateLimit("3/hour", store), RateLimit("3/hour", store)
    assert [limit.wait("reader") for limit in (one, other, one)] == [None] * 3
    assert [1 <= (limit.wait("reader") or 0) <= 3600 for limit in (one, other)] == [True, True]
    assert other.wait("somebody else") is None


def test_while_the_store_does_not_answer_each_counts_for_itself(caplog: pytest.LogCaptureFixture) -> None:
    limit = RateLimit("2/hour", f"redis://127.0.0.1:{free_port()}/0")
    assert [limit.wait("reader") is None for _ in range(3)] == [True, True, False]
    assert caplog.text.count("each host counts for itself") == 1
