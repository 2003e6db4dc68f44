"""Words near in meaning."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexDamagedError
from index.kin import CLOSEST, LEAST, SPAN, Kin

VECTORS = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
KIN = Kin(["ice", "heat", "warm"], VECTORS)


def test_likeness_rises_from_nothing_to_the_closest_over_the_span_of_cosines() -> None:
    likeness = KIN.likeness(np.array([[1, 0]], dtype=np.float32))
    assert likeness[:, 0].tolist() == pytest.approx([CLOSEST, 0, CLOSEST * (0.6 - LEAST) / SPAN])


def test_rows_leave_out_words_that_the_corpus_lacks() -> None:
    assert KIN.rows(["warm", "cold", "ice"]).tolist() == [2, 0]


def test_it_knows_its_words_and_their_vectors() -> None:
    assert "ice" in KIN
    assert "cold" not in KIN
    assert KIN.vectors(["heat"]).tolist() == [[0, 1]]


def test_saved_kin_open_as_they_were(tmp_path: Path) -> None:
    KIN.save(tmp_path)
    opened = Kin.open(tmp_path)
    assert opened.words == KIN.words
    assert np.array_equal(opened.vectors(KIN.words), VECTORS)


def test_a_folder_without_words_is_damage(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="no readable words"):
        Kin.open(tmp_path)
