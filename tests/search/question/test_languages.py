"""Questions in several languages: detection, terms and parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.answer import Features
from index.ask import Answerer
from index.build import build
from index.filtering.filters import ALL
from index.opening import open_answerer
from index.query import Query
from index.search.confidence import confidence
from index.search.question.language import language_of
from index.search.question.parts import parts
from index.search.question.understand import understand
from index.settings import load_settings
from index.text.vocabulary import Vocabulary

GERMAN = "# Kette\n\nDie Fahrradkette wird im Winter alle zwei Wochen geölt. Nasses Laub lässt die Bremse quietschen.\n"
FRENCH = "# Chaîne\n\nOn huile la chaîne du vélo toutes les deux semaines en hiver. L'eau du robinet suffit.\n"
ENGLISH = "# Chain\n\nThe chain of a bicycle is oiled every two weeks in winter. Tap water is enough to wash it.\n"
TEXTS = [("de", GERMAN), ("en", ENGLISH), ("fr", FRENCH)]
SEVERAL = Vocabulary.of_languages(TEXTS)


@pytest.fixture
def several(tmp_path: Path) -> Answerer:
    folder = tmp_path / "articles"
    folder.mkdir()
    for code, text in TEXTS:
        (folder / f"{code}.md").write_text(text, encoding="utf-8")
    settings = load_settings(corpus=folder, index=tmp_path / "index", model={"name": "hash"})
    build(settings)
    return open_answerer(settings)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Wie oft öle ich die Kette?", "de"),
        ("Combien de fois huiler la chaîne ?", "fr"),
        ("How often is the chain oiled?", "en"),
        ("Fahrradkette", "de"),
        ("robinet", "fr"),
        ("tap", "en"),
    ],
)
def test_a_question_is_in_the_likeliest_of_the_collection_s_languages(question: str, code: str) -> None:
    assert language_of(question, SEVERAL) == code


@pytest.mark.parametrize("question", ["Wie oft öle ich die Kette?", "chain", "链条"])
def test_in_a_collection_of_one_language_every_question_is_in_it(question: str) -> None:
    assert language_of(question, Vocabulary.of([FRENCH], "fr")) == "fr"
    assert language_of(question, Vocabulary.of([])) == "en"


def test_one_index_answers_in_each_of_its_languages(several: Answerer) -> None:
    vocabulary = several.engine.vocabulary
    assert vocabulary.languages == ("de", "en", "fr")
    assert vocabulary.understood == {"en"}
    asked = {"de": "Womit öle ich die Ketten?", "fr": "huiler une chaîne de vélo", "en": "oiling a bicycle chain"}
    assert {code: several.ask(question).evidence[0].origin for code, question in asked.items()} == {
        code: f"{code}.md" for code in asked
    }


def test_a_passage_is_found_by_a_part_of_its_compound(several: Answerer) -> None:
    answer = several.ask("Wie öle ich die Kette am Rad?", article_id="de")
    assert answer.missing == ("öle", "Rad")
    assert answer.evidence[0].features.shared > 0


def understood(question: str, vocabulary: Vocabulary) -> Query:
    return understand(question, 5, ALL, vocabulary, None)


def test_a_compound_that_no_passage_has_is_asked_for_by_its_parts() -> None:
    german = Vocabulary.of([GERMAN], "de")
    assert understood("Kettenbremse", german).words == ("ketten", "bremse")
    assert understood("Fahrradkette", german).words == ("fahrradkette", "fahrrad", "kette")


def test_what_is_measured_by_how_is_no_topic_in_german() -> None:
    german = Vocabulary.of([GERMAN], "de")
    assert understood("Wie lange ist die Kette?", german).words == ("kette", "#")


def test_words_that_nobody_can_read_are_compared_by_their_letters(several: Answerer) -> None:
    like = several.ask("Bremsung", article_id="de").evidence[0].features.supported
    assert 0 < like < 1
    assert several.ask("Zoo", article_id="de").evidence[0].features.supported == 0


def test_text_without_spaces_misses_characters_and_no_pairs(tmp_path: Path) -> None:
    folder = tmp_path / "zh"
    folder.mkdir()
    text = "链条每骑行两百公里要清洗一次，擦干以后再滴专用润滑油。"
    (folder / "a.md").write_text(f"# 链条\n\n{text}\n\n下雨天应当减速。\n", encoding="utf-8")
    settings = load_settings(corpus=folder, index=tmp_path / "index", model={"name": "hash"})
    build(settings)
    answer = open_answerer(settings).ask("怎么清洗链子？")
    assert answer.missing == ("子",)
    assert answer.evidence[0].quoted == text


@pytest.mark.parametrize(
    ("code", "question", "expected"),
    [
        ("de", "Wie öle ich die Kette und wie oft?", ()),
        (
            "de",
            "Wie öle ich die Kette und womit reinige ich den Rahmen?",
            ("Wie öle ich die Kette?", "womit reinige ich den Rahmen?"),
        ),
        (
            "de",
            "Hilft Essig oder Alkohol gegen Schimmel?",
            ("Hilft Essig gegen Schimmel?", "Hilft Alkohol gegen Schimmel?"),
        ),
        (
            "fr",
            "Comment huiler la chaîne et comment gonfler le pneu ?",
            ("Comment huiler la chaîne?", "comment gonfler le pneu?"),
        ),
        (
            "es",
            "¿Cómo engraso la cadena? ¿Cuándo cambio los frenos?",
            ("Cómo engraso la cadena?", "Cuándo cambio los frenos?"),
        ),
        ("zh", "怎么洗链条？怎么换轮胎？", ()),
        ("fi", "miten ketju? miten rengas?", ()),
    ],
)
def test_two_questions_in_one_are_told_where_the_language_s_words_are_known(
    code: str, question: str, expected: tuple[str, ...]
) -> None:
    assert tuple(part.question for part in parts(question, code)) == expected


def test_where_the_model_knows_nothing_words_alone_make_an_answer_sure() -> None:
    words = {"supported": 0.8, "shared": 0.7}
    near = Features(sentence=0.9, maxsim=0.9, centred=0.9, **words)
    far = Features(sentence=0.1, maxsim=0.1, centred=0.1, **words)
    assert confidence(near, understood=False) == confidence(far, understood=False) > 0.5
    assert confidence(Features(0.9, 0.0, 0.9, 0.0, 0.9), understood=False) < 0.1


def test_in_a_language_the_model_does_not_know_only_words_of_like_letters_meet(several: Answerer) -> None:
    first = several.ask("Wie oft wird die Kette geölt, bitte?").evidence[0]
    met = {
        (
            match.word,
            first.passage.text[match.quote_start - first.passage.start : match.quote_end - first.passage.start],
        )
        for match in first.matches
    }
    assert met == {("Kette", "Fahrradkette"), ("geölt", "geölt")}


def test_what_an_elision_joins_meets_the_noun(several: Answerer) -> None:
    first = several.ask("Où prendre de l'eau ?").evidence[0]
    assert [(match.word, match.similarity) for match in first.matches] == [("l'eau", 1.0)]


def test_a_compound_with_a_part_that_no_article_has_is_missing_as_a_whole(several: Answerer) -> None:
    assert several.ask("Wie lang ist die Winterpause der Fahrradkette?").missing == ("Winterpause",)


def test_a_question_for_a_number_finds_the_sentence_that_has_one(tmp_path: Path) -> None:
    text = "# Le pain\n\nLe pain est cuit quand il sonne creux. Le pain reste bon cinq jours. Il aime le torchon.\n"
    (tmp_path / "pain.md").write_text(text, encoding="utf-8")
    settings = load_settings(corpus=tmp_path, index=tmp_path / "index", model={"name": "hash"})
    build(settings)
    answer = open_answerer(settings).ask("Combien de temps le pain se garde-t-il ?")
    assert answer.evidence[0].quoted == "Le pain reste bon cinq jours."
    assert not {"combien", "#"} & {word.lower() for word in answer.missing}


def test_in_a_language_that_the_model_does_not_know_all_passages_of_an_article_speak_for_each(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text("# Jardin\n\nLe robinet fuit.\n", encoding="utf-8")
    (folder / "b.md").write_text("# Cuisine\n\nLe robinet fuit.\n\n## Eau\n\nLa pression baisse.\n", encoding="utf-8")
    settings = load_settings(corpus=folder, index=tmp_path / "index", model={"name": "hash"})
    build(settings)
    answerer = open_answerer(settings)
    rows = answerer.scored("robinet pression", 5)
    found = answerer.engine.passages(rows.scores.passages[rows.best])
    assert [passage.text for passage in found if "robinet" in passage.text] == ["Le robinet fuit."] * 2
    assert [passage.article_id for passage in found if "robinet" in passage.text] == ["b", "a"]


def test_a_number_is_no_condition_in_a_language_that_the_model_does_not_know(several: Answerer) -> None:
    first = several.ask("Combien de robinet ?", article_id="fr").evidence[0]
    assert first.quoted == "L'eau du robinet suffit."
    assert first.confidence == confidence(first.features, understood=False)
