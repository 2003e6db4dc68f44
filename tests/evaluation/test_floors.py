"""Minimum quality of the answers on the five articles with the real model."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from index.ask import Answerer
from index.build import build
from index.corpus.golden import GoldenQuestion, read_questions
from index.evaluation.evaluate import Evaluation, evaluate
from index.opening import open_answerer
from index.settings import load_settings
from tests.paths import CORPUS, DATA

pytestmark = [pytest.mark.model, pytest.mark.repeats]
QUESTIONS = read_questions(CORPUS / "questions.jsonl")
# Slightly below the current results: a margin of one or two questions for processors that round differently.
FLOORS = {"hit@1": 0.86, "MRR": 0.90, "marked right": 0.79, "coverage": 0.91}
HIT_AT_3 = 0.955
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def missed(evaluation: Evaluation) -> str:
    return "\n".join(
        f"{j.id} {j.question!r}: {j.quote!r}" for j in evaluation.judgements if j.answerable and (j.best or 9) > 3
    )


def test_every_quote_and_passage_stands_at_its_place_in_the_file(real: Answerer) -> None:
    origins = {article.origin: article.text for article, _ in map(real.engine.article, real.engine.article_ids())}
    files = {path.read_bytes().decode("utf-8") for path in CORPUS.glob("*.txt")}
    assert set(origins.values()) == files
    for question in QUESTIONS[::5]:
        answer = real.ask(question.question, 100)
        for item in [*answer.evidence, *answer.by_article]:
            text = origins[item.origin]
            assert text[item.passage.start : item.passage.end] == item.passage.text
            assert text[item.quote.start : item.quote.end] == item.quoted


def test_a_right_passage_is_among_the_first_three(evaluation: Evaluation, capsys: pytest.CaptureFixture[str]) -> None:
    figures = evaluation.figures()
    with capsys.disabled():
        print("\ngolden set:", figures.columns())
    assert figures.metrics["hit@3"] >= HIT_AT_3, f"not among the first three:\n{missed(evaluation)}"


@pytest.mark.parametrize("figure", FLOORS)
def test_most_questions_are_answered_by_the_right_sentence_of_the_first_passage(
    evaluation: Evaluation, figure: str
) -> None:
    assert evaluation.figures().metrics[figure] >= FLOORS[figure]


def test_confidence_tells_what_the_articles_answer_from_what_they_do_not(evaluation: Evaluation) -> None:
    assert evaluation.figures().metrics["AUROC"] >= 0.95


def test_few_questions_that_the_articles_do_not_answer_are_answered(evaluation: Evaluation) -> None:
    wrong = [j for j in evaluation.judgements if not j.answerable and j.verdict != "unanswered"]
    assert evaluation.figures().metrics["false answers"] <= 0.10, "\n".join(
        f"{j.id} {j.question!r}: {j.quote!r}" for j in wrong
    )


def test_what_only_boilerplate_would_answer_is_unanswered(evaluation: Evaluation) -> None:
    boilerplate = [j for j in evaluation.judgements if j.kind == "boilerplate"]
    assert [f"{j.id} {j.question!r}: {j.quote!r}" for j in boilerplate if j.verdict != "unanswered"] == []


def test_oblique_questions_are_found_more_often_than_not(real: Answerer) -> None:
    """A stress set, separate from the golden set: questions with hardly any word of the articles."""
    oblique = read_questions(DATA / "oblique.jsonl")
    assert evaluate(real, oblique).figures().metrics["hit@10"] >= 0.5


OTHER_AUXILIARY = {
    "can": "could",
    "should": "may",
    "will": "would",
    "do": "did",
    "does": "did",
    "is": "was",
    "are": "were",
}
# The largest share of golden questions with such a word whose verdict may change.
MOST_CHANGED = 0.04


def rephrased(question: str) -> str:
    """`question` with every auxiliary in another form, such as "could I" for "can I"."""
    return " ".join(OTHER_AUXILIARY.get(word.lower(), word) for word in question.split())


def test_another_auxiliary_changes_hardly_a_verdict(real: Answerer, evaluation: Evaluation) -> None:
    asked = {q.question: rephrased(q.question) for q in QUESTIONS if rephrased(q.question) != q.question}
    before = {judgement.question: judgement.verdict for judgement in evaluation.judgements}
    changed = {one: other for one, other in asked.items() if before[one] != real.ask(other).verdict}
    assert len(asked) > 100
    assert len(changed) <= MOST_CHANGED * len(asked), changed


def misspelt(question: str, chance: random.Random) -> str:
    """`question` with one or two edits in a third of the words of four or more letters."""
    words = question.split()
    long = [at for at, word in enumerate(words) if len(word) >= 4]
    for at in chance.sample(long, min(len(long), max(1, round(len(words) / 3)))):
        for _ in range(chance.choice([1, 1, 2])):
            words[at] = edited(words[at], chance)
    return " ".join(words)


def edited(word: str, chance: random.Random) -> str:
    """`word` with a letter dropped, doubled, replaced, or swapped with the next."""
    at = chance.randrange(1, len(word))
    kind = chance.choice(["drop", "double", "replace", "swap"])
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + word[at - 1] + word[at:]
    if kind == "replace":
        return word[:at] + chance.choice(LETTERS) + word[at + 1 :]
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]


def test_misspelt_questions_lose_little(real: Answerer, evaluation: Evaluation) -> None:
    chance = random.Random(20260101)
    wrong = [GoldenQuestion(q.id, misspelt(q.question, chance), q.kind, q.quotes) for q in QUESTIONS if q.answerable]
    figures = evaluate(real, wrong).figures()
    assert figures.metrics["hit@3"] >= evaluation.figures().metrics["hit@3"] - 0.05


# Twenty questions each, in languages that the default model does not know; one question below the current result.
FOREIGN = {"de": 0.85, "es": 0.95, "fr": 0.75, "zh": 0.95}


# Of the ordinary run are one in our letters and one in others.
@pytest.mark.parametrize(
    "code", [code if code in {"de", "zh"} else pytest.param(code, marks=pytest.mark.slow) for code in FOREIGN]
)
def test_a_right_passage_is_among_the_first_three_in_other_languages(
    code: str, kept_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = DATA / "languages" / code
    settings = load_settings(corpus=folder, index=kept_index)
    build(settings)
    found = evaluate(open_answerer(settings), read_questions(folder / "questions.jsonl"))
    with capsys.disabled():
        print(f"\n{code}:", found.figures().columns())
    assert found.figures().metrics["hit@3"] >= FOREIGN[code], f"not among the first three:\n{missed(found)}"
