"""The files of a snapshot are opened only where their row numbers fit each other."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.arrays import Ints
from index.engine.local import LocalEngine
from index.errors import IndexDamagedError
from tests.conftest import HEAT, ICE
from tests.engine.contract import publish

Change = Callable[[Ints], Ints]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a snapshot of two articles."""
    settings = publish(tmp_path_factory.mktemp("files"), {"mode": "exact"}, ICE, HEAT)
    (folder,) = (settings.index / "snapshots").iterdir()
    return folder


def at(place: int, value: int) -> Change:
    def change(numbers: Ints) -> Ints:
        changed = numbers.copy()
        changed[place] = value
        return changed

    return change


@pytest.mark.parametrize(
    ("name", "change"),
    [
        pytest.param("owners", lambda owners: owners[1:], id="a passage has no article"),
        pytest.param("owners", at(0, -1), id="an article below the first"),
        pytest.param("owners", at(0, 2), id="an article behind the last"),
        pytest.param("bounds", lambda bounds: bounds[:-1], id="a passage has no sentences"),
        pytest.param("bounds", at(0, -1), id="a sentence below the first"),
        pytest.param("bounds", at(1, 2**40), id="sentences out of order"),
        pytest.param("bounds", lambda bounds: bounds + 1, id="a sentence behind the last"),
        pytest.param("passage-word-bounds", lambda bounds: bounds[:-1], id="a passage has no words"),
        pytest.param("passage-word-bounds", lambda bounds: bounds + 1, id="a word behind the last"),
        pytest.param("token-bounds", lambda bounds: bounds[1:], id="a sentence without tokens"),
        pytest.param("sentence-term-bounds", lambda bounds: bounds[1:], id="a sentence without terms"),
    ],
)
def test_row_numbers_that_do_not_fit_are_damage(whole: Path, tmp_path: Path, name: str, change: Change) -> None:
    folder = Path(shutil.copytree(whole, tmp_path / whole.name))
    np.save(folder / f"{name}.npy", change(np.load(folder / f"{name}.npy")))
    with pytest.raises(IndexDamagedError, match=f"row numbers in the snapshot {whole.name} have changed"):
        LocalEngine(folder)
