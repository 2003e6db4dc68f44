"""Citations: every format is well-formed for any article, and states only what the article states."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index.article import Article, Block, Card
from index.citing.formats import Quoted, bibtex, csl_json, markdown, markdown_text, plain, ris, web_address

TEXT = "Ice\n\nUse ice for 20 minutes.\n\nThen rest."
BLOCKS = (Block(0, 3, "heading", 1), Block(5, 28, paragraph=1), Block(30, 40, paragraph=2, page=7))


def quoted(start: int = 5, end: int = 28, **stated: str | None) -> Quoted:
    return Quoted(Article("ice", "ice.txt", TEXT, Card.of("text", **stated), BLOCKS), start, end)


FULL = quoted(
    title="Ice & heat", author="Jane Doe, PhD", publisher="Example", published="2019-03-05", url="https://x.org/a"
)


def test_plain_has_quote_citation_and_address() -> None:
    assert plain(FULL) == (
        "“Use ice for 20 minutes.”\n"
        "Jane Doe, PhD, Example, “Ice & heat”, 2019-03-05, Ice, ¶ 1, characters 5–28.\nhttps://x.org/a"
    )


def test_bibtex_has_the_fields_that_are_known() -> None:
    assert bibtex(FULL).splitlines() == [
        "@online{ice-5,",
        "  title = {{Ice \\& heat}},",
        "  author = {{Jane Doe, PhD}},",
        "  publisher = {Example},",
        "  date = {2019-03-05},",
        "  year = {2019},",
        "  url = {https://x.org/a},",
        "  note = {“Use ice for 20 minutes.”, ¶ 1, characters 5–28},",
        "}",
    ]


def test_ris_has_the_tags_that_are_known() -> None:
    assert ris(FULL).split("\r\n")[:7] == [
        "TY  - ELEC",
        "TI  - Ice & heat",
        "AU  - Jane Doe, PhD",
        "PB  - Example",
        "PY  - 2019",
        "DA  - 2019/03/05/",
        "UR  - https://x.org/a",
    ]
    assert ris(FULL).endswith("\r\nER  - \r\n")


def test_csl_json_is_a_list_of_one_item() -> None:
    (item,) = json.loads(csl_json(FULL))
    assert (item["type"], item["issued"], item["author"]) == (
        "webpage",
        {"date-parts": [[2019, 3, 5]]},
        [{"literal": "Jane Doe, PhD"}],
    )


@pytest.mark.parametrize("write", [bibtex, ris, csl_json])
def test_what_is_not_stated_is_left_out(write: object) -> None:
    said = write(quoted())  # type: ignore[operator]
    assert not re.search(r"author|publisher|year|url|AU  -|PB  -|PY  -|UR  -|issued", said, re.IGNORECASE)


def test_a_page_is_cited_as_a_page() -> None:
    assert json.loads(csl_json(quoted(30, 40)))[0]["page"] == "7"


@pytest.mark.parametrize(
    ("published", "issued"),
    [("2019", {"date-parts": [[2019]]}), ("2019-03", {"date-parts": [[2019, 3]]}), ("May 2019", {"raw": "May 2019"})],
)
def test_a_date_is_as_exact_as_it_is_stated(published: str, issued: object) -> None:
    assert json.loads(csl_json(quoted(published=published)))[0]["issued"] == issued


_TRICKY = st.text(alphabet=st.sampled_from(list("\\{}$&#^_%~\"'@,=\n\r\t ab9é‘\u2028\ud800")), min_size=1, max_size=40)


@given(_TRICKY)
def test_bibtex_is_balanced_and_escaped_whatever_a_title_has(title: str) -> None:
    lines = bibtex(quoted(title=f"t{title}", author=f"a{title}")).splitlines()
    value = lines[1].removeprefix("  title = {{").removesuffix("}},")
    bare = re.sub(r"\\(?:text[a-z]+\{\}|[$&#_%])", "", value)
    assert not re.search(r"[\\{}$&#^_%~]", bare)
    assert len(lines) == 5


def test_a_brace_of_a_title_comes_back_out_of_bibtex() -> None:
    assert "\\textbraceleft{}x\\textbraceright{}\\textbackslash{}" in bibtex(quoted(title="{x}\\"))


@given(_TRICKY)
def test_a_title_never_begins_another_field_of_ris(title: str) -> None:
    tags = [line[:6] for line in ris(quoted(title=f"t{title}\nAU  - x")).split("\r\n")]
    assert tags == ["TY  - ", "TI  - ", "N1  - ", "ER  - ", ""]


@given(st.text(alphabet=st.sampled_from(list("*_`[]()<>#+-!|~&\\1.)= \nabhttps:/@www")), min_size=1, max_size=60))
def test_markdown_shows_what_a_source_says_and_nothing_else(text: str) -> None:
    parser = MarkdownIt("gfm-like", {"linkify": False})
    kinds = {
        token.type for block in parser.parse(markdown_text(f"{text}.")) for token in [block, *(block.children or [])]
    }
    assert kinds <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special"}


def test_markdown_quotes_and_cites() -> None:
    assert MarkdownIt().render(markdown(FULL)).count("<blockquote>") == 1
    assert 'href="https://x.org/a"' in MarkdownIt().render(markdown(FULL))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.org", "http:", "http://[", None]
)
def test_only_addresses_of_the_web_are_links(url: str | None) -> None:
    assert web_address(url) is None


def test_reference_managers_get_the_number_that_is_printed_on_the_page() -> None:
    block = Block(30, 40, paragraph=2, page=7, page_label="iv")
    found = Quoted(Article("ice", "ice.txt", TEXT, Card.of("text"), (*BLOCKS[:2], block)), 30, 40)
    assert json.loads(csl_json(found))[0]["page"] == "iv"
    assert "pages = {iv}," in bibtex(found)
    assert "SP  - iv" in ris(found)
    assert found.place.startswith("p. iv, ")


def test_a_heading_whose_part_has_ended_is_not_cited() -> None:
    blocks = (BLOCKS[0], BLOCKS[1], Block(30, 40, paragraph=2, ends=1))
    assert Quoted(Article("ice", "ice.txt", TEXT, Card(), blocks), 30, 40).citation.heading == ()
