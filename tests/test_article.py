"""Articles and their ids."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Card, slug


@given(st.text())
def test_every_name_becomes_a_slug(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]+", slug(name))


def test_accents_and_spaces_become_plain_letters_and_hyphens() -> None:
    assert slug("Rückenschmerzen & Übungen (2)") == "ruckenschmerzen-ubungen-2"


def test_names_without_letters_differ() -> None:
    assert slug("腰痛") != slug("背中")


def test_the_sum_is_that_of_the_text_in_utf_8() -> None:
    article = Article("a", "a.txt", "é", Card(), ())
    assert article.sha256 == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"
