"""API keys: shown once, stored as hashes, refused when revoked."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import KeyFileError
from index.settings import Settings
from index.storage.api_keys import FILE, KeyFile, Keys


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(KeyFile(tmp_path / "folder" / FILE))


def test_a_key_tells_whose_it_is(keys: Keys) -> None:
    first, second = keys.create("first"), keys.create("second")
    assert (keys.holder(first), keys.holder(second)) == ("first", "second")


@pytest.mark.parametrize("token", ["", "verbatim_", "first", "\ud800"])
def test_anything_else_is_nobody_s(keys: Keys, token: str) -> None:
    keys.create("first")
    assert keys.holder(token) is None


def test_a_revoked_key_opens_nothing_and_stays_listed(keys: Keys) -> None:
    token = keys.create("first")
    keys.revoke("first")
    assert keys.holder(token) is None
    assert [(key.name, key.revoked is None) for key in keys.all()] == [("first", False)]


def test_the_file_has_no_key_and_is_its_owner_s_alone(keys: Keys, tmp_path: Path) -> None:
    token = keys.create("first")
    path = tmp_path / "folder" / FILE
    assert token.encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


def test_without_a_file_there_are_no_keys(keys: Keys) -> None:
    assert keys.all() == []


@pytest.mark.parametrize("name", ["", "a b", "../x", "x" * 65, "-x", "a\n"])
def test_a_name_that_is_none_is_refused(keys: Keys, name: str) -> None:
    with pytest.raises(KeyFileError, match="is not valid"):
        keys.create(name)


def test_a_name_is_used_once(keys: Keys) -> None:
    keys.create("first")
    with pytest.raises(KeyFileError, match="There is already a key 'first'"):
        keys.create("first")


def test_only_a_key_in_force_can_be_revoked(keys: Keys) -> None:
    keys.create("first")
    keys.revoke("first")
    for name in ("first", "ghost"):
        with pytest.raises(KeyFileError, match=f"There is no active key '{name}'"):
            keys.revoke(name)


def test_a_file_of_something_else_is_named(keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / FILE).write_text("no database, but text", encoding="utf-8")
    with pytest.raises(KeyFileError, match="cannot be used"):
        keys.all()


def test_the_file_may_stand_elsewhere(settings: Settings, tmp_path: Path) -> None:
    elsewhere = settings.evolve(service={"key_file": tmp_path / "elsewhere"})
    Keys.of(elsewhere).create("first")
    assert (tmp_path / "elsewhere").exists()
    assert Keys.of(settings).all() == []
