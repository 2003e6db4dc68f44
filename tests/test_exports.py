"""`import index` offers these names from their modules, and imports each only on first use."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

import index
from index.settings import load_settings
from tests.paths import ROOT

HOMES = {
    "Answer": "index.answer",
    "Answerer": "index.ask",
    "Evidence": "index.answer",
    "Settings": "index.settings",
    "VerbatimError": "index.errors",
    "build": "index.build",
    "load_settings": "index.settings",
    "open_answerer": "index.opening",
}


def run(code: str, *flags: str) -> str:
    """The output of a new Python process."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.check_output([sys.executable, "-P", *flags, "-c", code], env=environment, cwd=ROOT, text=True)


def test_exported_members() -> None:
    assert index.__all__ == [*list(HOMES)[:5], "__version__", *list(HOMES)[5:]]


def test_each_member_is_the_one_of_its_home() -> None:
    # In a separate process, because importing `index.build` sets the attribute of that name to the module.
    code = (
        f"import index, sys; print([n for n, h in {HOMES}.items() if getattr(index, n) is not vars(sys.modules[h])[n]])"
    )
    assert run(code) == "[]\n"


def test_importing_the_members_by_name_gives_them() -> None:
    code = "from index import *; from index import build as named; print(build is named, build.__name__, __version__)"
    assert run(code) == f"True build {version('verbatim')}\n"


def test_build_is_called_as_a_member_after_its_module_was_imported(tmp_path: Path) -> None:
    code = "import index.build; index.build(index.load_settings()); print(index.build is index.build)"
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "moss.txt").write_text("Brush the moss off on a dry day.", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "VERBATIM_MODEL__NAME": "hash"}
    subprocess.run([sys.executable, "-P", "-c", code], env=environment, cwd=tmp_path, check=True)
    assert (tmp_path / ".verbatim" / "current").is_file()


def test_importing_the_library_imports_nothing_else_of_it() -> None:
    code = (
        "import sys, index; print(*[name for name in sys.modules if name.startswith(('index.', 'pydantic', 'numpy'))])"
    )
    assert run(code) == "\n"


def test_a_name_that_is_none_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'index' has no attribute 'question'"):
        index.question  # type: ignore[attr-defined]  # noqa: B018 - the access is the test


def test_the_version_of_a_source_tree_that_is_not_installed_is_the_one_it_states() -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    # -S: without site-packages there is no installed distribution.
    assert run("import index; print(index.__version__)", "-S") == f"{stated}\n"


def test_the_readme_s_python_runs(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (code,) = (part.split("```")[0] for part in readme.split("```python\n")[1:])
    articles = tmp_path / "my-articles"
    articles.mkdir()
    (articles / "moss.txt").write_text("Moss on a roof\n\nBrush the moss off on a dry day.\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "VERBATIM_MODEL__NAME": "hash"}
    printed = subprocess.check_output(
        [sys.executable, "-P", "-c", code], env=environment, cwd=tmp_path, text=True, encoding="utf-8"
    )
    assert "Brush the moss off on a dry day." in printed
    assert "“Moss on a roof”" in printed


def test_the_members_are_typed() -> None:
    settings: index.Settings = load_settings()
    assert isinstance(settings, index.Settings)
