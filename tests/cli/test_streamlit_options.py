"""Our Streamlit options apply unless the user sets them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from streamlit import config

from index.cli.serve import OPTIONS, service_environment
from index.cli.streamlit_options import option_variables
from index.settings import load_settings


@pytest.fixture(autouse=True)
def _in_a_fresh_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "work").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path / "work")


def write(folder: str, text: str) -> None:
    """Write a user's `.streamlit/config.toml` in the folder `work` or `home`."""
    file = Path("..") / folder / ".streamlit" / "config.toml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")


def test_every_option_is_handed_on_by_the_name_of_streamlit_s_variable() -> None:
    named = {option.env_var for option in config.get_config_options().values()}
    variables = option_variables(OPTIONS, {})
    assert len(variables) == 19
    assert variables.keys() - named == set()


def test_the_service_gets_the_theme() -> None:
    assert service_environment(load_settings())["STREAMLIT_THEME_LIGHT_PRIMARY_COLOR"] == "#1d5b73"


def test_a_truth_is_written_as_streamlit_reads_it() -> None:
    assert option_variables(OPTIONS, {})["STREAMLIT_SERVER_HEADLESS"] == "true"


@pytest.mark.parametrize("folder", ["work", "home"])
def test_an_option_in_a_file_of_the_user_s_is_left_out(folder: str) -> None:
    write(folder, '[client]\ntoolbarMode = "viewer"\n')
    variables = option_variables(OPTIONS, {})
    assert "STREAMLIT_CLIENT_TOOLBAR_MODE" not in variables
    assert "STREAMLIT_CLIENT_SHOW_ERROR_DETAILS" in variables


def test_an_option_in_a_variable_of_the_user_s_is_left_out() -> None:
    assert "STREAMLIT_CLIENT_TOOLBAR_MODE" not in option_variables(OPTIONS, {"STREAMLIT_CLIENT_TOOLBAR_MODE": "viewer"})


def test_a_theme_of_the_user_s_replaces_ours_as_a_whole() -> None:
    write("work", '[theme]\nprimaryColor = "#ff0000"\n')
    assert [name for name in option_variables(OPTIONS, {}) if "THEME" in name] == []


def test_streamlit_takes_the_user_s_own_over_ours_and_ours_over_its_defaults() -> None:
    write("work", '[client]\ntoolbarMode = "viewer"\n')
    shown = subprocess.check_output(
        [sys.executable, "-P", "-m", "streamlit", "config", "show"], env=service_environment(load_settings()), text=True
    )
    # Streamlit prints comments before the first section, one of which is wrapped and is not valid TOML.
    options = tomllib.loads(shown[shown.index("[global]") :])
    assert options["client"]["toolbarMode"] == "viewer"
    assert options["client"]["showErrorDetails"] == "none"
    assert options["theme"]["light"]["primaryColor"] == "#1d5b73"


def test_a_file_that_streamlit_will_complain_about_stops_nothing() -> None:
    write("work", "[theme\n")
    assert "STREAMLIT_THEME_BASE_RADIUS" in option_variables(OPTIONS, {})


def test_a_user_without_a_home_folder_gets_the_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    assert "STREAMLIT_THEME_BASE_RADIUS" in option_variables(OPTIONS, {})


def test_the_checkout_s_own_file_is_the_package_s() -> None:
    ours = OPTIONS.parents[2] / ".streamlit" / "config.toml"
    assert tomllib.loads(ours.read_text(encoding="utf-8")) == tomllib.loads(OPTIONS.read_text(encoding="utf-8"))
