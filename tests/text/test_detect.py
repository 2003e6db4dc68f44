"""Which language a text is in."""

from __future__ import annotations

import pytest

from index.article import Card, language_code
from index.corpus.folder import make_article
from index.corpus.reading.reading import Reading
from index.corpus.sources import Source
from index.text.detect import detected, likeliness

GERMAN = "Die Kette wird im Winter alle zwei Wochen geölt, weil Salz und Nässe ihr schaden. Danach trocknet man sie ab."
ENGLISH = "The chain is oiled every two weeks in winter, for salt and wet are bad for it. Then it is dried with care."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "en"),
        (GERMAN, "de"),
        ("La chaîne est huilée toutes les deux semaines en hiver, car le sel et l'humidité l'abîment.", "fr"),
        (
            "自行车的链条在冬天每两个星期要上一次油，因为盐和水会使它生锈，链条需要擦干净。",
            "zh",
        ),
        ("Łańcuch smaruje się zimą co dwa tygodnie, bo sól i wilgoć mu szkodzą, a potem się go wyciera.", "pl"),
        ("洗链条。", "zh"),
        ("ケーキを焼く。", "ja"),
    ],
)
def test_an_article_s_language_is_told_by_its_text(text: str, code: str) -> None:
    assert detected(text) == code


@pytest.mark.parametrize("text", ["", "Kette", "1 2 3 4 5 6 7 8 9", "\u0000"])
def test_of_too_little_text_it_is_not_told(text: str) -> None:
    assert detected(text) is None


def test_a_question_is_likeliest_in_its_own_language() -> None:
    found = likeliness("Wie oft öle ich die Kette?", ["de", "en", "fr"])
    assert max(found, key=lambda code: found[code]) == "de"
    assert sum(found.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("stated", "code"),
    [("de", "de"), ("de-AT", "de"), ("EN_us", "en"), ("ger", "de"), ("zho-Hans", "zh"), ("Deutsch", None), ("", None)],
)
def test_a_language_tag_is_read_by_its_first_part(stated: str, code: str | None) -> None:
    assert language_code(stated) == code


def language_of(text: str, *, stated: str | None = None, of_all: str = "en") -> tuple[str, str | None]:
    article = make_article("a.txt", Reading(text, Card(), ()), Source(language=stated), of_all)
    statement = article.card.statement("language")
    return article.language, statement.place if statement else None


def test_what_is_stated_holds_before_what_is_detected_and_that_before_the_collection_s() -> None:
    assert language_of(GERMAN, stated="fr", of_all="es") == ("fr", "sources.toml")
    assert language_of(GERMAN, of_all="es") == ("de", "its words")
    assert language_of("Kette", of_all="es") == ("es", "the collection")


def test_what_is_stated_and_no_language_is_no_statement() -> None:
    assert language_of(GERMAN, stated="Deutsch") == ("de", "its words")


def test_english_needs_no_statement() -> None:
    assert language_of(ENGLISH, of_all="de") == language_of("Kette") == ("en", None)
