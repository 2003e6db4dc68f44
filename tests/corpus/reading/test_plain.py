"""Plain text becomes blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus.reading.plain import read_text


def blocks_of(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in read_text(text).blocks]


@given(st.text())
def test_blocks_hold_every_visible_character_once_and_in_order(text: str) -> None:
    blocks = read_text(text).blocks
    held = "".join(text[block.start : block.end] for block in blocks)
    assert "".join(held.split()) == "".join(text.split())
    assert all(first.end <= second.start for first, second in zip(blocks, blocks[1:], strict=False))


@given(st.text())
def test_blocks_begin_and_end_with_a_visible_character(text: str) -> None:
    for block in read_text(text).blocks:
        words = text[block.start : block.end]
        assert words == words.strip()
        assert words


def test_blank_lines_part_paragraphs() -> None:
    assert blocks_of("One is here.\n\n  Two is there.\n") == [
        ("paragraph", "One is here."),
        ("paragraph", "Two is there."),
    ]


WRAPPED = "The first line of this paragraph is wrapped where the\neditor saw fit to wrap it, and ends here."


def test_wrapped_lines_are_one_paragraph() -> None:
    text = WRAPPED + "\n\nNext is short."
    assert blocks_of(text)[0][1].endswith("ends here.")


def test_wrapped_lines_with_windows_line_ends_are_one_paragraph() -> None:
    text = (WRAPPED + "\n\nNext is short.").replace("\n", "\r\n")
    assert len(blocks_of(text)) == 2


def test_lines_that_are_sentences_are_paragraphs_of_their_own() -> None:
    assert len(blocks_of("Relax. Lie down in a comfortable position.\nPelvic tilts move the spine gently.\n")) == 2


@pytest.mark.parametrize("line", ["2. Use heat and cold.", "What Causes Muscle Spasm Pain?", "Chiropractic Care"])
def test_a_short_title_above_text_is_a_heading(line: str) -> None:
    assert blocks_of(f"Some text.\n\n{line}\n\nSome text follows here.")[1] == ("heading", line)


@pytest.mark.parametrize(
    "line", ["Hold for 30 seconds.", "relax a little now", "Try to walk around", "– Pay attention to it"]
)
def test_other_short_lines_are_no_headings(line: str) -> None:
    assert blocks_of(f"Some text.\n\n{line}\n\nSome text follows here.")[1][0] != "heading"


PROSE = "The frames are lifted one by one and held over the hive. A queen is not easily seen."


@pytest.mark.parametrize("line", ["What you need", "Varroa mites", "When to call a professional"])
def test_a_short_line_alone_above_a_paragraph_is_a_heading(line: str) -> None:
    assert blocks_of(f"Bees in spring\n\n{PROSE}\n\n{line}\n\n{PROSE}")[2] == ("heading", line)


def test_a_short_line_alone_above_a_list_is_a_heading() -> None:
    assert blocks_of(f"Bees in spring\n\n{PROSE}\n\nWhat you need\n\n• a veil")[2] == ("heading", "What you need")


@pytest.mark.parametrize("line", ["First printed in the Gazette, spring issue", "Written for the bee fair of 2018"])
def test_a_line_about_the_text_is_no_heading(line: str) -> None:
    assert blocks_of(f"Bees in spring\n\n{line}\n\n{PROSE}")[1] == ("paragraph", line)


def test_lines_in_succession_are_no_headings() -> None:
    assert blocks_of(f"Bees in spring\n\n{PROSE}\n\nA warm veil\n\nA small smoker\n\n{PROSE}")[3][0] == "paragraph"


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_lines_with_consecutive_numbers_are_list_items(between: str) -> None:
    items = ["1. Wait until May.", "2. Dig a hole.", "3. Water it"]
    read = blocks_of(f"Planting out\n\n{between.join(items)}\n\n{PROSE}")
    assert read[1:4] == [("list-item", item) for item in items]


@pytest.mark.parametrize(
    "item", ["2. Dig a hole twice as wide as the pot itself\nand as deep.", "2. Dig,\n   then stop."]
)
def test_a_list_item_in_several_lines_is_one_block(item: str) -> None:
    assert ("list-item", item) in blocks_of(f"1. Wait until May.\n{item}\n3. Water it.\n\n{PROSE}")


def test_a_number_before_two_sentences_makes_no_heading() -> None:
    assert blocks_of(f"{PROSE}\n\n3. Undo the cable. Turn it.\n\n{PROSE}")[1][0] == "paragraph"


def test_an_underline_is_no_part_of_the_text_below_it() -> None:
    underline = "=" * 44
    assert blocks_of(f"How the hives are opened in the early spring\n{underline}\n{PROSE}")[-1] == ("paragraph", PROSE)


def test_an_underlined_line_is_a_heading() -> None:
    assert blocks_of(f"{PROSE}\n\nOpening the hive\n----\n{PROSE}")[1] == ("heading", "Opening the hive")


def test_the_last_line_heads_nothing() -> None:
    assert blocks_of("Some text stands here.\n\nChiropractic Care")[-1][0] == "paragraph"


def test_marked_lines_are_list_items() -> None:
    assert [kind for kind, _ in blocks_of("• Lie on your back\n• Tighten your muscles\n")] == ["list-item", "list-item"]


def test_a_short_first_line_that_ends_no_sentence_is_the_title() -> None:
    assert read_text("massage for back spasms\n\nIt helps.").card.title == "massage for back spasms"


@pytest.mark.parametrize("line", ["It helps.", "• a list item", "1. Exercise", "word " * 21, "Only line"])
def test_other_first_lines_are_no_title(line: str) -> None:
    rest = "" if line == "Only line" else "\n\nMore text."
    assert read_text(line + rest).card.title is None
