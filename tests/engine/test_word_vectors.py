"""Word vectors: words similar in meaning."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.engine.word_vectors import CLOSEST, LEAST, SPAN, WordVectors
from index.errors import IndexDamagedError

VECTORS = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
WORDS = WordVectors(["ice", "heat", "warm"], VECTORS)


def test_likeness_rises_from_nothing_to_the_closest_over_the_span_of_cosines() -> None:
    likeness = WORDS.likeness(np.array([[1, 0]], dtype=np.float32), np.arange(3))
    assert likeness[:, 0].tolist() == pytest.approx([CLOSEST, 0, CLOSEST * (0.6 - LEAST) / SPAN])


def test_likeness_is_asked_for_some_words_alone() -> None:
    asked = np.array([[1, 0], [0, 1]], dtype=np.float32)
    assert np.array_equal(WORDS.likeness(asked, np.array([2, 0])), WORDS.likeness(asked, np.arange(3))[[2, 0]])


@pytest.mark.parametrize("few", [0, 3])
def test_a_small_corpus_and_a_large_one_tell_the_same_likeness(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engine.word_vectors._FEW", few)
    rows = np.array([2, 0, 2])
    cosines = VECTORS[rows] @ VECTORS[1:].T
    assert WORDS.likeness(VECTORS[1:], rows) == pytest.approx(CLOSEST * np.clip((cosines - LEAST) / SPAN, 0, 1))


def test_a_word_is_compared_with_a_small_corpus_once_but_not_kept_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engine.word_vectors._MOST_COMPARED", 2)
    word_vectors = WordVectors(["ice", "heat", "warm"], VECTORS.copy())
    first = word_vectors.likeness(VECTORS[:2], np.arange(3))
    word_vectors._vectors[:] = 0
    assert np.array_equal(word_vectors.likeness(VECTORS[:2], np.arange(3)), first)
    word_vectors.likeness(VECTORS[2:], np.arange(3))
    assert not word_vectors.likeness(VECTORS[:1], np.arange(3)).any()


def vector(word_vectors: WordVectors, word: str) -> list[float] | None:
    found = word_vectors.get(word)
    return None if found is None else found.tolist()


def test_it_knows_the_vectors_of_its_words_and_of_no_others() -> None:
    assert (vector(WORDS, "heat"), vector(WORDS, "cold")) == ([0, 1], None)


def test_it_remembers_words_of_questions_but_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engine.word_vectors._MOST_SEEN", 1)
    word_vectors = WordVectors(["ice"], VECTORS[:1])
    word_vectors.remember(["cold"], VECTORS[1:2])
    assert vector(word_vectors, "cold") == [0, 1]
    word_vectors.remember(["warm"], VECTORS[1:2])
    assert (vector(word_vectors, "cold"), vector(word_vectors, "warm")) == (None, [0, 1])


def test_saved_kin_open_as_they_were(tmp_path: Path) -> None:
    WORDS.save(tmp_path)
    opened = WordVectors.open(tmp_path)
    assert opened.words == WORDS.words
    assert [vector(opened, word) for word in WORDS.words] == VECTORS.tolist()


def test_a_folder_without_words_is_damage(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="cannot be read"):
        WordVectors.open(tmp_path)
