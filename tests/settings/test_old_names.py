"""Names of settings from before there were groups still work, and a message gives the new names."""

from __future__ import annotations

import runpy
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from index.settings import Settings, load_settings
from index.settings.legacy import NOW
from index.settings.remarks import remarks
from index.settings.settings import LEAVES
from tests import paths

Write = Callable[[str], object]

# The old name, the new name, and a value in TOML.
OLD = [
    ("model", "model.name", '"hash"'),
    ("query_prompt", "model.query_prompt", '"query: "'),
    ("passage_prompt", "model.passage_prompt", '"passage: "'),
    ("reranker", "model.reranker", '"cross-encoder"'),
    ("offline", "model.offline", "false"),
    ("embeddings_megabytes", "model.cache_megabytes", "7"),
    ("passage_words", "search.passage_words", "90"),
    ("candidates", "search.candidates", "70"),
    ("search", "engine.mode", '"exact"'),
    ("file_megabytes", "reading.file_megabytes", "7"),
    ("file_unpacked_megabytes", "reading.unpacked_megabytes", "7"),
    ("file_pages", "reading.pdf_pages", "7"),
    ("file_seconds", "reading.file_seconds", "7"),
    ("fetch_seconds", "reading.fetch_seconds", "7"),
    ("host", "service.host", '"192.0.2.7"'),
    ("port", "service.port", "9000"),
    ("base_path", "service.base_path", '"deep"'),
    ("trusted_proxies", "service.trusted_proxies", '["192.0.2.1", "10.0.0.0/8"]'),
    ("cors_origins", "service.cors_origins", '["https://a.example", "http://b.example:8000"]'),
    ("require_key", "service.require_key", "true"),
    ("key_file", "service.key_file", '"keys"'),
    ("rate_limit", "service.rate_limit", '"7/hour"'),
    ("max_in_flight", "service.max_in_flight", "7"),
    ("request_kilobytes", "service.request_kilobytes", "7"),
    ("request_seconds", "service.request_seconds", "7.5"),
    ("header_seconds", "service.header_seconds", "7.5"),
    ("log_questions", "service.log_questions", "true"),
    ("language", "page.language", '"de"'),
    ("feedback", "page.feedback", "true"),
    ("feedback_rows", "page.feedback_rows", "7"),
]
EACH = pytest.mark.parametrize(("old", "now", "written"), OLD, ids=[old for old, _, _ in OLD])


def values(settings: Settings) -> dict[str, object]:
    """Every setting that differs from its default."""
    every = settings.model_dump(mode="json")
    flat = {
        f"{group}.{leaf}": value for group, own in every.items() if isinstance(own, dict) for leaf, value in own.items()
    }
    return {name: value for name, value in flat.items() if value != LEAVES[name].default}


def sentence(old: str, now: str) -> str:
    variable = f"VERBATIM_{now.upper().replace('.', '__')}"
    return f"The setting `{old}` is now `{now}` ({variable}); the old name works until version 0.3."


def test_every_old_name_is_tried_here() -> None:
    assert {old: now for old, now, _ in OLD} == NOW


@EACH
def test_an_old_name_works_in_the_file(write_file: Write, old: str, now: str, written: str) -> None:
    write_file(f"{old} = {written}\n")
    assert values(load_settings()) == {now: tomllib.loads(f"value = {written}")["value"]}


@EACH
def test_an_old_name_works_as_a_variable(monkeypatch: pytest.MonkeyPatch, old: str, now: str, written: str) -> None:
    value = tomllib.loads(f"value = {written}")["value"]
    monkeypatch.setenv(f"VERBATIM_{old.upper()}", ",".join(value) if isinstance(value, list) else written.strip('"'))
    assert values(load_settings()) == {now: value}


@EACH
def test_it_is_said_of_an_old_name_in_the_file(write_file: Write, old: str, now: str, written: str) -> None:
    write_file(f"{old} = {written}\n")
    assert remarks({}) == [f"{sentence(old, now)} Rename it: it is in verbatim.toml."]


@EACH
def test_it_is_said_of_an_old_variable(old: str, now: str, written: str) -> None:
    name = f"VERBATIM_{old.upper()}"
    assert remarks({name: written}) == [f"{sentence(old, now)} Rename it: it is set by the variable {name}."]


@EACH
def test_the_docs_list_an_old_name(old: str, now: str, written: str) -> None:
    row = f"| `{old}` | `VERBATIM_{old.upper()}` | `{now}` |"
    assert row in (paths.DOCS / "settings.md").read_text(encoding="utf-8").splitlines()


def test_the_new_variable_goes_before_the_old_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_MODEL", "old")
    monkeypatch.setenv("VERBATIM_MODEL__NAME", "new")
    assert load_settings().model.name == "new"


def test_a_new_variable_that_is_empty_leaves_the_old_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_MODEL", "old")
    monkeypatch.setenv("VERBATIM_MODEL__NAME", "")
    assert load_settings().model.name == "old"


def test_the_new_key_goes_before_the_old_one_beside_its_neighbours(write_file: Write) -> None:
    write_file('port = 1\nhost = "old"\n[service]\nport = 2\nrate_limit = "none"\n')
    assert values(load_settings()) == {"service.port": 2, "service.host": "old", "service.rate_limit": "none"}


def test_an_old_variable_goes_before_the_file(write_file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write_file("[service]\nport = 1\n")
    monkeypatch.setenv("VERBATIM_PORT", "2")
    assert load_settings().service.port == 2


def test_new_names_need_no_remark(write_file: Write) -> None:
    write_file('corpus = "mine"\n[model]\nname = "hash"\n[search]\ncandidates = 50\n')
    assert remarks({"VERBATIM_INDEX": "x", "VERBATIM_MODEL__NAME": "hash", "verbatim_service__port": "1"}) == []


def test_an_old_variable_that_is_empty_is_not_used() -> None:
    assert remarks({"VERBATIM_MODEL": ""}) == []


def test_a_file_that_cannot_be_read_is_left_to_loading(write_file: Write, tmp_path: Path) -> None:
    write_file("port = = 1\n")
    assert remarks({}) == []


def test_a_variable_that_is_no_setting_is_told_with_the_one_it_is_like() -> None:
    (told,) = remarks({"PATH": "x", "VERBATIM_RATELIMIT": "x"})
    assert "VERBATIM_RATELIMIT has no effect" in told
    assert "Did you mean VERBATIM_SERVICE__RATE_LIMIT?" in told


def test_a_group_alone_is_no_variable() -> None:
    (told,) = remarks({"VERBATIM_SERVICE": "x"})
    assert told.startswith("The variable VERBATIM_SERVICE has no effect")


def test_a_variable_of_a_group_is_told_with_the_one_it_is_like() -> None:
    assert "Did you mean VERBATIM_ENGINE__MODE?" in remarks({"VERBATIM_ENGINE__MODES": "x"})[0]


def test_a_variable_like_no_setting_is_told_alone() -> None:
    assert "perhaps" not in remarks({"VERBATIM_XYZ": "x"})[0]


def test_the_service_of_a_checkout_says_old_names_when_it_starts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VERBATIM_MODEL", "hash")
    runpy.run_path(str(paths.ROOT / "app.py"))
    assert capsys.readouterr().err.count("The setting `model` is now `model.name`") == 1
