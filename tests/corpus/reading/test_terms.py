"""Terms above indented text become headings in plain text."""

from __future__ import annotations

import pytest

from index.corpus.reading.plain import read_text

LIST = "http.port\n    The port of the server.\n\nhttp.admin_port [restart]\n    The port of the admin interface.\n"


def blocks(text: str) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, text[block.start : block.end]) for block in read_text(text).blocks]


def headings(text: str) -> list[str]:
    return [words for kind, _, words in blocks(text) if kind == "heading"]


def test_a_term_heads_its_definition() -> None:
    assert blocks(LIST)[2:] == [
        ("heading", 2, "http.admin_port [restart]"),
        ("paragraph", 0, "The port of the admin interface."),
    ]


def test_a_definition_of_several_lines_is_one_block() -> None:
    wrapped = "wear\n    A chain gets longer as grit gets between its pins and\n    plates.\n"
    assert blocks(LIST + wrapped)[-1][2].split("\n")[-1].strip() == "plates."


def test_terms_without_blank_lines_between_are_headings() -> None:
    assert headings(LIST.replace("\n\n", "\n")) == ["http.port", "http.admin_port [restart]"]


def test_a_tab_indents_a_definition() -> None:
    assert headings(LIST.replace("    ", "\t")) == ["http.port", "http.admin_port [restart]"]


def test_the_line_ends_of_old_macs_end_lines() -> None:
    assert headings(LIST.replace("\n", "\r")) == ["http.port", "http.admin_port [restart]"]


def test_a_single_term_is_no_list() -> None:
    assert headings("http.port\n    The port of the server.\n") == []


def test_text_that_is_indented_less_is_no_definition_any_more() -> None:
    assert [block.ends for block in read_text(f"{LIST}\nall of them need a restart.\n").blocks] == [0, 0, 0, 0, 2]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("def port(self):", id="code"),
        pytest.param("the port that the server listens on now", id="a long line"),
        pytest.param("- port", id="a list item"),
        pytest.param("See below.", id="a sentence"),
        pytest.param("42", id="a number"),
        pytest.param("the port that the server listens on", id="seven words"),
        pytest.param("   port", id="a line that is indented by one less"),
    ],
)
def test_a_line_that_is_no_term_stays_text(line: str) -> None:
    assert line not in headings(f"{LIST}\n{line}\n    The port of the server.\n")


def test_lines_that_end_no_sentence_are_no_definitions() -> None:
    assert headings("the sea\n    the sky\nthe land\n    the wind\n") == []


def test_text_right_below_a_definition_is_a_block_of_its_own() -> None:
    assert (
        blocks(f"{LIST}all of them need a restart of the server.\n")[-1][2]
        == "all of them need a restart of the server."
    )
