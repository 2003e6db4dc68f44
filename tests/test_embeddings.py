"""Vectors kept between builds."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embeddings import FILE, EmbeddingCache
from index.evidence import Floats
from index.hash_encoder import HashEncoder
from index.model import Progress, no_progress


class CountingEncoder(HashEncoder):
    """Remembers what it was given to encode."""

    def __init__(self, dies_at: str | None = None) -> None:
        self.encoded: list[str] = []
        self.dies_at = dies_at

    def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
        if self.dies_at in texts:
            raise KeyboardInterrupt
        self.encoded += texts
        return super().encode_passages(texts, progress)


@given(texts=st.lists(st.text(max_size=8), max_size=20))
def test_vectors_come_in_the_order_of_the_texts(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    encoder = HashEncoder()
    vectors, _ = EmbeddingCache(tmp_path_factory.mktemp("kept")).encode(texts, encoder, "m")
    assert np.array_equal(vectors, encoder.encode_passages(texts))


def test_text_that_was_embedded_before_is_not_embedded_again(tmp_path: Path) -> None:
    EmbeddingCache(tmp_path).encode(["one", "two"], HashEncoder(), "m")
    encoder = CountingEncoder()
    _, fresh = EmbeddingCache(tmp_path).encode(["two", "three", "one"], encoder, "m")
    assert (encoder.encoded, fresh) == (["three"], 1)


def test_a_text_that_comes_twice_is_embedded_once(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    assert EmbeddingCache(tmp_path).encode(["one", "one"], encoder, "m")[1] == 1
    assert encoder.encoded == ["one"]


def test_another_model_shares_nothing(tmp_path: Path) -> None:
    EmbeddingCache(tmp_path).encode(["one"], HashEncoder(), "m")
    assert EmbeddingCache(tmp_path).encode(["one"], HashEncoder(), "n")[1] == 1


def test_what_was_embedded_before_a_kill_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.embeddings._CHUNK", 1)
    with pytest.raises(KeyboardInterrupt):
        EmbeddingCache(tmp_path).encode(["a", "bb", "ccc"], CountingEncoder(dies_at="ccc"), "m")
    encoder = CountingEncoder()
    EmbeddingCache(tmp_path).encode(["a", "bb", "ccc"], encoder, "m")
    assert encoder.encoded == ["ccc"]


def test_a_damaged_file_costs_time_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is no database, not even nearly one" * 100)
    assert EmbeddingCache(tmp_path).encode(["one"], HashEncoder(), "m")[1] == 1


def test_a_vector_that_changed_on_disk_is_embedded_again(tmp_path: Path) -> None:
    EmbeddingCache(tmp_path).encode(["one", "two"], HashEncoder(), "m")
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("UPDATE vectors SET vector = zeroblob(length(vector)) WHERE text < '8'")
        changed = database.execute("SELECT count(*) FROM vectors WHERE text < '8'").fetchone()[0]
    vectors, fresh = EmbeddingCache(tmp_path).encode(["one", "two"], HashEncoder(), "m")
    assert fresh == changed > 0
    assert np.array_equal(vectors, HashEncoder().encode_passages(["one", "two"]))


def test_a_table_of_another_shape_costs_time_and_nothing_else(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("CREATE TABLE vectors (something TEXT)")
    assert EmbeddingCache(tmp_path).encode(["one"], HashEncoder(), "m")[1] == 1


def test_a_file_that_is_not_ours_to_open_is_not_deleted(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(sqlite3.OperationalError):
        EmbeddingCache(tmp_path).encode(["one"], HashEncoder(), "m")
    assert (tmp_path / FILE).is_dir()


def test_a_vector_of_another_length_is_embedded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.hash_encoder.DIMENSION", 4)
    monkeypatch.setattr(HashEncoder, "dimension", 4)
    from index.hash_encoder import _direction

    _direction.cache_clear()
    EmbeddingCache(tmp_path).encode(["one"], HashEncoder(), "m")
    monkeypatch.undo()
    _direction.cache_clear()
    assert EmbeddingCache(tmp_path).encode(["one"], HashEncoder(), "m")[1] == 1


def test_progress_hears_of_every_text(tmp_path: Path) -> None:
    heard: list[int] = []
    EmbeddingCache(tmp_path).encode(["one"], HashEncoder(), "m")
    EmbeddingCache(tmp_path).encode(["one", "two", "three"], HashEncoder(), "m", heard.append)
    assert sum(heard) == 3
