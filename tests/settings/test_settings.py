"""Sources of settings, and their list in the docs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from index.errors import SettingsError
from index.settings import load_settings
from index.settings.settings import LEAVES
from tests import paths

PAGE = paths.DOCS / "settings.md"
Write = Callable[[str], object]


def test_an_option_goes_before_a_variable_and_that_before_the_file(
    write_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file("[service]\nport = 1\nhost = 'file'\nrate_limit = 'none'\n")
    monkeypatch.setenv("VERBATIM_SERVICE__PORT", "2")
    monkeypatch.setenv("VERBATIM_SERVICE__HOST", "variable")
    service = load_settings(service={"port": 3}).service
    assert (service.port, service.host, service.rate_limit) == (3, "variable", "none")


def test_the_folders_stand_above_the_groups(write_file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write_file('corpus = "of the file"\n')
    monkeypatch.setenv("VERBATIM_INDEX", "of the variable")
    settings = load_settings()
    assert (settings.corpus, settings.index) == (Path("of the file"), Path("of the variable"))


def test_an_option_that_was_not_given_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_SERVICE__PORT", "2")
    monkeypatch.setenv("VERBATIM_CORPUS", "mine")
    settings = load_settings(corpus=None, service={"port": None}, page=None)
    assert (settings.corpus, settings.service.port) == (Path("mine"), 2)


def test_an_empty_variable_does_not_count(write_file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write_file('[model]\nname = "hash"\n')
    monkeypatch.setenv("VERBATIM_MODEL__NAME", "")
    assert load_settings().model.name == "hash"


def test_settings_cannot_be_changed() -> None:
    settings = load_settings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.service.port = 1
    with pytest.raises(ValidationError, match="frozen"):
        settings.corpus = Path("other")


def test_a_copy_has_other_settings_in_a_group_and_keeps_the_rest() -> None:
    settings = load_settings(corpus=Path("mine"), model={"name": "hash"}, service={"port": 1})
    copy = settings.evolve(index=Path("other"), model={"passage_prompt": "p "})
    assert (copy.corpus, copy.index, copy.model.name, copy.model.passage_prompt, copy.service.port) == (
        *(Path("mine"), Path("other")),
        *("hash", "p ", 1),
    )
    assert settings.model.passage_prompt is None


def test_a_copy_takes_no_value_that_is_wrong() -> None:
    with pytest.raises(SettingsError, match=r"The setting 'service\.port' has the value 0"):
        load_settings().evolve(service={"port": 0})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("VERBATIM_SERVICE__PORT", "many", "The setting 'service.port' has the value 'many': input should be a valid"),
        (
            "VERBATIM_SERVICE__PORT",
            "many",
            "Correct `port` under [service] in verbatim.toml, or VERBATIM_SERVICE__PORT",
        ),
        ("VERBATIM_ENGINE__KIND", "far", "The setting 'engine.kind' has the value 'far': input should be 'local'"),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected_and_both_places(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=re.escape(said)):
        load_settings()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[service]\nprot = 1", "The setting 'service.prot' is unknown; did you mean 'service.port'?"),
        (
            "[service]\nprot = 1",
            "Correct `prot` under [service] in verbatim.toml; docs/settings.md lists every setting.",
        ),
        ("prot = 1", "The setting 'prot' is unknown; did you mean 'service.port'? Correct `prot` in verbatim.toml"),
        ("[servce]\nport = 1", "The setting 'servce' is unknown; did you mean 'service'?"),
        (
            "embeddings_megabyte = 1",
            "The setting 'embeddings_megabyte' is unknown; did you mean 'model.cache_megabytes'?",
        ),
        ("xyz = 1", "The setting 'xyz' is unknown. Correct `xyz` in verbatim.toml"),
        ("[search.deep]\nx = 1", "The setting 'search.deep' is unknown"),
        (
            "engine = 'exact'",
            "The setting 'engine' has the value 'exact', but it is a group: expected a table [engine]",
        ),
        ("port = 1\nservice = 3", "The setting 'service' has the value 3, but it is a group"),
        ("[service]\ntrusted_proxies = ['x']", "the value ['x']: 'x' does not appear to be an IPv4 or IPv6 network."),
        ("corpus = 1", "The setting 'corpus' has the value 1: input is not a valid path"),
        ("[service]\ntrusted_proxies = [1]", "The setting 'service.trusted_proxies' has the value 1: input should be"),
        ("port = = 1", "verbatim.toml cannot be read"),
    ],
)
def test_what_is_wrong_in_the_file_is_named_with_its_place(write_file: Write, content: str, said: str) -> None:
    write_file(content)
    with pytest.raises(SettingsError, match=re.escape(said)):
        load_settings()


def test_a_variable_that_is_no_setting_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VERBATIM_ENGINE__MODES", "VERBATIM_ENGINE", "VERBATIM_SERVICE_PORT", "VERBATIM_XYZ"):
        monkeypatch.setenv(name, "x")
    assert load_settings() == load_settings(engine={"mode": "auto"})


def test_a_list_is_written_with_commas_in_a_variable_and_as_a_list_in_the_file(
    write_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file('[service]\ntrusted_proxies = ["192.0.2.1"]\n')
    monkeypatch.setenv("VERBATIM_SERVICE__CORS_ORIGINS", "https://a.example, http://b.example:8000,")
    service = load_settings().service
    assert service.cors_origins == ["https://a.example", "http://b.example:8000"]
    assert service.trusted_proxies == ["192.0.2.1"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cors_origins", "*"),
        ("cors_origins", "https://a.example/path"),
        ("cors_origins", "a.example"),
        ("trusted_proxies", "proxy.example"),
        ("rate_limit", "many"),
        ("rate_limit", "0/minute"),
        ("base_path", "a b"),
    ],
)
def test_a_value_that_would_open_too_much_or_nothing_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"VERBATIM_SERVICE__{name.upper()}", value)
    with pytest.raises(SettingsError, match=rf"The setting 'service\.{name}' has the value '{re.escape(value)}': "):
        load_settings()


def test_the_docs_list_every_setting_with_its_variable_default_and_meaning() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if "` | `VERBATIM_" in line]
    listed = [line for line in rows if line.count(" | ") == 3]
    assert listed == [
        f"| `{name}` | `VERBATIM_{name.upper().replace('.', '__')}` | "
        f"{'unset' if field.default in (None, '', []) else f'`{_written(field.default)}`'} | {field.description} |"
        for name, field in LEAVES.items()
    ]


def _written(value: object) -> str:
    """The value as in a variable and in the file."""
    return str(value).lower() if isinstance(value, bool) else str(value)
