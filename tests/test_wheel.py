"""The wheel contains everything for building and serving, from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.web.opening import Opened, open_page
from tests.web.serving import Program, Running, get, running
from tests.wheel import Installed, install_wheel

ARTICLES = {
    "moss.txt": "Moss on a roof\n\nBrush the moss off on a dry day. Rain loosens what the brush leaves behind.\n",
    "chalk.md": "# Chalk\n\nChalk is a soft white stone. Water passes through chalk quickly.\n",
    "slate.html": "<html><head><title>Slate</title></head><body><article><h1>Slate</h1><p>Slate splits into thin "
    "sheets that keep the rain out of a house for a hundred years.</p><p>Nails of copper hold the slates, because iron "
    "rusts long before the slates do.</p></article></body></html>",
}
# A user's folder may contain modules with the same names as ours, or as those we import.
SHADOWS = ("index", "web", "mcp", "streamlit", "faiss", "lxml")


@dataclass(frozen=True)
class Elsewhere:
    """A folder outside the checkout, and the output of building there."""

    folder: Path
    installed: Installed
    built: subprocess.CompletedProcess[str]


def variables() -> dict[str, str]:
    """This process' environment without variables that refer to the checkout."""
    inherited = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONSAFEPATH"}}
    return {**inherited, "VERBATIM_MODEL__NAME": "hash"}


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    installed = install_wheel(tmp_path_factory.mktemp("wheel"))
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "corpus").mkdir()
    for name, text in ARTICLES.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    for name in SHADOWS:
        (folder / f"{name}.py").write_text("raise SystemExit(f'{__name__} of the working folder')", encoding="utf-8")
    built = subprocess.run(
        [str(installed.verbatim), "build"], cwd=folder, env=variables(), capture_output=True, text=True, check=False
    )
    return Elsewhere(folder, installed, built)


@pytest.fixture(scope="module")
def service(elsewhere: Elsewhere) -> Iterator[Running]:
    log = elsewhere.folder / "service.log"
    program = Program((str(elsewhere.installed.verbatim),), elsewhere.folder)
    with running(["serve"], variables(), log, program) as started:
        yield started


@pytest.fixture(scope="module")
def opened(service: Running) -> Opened:
    return open_page(service.address, "q=who+brushes+the+moss+off")


def test_the_wheel_holds_every_file_of_the_packages(elsewhere: Elsewhere) -> None:
    packages = [path for name in ("index", "web") for path in (ROOT / name).rglob("*")]
    ours = {path.relative_to(ROOT).as_posix() for path in packages if path.is_file() and path.suffix != ".pyc"}
    assert {name for name in elsewhere.installed.files if ".dist-info/" not in name} == ours


def test_the_installed_modules_are_the_wheel_s(elsewhere: Elsewhere) -> None:
    command = [str(elsewhere.installed.python), "-P", "-c", "import index, web; print(index.__file__, web.__file__)"]
    printed = subprocess.check_output(command, cwd=elsewhere.folder, env=variables(), text=True)
    assert all(Path(file).is_relative_to(elsewhere.installed.folder) for file in printed.split())


def test_a_build_reads_the_articles_of_the_working_folder(elsewhere: Elsewhere) -> None:
    assert (elsewhere.built.returncode, elsewhere.built.stderr) == (0, "")
    assert "3 articles" in elsewhere.built.stdout


def test_the_api_answers(service: Running) -> None:
    answer = get(f"{service.address}/api/v1/ask", params={"q": "what hold the slates?"}, timeout=30).json()
    assert "copper" in answer["evidence"][0]["quote"]


def test_the_plain_pages_find_their_templates(service: Running) -> None:
    page = get(f"{service.address}/library", timeout=30)
    assert page.status_code == 200
    assert "Chalk" in page.text


def test_the_page_is_drawn(opened: Opened) -> None:
    assert "Brush the moss off on a dry day." in opened.sent


def test_the_page_has_its_theme(opened: Opened) -> None:
    assert 'primary_color: "#1d5b73"' in opened.theme


def test_the_mcp_server_starts_from_there_too(elsewhere: Elsewhere) -> None:
    command = [str(elsewhere.installed.verbatim), "mcp"]
    # It ends when its input does.
    done = subprocess.run(
        command,
        cwd=elsewhere.folder,
        env=variables(),
        capture_output=True,
        text=True,
        input="",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_streamlit_serves_the_checkout_with_its_theme(elsewhere: Elsewhere, tmp_path: Path) -> None:
    own = {**variables(), "PYTHONPATH": str(ROOT), "VERBATIM_INDEX": str(elsewhere.folder / ".verbatim")}
    own["VERBATIM_CORPUS"] = str(elsewhere.folder / "corpus")
    program = Program((sys.executable, "-m", "streamlit", "run", "app.py"), port_option="--server.port")
    with running([], own, tmp_path / "log", program) as started:
        assert 'primary_color: "#1d5b73"' in open_page(started.address).theme
