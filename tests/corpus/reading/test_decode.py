"""Bytes become text, or the reason why not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus.reading.decode import decode
from index.errors import UnreadableFileError


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_text_survives_utf_8(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_says_the_encoding_and_is_no_text(encoding: str) -> None:
    assert decode("Wärme hilft".encode(encoding)) == "Wärme hilft"


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16-le", "koi8-r", "shift-jis"])
def test_an_encoding_that_is_not_announced_is_recognised(encoding: str) -> None:
    text = {
        "koi8-r": "Тепло помогает при болях в спине, а холод снимает отёк после травмы.",
        "shift-jis": "背中の痛みには温めることが役に立ちます。冷やすと腫れが引きます。",
    }.get(encoding, "Wärme hilft bei Rückenschmerzen; Kälte lässt eine Schwellung zurückgehen, sagt André.")
    assert decode(text.encode(encoding)) == text


def test_line_ends_stay_as_they_are() -> None:
    assert decode(b"one\r\ntwo\rthree\n") == "one\r\ntwo\rthree\n"


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "it is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "it is not text|in no encoding"),
        (b"text\x00text", "it is not text"),
        (b"\x01\x02\x03\x04 word", "it is not text"),
    ],
)
def test_what_is_no_text_is_refused_with_its_cause(data: bytes, cause: str) -> None:
    with pytest.raises(UnreadableFileError, match=cause):
        decode(data)
