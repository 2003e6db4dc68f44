"""Approximate search, compared with exact search on the same corpus."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.arrays import Ints
from index.ask import Answerer
from index.build import build
from index.engine.dense import inverted
from index.engine.dense.inverted import InvertedIndex
from index.filtering.filters import Filters
from index.maintenance.verify import verify
from index.opening import open_answerer
from index.settings import Settings, load_settings

pytestmark = pytest.mark.repeats

ARTICLES, PASSAGES = 40, 30
NOUNS = "ice heat towel bath walk bed chair desk pillow spine muscle nerve knee hip neck shoulder".split()
VERBS = "helps eases loosens hurts warms cools rests strains lifts bends turns aches".split()


def write_corpus(folder: Path) -> None:
    """Write articles of random sentences, so that no two passages are the same."""
    random = np.random.default_rng(1)
    folder.mkdir()
    for article in range(ARTICLES):
        paragraphs = [
            " ".join(
                f"The {random.choice(NOUNS)} {random.choice(VERBS)} the {random.choice(NOUNS)} of patient {number}."
                for number in random.integers(0, 5000, 4)
            )
            for _ in range(PASSAGES)
        ]
        (folder / f"a{article}.txt").write_text(f"Article {article}\n\n" + "\n\n".join(paragraphs), encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Settings]:
    folder = tmp_path_factory.mktemp("approximate")
    write_corpus(folder / "corpus")
    both = {}
    for search in ("exact", "approximate"):
        both[search] = load_settings(
            corpus=folder / "corpus",
            index=folder / search,
            model={"name": "hash"},
            engine={"mode": search},
            search={"passage_words": 40},
        )
        build(both[search])
    return both


@pytest.fixture(scope="module")
def answerers(built: dict[str, Settings]) -> dict[str, Answerer]:
    return {search: open_answerer(settings) for search, settings in built.items()}


QUESTIONS = [f"does the {noun} {verb}" for noun, verb in zip(NOUNS, VERBS, strict=False)]


def test_nearly_all_that_is_found_scores_as_high_as_what_exact_search_finds(answerers: dict[str, Answerer]) -> None:
    good = []
    for question in QUESTIONS:
        exact, found = (answerers[search].scored(question, 10) for search in ("exact", "approximate"))
        scores = dict(zip(exact.scores.passages.tolist(), exact.fused.tolist(), strict=True))
        tenth = exact.fused[exact.best[9]]
        good += [scores.get(int(row), -1) >= tenth - 2e-3 for row in found.scores.passages[found.best[:10]]]
    assert np.mean(good) >= 0.97


def test_its_cosines_are_those_of_the_vectors(answerers: dict[str, Answerer]) -> None:
    rows = np.arange(0, answerers["exact"].engine.count, 7)
    vector = answerers["exact"].encoder.encode_query("does heat help the neck").vectors[0]
    exact, coded = (answerers[search].engine.scores(vector, (), rows) for search in ("exact", "approximate"))
    assert np.allclose(exact.dense, coded.dense, atol=1e-3)
    assert np.allclose(exact.sentence, coded.sentence, atol=5e-3)


def test_it_says_how_it_is_searched_and_verifies(built: dict[str, Settings], answerers: dict[str, Answerer]) -> None:
    checked = verify(built["approximate"].index)
    assert checked.findings == ()
    assert checked.passages == answerers["approximate"].engine.count > 900


def test_one_article_s_passages_are_all_searched(answerers: dict[str, Answerer]) -> None:
    found = answerers["approximate"].ask("does the ice help", k=20, article_id="a7")
    assert {item.passage.article_id for item in found.evidence} == {"a7"}
    assert len(found.evidence) == 20


def rows_of(answerer: Answerer, written: Sequence[str]) -> Ints:
    filters = Filters.of(written)
    vector = answerer.encoder.encode_query("does the ice help the neck").vectors[0]
    return answerer.engine.candidates(vector, [], 10, filters)


@pytest.mark.parametrize("articles", [ARTICLES // 2, 2])
def test_the_lists_of_many_selected_passages_are_searched_as_well_as_all(
    answerers: dict[str, Answerer], monkeypatch: pytest.MonkeyPatch, articles: int
) -> None:
    # Lower the limit below which selected passages are compared one by one, so that the lists are searched.
    written = [f"article:a{number}" for number in range(articles)]
    one_by_one = rows_of(answerers["approximate"], written)
    monkeypatch.setattr(inverted, "_FEW", 0)
    found = rows_of(answerers["approximate"], written)
    assert len(found) == len(one_by_one) == 40
    assert len(np.intersect1d(found, one_by_one)) >= 36


def test_what_is_selected_is_found_however_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inverted, "_FEW", 0)
    # Two opposite clusters, so that the lists nearest to the question contain only unselected vectors.
    heaps = np.random.default_rng(1).normal(0, 0.1, (10_000, 8)).astype(np.float32)
    far = np.arange(len(heaps)) % 2 == 1
    heaps[:, 0] += np.where(far, -1, 1)
    np.save(tmp_path / "v.npy", (heaps / np.linalg.norm(heaps, axis=1, keepdims=True)).astype(np.float16))
    InvertedIndex.write(tmp_path / "v.faiss", tmp_path / "v.npy")
    question = np.eye(1, 8, dtype=np.float32)[0]
    found = InvertedIndex.open(tmp_path / "v.faiss", tmp_path / "v.npy").search(question, 40, far)
    assert (len(found), far[found].all()) == (40, True)


def test_a_small_corpus_is_searched_exactly_unless_told_otherwise(settings: Settings) -> None:
    report = build(settings)
    folder = settings.index / "snapshots" / report.snapshot
    assert (folder / "sentences.faiss").exists()
