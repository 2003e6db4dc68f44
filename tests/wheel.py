"""Builds the wheel and installs it into a virtual environment that uses all other packages of the current one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tests.paths import ROOT

_BUILD = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"


@dataclass(frozen=True)
class Installed:
    """A virtual environment with the wheel installed, and the wheel's files."""

    folder: Path
    files: tuple[str, ...]

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def verbatim(self) -> Path:
        return self.folder / "bin" / "verbatim"


def build_wheel(folder: Path) -> Path:
    """The wheel of this checkout, built from a copy in `folder`, because building leaves files behind."""
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in ("index", "web"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([sys.executable, "-c", _BUILD, str(folder)], cwd=source, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def install_wheel(folder: Path) -> Installed:
    """Install the wheel in a separate environment, in which the checkout cannot be imported."""
    wheel = build_wheel(folder)
    home = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True, capture_output=True)
    # The .pth file of an editable installation has no effect here, so the checkout cannot be imported.
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "install"]
    subprocess.run(
        [*pip, "--no-index", "--no-deps", "--ignore-installed", str(wheel)],
        check=True,
        capture_output=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    with zipfile.ZipFile(wheel) as packed:
        return Installed(home, tuple(packed.namelist()))
