"""Text fragments: a browser that follows the specification finds the quote, and no earlier match."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Block, Card
from index.citing.text_fragment import Directive, text_fragment, with_fragment

_WORDS = ("ice", "Ice", "heat", "icepack", "the", "the", "back", "bäck", "don't", "a-b", "50%", "x,y", "q&a", "end.")


def article(*blocks: str, kind: str = "paragraph") -> Article:
    """An article with these blocks."""
    text, placed = "", []
    for block in blocks:
        placed.append(Block(len(text), len(text) + len(block), kind))  # type: ignore[arg-type]
        text += block + "\n\n"
    return Article("a", "a.txt", text, Card(), tuple(placed))


def directive(made: Article, quote: str) -> Directive:
    start = made.text.index(quote)
    found = text_fragment(made, start, start + len(quote))
    assert found
    return found


def found_by_rules(fragment: str, blocks: list[str]) -> list[str]:
    """Every match of the fragment, found with an independent implementation of the specification."""
    parts = [unquote(part) for part in re.sub(r"^text=", "", fragment).split(",") if part]
    raw = re.sub(r"^text=", "", fragment).split(",")
    prefix = unquote(raw.pop(0)[:-1]) if raw[0].endswith("-") else ""
    suffix = unquote(raw.pop()[1:]) if raw[-1].startswith("-") else ""
    assert parts
    start, end = unquote(raw[0]), unquote(raw[1]) if len(raw) > 1 else ""
    page = "\n".join(folded(block) for block in blocks)
    begin = rf"(?:(?<!\w){re.escape(folded(prefix))}\s*)" if prefix else r"(?<!\w)"
    stop = rf"(?=\s*{re.escape(folded(suffix))}(?!\w))" if suffix else r"(?!\w)"
    middle = rf"(?!\w).*?(?<!\w){re.escape(folded(end))}" if end else ""
    pattern = re.compile(rf"(?=({begin}({re.escape(folded(start))}{middle}){stop}))", re.DOTALL)
    return [match.group(2) for match in pattern.finditer(page)]


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", " ".join(text.split())).casefold()
    return "".join(mark for mark in plain if not unicodedata.combining(mark))


@given(
    st.lists(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=14), min_size=1, max_size=5),
    st.data(),
)
def test_a_fragment_is_unique_under_the_rules(blocks: list[list[str]], data: st.DataObject) -> None:
    texts = [" ".join(words) for words in blocks]
    made = article(*texts)
    block = data.draw(st.integers(0, len(blocks) - 1))
    first = data.draw(st.integers(0, len(blocks[block]) - 1))
    last = data.draw(st.integers(first + 1, len(blocks[block])))
    quote = " ".join(blocks[block][first:last])
    start = (
        made.blocks[block].start + len(" ".join([*blocks[block][:first], ""])) if first else made.blocks[block].start
    )
    assert made.text[start : start + len(quote)] == quote
    found = text_fragment(made, start, start + len(quote))
    if found is not None:
        assert found_by_rules(str(found), texts) == [folded(quote)]


def test_a_short_quote_stands_whole() -> None:
    made = article("Wrap the ice pack in a towel. Hold it for 20 minutes.")
    assert directive(made, "Hold it for 20 minutes.") == Directive("Hold it for 20 minutes.")


def test_a_long_quote_is_named_by_three_words_at_each_end() -> None:
    made = article("One two three four five six seven eight nine ten. More.")
    assert directive(made, "One two three four five six seven eight nine ten.") == Directive(
        "One two three", "eight nine ten."
    )


def test_words_are_added_until_only_the_quote_is_found() -> None:
    made = article("One two three other five six seven eight. One two three four five six seven eight.")
    assert directive(made, "One two three four five six seven eight.").start == "One two three four"


def test_a_quote_that_stands_twice_is_told_by_the_words_around_it() -> None:
    made = article("Try this. Use ice. Then rest.", "Use ice. Then walk.")
    assert directive(made, "Use ice.").prefix or directive(made, "Use ice.").suffix


def test_case_and_accents_do_not_make_a_quote_unique() -> None:
    made = article("Café first.", "CAFE second.")
    assert directive(made, "Café") != Directive("Café")


def test_a_word_inside_another_is_no_other_place() -> None:
    made = article("Icecream is cold. Ice is colder.")
    start = made.text.index("Ice is")
    assert text_fragment(made, start, start + 3) == Directive("Ice")


def test_text_that_nothing_tells_apart_has_no_fragment() -> None:
    made = article("Use ice.", "Use ice.", "Use ice.", "Use ice.")
    start = made.blocks[1].start
    assert text_fragment(made, start, start + 8) is None


def test_white_space_alone_has_no_fragment() -> None:
    assert text_fragment(article("Use ice.", "Now."), 8, 10) is None


def test_a_quote_over_two_blocks_is_named_by_its_ends() -> None:
    made = article("First block has words.", "Second block has others.")
    found = text_fragment(made, 0, len(made.text))
    assert found is not None
    assert found.end.endswith("others.")


def test_the_cells_of_a_row_are_not_joined() -> None:
    made = article("Ice | twenty minutes", "Heat | ten minutes", kind="table-row")
    assert "|" not in str(directive(made, "Ice | twenty minutes"))


@pytest.mark.parametrize(("mark", "encoded"), [("-", "%2D"), (",", "%2C"), ("&", "%26"), (" ", "%20"), ("#", "%23")])
def test_what_would_part_a_directive_is_encoded(mark: str, encoded: str) -> None:
    assert str(Directive(f"a{mark}b")) == f"text=a{encoded}b"


def test_prefix_and_suffix_have_their_dashes() -> None:
    assert str(Directive("b", "c", "a", "d")) == "text=a-,b,c,-d"


@pytest.mark.parametrize(
    ("url", "expected"), [("https://x.y/z", "https://x.y/z#:~:text=b"), ("https://x.y/#z", "https://x.y/#z:~:text=b")]
)
def test_a_fragment_is_put_behind_an_address(url: str, expected: str) -> None:
    assert with_fragment(url, Directive("b")) == expected


def test_an_address_without_a_fragment_stays() -> None:
    assert with_fragment("https://x.y/", None) == "https://x.y/"
