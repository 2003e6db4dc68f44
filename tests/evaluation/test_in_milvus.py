"""The golden questions get the same answers from Milvus as from files, with the real model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from index.ask import Answerer
from index.corpus.golden import QUESTIONS, read_questions
from index.evaluation.evaluate import evaluate
from index.execution.progress import NullWatcher
from index.maintenance.move import agreeing, move
from index.opening import open_answerer
from index.settings import Settings
from tests.engine.milvus.lite import needs_milvus
from tests.paths import CORPUS

pytestmark = [pytest.mark.model, pytest.mark.repeats, needs_milvus]
GOLDEN = read_questions(CORPUS / QUESTIONS)


@pytest.fixture(scope="module")
def in_milvus(real_settings: Settings, real: Answerer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    """The published snapshot of the five articles, moved into Milvus."""
    uri = str(tmp_path_factory.mktemp("milvus") / "milvus.db")
    settings = real_settings.evolve(engine={"uri": uri})
    move(settings, "milvus", NullWatcher())
    with closing(open_answerer(settings.evolve(engine={"kind": "milvus"}), lambda _: real.encoder)) as answerer:
        yield answerer


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.slow)])
def test_the_figures_are_the_same_to_two_in_a_thousand(in_milvus: Answerer, real: Answerer, step: int) -> None:
    found, expected = (evaluate(answerer, GOLDEN[::step]).columns() for answerer in (in_milvus, real))
    assert found.keys() == expected.keys()
    for kind, figures in expected.items():
        assert found[kind] == pytest.approx(figures, abs=0.002), kind


def test_verdicts_and_the_first_ten_are_the_same(in_milvus: Answerer, real: Answerer) -> None:
    answers = [(real.ask(each.question, 10), in_milvus.ask(each.question, 10)) for each in GOLDEN[::6]]
    assert [one.verdict for one, _ in answers] == [other.verdict for _, other in answers]
    places = sum(len(one.evidence) for one, _ in answers)
    assert sum(agreeing(one.evidence, other.evidence) for one, other in answers) >= 0.995 * places
