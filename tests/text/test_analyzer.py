"""The words and terms of a text in its language."""

from __future__ import annotations

import pytest

from index.text.analyzer import NUMBER, analyzer, is_pair
from index.text.compounds import parts
from index.text.language import described, language

OTHERS = sorted(described() - {"en"})


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("de", "Die Häuser am Fluss", "Haus Flüsse"),
        ("fr", "l'eau qu'on arrose", "eaux arroser"),
        ("es", "regando las plantas", "regar planta"),
        ("it", "dell'acqua nelle città", "acqua città"),
        ("nl", "de kettingen", "ketting"),
        ("sv", "bilarna", "bil"),
        ("pl", "rowerami", "rowerami"),
    ],
)
def test_inflections_small_words_and_elisions_make_no_other_term(code: str, one: str, other: str) -> None:
    assert analyzer(code).terms(one) == analyzer(code).terms(other)


def test_a_compound_is_found_by_its_parts_and_as_a_whole() -> None:
    terms_of = analyzer("de").terms_of
    assert terms_of("fahrradkette") == ("fahrradkett", *terms_of("fahrrad"), *terms_of("ketten"))


@pytest.mark.parametrize(
    ("compound", "of"),
    [
        ("sauerteigbrot", ("sauer", "teig", "brot")),
        ("katzentoiletten", ("katzen", "toiletten")),
        ("leitungswasser", ("leitung", "wasser")),
    ],
)
def test_a_compound_is_parted_where_usual_words_meet(compound: str, of: tuple[str, ...]) -> None:
    assert parts(compound, "de") == of


@pytest.mark.parametrize("word", ["fahrrad", "abteilung", "reifen", "kette", "b12kettenbrot", "xqzvkette"])
def test_what_is_no_compound_of_usual_words_stays_whole(word: str) -> None:
    assert parts(word, "de") == ()


def test_languages_without_links_have_no_compounds() -> None:
    assert parts("fahrradkette", "fr") == parts("toothbrush", "en") == ()


def test_text_without_spaces_is_its_characters_and_pairs_between_small_words() -> None:
    assert analyzer("zh").words("怎么清洗链条？") == ["清", "洗", "链", "条", "清洗", "洗链", "链条"]
    assert analyzer("zh").words("用iPhone 手机的人") == ["用", "iphone", "手", "机", "手机", "人"]


@pytest.mark.parametrize(("word", "pair"), [("链条", True), ("链", False), ("ab", False), ("éà", False)])
def test_a_pair_of_characters_is_told_from_a_word(word: str, pair: bool) -> None:
    assert is_pair(word) is pair


def test_a_language_without_a_file_has_no_small_words_and_its_stemmer() -> None:
    assert analyzer("fi").terms("autojen ja talot") == ["auto", "ja", "talo"]
    assert analyzer("xx").terms("Foo, the bars") == ["foo", "the", "bars"]


def test_sentences_of_other_endings_have_one_form_and_short_ones_none() -> None:
    form = analyzer("de").form
    assert form("Die Kette wird im Winter öfter geölt.") == form("Die Ketten wird im Winter öfters geölt!") != ""
    assert not form("Gut ölen.")


@pytest.mark.parametrize("code", OTHERS)
def test_words_that_ask_deny_or_begin_a_question_are_known_in_every_language(code: str) -> None:
    its, of = analyzer(code), language(code)
    assert of.stop
    assert of.negations
    assert all(map(its.asks, of.asking))
    assert all(map(its.negates, of.negations))
    assert [word for word in of.interrogatives if not (its.is_stop(word) or its.asks(word))] == []


@pytest.mark.parametrize("code", OTHERS)
def test_pairs_of_sentences_to_ask_a_model_with_share_hardly_a_term(code: str) -> None:
    its, of = analyzer(code), language(code)
    assert len(of.same) == 10
    shared = [set(its.terms(one)) & set(its.terms(other)) for one, other in of.same]
    assert max(map(len, shared)) <= 2


@pytest.mark.parametrize(
    ("code", "question", "asks"),
    [
        ("fr", "Combien coûte la clé ?", True),
        ("fr", "Quelle température faut-il ?", True),
        ("fr", "Quelle farine faut-il ?", False),
        ("de", "Wie lange ruht der Teig?", True),
        ("de", "Wie ruht der Teig?", False),
        ("es", "¿Cuántos huevos lleva?", True),
        ("nl", "Hoe vaak snoei ik?", True),
        ("en", "How many eggs are needed?", True),
        ("en", "how long does dough rest", True),
        ("en", "How does dough rest?", False),
        ("en", "What large bowl is needed?", False),
    ],
)
def test_a_question_for_a_number_is_known_by_its_words(code: str, question: str, asks: bool) -> None:
    its = analyzer(code)
    assert its.counts(its.words(question)) == asks


@pytest.mark.parametrize(
    ("code", "text", "has"),
    [
        ("en", "It rests for 30 minutes.", True),
        ("en", "It takes ½ cup.", True),
        ("en", "Twice a day.", True),
        ("en", "For weeks.", True),
        ("en", "Vitamin B12 helps.", False),
        ("en", "It rests at length.", False),
        ("fr", "Elle repose trente minutes.", True),
        ("fr", "Elle repose longtemps.", False),
    ],
)
def test_numbers_are_known_in_digits_and_in_words(code: str, text: str, has: bool) -> None:
    assert analyzer(code).has_number(text) == has


@pytest.mark.parametrize(("code", "words"), [("fr", "deux 2 230"), ("de", "zwei 2 3,5"), ("es", "dos 2 mil")])
def test_every_number_has_the_term_of_all_numbers(code: str, words: str) -> None:
    its = analyzer(code)
    assert all(NUMBER in its.terms_of(word) for word in its.words(words))
    assert NUMBER not in analyzer("en").terms(words)


@pytest.mark.parametrize(("one", "other"), [("sécher", "sèche"), ("espérer", "espère"), ("règle", "régler")])
def test_letters_that_change_where_a_french_word_is_inflected_make_no_other_term(one: str, other: str) -> None:
    assert analyzer("fr").terms(one) == analyzer("fr").terms(other)
