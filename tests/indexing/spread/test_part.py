"""A part reads back as it was written, or not at all."""

from __future__ import annotations

import pytest

from index.indexing.spread.part import DamagedPartError, Part, part_name

PART = Part("name", "encode", '{"of": "all"}', [("passage", b"Ice."), ("a name \udcff", b"\0" * 40)], "program")


def test_a_part_reads_back_as_it_was_written() -> None:
    assert Part.from_bytes(PART.to_bytes()) == PART


def test_a_part_without_rows_reads_back() -> None:
    empty = Part("name", "read", "", [])
    assert Part.from_bytes(empty.to_bytes()) == empty


def test_a_changed_byte_is_noticed_or_changes_nothing() -> None:
    data = PART.to_bytes()
    for at in range(0, len(data), 7):
        changed = bytearray(data)
        changed[at] ^= 0x55
        try:
            found = Part.from_bytes(bytes(changed))
        except DamagedPartError:
            continue
        assert found == PART


@pytest.mark.parametrize("data", [b"", b"no part", PART.to_bytes()[:-20]])
def test_what_is_no_part_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedPartError):
        Part.from_bytes(data)


def test_parts_have_the_same_name_only_if_their_texts_have_the_same_bounds() -> None:
    assert part_name("read", texts=["ab", "c"]) != part_name("read", texts=["a", "bc"])
