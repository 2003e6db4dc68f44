"""Arrays and bytes survive the round trip through Milvus' text fields."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine.milvus.schema import LONGEST_TEXT
from index.engine.milvus.stored.packing import joined, pack, parts, unpack


@given(st.lists(st.lists(st.integers(-128, 127), max_size=9), min_size=1, max_size=5))
def test_what_was_packed_is_unpacked(lists: list[list[int]]) -> None:
    arrays = [np.array(one, np.int8) for one in lists]
    assert [one.tolist() for one in unpack(pack(arrays), ["<i1"] * len(arrays))] == lists


@given(st.binary(max_size=20), st.integers(0, 60_000))
def test_parts_are_no_longer_than_milvus_keeps_and_join_again(data: bytes, times: int) -> None:
    texts = parts(data * times)
    assert max(map(len, texts)) <= LONGEST_TEXT
    assert joined(texts) == data * times


@pytest.mark.parametrize("torn", [b"", b"\x01\x00\x00\x00", pack([np.zeros(3, np.int8)])[:-1]])
def test_what_is_torn_is_told(torn: bytes) -> None:
    with pytest.raises(ValueError, match=r"bytes|buffer"):
        unpack(torn, ["<i1"])


def test_what_is_no_base_64_is_told() -> None:
    with pytest.raises(ValueError, match="base64"):
        joined(["no such thing!"])
