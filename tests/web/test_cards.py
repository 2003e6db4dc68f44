"""The cards contain no markup from articles, and the mark is exactly around the quote."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer import Answer, Duplicate, Evidence, Features, Match, Notice, Part, Verdict
from index.article import Card, Statement
from index.ask import Answerer
from index.citation import cite
from index.passage import Passage, Sentence
from tests.conftest import HEAT
from web import markup, saying
from web.page.cards import Cards
from web.words.words import words_in

TAGS = re.compile(r"<[^>]*>")
# Text without characters that cannot be shown, which have a test of their own.
SHOWABLE = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t\r"), max_size=80)


def evidence(
    text: str, first: int = 0, last: int | None = None, card: Card | None = None, **changes: object
) -> Evidence:
    start = 100
    quote = Sentence(start + first, start + (len(text) if last is None else last), paragraph=7)
    passage = Passage("one", start, start + len(text), text, ("Part", "Section"), (quote,))
    card = card or Card.of(title="A title")
    item = Evidence(
        rank=1,
        passage=passage,
        quote=quote,
        article_sha256="0" * 64,
        origin="one.txt",
        card=card,
        score=0.5,
        features=Features(0.5, 0.5, maxsim=0.5, shared=0.5, centred=0.5),
        confidence=0.99,
        citation=cite(card, "one.txt", passage, quote),
    )
    return replace(item, **changes)  # type: ignore[arg-type]


def answer(*items: Evidence, verdict: Verdict = "answered", **changes: object) -> Answer:
    found = Answer("q", None, verdict, 0.9, (), items, items, "snapshot", 1.0)
    return replace(found, **changes)  # type: ignore[arg-type]


def titles(article_id: str) -> str:
    return f"title of {article_id}"


SAY = words_in("en")
CARDS = Cards(SAY, str, titles)


def plain(markup: str) -> str:
    """The visible text, to the character."""
    return html.unescape(TAGS.sub("", markup))


@given(SHOWABLE, SHOWABLE, SHOWABLE)
def test_a_passage_keeps_every_character_and_marks_its_quote(before: str, quote: str, after: str) -> None:
    shown = markup.passage(evidence(before + quote + after, len(before), len(before + quote)))
    marked = re.findall(r"<mark>(.*?)</mark>", shown)
    assert plain(shown) == before + quote + after
    assert [plain(mark) for mark in marked] == [quote]


@given(st.text(st.sampled_from("<>&\"'/ab=\n"), max_size=60))
def test_no_text_becomes_a_tag_or_leaves_its_attribute(text: str) -> None:
    hostile = Card.of(title=text, publisher=text, published=text)
    item = evidence(text, card=hostile, also_in=(Duplicate("two", 1, 2),))
    harmless = evidence("x", card=Card.of(title="x", publisher="x", published="x"), also_in=(Duplicate("two", 1, 2),))

    def tags(markup: str) -> list[str]:
        # The targets of links differ, because they contain offsets and hashes of quotes.
        found = (re.sub('href="[^"<>]*"', "href", tag) for tag in TAGS.findall(markup))
        return [tag for tag in found if "vb-gap" not in tag]

    shown = Cards(SAY, str, lambda _: text).answer(answer(item))
    if text.strip():
        assert len(re.findall('<(?!span class="vb-gap")[a-z]', shown)) == len(
            re.findall("<[a-z]", Cards(SAY, str, lambda _: "x").answer(answer(harmless)))
        )
    assert set(tags(shown)) <= set(tags(Cards(SAY, str, lambda _: "x").answer(answer(harmless))))


def test_what_html_cannot_hold_is_replaced_one_for_one() -> None:
    assert markup.escaped("a\x00b\x1bc\ud800d\x7fe") == "a\ufffdb\ufffdc\ufffdd\ufffde"


def test_a_card_says_who_where_and_how_well() -> None:
    card = Card.of(title="Ice", publisher="A Clinic", published="2020-01-02")
    shown = plain(CARDS.card(evidence("Use ice.", card=card)))
    assert "Ice" in shown
    assert "A Clinic · published 2020-01-02 · Part › Section · ¶ 7" in shown
    assert "strong match" in shown


def test_a_card_of_an_article_that_states_nothing_says_so() -> None:
    shown = plain(CARDS.card(evidence("Use ice.", card=Card())))
    assert "one.txt" in shown
    assert "undated" in shown


def test_a_page_number_stands_in_place_of_the_paragraph_where_there_is_one() -> None:
    item = evidence("Use ice.")
    paged = replace(item, citation=replace(item.citation, page=3))
    assert "p. 3" in CARDS.card(paged)


def test_a_heading_that_repeats_the_title_is_not_said_twice() -> None:
    shown = CARDS.card(evidence("Use ice.", card=Card.of(title="PART")))
    assert "Part ›" not in shown
    assert "Section" in shown


@pytest.mark.parametrize(("confidence", "word"), [(0.99, "strong"), (0.0, "weak")])
def test_the_strength_is_a_word_and_its_figure_stands_in_the_details(confidence: float, word: str) -> None:
    shown = CARDS.card(evidence("Use ice.", confidence=confidence))
    assert f"{word} match" in shown
    before, details = shown.split("<details")
    assert f"{round(confidence * 100)}% likely" in details
    assert "likely" not in before


def test_twins_are_named_once_each_and_a_repetition_is_called_that() -> None:
    twins = (Duplicate("two", 1, 2), Duplicate("two", 5, 6), Duplicate("three", 1, 2), Duplicate("one", 8, 9))
    assert "Also in title of two, title of three" in CARDS.card(evidence("Ice.", also_in=twins))
    assert "Repeated in this article" in CARDS.card(evidence("Ice.", also_in=twins[3:]))


def test_a_doubtful_quote_says_that_it_looks_damaged() -> None:
    item = evidence("Ice will reduce .")
    damaged = replace(item, quote=replace(item.quote, doubtful=True))
    assert SAY("answer.doubtful") in CARDS.card(damaged)
    assert SAY("answer.doubtful") not in CARDS.card(item)


def test_each_article_has_one_row_when_more_than_one_says_something() -> None:
    one = evidence("Use ice.")
    two = replace(evidence("Use heat.", card=Card.of(title="Heat")), rank=2, confidence=0.9)
    weak = replace(two, rank=3, confidence=0.0)
    assert CARDS.by_article(answer(one, two, weak)).count("<li>") == 2
    assert "No answer in Heat." in plain(CARDS.by_article(answer(one, two, weak)))
    assert CARDS.by_article(answer(one, weak)) == ""
    assert SAY("answer.by_article") not in CARDS.answer(answer(one, two, verdict="unanswered"))


def test_figures_that_articles_give_stand_side_by_side() -> None:
    one = evidence("Use ice for 20 minutes.", card=Card.of(title="Ice"))
    two = replace(evidence("Hold it 3 times a day.", card=Card.of(title="Cold")), rank=2)
    shown = CARDS.by_article(answer(one, two))
    assert re.findall(r"<dd>(.*?)</dd>", shown) == ["20 minutes", "3 times a day"]
    assert "<dl" not in CARDS.by_article(answer(one, replace(evidence("Use heat."), rank=2)))


def test_matched_words_are_shown_on_request() -> None:
    item = evidence("Use ice.", matches=(Match("cold", 0, 4, 104, 107, 0.8),))
    assert "cold → ice" in plain(CARDS.card(item).split("<details")[1])


def test_each_part_of_a_question_says_where_it_is_answered() -> None:
    parts = (Part("is ice good", "answered", 0.9, 1), Part("is snow good", "unanswered", 0.1, None))
    shown = plain(CARDS.answer(answer(evidence("Ice."), parts=parts)))
    assert "“is ice good”: see passage 1." in shown
    assert "“is snow good”: no article answers that." in shown


TOLD = {
    "en": ("Why this sentence", "cold → ice", "see passage 1.", "no article answers that.", "No answer in Heat."),
    "de": ("Warum dieser Satz", "cold → ice", "siehe Textstelle 1.", "beantwortet kein Artikel.", "Antwort in Heat."),
}


@pytest.mark.parametrize("language", TOLD)
def test_why_where_and_who_is_silent_are_told_in_every_language(language: str) -> None:
    one = evidence("Use ice for 20 minutes.", matches=(Match("cold", 0, 4, 104, 107, 0.8),))
    two = replace(one, rank=2, card=Card.of(title="Cold"), confidence=0.9)
    weak = replace(evidence("Use heat.", card=Card.of(title="Heat")), rank=3, confidence=0.0)
    parts = (Part("is ice good", "answered", 0.9, 1), Part("is snow good", "unanswered", 0.1, None))
    shown = plain(Cards(words_in(language), str, titles).answer(answer(one, two, weak, parts=parts)))
    assert [told for told in TOLD[language] if told not in shown] == []


@given(SHOWABLE.filter(str.strip), st.data())
def test_the_words_of_a_match_are_those_that_stand_at_its_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    match = Match("<cold>", 0, 6, 100 + start, 100 + end, 0.8)
    why = CARDS.card(evidence(text, matches=(match,))).split("<details")[1]
    pairs = re.findall(r"<li>(.*?)</li>", why, re.DOTALL)
    assert [html.unescape(pair) for pair in pairs] == [f"<cold> → {text[start:end]}"]
    assert "<cold>" not in why


def test_an_evidence_without_matches_says_why_without_a_pair() -> None:
    why = CARDS.card(evidence("Use ice.")).split("<details")[1]
    assert "<li>" not in why
    assert "likely" in why


def test_an_article_without_figures_has_no_place_among_those_that_give_some() -> None:
    named = [
        evidence(text, card=Card.of(title=name))
        for name, text in {
            "Ice": "Use ice for 20 minutes.",
            "Rest": "Rest in bed.",
            "Cold": "Hold it 3 times a day.",
        }.items()
    ]
    shown = CARDS.by_article(answer(*(replace(item, rank=rank) for rank, item in enumerate(named, 1))))
    assert [plain(name) for name in re.findall(r"<dt.*?</dt>", shown)] == ["Ice", "Cold"]


def test_figures_and_their_articles_are_no_markup() -> None:
    one = evidence("Use <b>ice</b> for 20 minutes.", card=Card.of(title="<i>Ice</i>"))
    shown = CARDS.by_article(answer(one, replace(one, rank=2)))
    assert "<i>" not in shown
    assert "<b>" not in shown.replace('<b class="vb-figure">', "")


def test_a_question_that_no_article_answers_tells_its_parts_too() -> None:
    parts = (Part("is <b>ice</b> good", "unanswered", 0.1, None), Part("is snow good", "unanswered", 0.1, None))
    shown = CARDS.answer(answer(evidence("Ice."), verdict="unanswered", parts=parts))
    assert plain(shown).count("no article answers that.") == 2
    assert "<b>" not in shown


def test_a_part_whose_answer_is_not_shown_is_not_called_unanswered() -> None:
    parts = (Part("is ice good", "answered", 0.9, 1), Part("is snow good", "answered", 0.8, None))
    shown = plain(CARDS.answer(answer(evidence("Ice."), parts=parts)))
    assert "“is snow good”: answered by a passage that is not among these." in shown


def test_an_answer_leads_ahead_to_the_comparison_where_there_is_one_and_to_its_own_address() -> None:
    one, two = evidence("Use ice."), replace(evidence("Use heat."), rank=2, confidence=0.9)
    both, alone = CARDS.answer(answer(one, two)), CARDS.answer(answer(one))
    place = re.search(r'<a href="#([\w-]+)"', both)
    assert place
    assert f'id="{place[1]}"' in both
    assert '<a href="#' not in alone
    assert f">{SAY('answer.share_ahead')}</a>" in alone


def test_weak_matches_at_the_end_are_folded_and_numbers_stay() -> None:
    items = [replace(evidence("Ice."), rank=at, confidence=c) for at, c in enumerate([0.99, 0.0, 0.99, 0.0], 1)]
    open_part, folded = CARDS.answer(answer(*items)).split('<details class="vb-folded">')
    assert open_part.count("<article") == 3
    assert "One weaker match" in folded
    assert ">4<" in folded


def test_a_partial_answer_says_what_is_missing() -> None:
    shown = CARDS.answer(answer(evidence("Ice."), verdict="partial", missing=("kidney",)))
    assert SAY("answer.partial") in shown
    assert "No article mentions: kidney." in shown


def test_an_unanswered_question_without_any_passage_has_nothing_folded() -> None:
    assert "<details" not in CARDS.answer(answer(verdict="unanswered"))


def test_a_real_passage_has_its_paragraphs_parted(answerer: Answerer) -> None:
    found = answerer.ask("Never sleep on a heat pad").evidence[0]
    shown = markup.passage(found)
    assert plain(shown) == found.passage.text
    assert found.passage.text in HEAT
    assert ("\n\n" in found.passage.text) == ("vb-gap" in shown)


def test_figures_in_what_each_article_says_are_picked_out() -> None:
    one = evidence("Use ice for 20 minutes.", confidence=0.9)
    two = replace(evidence("Use <b>heat</b> for 2 hours.", card=Card.of(title="Heat")), rank=2, confidence=0.9)
    shown = CARDS.by_article(Answer("q", None, "answered", 0.9, (), (one, two), (one, two), "s", 1.0))
    assert '<b class="vb-figure">20 minutes</b>' in shown
    assert '&lt;b&gt;heat&lt;/b&gt; for <b class="vb-figure">2 hours</b>' in shown


def test_the_heads_of_a_table_stand_above_a_quoted_row() -> None:
    item = evidence("Raft | 4 crowns", table_header="Boat | <Fee>")
    shown = CARDS.answer(answer(item))
    assert plain(shown).index("Boat | <Fee>") < plain(shown).index("Raft | 4 crowns")


def test_heads_that_the_passage_has_are_not_shown_above_it() -> None:
    item = evidence("Boat | Fee\nRaft | 4 crowns", 11, 27, table_header="Boat | Fee")
    assert plain(CARDS.card(item)).count("Boat | Fee") == 1


def test_rows_of_a_table_stand_below_each_other_and_other_lines_flow() -> None:
    shown = markup.passage(
        evidence("A raft\nis hired.\nBoat | Fee\nRaft | 4 crowns\nCanoe | 6 crowns\nPay at the hut.", 27, 43)
    )
    assert [plain(part) for part in re.split('<span class="vb-row">&#10;</span>', shown)] == [
        "A raft\nis hired.",
        "Boat | Fee",
        "Raft | 4 crowns",
        "Canoe | 6 crowns",
        "Pay at the hut.",
    ]


def test_the_place_names_the_number_of_the_item() -> None:
    item = evidence("Row.")
    numbered = replace(item, citation=replace(item.citation, label="1.2"))
    assert [saying.spot(SAY, each) for each in (item, numbered)] == ["¶ 7", "¶ 7, item 1.2"]


def test_a_card_says_when_its_source_was_fetched_and_what_it_sells() -> None:
    card = Card.of(title="Ice", retrieved="2026-11-20T10:00:00+00:00", sells="We <earn> " + "more " * 60)
    item = evidence("Use ice.", card=card)
    shown = plain(CARDS.card(item))
    assert "undated · fetched 2026-11-20 · Part" in shown
    assert "Sells or earns: We <earn> more more" in shown
    # The quote is complete, but the text around it is cut.
    assert shown.count("more") < 40
    assert "<earn>" not in CARDS.card(item)


def test_an_emergency_has_one_thing_to_do_and_its_source_stands_below() -> None:
    notice = Notice("a", "emergency", "Call for help.", "A <clinic>", "https://clinic.example/a", "+44 20-1")
    other = Notice("b", "urgent", "See somebody.", "A <clinic>", "https://clinic.example/a")
    shown = CARDS.notices([notice, other])
    cards, below = re.fullmatch(r'<div class="vb-notices"><div role="alert">(.*)</div>(<p .*)</div>', shown).groups()  # type: ignore[union-attr]
    assert re.findall(r'href="([^"]*)"', cards) == ["tel:+44201"]
    assert "Call +44 20-1" in cards
    # Both notices have the same source.
    assert re.findall(r'href="([^"]*)"', below) == ["https://clinic.example/a"]
    assert "Source: " in below


def test_what_is_not_found_says_how_to_ask_again_and_where_else_to_look() -> None:
    shown = CARDS.answer(answer(verdict="unanswered"))
    assert SAY("answer.unanswered_hint") in shown
    links = re.findall(r'href="([^"]*)"', shown)
    assert links[:2] == ["library", "library/map?q=q"]
    assert "library" not in CARDS.answer(answer(verdict="unanswered", empty=True))


def test_only_weak_matches_at_the_end_are_folded() -> None:
    found = [replace(evidence("Ice."), rank=at, confidence=c) for at, c in enumerate([0.9, 0.05, 0.9, 0.05], start=1)]
    assert [[item.rank for item in half] for half in saying.parted(found)] == [[1, 2, 3], [4]]


def test_a_card_says_codes_and_stamps_in_words_and_leaves_what_it_does_not_know() -> None:
    german = words_in("de")
    statements = [
        *(Statement("language", value, value, "sources.toml") for value in ("fr", "en-GB", "tlh")),
        *(Statement("retrieved", at, at, "sources.toml") for at in ("2026-11-29T08:05:26+02:00", "2026-11-29")),
        Statement("published", "2024-02-12", "2024-02-12", "front matter"),
    ]
    told = [saying.stated(german, statement) for statement in statements]
    assert told == ["Französisch", "Englisch (en-GB)", None, "29. November 2026, 06:05 Uhr UTC", None, None]


def test_no_quote_is_said_to_be_certain() -> None:
    assert "99% likely" in plain(CARDS.card(evidence("Ice.", confidence=0.9997)))
