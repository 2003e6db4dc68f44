"""The real model, and small models created by the tests."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.encoding.load import load_encoder
from index.encoding.protocol import Encoder
from index.errors import ModelError
from index.models.files import PACKAGE_SHA256, model_folder
from index.models.identity import identify
from index.opening import open_answerer
from index.settings import Settings, load_settings

pytestmark = pytest.mark.model
PROMPTS = {"query": "ask: ", "document": "text: "}
# The largest cosine distance between two computations of the same vector.
ROUNDING = 1e-6


@pytest.fixture(scope="module")
def encoder(kept_index: Path) -> Encoder:
    settings = load_settings(index=kept_index)
    return load_encoder(settings, identify(settings))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model with random weights and prompts."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel
    from transformers.models.bert.tokenization_bert import BertTokenizer

    parts, whole = tmp_path_factory.mktemp("parts"), tmp_path_factory.mktemp("whole")
    (parts / "vocab.txt").write_text(
        "\n".join(
            [
                "[PAD]",
                "[UNK]",
                "[CLS]",
                "[SEP]",
                "[MASK]",
                *"abcdefghijklmnopqrstuvwxyz:",
                *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz"),
            ]
        )
    )
    BertTokenizer(vocab=str(parts / "vocab.txt")).save_pretrained(parts)
    config = BertConfig(vocab_size=64, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16)
    BertModel(config).save_pretrained(parts)
    transformer = Transformer(str(parts))
    SentenceTransformer(modules=[transformer, Pooling(16)], prompts=PROMPTS, device="cpu").save(str(whole))
    return whole


def small_settings(small: Path, **changes: str) -> Settings:
    return load_settings(model={"name": str(small), **changes}, index=small.parent / f"{small.name}-index")


def test_a_collection_in_another_language_is_built_with_another_model(small: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "articles"
    corpus.mkdir()
    (corpus / "kette.md").write_text(
        "# Kette\n\nDie Fahrradkette wird im Winter alle zwei Wochen geölt, weil Salz ihr schadet.\n", encoding="utf-8"
    )
    settings = load_settings(
        model={"name": str(small), "query_prompt": "query: "}, index=tmp_path / "index", corpus=corpus
    )
    build(settings)
    answerer = open_answerer(settings)
    # A model with random weights knows no language; English is always assumed.
    assert answerer.engine.vocabulary.understood == {"en"}
    assert answerer.ask("Wie oft öle ich die Kette?").evidence[0].origin == "kette.md"


def test_the_pinned_weights_are_the_ones_expected() -> None:
    assert identify(load_settings()).sha256 == PACKAGE_SHA256


def test_vectors_are_unit_vectors_of_the_model_s_dimension(encoder: Encoder) -> None:
    vectors = encoder.encode_passages(["ice", "Heat pads relax the back.", ""])
    assert vectors.shape == (3, encoder.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_text_alone_decides_its_vector(encoder: Encoder) -> None:
    texts = ["ice", "a much longer text about heat pads and warm baths for a stiff back " * 4, "cobra pose"]
    together = encoder.encode_passages(texts)
    alone = np.concatenate([encoder.encode_passages([text]) for text in texts])
    assert (together * alone).sum(1).min() > 1 - ROUNDING


def test_like_texts_have_like_vectors(encoder: Encoder) -> None:
    texts = ("warmth for a sore back", "heat relieves back pain", "sourdough")
    ask, heat, bread = (encoder.encode_query(text).vectors[0] for text in texts)
    assert ask @ heat > ask @ bread + 0.3


def test_words_are_encoded_beside_the_question_as_they_are_alone(encoder: Encoder) -> None:
    beside = encoder.encode_query("should i use heat", ["heat", "ice"]).vectors
    assert (beside[1:] * encoder.encode_passages(["heat", "ice"])).sum(1).min() > 1 - ROUNDING


def test_progress_hears_of_every_text(encoder: Encoder) -> None:
    heard: list[int] = []
    encoder.encode_passages(["ice"] * 40, heard.append)
    assert sum(heard) == 40


def test_several_threads_may_encode_at_once(encoder: Encoder) -> None:
    texts = ["ice", "heat for the back " * 5, "a"] * 8
    alone = [encoder.encode_query(text).vectors[0] for text in texts]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda text: encoder.encode_query(text).vectors[0], texts))
    assert np.allclose(alone, together, atol=1e-5)


def test_a_model_s_own_prompts_are_honoured(small: Path) -> None:
    from sentence_transformers import SentenceTransformer

    settings = small_settings(small)
    identity = identify(settings)
    assert (identity.query_prompt, identity.passage_prompt) == ("ask: ", "text: ")
    encoder = load_encoder(settings, identity)
    bare = SentenceTransformer(str(small), device="cpu")
    prompted = bare.encode(["ask: heat"], prompt="", normalize_embeddings=True)[0]
    assert np.allclose(encoder.encode_query("heat").vectors[0], prompted, atol=1e-5)
    stored = bare.encode(["text: heat"], prompt="", normalize_embeddings=True)[0]
    assert np.allclose(encoder.encode_passages(["heat"])[0], stored, atol=1e-5)


def test_prompts_can_be_set(small: Path) -> None:
    identity = identify(small_settings(small, query_prompt="q ", passage_prompt=""))
    assert (identity.query_prompt, identity.passage_prompt) == ("q ", "")


def test_another_passage_prompt_makes_other_vectors_and_another_query_prompt_does_not(small: Path) -> None:
    key = identify(small_settings(small)).key
    assert identify(small_settings(small, query_prompt="q ")).key == key
    assert identify(small_settings(small, passage_prompt="p ")).key != key


def test_other_weights_under_the_package_s_name_are_refused(monkeypatch: pytest.MonkeyPatch, small: Path) -> None:
    monkeypatch.setattr("index.models.identity.model_folder", lambda _name, **_options: small)
    with pytest.raises(ModelError, match=f"expected {PACKAGE_SHA256}. Reinstall it: make setup"):
        identify(load_settings())


def test_weights_in_several_files_have_one_sum(small: Path, tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / f"model-{number}.safetensors").write_bytes(bytes([number]))
    assert len(identify(load_settings(model={"name": str(tmp_path)})).sha256) == 64


def test_a_folder_without_weights_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="has no weights"):
        identify(load_settings(model={"name": str(tmp_path)}))


def test_a_folder_with_a_broken_configuration_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"x")
    (tmp_path / "config_sentence_transformers.json").write_text("[", encoding="utf-8")
    with pytest.raises(ModelError, match="expected a model's configuration"):
        identify(load_settings(model={"name": str(tmp_path)}))


def test_a_folder_that_cannot_be_loaded_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"x")
    (tmp_path / "modules.json").write_text(json.dumps([]), encoding="utf-8")
    settings = load_settings(model={"name": str(tmp_path)}, index=tmp_path / "index")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_encoder(settings, identify(settings)).encode_query("ice")


def test_a_hub_name_is_not_fetched_while_offline() -> None:
    with pytest.raises(ModelError, match=r"The model 'nobody/nothing' cannot be loaded"):
        model_folder("nobody/nothing", offline=True)
