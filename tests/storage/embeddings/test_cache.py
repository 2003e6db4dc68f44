"""The cache of embeddings."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import Floats
from index.encoding.hashed import HashEncoder
from index.encoding.protocol import Encoded, Progress, no_progress
from index.storage.embeddings.cache import FILE, EmbeddingCache, text_key
from index.storage.embeddings.rows import RowIndex
from index.storage.embeddings.token_codec import CodedTokens, TokenCodec
from index.storage.embeddings.values import token_key


class CountingEncoder(HashEncoder):
    """Records the texts it was given to encode."""

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
    monkeypatch.setattr("index.storage.embeddings.cache._CHUNK", 1)
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
        changed = database.execute("UPDATE vectors SET vector = zeroblob(length(vector)) WHERE row = 1").rowcount
    vectors, fresh = EmbeddingCache(tmp_path).encode(["one", "two"], HashEncoder(), "m")
    assert fresh == changed == 1
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
    monkeypatch.setattr("index.encoding.hashed.DIMENSION", 4)
    monkeypatch.setattr(HashEncoder, "dimension", 4)
    from index.encoding.hashed import _direction

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


def kept(folder: Path, texts: Sequence[str]) -> list[str]:
    """Those of `texts` whose vectors are cached."""
    with sqlite3.connect(folder / FILE) as database:
        keys = {row[0] for row in database.execute("SELECT text FROM keys")}
    return [text for text in texts if text_key(text) in keys]


def test_the_rows_used_longest_ago_are_dropped_first(tmp_path: Path) -> None:
    old, new = ([f"{name} {number}" for number in range(1500)] for name in ("old", "new"))
    for texts in (old, new, old[:10]):
        EmbeddingCache(tmp_path).encode(texts, HashEncoder(), "m")
    dropped = EmbeddingCache(tmp_path).trim(3)
    assert 0 < dropped < 1490
    assert EmbeddingCache(tmp_path).size <= 3_000_000
    assert kept(tmp_path, new) == new
    assert kept(tmp_path, old[:10]) == old[:10]
    assert len(kept(tmp_path, old)) == 1500 - dropped


def test_a_file_within_its_bound_is_left_alone(tmp_path: Path) -> None:
    EmbeddingCache(tmp_path).encode(["one"], HashEncoder(), "m")
    assert EmbeddingCache(tmp_path).trim(1) == 0
    assert EmbeddingCache(tmp_path / "none").trim(1) == 0


def test_a_file_of_an_older_version_costs_time_and_nothing_else(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("CREATE TABLE vectors (model TEXT, text TEXT, vector BLOB, sum INTEGER)")
    assert EmbeddingCache(tmp_path).encode(["one"], HashEncoder(), "m")[1] == 1
    assert EmbeddingCache(tmp_path).encode(["one"], HashEncoder(), "m")[1] == 0


def test_a_cache_knows_what_it_kept_itself(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path)
    cache.encode(["one"], HashEncoder(), "m")
    assert cache.encode(["two", "one"], HashEncoder(), "m")[1] == 1


def test_what_another_dropped_meanwhile_is_embedded_again(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path)
    cache.encode(["one"], HashEncoder(), "m")
    EmbeddingCache(tmp_path).drop([("m", text_key("one"))])
    vectors, fresh = cache.encode(["one"], HashEncoder(), "m")
    assert fresh == 1
    assert np.array_equal(vectors, HashEncoder().encode_passages(["one"]))


@given(st.lists(st.text(max_size=3), unique=True), st.lists(st.text(max_size=3)), st.integers(1, 5))
def test_the_row_index_finds_what_a_dictionary_finds(before: list[str], after: list[str], held: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.storage.embeddings.rows._FRESH", held)
        expected = {text_key(text): row for row, text in enumerate(before)}
        places = RowIndex.of(expected.items())
        for row, text in enumerate(after, start=len(before)):
            if text_key(text) not in expected:
                expected[text_key(text)] = row
                places.add({text_key(text): row})
        wanted = [text_key(text) for text in (*before, *after, "nowhere")]
        assert places.find(wanted) == {key: expected[key] for key in wanted if key in expected}


def test_damage_that_is_met_while_reading_costs_time_and_nothing_else(tmp_path: Path) -> None:
    texts = [f"text {number}" for number in range(300)]
    cache = EmbeddingCache(tmp_path)
    cache.encode(texts, HashEncoder(), "m")
    with (tmp_path / FILE).open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 300_000)
    vectors, _ = cache.encode(texts, HashEncoder(), "m")
    assert np.array_equal(vectors, HashEncoder().encode_passages(texts))


def test_what_is_dropped_leaves_nothing_in_the_file(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path)
    cache.encode(["one", "two"], HashEncoder(), "m")
    cache.drop([("m", text_key("one"))])
    content = (tmp_path / FILE).read_bytes()
    assert (text_key("one").encode() in content, text_key("two").encode() in content) == (False, True)
    assert HashEncoder().encode_passages(["one"])[0].tobytes() not in content


CODEC = TokenCodec(np.eye(HashEncoder().dimension, dtype=np.float32))
TEXTS = st.lists(st.text(max_size=30), max_size=10)


def same(one: CodedTokens, other: CodedTokens) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in CodedTokens.__slots__)


@given(texts=TEXTS)
def test_kept_tokens_are_those_that_were_computed(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("kept")
    first, _ = EmbeddingCache(folder).encode_tokens(texts, HashEncoder(), CODEC, "m")
    again, fresh = EmbeddingCache(folder).encode_tokens(texts, HashEncoder(), CODEC, "m")
    found = HashEncoder().encode_tokens(texts)
    assert fresh == 0
    assert same(first, again)
    assert np.array_equal(first.codes, CODEC.encode(found.tokens))
    assert np.array_equal(first.bounds, found.bounds)
    assert np.array_equal(first.spans, found.spans)
    assert np.array_equal(first.ids, found.ids)


def test_tokens_under_another_codec_are_computed_anew(tmp_path: Path) -> None:
    EmbeddingCache(tmp_path).encode_tokens(["ice"], HashEncoder(), CODEC, "m")
    other = TokenCodec(CODEC.projection[:, :8])
    assert EmbeddingCache(tmp_path).encode_tokens(["ice"], HashEncoder(), other, "m")[1] == 1


def test_tokens_that_were_damaged_are_computed_anew(tmp_path: Path) -> None:
    first, _ = EmbeddingCache(tmp_path).encode_tokens(["ice pack"], HashEncoder(), CODEC, "m")
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("UPDATE vectors SET vector = substr(vector, 1, length(vector) - 3)")
    again, fresh = EmbeddingCache(tmp_path).encode_tokens(["ice pack"], HashEncoder(), CODEC, "m")
    assert fresh == 1
    assert same(first, again)


def test_tokens_that_were_kept_are_not_encoded_again(tmp_path: Path) -> None:
    class Spent(HashEncoder):
        def encode_tokens(self, texts: Sequence[str], progress: Progress = no_progress) -> Encoded:
            raise AssertionError(texts, progress)

    first, fresh = EmbeddingCache(tmp_path).encode_tokens(["ice", "a pack", "ice"], HashEncoder(), CODEC, "m")
    again, _ = EmbeddingCache(tmp_path).encode_tokens(["ice", "a pack", "ice"], Spent(), CODEC, "m")
    assert fresh == 2
    assert same(first, again)


def test_a_sentence_s_vector_is_the_passage_s(tmp_path: Path) -> None:
    kept, _ = EmbeddingCache(tmp_path).encode_tokens(["ice", "a pack"], HashEncoder(), CODEC, "m")
    assert np.array_equal(kept.vectors, HashEncoder().encode_passages(["ice", "a pack"]))


def test_tokens_that_changed_on_disk_are_computed_anew(tmp_path: Path) -> None:
    first, _ = EmbeddingCache(tmp_path).encode_tokens(["ice pack"], HashEncoder(), CODEC, "m")
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("UPDATE vectors SET vector = zeroblob(length(vector))")
    again, fresh = EmbeddingCache(tmp_path).encode_tokens(["ice pack"], HashEncoder(), CODEC, "m")
    assert fresh == 1
    assert same(first, again)


def test_progress_hears_of_every_text_with_tokens(tmp_path: Path) -> None:
    heard: list[int] = []
    EmbeddingCache(tmp_path).encode_tokens(["one"], HashEncoder(), CODEC, "m")
    EmbeddingCache(tmp_path).encode_tokens(["one", "two", "three"], HashEncoder(), CODEC, "m", heard.append)
    assert sum(heard) == 3


def test_tokens_that_are_dropped_leave_nothing_in_the_file(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path)
    kept, _ = cache.encode_tokens(["ice pack"], HashEncoder(), CODEC, "m")
    assert kept.codes[0].tobytes() in (tmp_path / FILE).read_bytes()
    cache.drop([(token_key("m", CODEC.id), text_key("ice pack"))])
    assert kept.codes[0].tobytes() not in (tmp_path / FILE).read_bytes()
