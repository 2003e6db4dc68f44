"""A saved page becomes its visible text, block by block, and what is not the article says why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Block
from index.corpus.reading.html import read
from index.corpus.reading.reading import Limits, Reading
from index.errors import UnreadableFileError

PROSE = (
    "A bicycle chain wears because grit gets between its pins and plates, and the wear shows as stretch. "
    "A gauge tells in a second whether the chain is still good, and it costs less than a new cassette does. "
)
LONG = PROSE * 3


def page(body: str, head: str = "") -> Reading:
    return read(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), Limits())


def texts(reading: Reading) -> list[str]:
    return [reading.text[block.start : block.end] for block in reading.blocks]


def blocks(body: str) -> list[tuple[str, str]]:
    reading = page(body)
    return [(block.kind, reading.text[block.start : block.end]) for block in reading.blocks]


def reasons(body: str) -> dict[str, str | None]:
    reading = page(body)
    return {reading.text[block.start : block.end]: block.reason for block in reading.blocks}


ARTICLE = f"<article><h1>Chains</h1><p>{LONG}</p><h2>When to change it</h2><p>{LONG}</p><p>{LONG}</p></article>"


def test_each_block_element_is_a_block() -> None:
    assert blocks("<h2>Wear</h2><p>One.</p><ul><li>Two</li></ul><blockquote>Three.</blockquote><div>Four.</div>") == [
        ("heading", "Wear"),
        ("paragraph", "One."),
        ("list-item", "Two"),
        ("paragraph", "Three."),
        ("paragraph", "Four."),
    ]


def test_text_around_blocks_is_a_block_of_its_own() -> None:
    assert [text for _, text in blocks("<div>Before<p>Inside</p>after <b>it</b></div>")] == [
        "Before",
        "Inside",
        "after it",
    ]


def test_inline_elements_part_no_words() -> None:
    assert [text for _, text in blocks("<p>Bi<b>cyc</b>le <a href='/x'>chains</a>, worn</p>")] == [
        "Bicycle chains, worn"
    ]


def test_menu_entries_without_a_space_are_words_apart() -> None:
    assert [text for _, text in blocks("<div><a>Home</a><a>Shop</a></div>")] == ["Home Shop"]


def test_white_space_is_folded_as_a_browser_does() -> None:
    assert [text for _, text in blocks("<p>One\n   two&nbsp;&nbsp;three\t.</p>")] == ["One two three ."]


def test_one_line_end_stays_inside_a_block_and_two_part_it() -> None:
    assert [text for _, text in blocks("<div>One<br>two<br><br>three<br/>\n<br/>four</div>")] == [
        "One\ntwo",
        "three",
        "four",
    ]


def test_a_row_of_data_is_one_block_with_bars() -> None:
    rows = "<tr><th>Part</th><th>Life</th></tr><tr><td>Chain<br>(steel)</td><td><b>3000</b> km</td></tr>"
    assert blocks(f"<table>{rows}</table>") == [
        ("table-row", "Part | Life"),
        ("table-row", "Chain (steel) | 3000 km"),
    ]


def test_a_table_that_lays_out_a_page_is_no_data() -> None:
    table = "<table><tr><td><ul><li>Menu</li></ul></td><td><h1>Title</h1><p>Text.</p></td></tr></table>"
    assert [text for _, text in blocks(table)] == ["Menu", "Title", "Text."]


def test_what_a_browser_does_not_show_is_no_text() -> None:
    unseen = "<script>var a;</script><style>p{}</style><noscript>Switch it on</noscript><svg><text>x</text></svg>"
    more = "<!-- note --><template>T</template><select><option>Pick</option></select><input value='v'>"
    assert [text for _, text in blocks(f"{unseen}<p>Shown</p>{more}")] == ["Shown"]


@pytest.mark.parametrize("hiding", ["hidden", "style='display: none'", "style='Visibility:hidden;color:red'"])
def test_what_a_page_hides_around_its_article_is_no_text(hiding: str) -> None:
    assert "Sign in" not in page(f"{ARTICLE}<div class='modal' {hiding}><p>Sign in to go on</p></div>").text


def test_what_a_click_shows_is_read_where_it_belongs_to_the_article() -> None:
    answer = f'<div style="display:none"><p>Folded: {LONG}</p></div>'
    read_texts = texts(page(f"<article><h1>Chains</h1><p>{LONG}</p>{answer}<p>{LONG}</p></article>"))
    assert any(text.startswith("Folded") for text in read_texts)


def test_control_characters_and_broken_entities_do_no_harm() -> None:
    assert [text for _, text in blocks("<p>a&#0;b&#x1F;c &unknown; &amp;</p>")] == ["a\ufffdb c &unknown; &"]


def test_the_article_is_kept_and_the_rest_has_a_reason() -> None:
    frame = (
        '<nav><a href="/">Home</a> <a href="/news">News</a></nav>{}'
        '<div class="related-posts"><a href="/1">Tyres</a></div>'
        '<div id="newsletter-signup">Mail every week</div><footer>© 2020 A site</footer>'
    )
    judged = reasons(frame.format(ARTICLE))
    assert judged["Chains"] is judged["When to change it"] is judged[LONG.strip()] is None
    assert judged["Home News"] == "navigation"
    assert judged["Tyres"] == "related links"
    assert judged["Mail every week"] == "newsletter"
    assert judged["© 2020 A site"] == "page furniture"


def test_a_site_s_word_for_every_part_of_an_article_says_nothing() -> None:
    widgets = "".join(f'<div class="elementor-widget"><p>{at} {LONG}</p></div>' for at in range(4))
    assert set(reasons(f"<div>{widgets}</div>").values()) == {None}


def test_a_list_and_a_caption_inside_the_article_stay() -> None:
    inner = f"<p>{LONG}</p><ul><li>Wipe it</li><li>Oil it</li></ul><figcaption>A worn chain</figcaption><p>{LONG}</p>"
    judged = reasons(f"<nav><a href='/'>Home</a></nav><main><div>{inner}</div></main>")
    assert [judged[text] for text in ("Wipe it", "Oil it", "A worn chain")] == [None] * 3


def test_comments_of_readers_are_told_apart() -> None:
    said = "".join(
        f'<li class="comment"><p>I changed mine {at} times last year, and it never helped.</p></li>' for at in range(3)
    )
    judged = reasons(f'{ARTICLE}<div id="comments"><ol class="commentlist">{said}</ol></div>')
    assert judged["I changed mine 1 times last year, and it never helped."] == "reader comments"


def test_a_page_that_breaks_trafilatura_gets_no_vote(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise AttributeError

    monkeypatch.setattr("trafilatura.bare_extraction", broken)
    judged = reasons(f"<nav><a href='/'>Home</a></nav>{ARTICLE}")
    assert (judged["Home"], judged[LONG.strip()]) == ("navigation", None)


def test_marks_of_the_vote_never_reach_the_text() -> None:
    reading = page(ARTICLE + "<p>⠁⠂ braille stays</p>")
    assert "⠁⠂ braille stays" in reading.text
    assert not any("\u4dc0" <= char <= "\u4dff" for char in reading.text)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('<meta charset="windows-1252"><p>Rückenschmerz</p>'.encode("cp1252"), "Rückenschmerz"),
        ("<p>Rückenschmerz</p>".encode("utf-16"), "Rückenschmerz"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>Боль</p>'.encode("koi8-r"), "Боль"),
        ('<?xml version="1.0" encoding="utf-8"?><html><body><p>Rücken</p></body></html>'.encode(), "Rücken"),
    ],
)
def test_the_page_s_own_encoding_is_used(data: bytes, text: str) -> None:
    assert read(data, Limits()).text == text


@pytest.mark.parametrize("deep", [2_000, 10_000])
def test_a_page_nested_without_end_is_refused(deep: int) -> None:
    with pytest.raises(UnreadableFileError, match="nested more than 1000 deep"):
        read(("<div>" * deep + "text").encode(), Limits())


def test_a_page_nested_as_deep_as_a_browser_goes_is_read() -> None:
    assert read(("<div>" * 500 + "text").encode(), Limits()).text == "text"


@given(st.text() | st.text(alphabet="<>/&;=\"' pdivbrtable\n\u00a0x"))
def test_blocks_are_exact_in_order_and_lose_only_white_space(text: str) -> None:
    try:
        reading = read(text.encode("utf-8", "replace"), Limits())
    except UnreadableFileError:
        return
    ends = [0]
    for block in reading.blocks:
        assert_exact(reading, block, ends[-1])
        ends.append(block.end)
    assert not reading.text[ends[-1] :].strip()


def assert_exact(reading: Reading, block: Block, before: int) -> None:
    assert before <= block.start < block.end
    assert not reading.text[before : block.start].strip()
    assert reading.text[block.start : block.end] == reading.text[block.start : block.end].strip()
