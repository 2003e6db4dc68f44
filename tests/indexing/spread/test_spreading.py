"""A build with workers publishes what a plain one does, also when it was interrupted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from index.build import BuildReport, build
from index.errors import WorkersError
from index.execution.progress import NullWatcher
from index.indexing.spread import processes, spreading, worker
from index.indexing.spread.crew import Workers
from index.indexing.spread.exchange import PartCounts
from index.indexing.spread.folder import FOLDER, PartFolder
from index.indexing.spread.part import Part
from index.maintenance.garbage import collect
from index.settings import Settings, load_settings
from tests.conftest import HEAT, ICE
from tests.paths import ROOT
from tests.reliability.spread import killed_workers, published, started

PAGE = "<title>Walking</title><h1>Walking</h1>" + "<p>A short walk keeps the back supple. Rest, and drink.</p>" * 3
needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason="the extra ray is not installed; run: make test-ray")


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus with files that workers read, with some that nobody can read, and with a long one."""
    corpus = tmp_path_factory.mktemp("mixed") / "articles"
    corpus.mkdir()
    (corpus / "ice.md").write_text(ICE, encoding="utf-8")
    (corpus / "heat.txt").write_text(HEAT, encoding="utf-8")
    (corpus / "walk.html").write_text(PAGE, encoding="utf-8")
    (corpus / "long.txt").write_text("Long\n\n" + "It takes a while to read this. " * 1700, encoding="utf-8")
    (corpus / "bad.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    (corpus / os.fsdecode(b"bad \xff name.html")).write_text(PAGE, encoding="utf-8")
    return corpus


@dataclass(frozen=True)
class Built:
    """A build and what it published."""

    settings: Settings
    report: BuildReport

    @property
    def snapshot(self) -> tuple[str, Mapping[str, str]]:
        return published(self.settings)


def built(corpus: Path, index: Path, workers: Workers | None) -> Built:
    settings = load_settings(corpus=corpus, index=index, model={"name": "hash"})
    return Built(settings, build(settings, workers=workers))


@pytest.fixture(scope="module")
def plain(mixed: Path) -> Built:
    return built(mixed, mixed.parent / "plain", None)


@pytest.fixture(scope="module")
def spread(mixed: Path) -> Built:
    return built(mixed, mixed.parent / "spread", Workers(2, passages=2))


def test_workers_give_the_same_snapshot_with_the_same_files(plain: Built, spread: Built) -> None:
    assert spread.snapshot == plain.snapshot


def test_a_bad_file_is_skipped_with_the_same_cause(plain: Built, spread: Built) -> None:
    assert [skip.file for skip in plain.report.skipped] == ["bad \\udcff name.html", "bad.pdf"]
    assert spread.report.skipped == plain.report.skipped


def test_as_many_texts_are_embedded_as_without_workers(plain: Built, spread: Built) -> None:
    assert (spread.report.embedded, spread.report.reused) == (plain.report.embedded, plain.report.reused)


def test_every_part_is_computed_once(spread: Built) -> None:
    parts = spread.report.parts
    assert parts is not None
    assert (parts.parts > 5, parts.computed - parts.parts, parts.again) == (True, 0, 0)


def test_parts_are_removed_in_the_end(spread: Built) -> None:
    assert not (spread.settings.index / FOLDER).exists()


def test_only_new_text_is_computed(settings: Settings, corpus: Path) -> None:
    build(settings)
    (corpus / "walk.txt").write_text("Walking\n\nIt loosens a stiff back.", encoding="utf-8")
    report = build(settings, workers=Workers(1))
    # To clean and to encode; the passage under its title, its only sentence, and the two words that are new.
    assert (report.parts, report.embedded) == (PartCounts(2, 2, 0), 4)


@needs_ray
def test_ray_gives_the_same_snapshot_with_the_same_files(plain: Built, mixed: Path) -> None:
    settings = load_settings(corpus=mixed, index=mixed.parent / "ray", model={"name": "hash"})
    # In a process of its own: Ray warns of itself, and here a warning is an error.
    with started(settings, None) as process:
        told = process.communicate()[1]
    assert (process.returncode, published(settings)) == (0, plain.snapshot), told


class StoppedError(Exception):
    """What ends the build."""


class Stopping(NullWatcher):
    """Ends a build when some of its texts are embedded."""

    def __init__(self) -> None:
        self._step = ""

    def begin(self, step: str, total: int) -> None:
        del total
        self._step = step

    def advance(self, done: int) -> None:
        if self._step == "embedding" and done:
            raise StoppedError


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The small corpus, whose build with one worker was stopped."""
    folder = tmp_path_factory.mktemp("stopped")
    (folder / "articles").mkdir()
    for name, text in (("ice.md", ICE), ("heat.txt", HEAT)):
        (folder / "articles" / name).write_text(text, encoding="utf-8")
    settings = load_settings(corpus=folder / "articles", index=folder / "index", model={"name": "hash"})
    with pytest.raises(StoppedError):
        build(settings, Stopping(), workers=Workers(1, passages=1))
    return settings


@pytest.fixture
def interrupted(stopped: Settings, tmp_path: Path) -> Settings:
    """A copy of the index whose build was stopped."""
    return stopped.evolve(index=shutil.copytree(stopped.index, tmp_path / "index"))


def test_an_interrupted_build_goes_on_and_computes_no_finished_part_again(interrupted: Settings) -> None:
    finished = PartFolder(str(interrupted.index / FOLDER)).computed()
    report = build(interrupted, workers=Workers(1, passages=1))
    assert (len(finished) > 1, report.parts and report.parts.again) == (True, 0)


def test_a_damaged_part_is_noticed_and_computed_again(interrupted: Settings, tmp_path: Path) -> None:
    file = next((interrupted.index / FOLDER / "clean" / "done").iterdir())
    file.write_bytes(file.read_bytes().replace(b"skin", b"Skin") + b"\0")
    report = build(interrupted, workers=Workers(1, passages=1))
    assert report.parts is not None
    assert report.parts.again == 1
    assert Built(interrupted, report).snapshot == built(interrupted.corpus, tmp_path / "plain", None).snapshot


def test_a_plain_build_removes_the_parts_of_an_interrupted_one(interrupted: Settings) -> None:
    build(interrupted)
    assert not (interrupted.index / FOLDER).exists()


def test_garbage_collection_removes_the_parts_of_an_interrupted_build(interrupted: Settings) -> None:
    dry = collect(interrupted.index, dry_run=True)
    assert [name for name, _ in collect(interrupted.index).folders] == [name for name, _ in dry.folders] == [FOLDER]
    assert not (interrupted.index / FOLDER).exists()


def test_parts_may_be_behind_an_address(settings: Settings, tmp_path: Path) -> None:
    report = build(settings, workers=Workers(1, parts=f"file://{tmp_path}/shared"))
    assert report.parts is not None
    assert (report.parts.computed, list((tmp_path / "shared").iterdir())) == (2, [])


def test_a_folder_of_parts_that_cannot_be_written_is_named(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WorkersError, match=r"file/parts.*--parts URL"):
        build(settings, workers=Workers(1, parts=str(tmp_path / "file" / "parts")))


def test_a_worker_with_another_version_says_so(tmp_path: Path) -> None:
    PartFolder(str(tmp_path)).describe(Part("name", "clean", "{}", [("ice.md", b"")], "another"))
    assert "another version of this program" in worker.do(str(tmp_path), "clean", "name")


def test_what_every_worker_dies_of_is_done_by_the_build(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.corpus / "walk.html").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(processes, "_PROGRAM", "raise SystemExit(1)")
    report = build(settings, workers=Workers(1))
    assert report.parts == PartCounts(3, 0, 0)
    assert Built(settings, report).snapshot == built(settings.corpus, tmp_path / "plain", None).snapshot


def test_what_a_worker_cannot_do_ends_the_build_with_its_words(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "program", lambda: "another")
    with pytest.raises(WorkersError, match="has another version of this program"):
        build(settings, workers=Workers(1))


def test_a_build_goes_on_when_a_worker_or_the_build_itself_is_killed(tmp_path: Path) -> None:
    figures = killed_workers(tmp_path, 1, workers=1, drivers=1, articles=8, lasts=1)
    assert (figures["workers killed"], figures["drivers killed"], figures["failures"]) == (1, 1, [])


def test_without_workers_a_build_imports_nothing_for_them(settings: Settings) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from index.build import build\nfrom index.settings import load_settings\n"
        "build(load_settings(corpus=Path(sys.argv[1]), index=Path(sys.argv[2]), model={'name': 'hash'}))\n"
        "print({'fsspec', 'pyarrow', 'ray'} & sys.modules.keys())"
    )
    command = [sys.executable, "-P", "-c", code, str(settings.corpus), str(settings.index)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout == "set()\n"
