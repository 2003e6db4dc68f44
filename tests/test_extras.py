"""If an optional package is missing, the error names the extra to install."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from index.errors import Extra, MissingExtraError, require_extra
from index.evaluation.reports import write_reliability_plot
from tests.paths import ROOT

EXTRAS: tuple[Extra, ...] = get_args(Extra)
# `make setup` leaves it out.
NOT_INSTALLED: set[Extra] = {"ray"}


def without(package: str, module: str, *arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run `python -m module` as if `package` were not installed."""
    code = (
        "import runpy, sys\n"
        f"sys.modules[{package!r}] = None\n"  # makes the import fail
        f"sys.argv = [{module!r}, *{list(arguments)!r}]\n"
        f"runpy.run_module({module!r}, run_name='__main__', alter_sys=True)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-P", "-c", code], env=environment, cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_mcp_server_names_its_extra(tmp_path: Path) -> None:
    done = without("mcp", "index", "mcp", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "verbatim: The MCP server needs the extra `mcp`: pip install 'verbatim[mcp]'.\n"


def test_a_plot_names_its_extra_before_any_question_is_asked(tmp_path: Path) -> None:
    done = without("matplotlib", "index", "eval", "--plot", "plot.svg", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "verbatim: A reliability plot needs the extra `plots`: pip install 'verbatim[plots]'.\n"


def test_a_build_by_ray_names_its_extra_before_anything_is_read(tmp_path: Path) -> None:
    done = without("ray", "index", "build", "--workers", "ray", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "verbatim: A build by Ray needs the extra `ray`: pip install 'verbatim[ray]'.\n"


def test_the_fit_names_its_extra() -> None:
    done = without("sklearn", "benchmarks.calibration")
    assert done.returncode == 2
    assert done.stderr == (
        "verbatim: Fitting the confidence needs the extra `benchmarks`: pip install 'verbatim[benchmarks]'.\n"
    )


def test_the_library_s_own_plot_names_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"verbatim\[plots\]"):
        write_reliability_plot([0.5], [True], tmp_path / "plot.svg", "A title")


@pytest.mark.parametrize("extra", sorted(set(EXTRAS) - NOT_INSTALLED))
def test_an_extra_that_is_installed_raises_nothing(extra: Extra) -> None:
    require_extra(extra, "Something")


def test_every_extra_that_is_named_is_the_project_s() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert extras.keys() - {"dev"} == set(EXTRAS)
