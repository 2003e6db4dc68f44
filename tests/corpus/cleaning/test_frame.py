"""The frame around the article of a flattened page is set aside; lists, tables, dialogue and verse are kept."""

from __future__ import annotations

import pytest

from index.reasons import READER_COMMENTS
from tests.corpus.cleaning.pages import GARDEN, article_of, kept_text, reason_of

SENTENCES = [f"{sentence.strip()}." for sentence in GARDEN.split(".") if sentence.strip()]
PARAGRAPHS = [
    " ".join(SENTENCES[:5]),
    " ".join(SENTENCES[5:]),
    "Tomatoes in the ground want water once a week, and plants in a pot want it each morning, or the fruit will split.",
    "Cold roots and yellow leaves go together: warm the soil under glass before the plants go out in the spring.",
]
ARTICLE = "\n".join(PARAGRAPHS)
MENU = "Fernhill\nSkip to content\nHome\nSheds and Frames\nSeed Swaps\nMy account\nOur Gardeners' Club\nSubscribe now"
FOOT = "Related posts\nTen Ponds We Envy\nWhy We Left The City\nShow Dates\nPrivacy policy\n© 2019 Fernhill Media"


def page(article: str = ARTICLE, head: str = MENU, foot: str = FOOT) -> str:
    return f"{head}\nGrowing tomatoes in a cold garden\n{article}\n{foot}"


def kept(text: str) -> list[str]:
    return kept_text(article_of(text)).splitlines()


def test_only_the_title_and_the_article_of_a_page_are_kept() -> None:
    assert kept(page()) == ["Growing tomatoes in a cold garden", *PARAGRAPHS]


def test_the_lead_between_title_and_article_is_kept() -> None:
    lead = "Nine lessons from a plot on a hill that faces north"
    assert lead in kept(page(f"{lead}\n{ARTICLE}"))


def test_a_teaser_of_another_page_below_the_article_is_set_aside() -> None:
    teaser = "Our reporter spent a weekend with the divers who feed the sharks of an aquarium."
    assert teaser not in kept(page(foot=f"Ten Ponds We Envy\n{teaser}\n{FOOT}"))


def test_a_heading_between_paragraphs_of_a_page_is_kept() -> None:
    article = "\n".join([*PARAGRAPHS[:2], "Water and warmth", *PARAGRAPHS[2:]])
    assert "Water and warmth" in kept(page(article))


@pytest.mark.parametrize(
    "lines",
    [
        ["You need:", "two spades", "six canes of hazel", "a ball of string"],
        ["Variety | Sown | Picked", "Plum | March | July", "Cherry | April | June"],
        ["sow(seed, depth=2)", "water(seed)", "wait(weeks=6)", "pick(fruit)"],
        ["Ingredients", "2 kg ripe tomatoes", "1 red onion", "salt", "olive oil"],
        ["Truss", "A bunch of fruit on one stem.", "Side shoot", "A stem that grows where a leaf meets the main one."],
    ],
)
def test_a_list_a_table_and_code_inside_the_article_of_a_page_are_kept(lines: list[str]) -> None:
    article = "\n".join([*PARAGRAPHS[:2], *lines, *PARAGRAPHS[2:]])
    assert [line for line in lines if line not in kept(page(article))] == []


def test_figures_right_below_the_article_are_kept() -> None:
    assert "Yield: 4 kg" in kept(page(f"{ARTICLE}\nYield: 4 kg"))


def test_a_paragraph_on_the_subject_behind_a_long_listing_is_kept() -> None:
    listing = "\n".join(f"row_{at} = plant(bed)" for at in range(30))
    assert PARAGRAPHS[3] in kept(page("\n".join([*PARAGRAPHS[:3], listing, PARAGRAPHS[3]])))


COMMENTS = [
    "Old Trevor said...\nMine split each year, and I blame the cat next door.\nMum said...\nPlease ring home.",
    "gnome66\nMarch 3, 2018 at 9:14 pm\nI never water mine.\nRosie B\nMarch 4, 2018 at 7:02 am\nLucky you, I must.",
    "4 Comments\ngnome66\n2 days ago\nI never water mine at all.",
    "mudlark\nJan 20, 2018 #2\nGreat thread.\nOlafur\nJan 21, 2018 #3\nTry a vacuum instead.",
]


@pytest.mark.parametrize("comments", COMMENTS)
def test_what_readers_say_below_the_article_is_set_aside(comments: str) -> None:
    assert not set(comments.splitlines()).intersection(kept(page(foot=f"{comments}\n{FOOT}")))


def test_comments_are_called_what_they_are() -> None:
    text = page(foot=f"{COMMENTS[0]}\n{FOOT}")
    assert reason_of("Please ring home.", article_of(text)) == READER_COMMENTS


WITHOUT_A_FRAME = [
    "The Hill\n" + "\n".join(f"The wind goes over hill number {at}" for at in range(30)),
    "Interview\n" + "\n".join(f"Ann: Did you see it?\nBob: I saw it {at} times in all." for at in range(20)),
    "Bean stew\nIngredients\n" + "\n".join(f"{at} cups beans" for at in range(20)) + f"\n{GARDEN}",
    "Glossary\n" + "\n".join(f"Term {at}\nA word that stands for the thing numbered {at}." for at in range(20)),
    "Diary\n" + "\n".join(f"{at} May 1916\nIt rained all day and nobody came to the gate." for at in range(1, 30)),
    "Manual\n" + "\n".join(f"set_{at}(value)\nSets the value of the part that has this number." for at in range(30)),
]


@pytest.mark.parametrize("text", WITHOUT_A_FRAME)
def test_a_text_that_does_not_show_itself_as_a_page_is_kept_whole(text: str) -> None:
    assert kept(text) == text.replace(" \n", "\n").strip().splitlines()
