"""Public test sets: the full ranking and its single channels."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import QuestionError
from index.evaluation.beir import evaluate_beir, read_beir
from index.settings import Settings

DOCUMENTS = [
    {"_id": "MED-1", "title": "Ice", "text": "Wrap the ice pack in a towel. Hold it for 20 minutes."},
    {"_id": "MED-2", "title": "Heat", "text": "A warm bath loosens the muscles. Subscribe to our newsletter."},
    {"_id": "MED-3", "title": "A title alone", "text": ""},
    {"_id": "MED-4", "title": "", "text": "Walking keeps a stiff back moving."},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A test set with four documents and three questions, one of which is judged in another split."""
    lines = {
        "corpus": DOCUMENTS,
        "queries": [{"_id": f"q{n}", "text": t} for n, t in enumerate(["ice pack", "warm bath", "walking"])],
    }
    for name, rows in lines.items():
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n\n", encoding="utf-8")
    (tmp_path / "qrels").mkdir()
    head = "query-id\tcorpus-id\tscore\n"
    (tmp_path / "qrels" / "test.tsv").write_text(head + "q0\tMED-1\t2\nq1\tMED-2\t1\nq1\tMED-1\t0\n", encoding="utf-8")
    return tmp_path


def test_documents_are_articles_by_their_own_ids(folder: Path) -> None:
    articles = read_beir(folder, "test").articles
    assert [(a.origin, a.card.title, a.text[:7]) for a in articles[2:]] == [
        ("MED-3", None, "A title"),
        ("MED-4", None, "Walking"),
    ]


def test_only_questions_judged_in_the_split_are_asked(folder: Path) -> None:
    assert list(read_beir(folder, "test").queries) == ["q0", "q1"]


def test_the_right_documents_come_first(folder: Path, settings: Settings) -> None:
    figures = evaluate_beir(read_beir(folder, "test"), settings)
    assert figures.columns()["verbatim"] == {"nDCG@10": 1.0, "R@100": 1.0, "RR@10": 1.0, "Success@1": 1.0}


def test_the_baselines_are_judged_beside_it_with_a_paired_test(folder: Path, settings: Settings) -> None:
    figures = evaluate_beir(read_beir(folder, "test"), settings)
    told = json.loads(json.dumps(figures.as_json()))
    assert set(told["baselines"]) == set(told["paired p of nDCG@10"]) == {"dense alone", "BM25 alone", "RRF of both"}


def test_the_output_says_what_is_off_and_cleaning_is_off(folder: Path, settings: Settings) -> None:
    figures = evaluate_beir(read_beir(folder, "test"), settings)
    assert "cleaning, abstention, collapsing and diversity are off" in str(figures.as_json()["settings"])
    assert b"Subscribe" in next(settings.index.glob("beir/*/snapshots/*/texts.sqlite")).read_bytes()


def test_a_second_run_embeds_nothing(folder: Path, settings: Settings) -> None:
    heard: list[str] = []

    class Listener:
        def begin(self, step: str, _total: int) -> None:
            heard.append(step)

        def advance(self, _done: int) -> None: ...

        def tell(self, message: str) -> None: ...

    evaluate_beir(read_beir(folder, "test"), settings, Listener())
    heard.clear()
    evaluate_beir(read_beir(folder, "test"), settings, Listener())
    assert heard == ["asking"]


@pytest.mark.parametrize("split", ["dev", "test"])
def test_a_folder_that_is_no_test_set_is_named(tmp_path: Path, split: str) -> None:
    with pytest.raises(QuestionError, match=rf"cannot be read as a test set.*qrels/{split}\.tsv"):
        read_beir(tmp_path, split)
