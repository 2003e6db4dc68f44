"""Bytes become text, or the reason why not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnreadableFileError
from index.reading.decode import decode


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_text_survives_utf_8(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_says_the_encoding_and_is_no_text(encoding: str) -> None:
    assert decode("Wärme hilft".encode(encoding)) == "Wärme hilft"


def test_line_ends_stay_as_they_are() -> None:
    assert decode(b"one\r\ntwo\rthree\n") == "one\r\ntwo\rthree\n"


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "it is empty"),
        ("Wärme".encode("latin-1"), r"its bytes are not UTF-8 \(byte 1\)"),
        (b"\x89PNG\x00\x00", "not UTF-8"),
        (b"text\x00text", "it is not text"),
        (b"\x01\x02\x03\x04 word", "it is not text"),
    ],
)
def test_what_is_no_text_is_refused_with_its_cause(data: bytes, cause: str) -> None:
    with pytest.raises(UnreadableFileError, match=cause):
        decode(data)
