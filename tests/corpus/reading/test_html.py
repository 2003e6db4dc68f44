"""A saved page becomes its visible text, block by block; blocks outside the article have a reason."""

from __future__ import annotations

import re

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


CONTROLS = [
    ("", 'class="accordion-body"'),
    ('<button aria-controls="a1">Why?</button>', 'id="a1"'),
    ("<h3 onclick=\"flip('a1')\">Why?</h3>", 'id="a1"'),
    ('<a href="#a1">Why?</a>', 'id="a1"'),
    ("", 'role="tabpanel"'),
]


@pytest.mark.parametrize(("control", "name"), CONTROLS)
def test_what_a_click_shows_is_kept_where_it_belongs_to_the_article(control: str, name: str) -> None:
    answer = f'{control}<div {name} style="display:none"><p>Folded: {LONG}</p></div>'
    judged = reasons(f"<article><h1>Chains</h1><p>{LONG}</p>{answer}<p>{LONG}</p></article>")
    assert [reason for text, reason in judged.items() if text.startswith("Folded")] == [None]


HIDDEN_BY = [
    "hidden",
    "style='display:none'",
    "style='visibility: hidden'",
    "style='font-size:0'",
    "style='opacity:0'",
    "style='position:absolute;left:-9999px'",
    "style='clip:rect(0,0,0,0)'",
    "style='text-indent:-9999px'",
    "style='color:#fff'",
    "style='color:white;background:#FFFFFF'",
    "style='color:#123456;background-color:#123456'",
    "bgcolor='white' style='color:rgb(255, 255, 255)'",
]


@pytest.mark.parametrize("hiding", HIDDEN_BY)
@pytest.mark.parametrize("tag", ["p", "span"])
def test_what_is_hidden_in_an_article_is_set_aside_as_hidden(tag: str, hiding: str) -> None:
    judged = reasons(f"<p>Oil the chain <{tag} {hiding}>never</{tag}> once a week.</p>")
    assert judged["never"] == "hidden"
    assert {text for text, reason in judged.items() if reason is None} <= {
        "Oil the chain once a week.",
        "Oil the chain",
        "once a week.",
    }


@pytest.mark.parametrize(
    "shown",
    [
        "<p style='color:#fff;background:#000'>Oil it.</p>",
        "<div style='background:navy'><p style='color:white'>Oil it.</p></div>",
        "<style>.hero{background:navy}</style><div class='hero'><p style='color:white'>Oil it.</p></div>",
        "<p style='display:block;font-size:10px;opacity:0.9'>Oil it.</p>",
        "<style>@media print{p{display:none}} .other{display:none} p.x p{display:none}</style><p>Oil it.</p>",
        "<style>.tab{display:none} .tab.open{display:block}</style><p class='tab open'>Oil it.</p>",
        "<style>p{color:red;/* display:none */}</style><p>Oil it.</p>",
    ],
)
def test_what_a_page_shows_is_kept(shown: str) -> None:
    assert reasons(shown) == {"Oil it.": None}


@pytest.mark.parametrize(
    "style", [".c1{display:none}", "@media screen{span.c1{visibility:hidden}}", "#n , p.q{font-size:0px}"]
)
def test_a_page_s_own_style_sheet_may_hide_text(style: str) -> None:
    judged = reasons(f"<style>{style}</style><p>Oil it <span class=c1 id=n>never</span> weekly.</p>")
    assert judged == {"Oil it weekly.": None, "never": "hidden"}


@pytest.mark.parametrize(
    "struck",
    [
        "<s>nine</s>",
        "<strike>nine</strike>",
        "<del>nine</del>",
        "<span style='text-decoration: underline line-through'>nine</span>",
        "<span style='text-decoration-line:line-through'>nine</span>",
        "<b class='c7'>nine</b>",
    ],
)
def test_struck_words_leave_the_sentence_and_are_set_aside_behind_it(struck: str) -> None:
    judged = reasons(f"<style>.c7{{text-decoration:line-through}}</style><p>Use {struck} four drops, no more.</p>")
    assert judged == {"Use four drops, no more.": None, "nine": "struck out"}


def test_a_struck_paragraph_is_set_aside_in_its_place() -> None:
    assert reasons("<p>One.</p><del><p>Two.</p></del><p>Three.</p>") == {
        "One.": None,
        "Two.": "struck out",
        "Three.": None,
    }


def test_a_struck_cell_leaves_its_row() -> None:
    judged = reasons("<table><tr><td>Chain</td><td><s>9</s> 7 crowns</td></tr></table>")
    assert judged == {"Chain | 7 crowns": None, "9": "struck out"}


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("20<sup>1</sup> minutes", "20¹ minutes"),
        ("20<sup><a href='#n1'>1</a></sup> minutes", "20¹ minutes"),
        ("20<span style='vertical-align:super'>1</span> minutes", "20¹ minutes"),
        ("H<sub>2</sub>O and 10<sup>6</sup>", "H₂O and 10⁶"),
        ("1<sup>1</sup>/<sub>2</sub> cups", "1½ cups"),
        ("the 3<sup>rd</sup> link", "the 3rd link"),
        ("sealed<sup>[2]</sup> links", "sealed[2] links"),
    ],
)
def test_raised_and_lowered_text_stays_apart(markup: str, text: str) -> None:
    assert [words for _, words in blocks(f"<p>{markup}</p>")] == [text]


def labels(body: str) -> list[tuple[str, str]]:
    reading = page(body)
    return [(block.label, reading.text[block.start : block.end]) for block in reading.blocks]


@pytest.mark.parametrize(
    ("markup", "numbers"),
    [
        ("<ol><li>a<li>b</ol>", ["1", "2"]),
        ("<ol start=3><li>a<li>b</ol>", ["3", "4"]),
        ("<ol><li>a<li value=7>b<li>c</ol>", ["1", "7", "8"]),
        ("<ol reversed><li>a<li>b</ol>", ["2", "1"]),
        ("<ol type=a start=26><li>a<li>b</ol>", ["z", "aa"]),
        ("<ol type=I><li value=4>a<li value=1999>b</ol>", ["IV", "MCMXCIX"]),
        ("<ol style='list-style-type: lower-roman'><li>a<li>b</ol>", ["i", "ii"]),
        ("<ol style='list-style:none'><li>a</ol>", [""]),
        ("<ol start=x><li value=9999999999999>a</ol>", ["1"]),
        ("<ol><li>a<ol><li>b<li>c</ol><li>d</ol>", ["1", "1.1", "1.2", "2"]),
        ("<ol><li><p>a</p><p>b</p><ul><li>c</ul></ol><p>d</p>", ["1", "1", "1", ""]),
        ("<ul><li>a</ul>", [""]),
    ],
)
def test_an_item_has_the_number_that_a_browser_writes(markup: str, numbers: list[str]) -> None:
    assert [label for label, _ in labels(markup)] == numbers


def heads(rows: str) -> list[tuple[str, str | None]]:
    reading = page(f"<table>{rows}</table>")
    header = [None if one.header is None else reading.text[slice(*one.header)] for one in reading.blocks]
    return list(zip(texts(reading), header, strict=True))


def test_rows_know_their_heads() -> None:
    rows = "<tr><th>Part</th><th>Life</th></tr><tr><th>Chain</th><td>3000</td></tr><tr><td>Tyre</td><td>9000</td></tr>"
    assert heads(rows)[1:] == [("Chain | 3000", "Part | Life"), ("Tyre | 9000", "Part | Life")]


def test_cells_over_several_rows_and_columns_stand_in_each() -> None:
    rows = (
        "<thead><tr><th rowspan=2>Part</th><th colspan=2>Life</th></tr><tr><th>dry</th><th>wet</th></tr></thead>"
        "<tr><td rowspan=2>Chain</td><td>3</td><td>2</td></tr><tr><td colspan=2>unknown</td></tr>"
        "<tr><td>Tyre</td><td>9</td><td>8</td></tr>"
    )
    head = "Part | Life | Life\nPart | dry | wet"
    assert heads(rows)[2:] == [("Chain | 3 | 2", head), ("Chain | unknown", head), ("Tyre | 9 | 8", head)]


def test_two_tables_that_meet_have_heads_of_their_own() -> None:
    first = "<tr><th>Part</th><th>Life</th></tr><tr><td>Chain</td><td>3</td></tr>"
    assert heads(f"{first}</table><table><tr><td>a</td><td>b</td></tr>")[2] == ("a | b", None)


def test_spans_without_end_are_cut() -> None:
    rows = "<tr><td colspan=99999999 rowspan=99999999>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>"
    assert len(page(f"<table>{rows * 50}</table>").text) < 100_000


def test_code_keeps_its_lines() -> None:
    assert blocks("<pre><code>if wet:\n    dry()\n</code></pre>") == [("code", "if wet:\n    dry()")]


def test_marks_that_nothing_shows_are_no_text() -> None:
    assert [text for _, text in blocks("<p>hi&shy;ber&#x200b;nation</p>")] == ["hibernation"]


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
        ("<p>Rückenschmerz</p>".encode("cp1252"), "Rückenschmerz"),
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


UNSOUND = [
    "<p>Oil <<title>every</p> chain.",
    "<p>Oil <math><mi>x&#2;</mi><mo>+</mo>y&#1;</math> drops.</p>",
    "<p epub:type='a&#1;b' o\x01dd='&#2;' class='x&#3;'>Oil the <b a&b='&#1;'>chain</b> &#2;now.</p>",
    "<table><tr><th o\x01='1'>Part&#1;</th><td rowspan=2 b\x02='c'>chain&#2;</td></tr><tr><td>link</td></tr></table>",
    "<a\x02b c\x01='d&#3;'>Oil it</a>",
    "<x:y/ <p>Oil <o:P>it</o:P>",
]


@pytest.mark.parametrize("body", UNSOUND)
def test_names_and_characters_that_are_no_xml_break_no_page(body: str) -> None:
    text = page(f"{body}<p>{LONG}</p>").text
    assert {"Oil", "Part"} & set(text.split())
    assert not re.search("[\x00-\x08]", text)


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


@pytest.mark.parametrize("sign", ['<a class="anchor" href="#wear">#</a>', '<a class="headerlink">¶</a>'])
def test_a_heading_s_link_to_itself_is_no_part_of_it(sign: str) -> None:
    assert ("heading", "How to measure wear") in blocks(f"<h2>How to measure wear {sign}</h2><p>{LONG}</p>")


def test_a_heading_that_is_a_link_is_read() -> None:
    assert ("heading", "Wear") in blocks(f'<h2><a href="/wear">Wear</a></h2><p>{LONG}</p>')
