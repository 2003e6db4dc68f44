"""Shared fixtures: a small corpus with the fake encoder, and the real articles with the real model."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from coverage import Coverage
from filelock import FileLock
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from index.ask import Answerer
from index.build import build
from index.corpus.golden import QUESTIONS, read_questions
from index.encoding.load import load_encoder
from index.evaluation.evaluate import Evaluation, evaluate
from index.models.identity import identify
from index.opening import open_answerer
from index.settings import Settings, load_settings
from index.storage.snapshot import current_id
from tests.paths import CORPUS
from tests.sharing import Sharing

# Without deadlines, because the machine may be slow. `make test-all` uses the thorough profile.
hypothesis_settings.register_profile(
    "short", max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile("thorough", hypothesis_settings.get_profile("short"), max_examples=300)
hypothesis_settings.load_profile(os.environ.get("TEST_EXAMPLES", "short"))

ICE = """# Ice for a sore back

Wrap the ice pack in a towel. Hold it there for 20 minutes. Repeat this every two hours.

## When to stop

Stop when the skin turns white. Ask a nurse when it stays numb.
"""
HEAT = """Heat for a sore back

A warm bath loosens the muscles. Heat pads work as well as baths do.

Never sleep on a heat pad. It burns the skin.
"""


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Run tests that share an expensive resource in one worker; `tests/sharing.py` defines the groups."""
    return Sharing(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, bool | None, bool | None]:
    """Do not measure coverage in tests that run the same lines many times, because it doubles their time."""
    property_based = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    repeats = property_based or any(map(item.get_closest_marker, ("browser", "repeats")))
    stopped: list[Coverage] = []
    # pytest-cov starts two in a worker process; stopping the later one resumes the earlier one.
    while repeats and (measured := Coverage.current()) is not None:
        measured.stop()
        stopped.append(measured)
    result = yield
    for measured in reversed(stopped):
        measured.start()
    return result


@pytest.fixture(autouse=True)
def _no_stray_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove a developer's own VERBATIM_… variables."""
    for name in list(os.environ):
        if name.startswith("VERBATIM_"):
            monkeypatch.delenv(name)


def _small(folder: Path) -> Path:
    corpus = folder / "articles"
    corpus.mkdir()
    (corpus / "ice.md").write_text(ICE, encoding="utf-8")
    (corpus / "heat.txt").write_text(HEAT, encoding="utf-8")
    return corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two small articles in two formats."""
    return _small(tmp_path)


@pytest.fixture
def settings(corpus: Path, tmp_path: Path) -> Settings:
    """The small corpus with the fake encoder, in a temporary folder."""
    return load_settings(corpus=corpus, index=tmp_path / "index", model={"name": "hash"})


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the small corpus, built once for all tests of a worker; copy it to use it.

    It was built from another folder with the same articles, of which it remembers that: build where that matters.
    """
    folder = tmp_path_factory.mktemp("small")
    settings = load_settings(corpus=_small(folder), index=folder / "index", model={"name": "hash"})
    build(settings)
    return settings.index


@pytest.fixture
def indexed(settings: Settings, small_index: Path) -> Settings:
    """The small corpus, built."""
    shutil.copytree(small_index, settings.index)
    return settings


@pytest.fixture
def answerer(indexed: Settings) -> Answerer:
    """An answerer on the small corpus."""
    return open_answerer(indexed)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of a run share. Writers must hold a lock."""
    folder = tmp_path_factory.getbasetemp()
    # Each worker has its own folder inside that of the run.
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def graph(run_folder: Path) -> Path:
    """An index folder with only the default model's graph, exported once for all workers; copy it to use it."""
    settings = load_settings(index=run_folder / "graph")
    with FileLock(run_folder / "graph.lock"):
        if not settings.index.exists():
            load_encoder(settings, identify(settings))
    return settings.index


@pytest.fixture(scope="session")
def kept_index(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A worker's own index folder with only the default model's graph."""
    return shutil.copytree(graph, tmp_path_factory.mktemp("kept") / "index")


@pytest.fixture(scope="session")
def real_settings(run_folder: Path, graph: Path) -> Settings:
    """The five articles with the real model, built once for all workers; to change it, use a copy."""
    settings = load_settings(corpus=CORPUS, index=run_folder / "real")
    with FileLock(run_folder / "real.lock"):
        if current_id(settings.index) is None:
            shutil.copytree(graph, settings.index, dirs_exist_ok=True)
            build(settings)
    return settings


@pytest.fixture(scope="session")
def real(real_settings: Settings) -> Answerer:
    """An answerer on the five articles with the real model."""
    return open_answerer(real_settings)


@pytest.fixture(scope="session")
def evaluation(real: Answerer) -> Evaluation:
    """The evaluation of the golden set on the five articles with the real model."""
    return evaluate(real, read_questions(CORPUS / QUESTIONS))
