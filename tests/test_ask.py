"""The ask pipeline, on the small corpus with the fake encoder."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index.ask import Answerer
from index.build import build
from index.encoding.hashed import HashEncoder
from index.encoding.protocol import Encoded
from index.engine.texts import TextStore
from index.errors import AnswererClosedError, IndexMissingError, QuestionError, UnknownArticleError
from index.opening import open_answerer
from index.settings import Settings, load_settings
from index.storage.locks import alone
from index.storage.snapshot import open_snapshot
from tests.reliability.swaps import held_folders

ODD = [
    "😀",
    "痛み 腰",
    "a",
    "?",
    "\x00\x1b[31mice\x07",
    "ice " * 2500,
    "<script>alert(1)</script>",
    "\ud800 ice",
    "ｉｃｅ",
]


def test_the_sentence_that_answers_is_quoted(answerer: Answerer) -> None:
    assert answerer.ask("Hold it for how many minutes?").evidence[0].quoted == "Hold it there for 20 minutes."


def test_every_quote_stands_at_its_place_in_the_file(answerer: Answerer, corpus: Path) -> None:
    # Only plain text is read exactly as in the file; in other formats the text is what readers see.
    for item in answerer.ask("heat", k=100, article_id="heat").evidence:
        text = (corpus / item.origin).read_text(encoding="utf-8")
        assert text[item.quote.start : item.quote.end] == item.quoted
        assert text[item.passage.start : item.passage.end] == item.passage.text


@pytest.mark.parametrize("k", [1, 2])
def test_k_is_the_most_evidence_that_comes(answerer: Answerer, k: int) -> None:
    assert [item.rank for item in answerer.ask("sore back", k=k).evidence] == list(range(1, k + 1))


def test_an_article_can_be_asked_alone(answerer: Answerer) -> None:
    answer = answerer.ask("ice", k=100, article_id="heat")
    assert {item.passage.article_id for item in answer.evidence} == {"heat"}


@pytest.mark.parametrize("question", ["title", "a much longer question about nothing but a title"])
def test_an_article_without_a_passage_answers_nothing(corpus: Path, settings: Settings, question: str) -> None:
    (corpus / "bare.md").write_text("# Only a title", encoding="utf-8")
    build(settings)
    answer = open_answerer(settings).ask(question, article_id="bare")
    assert (answer.verdict, answer.evidence, answer.by_article) == ("unanswered", (), ())


def test_by_article_has_the_best_of_each_whatever_k_is(answerer: Answerer) -> None:
    answer = answerer.ask("heat pads", k=1)
    assert [(item.rank, item.passage.article_id) for item in answer.by_article] == [(1, "heat"), (2, "ice")]


def test_words_that_no_article_has_are_missing(answerer: Answerer) -> None:
    assert answerer.ask("Does acupuncture help a sore back?").missing == ("acupuncture",)


def test_a_question_about_nothing_here_is_unanswered_but_shows_the_nearest(answerer: Answerer) -> None:
    answer = answerer.ask("Who won the football championship?")
    assert answer.verdict == "unanswered"
    assert answer.evidence


def test_a_misspelt_question_is_corrected_and_says_so(answerer: Answerer) -> None:
    answer = answerer.ask("hw long to hold teh towl")
    assert answer.corrected is not None
    assert "towel" in answer.corrected


def test_as_typed_means_as_typed(answerer: Answerer) -> None:
    assert answerer.ask("towl", as_typed=True).corrected is None


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "\x00\x07"])
def test_an_empty_question_is_an_error_with_the_next_command(answerer: Answerer, question: str) -> None:
    with pytest.raises(QuestionError, match=r"The question is empty.*Try: verbatim ask"):
        answerer.ask(question)


def test_a_question_of_letters_that_are_whole_phrases_is_as_long_as_these_are_written_out(answerer: Answerer) -> None:
    with pytest.raises(QuestionError, match=r"The question has 22,799 characters.*expected at most 20,000"):
        answerer.ask(" ".join("\ufdfa" * 1_200))


@pytest.mark.parametrize("k", [0, -1, 101])
def test_k_out_of_range_is_an_error_that_names_it(answerer: Answerer, k: int) -> None:
    with pytest.raises(QuestionError, match=f"k is {k}: expected a number of passages from 1 to 100"):
        answerer.ask("ice", k=k)


def test_an_unknown_article_is_an_error_that_names_the_known(answerer: Answerer) -> None:
    with pytest.raises(UnknownArticleError, match="no article 'cold': expected one of heat, ice"):
        answerer.ask("ice", article_id="cold")


@pytest.mark.parametrize("question", ODD, ids=ascii)
def test_odd_questions_are_ordinary_questions(answerer: Answerer, question: str) -> None:
    assert answerer.ask(question).verdict in ("answered", "partial", "unanswered")


@given(question=st.text(min_size=1, max_size=200))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_question_gets_an_answer_or_is_empty(answerer: Answerer, question: str) -> None:
    try:
        answer = answerer.ask(question)
    except QuestionError as error:
        assert "empty" in str(error)  # noqa: PT017 - these two outcomes are right, no others
    else:
        assert 0 <= answer.confidence <= 1
        assert answer.evidence


def test_a_passage_that_is_not_in_its_article_is_withheld_and_counted(settings: Settings) -> None:
    build(settings)
    answerer = open_answerer(settings)
    before = answerer.ask("Hold the ice how many minutes?", k=100)
    store = settings.index / "snapshots" / answerer.snapshot / "texts.sqlite"
    with sqlite3.connect(store) as database:
        database.execute("UPDATE passages SET text = replace(text, '20', '99')")
    # Opened without the checksum check, as if the damage were in memory.
    tampered = Answerer(answerer.manifest, type(answerer.engine)(store.parent), answerer.encoder)  # type: ignore[call-arg]
    after = tampered.ask("Hold the ice how many minutes?", k=100)
    assert (before.withheld, after.withheld) == (0, 1)
    assert "99" not in " ".join(item.passage.text for item in after.evidence)


def test_an_article_whose_text_changed_is_withheld_whole(settings: Settings) -> None:
    build(settings)
    answerer = open_answerer(settings)
    store = settings.index / "snapshots" / answerer.snapshot / "texts.sqlite"
    with sqlite3.connect(store) as database:
        database.execute("UPDATE articles SET text = text || ' ' WHERE id = 'ice'")
    tampered = Answerer(answerer.manifest, type(answerer.engine)(store.parent), answerer.encoder)  # type: ignore[call-arg]
    assert {item.passage.article_id for item in tampered.ask("ice", k=100).evidence} == {"heat"}


def test_the_same_sentence_elsewhere_is_beside_the_evidence(corpus: Path, settings: Settings) -> None:
    (corpus / "twin.txt").write_text("Now always hold it there for 20 minutes. Then go for a walk.", encoding="utf-8")
    (corpus / "other.md").write_text("NOW: always hold it there for 20 minutes!", encoding="utf-8")
    build(settings)
    answer = open_answerer(settings).ask("Now always hold it there for how many minutes?", k=100)
    found = [item for item in answer.evidence if "20 minutes" in item.quoted and "always" in item.quoted]
    assert [len(item.also_in) for item in found] == [1]


def test_several_threads_get_the_answers_that_one_gets(answerer: Answerer) -> None:
    questions = ["ice", "heat pad", "numb skin", "bath"] * 10
    alone = [answerer.ask(question).evidence[0].quoted for question in questions]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda question: answerer.ask(question).evidence[0].quoted, questions))
    assert together == alone


def test_without_an_index_the_error_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="Run: verbatim build"):
        open_answerer(load_settings(index=tmp_path, model={"name": "hash"}))


def test_an_answerer_that_is_forgotten_lets_its_snapshot_go(settings: Settings) -> None:
    build(settings)
    folder = open_snapshot(settings.index).folder
    answerer = open_answerer(settings)
    answerer.ask("ice")
    with alone(folder) as held:
        assert not held
    # The background check of checksums also holds the snapshot.
    assert answerer.sums is not None
    answerer.sums.wait()
    gc.disable()
    try:
        del answerer
        assert held_folders(settings.index) == set()
    finally:
        gc.enable()


def test_an_answerer_that_is_closed_lets_its_snapshot_go(answerer: Answerer, settings: Settings) -> None:
    answerer.close()
    answerer.close()
    # A file stays open while its checksum is computed.
    assert answerer.sums is not None
    answerer.sums.wait()
    assert held_folders(settings.index) == set()


AFTER_CLOSING: dict[str, Callable[[Answerer], object]] = {
    "a question": lambda answerer: answerer.ask("ice"),
    "a question of one article": lambda answerer: answerer.ask("ice", article_id="ice"),
    "scores": lambda answerer: answerer.scored("ice", 10),
    "an article": lambda answerer: answerer.engine.article("ice"),
    "passages": lambda answerer: answerer.engine.passages(np.array([0])),
    "a count": lambda answerer: answerer.engine.count,
    "words": lambda answerer: answerer.engine.vocabulary,
}


@pytest.mark.parametrize("what", AFTER_CLOSING)
def test_a_closed_answerer_says_that_it_is_closed(answerer: Answerer, what: str) -> None:
    answerer.close()
    with pytest.raises(AnswererClosedError, match=rf"{answerer.snapshot} is closed.*Call open_answerer again"):
        AFTER_CLOSING[what](answerer)


def test_a_question_that_is_being_answered_when_its_answerer_is_closed_says_so(answerer: Answerer) -> None:
    class Closing(HashEncoder):
        """Closes the answerer while a question is being answered."""

        def encode_query(self, text: str, words: Sequence[str] = ()) -> Encoded:
            answerer.close()
            return super().encode_query(text, words)

    with pytest.raises(AnswererClosedError, match="is closed"):
        Answerer(answerer.manifest, answerer.engine, Closing()).ask("ice")


def test_a_text_store_that_is_closed_is_not_called_damaged(settings: Settings) -> None:
    build(settings)
    store = TextStore(open_snapshot(settings.index).folder / "texts.sqlite")
    store.close()
    with pytest.raises(AnswererClosedError, match="closed while it was being read"):
        store.article("ice")


def test_a_quoted_row_comes_with_its_heads_and_an_item_with_its_number(settings: Settings, corpus: Path) -> None:
    (corpus / "boats.html").write_text(
        "<h1>Boats</h1><p>We let boats to guests who can swim.</p><table><tr><th>Boat</th><th>Fee</th></tr>"
        "<tr><td>Raft</td><td>4 crowns</td></tr><tr><td>Punt</td><td>3 crowns</td></tr></table>"
        "<p>Take these steps on the shore:</p><ol><li>Push the hull off the sand.</li><li>Climb in.</li></ol>",
        encoding="utf-8",
    )
    build(settings)
    with closing(open_answerer(settings)) as answerer:
        row = answerer.ask("boat raft fee", article_id="boats").evidence[0]
        item = answerer.ask("push the hull off the sand", article_id="boats").evidence[0]
    assert (row.quoted, row.table_header) == ("Raft | 4 crowns", "Boat | Fee")
    assert (item.quoted, item.citation.label, item.table_header) == ("Push the hull off the sand.", "1", None)
    assert ", item 1," in item.citation.text


BOTH = "Where do I wrap the ice pack? Is a warm bath good for the muscles?"


@pytest.mark.parametrize("k", [2, 3, 100])
def test_each_of_two_questions_is_answered_among_what_is_shown(answerer: Answerer, k: int) -> None:
    answer = answerer.ask(BOTH, k)
    shown = [answer.evidence[(part.rank or 0) - 1].quoted for part in answer.parts if part.rank]
    assert shown == ["Wrap the ice pack in a towel.", "A warm bath loosens the muscles."]
    assert [item.rank for item in answer.evidence] == list(range(1, len(answer.evidence) + 1))
    assert len(answer.evidence) == min(k, answerer.engine.count)


def test_where_one_of_two_questions_is_answered_the_answer_is_partial(answerer: Answerer) -> None:
    answer = answerer.ask("Where do I wrap the ice pack? Who won the football championship?")
    assert (answer.verdict, [part.verdict for part in answer.parts]) == ("partial", ["answered", "unanswered"])


def test_a_misspelt_part_is_searched_as_corrected(answerer: Answerer) -> None:
    answer = answerer.ask("Where do I wrap the ice pak? Is a warm bath good for the musles?")
    assert [part.question for part in answer.parts] == [
        "Where do I wrap the ice pack?",
        "Is a warm bath good for the muscles?",
    ]


def test_a_part_that_points_back_is_shown_as_asked(answerer: Answerer) -> None:
    answer = answerer.ask("Where do I wrap the ice pack and does a towel hold it?")
    assert answer.parts[1].question == "does a towel hold it?"


def test_one_article_s_parts_are_answered_from_it_alone(answerer: Answerer) -> None:
    answer = answerer.ask(BOTH, article_id="heat")
    assert {item.passage.article_id for item in answer.evidence} == {"heat"}
