"""Settings: where they come from, and that the docs list them."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SettingsError
from index.settings import Settings, load_settings, unknown_variables
from tests import paths

PAGE = paths.DOCS / "settings.md"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_an_option_goes_before_a_variable_and_that_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "verbatim.toml").write_text("port = 1\nhost = 'file'\nmodel = 'file'\n", encoding="utf-8")
    monkeypatch.setenv("VERBATIM_PORT", "2")
    monkeypatch.setenv("VERBATIM_HOST", "variable")
    settings = load_settings(port=3)
    assert (settings.port, settings.host, settings.model) == (3, "variable", "file")


def test_an_option_that_was_not_given_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_PORT", "2")
    assert load_settings(port=None).port == 2


def test_a_wrong_value_is_named_with_what_was_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_PORT", "many")
    with pytest.raises(SettingsError, match=r"The setting 'port' has the value 'many'.*docs/settings.md"):
        load_settings()


def test_an_unknown_setting_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "verbatim.toml").write_text("prot = 1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="The setting 'prot'"):
        load_settings()


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "verbatim.toml").write_text("port = = 1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"verbatim\.toml cannot be read"):
        load_settings()


def test_a_variable_that_is_no_setting_is_told_with_the_one_it_is_like() -> None:
    (told,) = unknown_variables(["PATH", "VERBATIM_PORT", "verbatim_host", "VERBATIM_RATELIMIT"])
    assert "VERBATIM_RATELIMIT has no effect" in told
    assert "perhaps VERBATIM_RATE_LIMIT is meant" in told


def test_a_variable_like_no_setting_is_told_alone() -> None:
    assert "perhaps" not in unknown_variables(["VERBATIM_XYZ"])[0]


def test_the_docs_list_every_setting_with_its_variable_default_and_meaning() -> None:
    table = PAGE.read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        default = "unset" if field.default is None else str(field.default)
        assert f"| `{name}` | `VERBATIM_{name.upper()}` | `{default}` | {field.description} |" in table


def test_a_list_is_written_with_commas_in_a_variable_and_as_a_list_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "verbatim.toml").write_text('trusted_proxies = ["192.0.2.1"]\n', encoding="utf-8")
    monkeypatch.setenv("VERBATIM_CORS_ORIGINS", "https://a.example, http://b.example:8000,")
    settings = load_settings()
    assert settings.cors_origins == ["https://a.example", "http://b.example:8000"]
    assert settings.trusted_proxies == ["192.0.2.1"]


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
    monkeypatch.setenv(f"VERBATIM_{name.upper()}", value)
    with pytest.raises(SettingsError, match=f"The setting '{name}'"):
        load_settings()
