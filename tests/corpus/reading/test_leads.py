"""Lead-ins that are no headings in their file, such as the questions of an FAQ, become headings of the text below."""

from __future__ import annotations

import pytest

from index.corpus.reading.markdown import read_text as read_markdown
from index.corpus.reading.reading import Limits
from index.corpus.reading.rtf import read as read_rich
from tests.corpus.reading.test_docx import blocks_of as in_word
from tests.corpus.reading.test_epub import blocks_of as in_book
from tests.corpus.reading.test_html import LONG, PROSE, page
from tests.corpus.reading.test_odt import blocks_of as in_open_document

Q, A = "Which oil?", "Use mineral oil."
BOLD = "<p><strong>{}</strong></p><p>{}</p>"
HEADED = [("heading", 2, Q), ("paragraph", 0, A)]


def blocks(body: str) -> list[tuple[str, int, str]]:
    reading = page(body)
    return [(block.kind, block.level, reading.text[block.start : block.end]) for block in reading.blocks]


def headings(body: str) -> list[str]:
    return [words for kind, _, words in blocks(body) if kind == "heading"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(BOLD.format(Q, A), id="bold"),
        pytest.param(f"<p><b>Which</b> <b>oil</b>?</p><p>{A}</p>", id="bold words"),
        pytest.param(f"<p style='font-weight: 700'>{Q}</p><p>{A}</p>", id="bold by style"),
        pytest.param(f"<style>.q {{font-weight: bold}}</style><p class='q'>{Q}</p><p>{A}</p>", id="bold by rule"),
        pytest.param(f"<p><b>{Q}</b><br>{A}</p>", id="bold line"),
        pytest.param(f"<p><b>{Q}</b> {A}</p>", id="bold beginning"),
        pytest.param(f"<details><summary>{Q}</summary><p>{A}</p></details>", id="details"),
        pytest.param(f"<div><button aria-expanded='false'>{Q}</button><p>{A}</p></div>", id="button"),
        pytest.param(f"<div class='faq-question'>{Q}</div><div><p>{A}</p></div>", id="class"),
        pytest.param(
            "<div itemscope itemtype='https://schema.org/Question'>"
            f"<div itemprop='name'>{Q}</div><div itemprop='acceptedAnswer'><p>{A}</p></div></div>",
            id="microdata",
        ),
        pytest.param(f"<div role='heading'>{Q}</div><p>{A}</p>", id="role"),
    ],
)
def test_a_question_of_a_page_heads_its_answer(body: str) -> None:
    assert blocks(f"<article><p>{LONG}</p>{body}</article>")[1:] == HEADED


def test_a_question_heads_the_answer_that_a_click_opens() -> None:
    folded = f"<p>{Q}</p><div class='accordion' style='display: none'><p>{LONG}</p></div>"
    assert headings(f"<article><p>{PROSE}</p>{folded}</article>") == [Q]


def test_the_level_of_a_heading_by_its_role_is_the_stated_one() -> None:
    assert blocks("<div role='heading' aria-level='4'>Oil</div><p>Use it.</p>")[0] == ("heading", 4, "Oil")


def test_a_button_in_a_heading_is_a_heading_of_the_article() -> None:
    reading = page(f"<article><p>{LONG}</p><h3><button aria-expanded='false'>{Q}</button></h3><p>{LONG}</p></article>")
    assert reading.blocks[1].reason is None


@pytest.mark.parametrize("source", [f"**{Q}**\n\n{A}\n", f"**{Q}** {A}\n", f"**{Q}**\\\n{A}\n"])
def test_a_bold_question_in_markdown_heads_its_answer(source: str) -> None:
    reading = read_markdown(source)
    assert [(b.kind, b.level, reading.text[b.start : b.end]) for b in reading.blocks] == HEADED


def test_a_term_in_markdown_heads_its_definition() -> None:
    reading = read_markdown("Torque\n: The force that turns a bolt.\n")
    assert [block.kind for block in reading.blocks] == ["heading", "list-item"]


def test_a_bold_question_in_a_word_document_heads_its_answer() -> None:
    bold = f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{Q}</w:t></w:r></w:p>"
    assert in_word(f"{bold}<w:p><w:r><w:t>{A}</w:t></w:r></w:p>") == HEADED


@pytest.mark.parametrize("between", ["<w:r><w:br/></w:r>", "<w:r><w:t xml:space='preserve'> </w:t></w:r>"])
def test_a_bold_question_at_the_beginning_of_a_paragraph_in_a_word_document_heads_the_rest(between: str) -> None:
    bold = f"<w:r><w:rPr><w:b/></w:rPr><w:t>{Q}</w:t></w:r>"
    assert in_word(f"<w:p>{bold}{between}<w:r><w:t>{A}</w:t></w:r></w:p>") == HEADED


def test_bold_words_at_the_beginning_of_a_sentence_stay_in_it() -> None:
    rich = read_rich(rb"{\rtf1\ansi {\b Mineral oil} is thin. Use it for chains.\par}", Limits())
    assert len(rich.blocks) == 1


def test_what_a_word_document_sets_not_bold_is_text() -> None:
    plain = f"<w:p><w:r><w:rPr><w:b w:val='0'/></w:rPr><w:t>{Q}</w:t></w:r></w:p>"
    assert in_word(f"{plain}<w:p><w:r><w:t>{A}</w:t></w:r></w:p>")[0] == ("paragraph", 0, Q)


def test_a_bold_question_in_an_open_document_heads_its_answer() -> None:
    style = (
        "<style:style style:name='B' style:family='text'><style:text-properties fo:font-weight='bold' "
        "xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0'/></style:style>"
    )
    body = f"<text:p><text:span text:style-name='B'>{Q}</text:span></text:p><text:p>{A}</text:p>"
    assert in_open_document(body, style) == HEADED


def test_a_bold_question_in_rich_text_heads_its_answer() -> None:
    reading = read_rich(rb"{\rtf1\ansi {\b " + Q.encode() + rb"}\par " + A.encode() + rb"\par}", Limits())
    assert [(b.kind, b.level, reading.text[b.start : b.end]) for b in reading.blocks] == HEADED


def test_a_bold_question_in_a_book_heads_its_answer() -> None:
    assert in_book(BOLD.format(Q, A)) == HEADED


@pytest.mark.parametrize(
    "words",
    [
        "Do not exceed the dose.",
        "Do not exceed the dose",
        "Never mix bleach and acid",
        "Warning",
        "We have moved to Leeds!",
        "Note:",
        "Ann Lee, 12 May",
        "Spring 2018",
        "see also the other page",
        "A chain that is longer than the one that was fitted at first",
        "1.5",
    ],
)
def test_a_bold_line_that_is_not_surely_a_heading_stays_text(words: str) -> None:
    assert headings(BOLD.format(words, "Use mineral oil for it.")) == []


def test_a_bold_line_above_a_text_of_sentences_is_a_heading() -> None:
    assert headings(BOLD.format("Where to buy", "Any bike shop has it.")) == ["Where to buy"]


def test_a_bold_line_above_a_fragment_stays_text() -> None:
    assert headings(BOLD.format("Ann Lee", "Head of sales")) == []


def test_a_bold_line_with_nothing_below_stays_text() -> None:
    assert headings(f"<p>{A}</p><p><b>{Q}</b></p>") == []


def test_a_bold_line_above_a_heading_stays_text() -> None:
    assert headings(f"<p><b>{Q}</b></p><h2>Chains</h2><p>{A}</p>") == ["Chains"]


def test_a_bold_cell_stays_in_its_row() -> None:
    row = f"<tr><td><b>{Q}</b></td><td>{A}</td></tr>"
    assert headings(f"<table>{row}{row}</table>") == []


def test_bold_lines_in_succession_stay_text() -> None:
    lines = "".join(f"<p><b>{line}</b></p>" for line in ("Ann Lee", "Canal Yard", "Leeds"))
    assert headings(f"{lines}<p>Use mineral oil for it.</p>") == []


def test_a_bold_heading_and_its_first_question_nest() -> None:
    assert blocks(f"<p><b>Care</b></p>{BOLD.format(Q, A)}")[:2] == [("heading", 2, "Care"), ("heading", 3, Q)]


def test_a_question_without_an_answer_stays_text() -> None:
    assert headings(f"<p><b>Is it late?</b></p>{BOLD.format(Q, A)}") == [Q]


def test_a_bold_question_that_is_a_list_item_heads_the_paragraph_below() -> None:
    assert headings(f"<ol><li><b>{Q}</b></li></ol><p>{A}</p>") == [Q]


def test_a_bold_list_item_is_no_heading_of_the_next_one() -> None:
    assert headings("<ul><li><b>Mineral oil</b></li><li>Use it for your chain.</li></ul>") == []


def test_a_lead_in_stands_below_the_heading_above() -> None:
    assert blocks(f"<h1>Bikes</h1><h4>Oil</h4>{BOLD.format(Q, A)}")[2] == ("heading", 5, Q)


def test_lead_ins_of_one_part_have_one_level() -> None:
    body = BOLD.format(Q, A) + BOLD.format("How much?", "Three drops are enough.")
    assert [level for kind, level, _ in blocks(f"<h2>Oil</h2>{body}") if kind == "heading"] == [2, 3, 3]


def test_a_summary_inside_another_part_nests() -> None:
    inner = "<details><summary>On Windows</summary><p>Open it.</p></details>"
    body = f"<details><summary>How to install</summary><p>Get it.</p>{inner}</details>"
    assert [level for kind, level, _ in blocks(body) if kind == "heading"] == [2, 3]


def test_text_after_a_part_stands_under_the_heading_above_it() -> None:
    reading = page(f"<h2>Oil</h2><details><summary>{Q}</summary><p>{A}</p></details><p>We are in Leeds.</p>")
    assert [block.ends for block in reading.blocks] == [0, 0, 0, 3]


def test_a_bold_question_at_the_end_of_a_part_is_no_heading_of_the_text_after_it() -> None:
    body = f"<dl><dt>Drip</dt><dd>A little oil.</dd><dd><b>{Q}</b></dd></dl><p>{A}</p><p>We are in Leeds.</p>"
    assert headings(body) == ["Drip"]


def test_a_part_ends_although_a_bold_question_is_its_last_text() -> None:
    reading = page(f"<dl><dt>Drip</dt><dd>A little oil.</dd><dd><b>{Q}</b></dd></dl><p>{A}</p>")
    assert [block.ends for block in reading.blocks] == [0, 0, 0, 2]


def test_two_terms_of_one_definition_both_head_it() -> None:
    body = "<dl><dt>Drip</dt><dt>Drop</dt><dd>A little oil.</dd><dt>Film</dt><dd>A thin layer.</dd></dl>"
    assert [one[:2] for one in blocks(body) if one[0] == "heading"] == [("heading", 2), ("heading", 3), ("heading", 2)]


def test_a_summary_without_text_stays_text() -> None:
    assert headings(f"<details><summary>{Q}</summary></details><p>{A}</p>") == []


def test_the_title_is_the_first_line_although_it_is_bold() -> None:
    rich = rb"{\rtf1\ansi {\b Bicycle care}\par Use mineral oil for it.\par}"
    assert read_rich(rich, Limits()).card.title == "Bicycle care"


def test_lead_ins_cannot_nest_ever_deeper() -> None:
    opening = "".join(f"<details><summary>Part {number}</summary><p>Text.</p>" for number in range(40))
    assert max(level for _, level, _ in blocks(opening + "</details>" * 40)) == 9


def test_a_note_beside_the_heading_of_a_summary_stays_text() -> None:
    summary = f"<summary><h3>{Q}</h3><p>Since version 2</p></summary>"
    assert headings(f"<details>{summary}<p>{A}</p></details>") == [Q]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "<div itemscope itemtype='https://schema.org/Question'><section>"
            f"<div itemprop='name'><p><i><u>{Q[:-1]}</u></i></p></div></section><p>{A}</p></div>",
            id="microdata further up",
        ),
        pytest.param(f"{'<div>' * 5}<p><b>{Q}</b></p>{'</div>' * 5}<p>{A}</p>", id="nested deeply"),
        pytest.param(f"<div class='faq-title'><div><p>{Q}</p></div></div><p>{A}</p>", id="a class further up"),
        pytest.param(f"<div class='FAQ-Title'>{Q}</div><p>{A}</p>", id="a class in capitals"),
        pytest.param(f"<p><b style='color: red'>{Q}</b></p><p>{A}</p>", id="bold in colour"),
    ],
)
def test_a_lead_in_is_recognized_wherever_its_markup_stands(body: str) -> None:
    assert [words.rstrip("?") for words in headings(f"<article><p>{LONG}</p>{body}</article>")] == [Q[:-1]]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"<details><summary><ul><li>Mineral oil</li></ul></summary><p>{A}</p></details>", id="a list"),
        pytest.param(f"<p itemprop='name'>Mineral oil</p><p>{A}</p>", id="the name of nothing"),
        pytest.param(f"<p><b><i style='font-weight: normal'>{Q}</i></b></p><p>{A}</p>", id="not bold in bold"),
        pytest.param(f"<dl><dt>1.5</dt><dd>{A}</dd></dl>", id="a number"),
        pytest.param(f"<dl><dt>{'oil ' * 26}</dt><dd>{A}</dd></dl>", id="a long term"),
        pytest.param(BOLD.format("Oil " * 9, A), id="a long bold line"),
        pytest.param(BOLD.format("Oil", "It is thin."), id="bold above three words"),
        pytest.param(BOLD.format("Why?", A), id="a question of one word"),
    ],
)
def test_what_only_looks_like_a_lead_in_stays_text(body: str) -> None:
    assert headings(body) == []


def test_a_question_inside_the_text_that_a_click_opens_stays_text() -> None:
    folded = f"<div class='accordion' style='display: none'><p>{Q}</p><p>{LONG}</p></div>"
    assert headings(f"<article><p>{LONG}</p>{folded}</article>") == []


@pytest.mark.parametrize(("stated", "level"), [("9", 6), ("0", 1), ("x", 2)])
def test_the_stated_level_of_a_heading_is_one_of_six(stated: str, level: int) -> None:
    assert blocks(f"<div role='heading' aria-level='{stated}'>Oil</div><p>Use it.</p>")[0] == ("heading", level, "Oil")


def test_a_paragraph_is_no_part_with_headings_of_its_own() -> None:
    assert not any(block.ends for block in page(f"<p><b>{Q}</b> {A}</p><p>We are in Leeds.</p>").blocks)


def test_a_table_after_a_part_stands_under_the_heading_above_it() -> None:
    body = f"<details><summary>{Q}</summary><p>{A}</p></details><table><tr><td>a</td><td>b</td></tr></table>"
    assert [block.ends for block in page(body).blocks] == [0, 0, 2]


def test_struck_words_after_a_bold_question_are_set_aside_above_the_answer() -> None:
    reading = page(f"<p><b>{Q}</b> <s>Use lard.</s> {A}</p>")
    assert [reading.text[block.start : block.end] for block in reading.blocks] == [Q, "Use lard.", A]


def test_a_heading_that_begins_in_bold_stays_whole() -> None:
    assert headings(f"<h2><b>{Q}</b> And how much?</h2><p>{A}</p>") == [f"{Q} And how much?"]


def test_a_heading_that_is_a_button_needs_not_ask() -> None:
    button = "<h3><button aria-expanded='false'>Care of chains</button></h3>"
    assert page(f"<article><p>{LONG}</p>{button}<p>{LONG}</p></article>").blocks[1].reason is None


@pytest.mark.parametrize(
    "below", ["<h2>Tools</h2><p>Get one.</p>", f"<details><summary>{Q}</summary><p>{A}</p></details>"]
)
def test_a_heading_after_a_part_ends_nothing_that_it_replaces(below: str) -> None:
    body = f"<details><summary>Which grease?</summary><p>{A}</p></details>{below}"
    assert not any(block.ends for block in page(body).blocks)


def test_a_struck_heading_keeps_its_level() -> None:
    reading = page(f"<h3><s>{Q}</s></h3><p>{A}</p>")
    assert (reading.blocks[0].kind, reading.blocks[0].level) == ("heading", 3)
