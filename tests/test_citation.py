"""The one-line citation of a quote."""

from __future__ import annotations

from index.article import Card
from index.citation import cite
from index.passage import Passage, Sentence

PASSAGE = Passage("a", 10, 30, "x" * 20, ("Care", "Ice"), (Sentence(12, 20, 4),))
QUOTE = PASSAGE.sentences[0]


def test_a_citation_names_who_what_when_and_where() -> None:
    card = Card.of(title="Cold", author="Ann Lee", publisher="Backs", published="2024", url="https://example.org/cold")
    citation = cite(card, "cold.txt", PASSAGE, QUOTE)
    assert citation.text == "Ann Lee, Backs, “Cold”, 2024, Care › Ice, ¶ 4, characters 12–20."
    assert citation.link == "https://example.org/cold"


def test_what_is_not_stated_is_left_out_or_undated() -> None:
    assert cite(Card(), "cold.txt", PASSAGE, QUOTE).text == "“cold.txt”, undated, Care › Ice, ¶ 4, characters 12–20."


def test_a_page_stands_in_the_paragraph_s_place() -> None:
    assert "p. 7" in cite(Card(), "cold.pdf", PASSAGE, Sentence(12, 20, 4, page=7)).text


def test_what_is_printed_on_the_page_is_cited_beside_its_position() -> None:
    citation = cite(Card(), "cold.pdf", PASSAGE, Sentence(12, 20, 4, page=7, page_label="iv"))
    assert "p. iv (page 7 of the file)" in citation.text
    assert (citation.page, citation.printed_page) == (7, "iv")


def test_a_page_without_a_label_of_its_own_is_cited_by_its_position() -> None:
    assert cite(Card(), "cold.pdf", PASSAGE, Sentence(12, 20, 4, page=7)).printed_page == "7"
