"""For several kinds of models with random weights, the exported graph returns what the library returns."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

from index.encoding.load import building_dtype, load_encoder
from index.encoding.model import ModelEncoder, batches
from index.encoding.protocol import Encoded, no_progress
from index.encoding.runtime import GRAPH, RuntimeModel, find_graph
from index.errors import ModelError
from index.models.files import model_folder
from index.models.identity import ModelIdentity, identify
from index.settings import Settings, load_settings

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import PreTrainedModel

    from index.encoding.library import LibraryModel

LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
TEXTS = ["", "ice", "wrap the ice pack in a towel", "heat " * 40, "ice", "“straße” 漢字"]
SIZE = 16
Made = Callable[[Path], Path]


def bert() -> PreTrainedModel:
    from transformers import BertConfig, BertModel

    config = BertConfig(vocab_size=64, hidden_size=SIZE, num_hidden_layers=2, num_attention_heads=2)
    config.intermediate_size, config.max_position_embeddings = 32, 64
    return BertModel(config)


def modern_bert() -> PreTrainedModel:
    from transformers import ModernBertConfig, ModernBertModel

    return ModernBertModel(
        ModernBertConfig(
            vocab_size=64,
            hidden_size=SIZE,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=64,
            local_attention=8,
            pad_token_id=0,
            cls_token_id=2,
            sep_token_id=3,
            bos_token_id=2,
            eos_token_id=3,
        )
    )


def saved(folder: Path, model: PreTrainedModel, *modules: torch.nn.Module, dtype: torch.dtype | None = None) -> Path:
    """A sentence-transformers model of `model` and further `modules`, saved in `folder`."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Transformer
    from transformers.models.bert.tokenization_bert import BertTokenizer

    parts = folder / "parts"
    parts.mkdir(parents=True)
    (parts / "vocab.txt").write_text("\n".join(VOCABULARY), encoding="utf-8")
    BertTokenizer(vocab=str(parts / "vocab.txt")).save_pretrained(parts)
    model.save_pretrained(parts)
    transformer = Transformer(str(parts), max_seq_length=32)
    SentenceTransformer(modules=[transformer, *modules], device="cpu").to(dtype or torch.float32).save(
        str(folder / "whole")
    )
    return folder / "whole"


def kinds() -> dict[str, Made]:
    import torch
    from sentence_transformers.sentence_transformer.modules import Dense, Normalize, Pooling

    return {
        "bert, mean": lambda folder: saved(folder, bert(), Pooling(SIZE)),
        "bert, mean and largest": lambda folder: saved(folder, bert(), Pooling(SIZE, pooling_mode=("mean", "max"))),
        "bert, first token, dense": lambda folder: saved(
            folder, bert(), Pooling(SIZE, pooling_mode="cls"), Dense(SIZE, 8), Normalize()
        ),
        "bert in half precision": lambda folder: saved(folder, bert(), Pooling(SIZE), dtype=torch.bfloat16),
        "modern bert, mean": lambda folder: saved(folder, modern_bert(), Pooling(SIZE), Normalize()),
        "modern bert, last token": lambda folder: saved(folder, modern_bert(), Pooling(SIZE, pooling_mode="lasttoken")),
    }


@pytest.fixture(
    scope="module",
    params=[
        "bert, mean",
        "bert, mean and largest",
        "bert, first token, dense",
        "bert in half precision",
        "modern bert, mean",
        "modern bert, last token",
    ],
)
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch

    torch.manual_seed(0)
    return kinds()[request.param](tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with an exported graph, in the folder that `at` uses."""
    import torch
    from sentence_transformers.sentence_transformer.modules import Pooling

    torch.manual_seed(0)
    folder = saved(tmp_path_factory.mktemp("plain"), bert(), Pooling(SIZE))
    encoder(folder)
    return folder


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model without attention and token vectors, for which no graph can be exported."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    folder = tmp_path_factory.mktemp("static") / "whole"
    words = Tokenizer(WordLevel({"[UNK]": 0, "ice": 1, "heat": 2}, "[UNK]"))
    SentenceTransformer(modules=[StaticEmbedding(words, embedding_dim=SIZE)], device="cpu").save(str(folder))
    return folder


@pytest.fixture(scope="module")
def default(kept_index: Path) -> tuple[ModelEncoder, SentenceTransformer]:
    """The default model, as a graph and in the library."""
    from sentence_transformers import SentenceTransformer

    settings = load_settings()
    loaded = load_encoder(settings.evolve(index=kept_index), identify(settings))
    assert isinstance(loaded, ModelEncoder)
    return loaded, SentenceTransformer(str(model_folder(settings.model.name, offline=True)), device="cpu")


def at(folder: Path, index: Path | None = None, **changes: str) -> Settings:
    """Settings with the model in `folder`, and an index folder next to it."""
    return load_settings(model={"name": str(folder), **changes}, index=index or folder.parent / "index")


def encoder(folder: Path, index: Path | None = None, **changes: str) -> ModelEncoder:
    settings = at(folder, index, **changes)
    loaded = load_encoder(settings, identify(settings))
    assert isinstance(loaded, ModelEncoder)
    return loaded


def kept(folder: Path) -> Path:
    """The folder of the model's graph."""
    return folder.parent / "index" / "models" / identify(at(folder)).sha256


def library(folder: Path) -> LibraryModel:
    from sentence_transformers import SentenceTransformer

    from index.encoding.library import LibraryModel

    return LibraryModel(SentenceTransformer(str(folder), device="cpu").float())


def library_tokens(folder: Path) -> Encoded:
    """The library's result for `TEXTS`."""
    return ModelEncoder(identify(at(folder)), library(folder)).encode_tokens(TEXTS)


def runs(of: ModelEncoder) -> type:
    """The class that runs the model."""
    return type(of._asked)


def test_every_kind_is_run_by_its_graph(model: Path) -> None:
    assert runs(encoder(model)) is RuntimeModel


def test_vectors_are_the_library_s(model: Path) -> None:
    from sentence_transformers import SentenceTransformer

    expected = SentenceTransformer(str(model), device="cpu").float().encode(TEXTS, normalize_embeddings=True)
    assert np.allclose(encoder(model).encode_passages(TEXTS), expected, atol=1e-5)


def test_tokens_are_the_library_s(model: Path) -> None:
    expected = library_tokens(model)
    found = encoder(model).encode_tokens(TEXTS)
    assert np.allclose(found.tokens, expected.tokens, atol=1e-5)
    assert np.array_equal(found.spans, expected.spans)
    assert np.array_equal(found.ids, expected.ids)
    assert np.array_equal(found.bounds, expected.bounds)


def test_a_text_alone_decides_its_vectors(model: Path) -> None:
    own = encoder(model)
    together = own.encode_tokens(TEXTS)
    alone = [own.encode_tokens([text]) for text in TEXTS]
    assert np.allclose(np.concatenate([one.vectors for one in alone]), together.vectors, atol=1e-6)
    assert np.allclose(np.concatenate([one.tokens for one in alone]), together.tokens, atol=1e-6)
    assert np.cumsum([0, *(len(one.tokens) for one in alone)]).tolist() == together.bounds.tolist()


def test_tokens_are_unit_vectors_and_stand_for_characters_of_their_text(plain: Path) -> None:
    found = encoder(plain).encode_tokens(["", "Ice, heat"])
    assert np.allclose(np.linalg.norm(found.tokens, axis=1), 1, atol=1e-5)
    assert found.bounds.tolist() == [0, 0, 8]
    assert ["Ice, heat"[first:last] for first, last in found.spans] == ["I", "c", "e", ",", "h", "e", "a", "t"]
    assert found.ids[0] == VOCABULARY.index("i")


def test_tokens_of_a_prompt_are_left_out(plain: Path) -> None:
    bare, prompted = encoder(plain), encoder(plain, query_prompt="ask a ", passage_prompt="b ")
    one, other = bare.encode_query("ice", ["heat"]), prompted.encode_query("ice", ["heat"])
    assert np.array_equal(one.spans, other.spans)
    assert np.array_equal(one.ids, other.ids)
    assert np.allclose(other.vectors, bare.encode_passages(["ask a ice", "b heat"]), atol=1e-6)


def test_several_questions_have_what_each_has_alone(plain: Path) -> None:
    own = encoder(plain)
    asked = [("ice", ["heat", "cold"]), ("a longer question", []), ("", ["ice"])]
    for found, (text, words) in zip(own.encode_queries(asked), asked, strict=True):
        alone = own.encode_query(text, words)
        assert np.allclose(found.vectors, alone.vectors, atol=1e-6)
        assert np.allclose(found.tokens, alone.tokens, atol=1e-6)


def test_no_texts_have_no_vectors(plain: Path) -> None:
    own = encoder(plain)
    assert own.encode_passages([]).shape == own.encode_tokens([]).vectors.shape == (0, SIZE)
    assert own.encode_queries([]) == []


def test_progress_hears_of_every_text(plain: Path) -> None:
    heard: list[int] = []
    encoder(plain).encode_passages(TEXTS * 40, heard.append)
    assert (sum(heard), len(heard) > 1) == (len(TEXTS) * 40, True)


def test_only_what_is_cut_in_length_makes_no_difference_to_both(plain: Path) -> None:
    own = encoder(plain)
    assert np.allclose(own.encode_passages(["a " * 30]), own.encode_passages(["a " * 300]), atol=1e-6)


def test_vectors_may_be_cut_to_fewer_dimensions(plain: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    shorter = SentenceTransformer(str(plain), device="cpu", truncate_dim=4)
    shorter.save(str(tmp_path / "whole"))
    about = tmp_path / "whole" / "config_sentence_transformers.json"
    about.write_text(json.dumps({**json.loads(about.read_text()), "truncate_dim": 4}), encoding="utf-8")
    expected = SentenceTransformer(str(tmp_path / "whole"), device="cpu").encode(TEXTS, normalize_embeddings=True)
    assert np.allclose(encoder(tmp_path / "whole").encode_passages(TEXTS), expected, atol=1e-5)


def test_a_kept_graph_is_used_without_the_library(plain: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.settings import load_settings\n"
        "from index.encoding.load import load_encoder\n"
        "from index.models.identity import identify\n"
        f"settings = load_settings(model=dict(name={str(plain)!r}), index=Path({str(plain.parent / 'index')!r}))\n"
        "load_encoder(settings, identify(settings)).encode_query('ice', ['heat'])\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'onnx'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


@pytest.mark.parametrize(
    "file", [GRAPH, *(pytest.param(file, marks=pytest.mark.slow) for file in ("tokenizer.json", "model.json"))]
)
def test_a_damaged_graph_is_exported_anew(file: str, plain: Path) -> None:
    encoder(plain)
    path = kept(plain) / file
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    path.write_bytes(raw)
    assert find_graph(kept(plain), "") is None
    assert runs(encoder(plain)) is RuntimeModel
    assert path.read_bytes() != bytes(raw)


def test_another_pooling_of_the_same_weights_is_another_graph(plain: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling

    other = tmp_path / "whole"
    SentenceTransformer(
        modules=[SentenceTransformer(str(plain), device="cpu")[0], Pooling(SIZE, pooling_mode="cls")], device="cpu"
    ).save(str(other))
    assert identify(at(other)).sha256 == identify(at(plain)).sha256
    mean = encoder(plain).encode_passages(["ice"])
    first = encoder(other, index=plain.parent / "index").encode_passages(["ice"])
    assert not np.allclose(mean, first, atol=1e-3)
    assert np.array_equal(encoder(plain).encode_passages(["ice"]), mean)


def test_other_weights_of_a_dense_part_are_another_model(tmp_path: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Dense, Pooling

    torch.manual_seed(0)
    one = saved(tmp_path / "one", bert(), Pooling(SIZE), Dense(SIZE, 8))
    other = SentenceTransformer(str(one), device="cpu")
    for weights in other[2].parameters():
        torch.nn.init.ones_(weights)
    other.save(str(tmp_path / "other"))
    assert identify(at(one)).sha256 != identify(at(tmp_path / "other")).sha256


def test_what_cannot_be_exported_is_run_by_the_library_which_is_said_once(
    static: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from sentence_transformers import SentenceTransformer

    from index.encoding.library import LibraryModel

    with caplog.at_level(logging.WARNING):
        first, second = encoder(static), encoder(static)
    assert runs(first) is runs(second) is LibraryModel
    assert [record.getMessage()[:38] for record in caplog.records] == ["sentence-transformers runs the model: "]
    expected = SentenceTransformer(str(static), device="cpu").encode(["ice", "heat"], normalize_embeddings=True)
    assert np.allclose(second.encode_passages(["ice", "heat"]), expected, atol=1e-6)
    assert second.encode_query("ice").tokens.size == 0


def test_a_graph_that_gives_other_vectors_is_not_used(
    plain: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from index.encoding.library import LibraryModel

    monkeypatch.setattr("index.encoding.library._OFF", 0.0)
    with caplog.at_level(logging.WARNING):
        refused = encoder(plain, index=plain.parent / "other")
    assert runs(refused) is LibraryModel
    assert "its graph is off by" in caplog.text


def test_where_no_graph_can_be_kept_the_library_runs_the_model_which_is_said(
    plain: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from index.encoding.library import LibraryModel

    (tmp_path / "models").write_text("in the way")
    with caplog.at_level(logging.WARNING):
        fallen = encoder(plain, index=tmp_path)
    assert runs(fallen) is LibraryModel
    assert "cannot be kept in" in caplog.text
    assert np.allclose(fallen.encode_passages(TEXTS), encoder(plain).encode_passages(TEXTS), atol=1e-5)


def test_without_a_graph_and_without_the_library_it_is_said_what_to_do(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "index.encoding.library", None)
    with pytest.raises(ModelError, match=r"There is no exported graph of .*Run `verbatim build`"):
        encoder(plain, index=tmp_path)


def test_passages_are_stored_with_the_other_model_where_there_is_one(plain: Path) -> None:
    from sentence_transformers import SentenceTransformer

    from index.encoding.library import LibraryModel

    identity = ModelIdentity("", "", "bfloat16", "", "")
    asked, stored = library(plain), LibraryModel(SentenceTransformer(str(plain), device="cpu").half().float())
    own = ModelEncoder(identity, asked, lambda: stored)
    given_texts = ["ice"]
    assert np.array_equal(own.encode_passages(["ice"])[0], stored.encode(given_texts, no_progress)[0].vector)
    assert np.array_equal(own.encode_query("ice").vectors[0], asked.encode(given_texts, no_progress)[0].vector)


@pytest.fixture
def _no_device_known() -> None:
    building_dtype.cache_clear()


@pytest.mark.usefixtures("_no_device_known")
@pytest.mark.parametrize(
    ("case", "dtype"),
    [
        (("any", True, True), "bfloat16"),
        (("any", True, False), "float32"),
        (("any", False, True), "float32"),
        (("hash", True, True), "float32"),
    ],
)
def test_passages_are_in_half_precision_on_a_gpu(
    case: tuple[str, bool, bool], dtype: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import torch

    name, driver, gpu = case
    monkeypatch.setattr("index.encoding.load._DRIVERS", (tmp_path if driver else tmp_path / "none",))
    monkeypatch.setattr(torch.cuda, "is_available", lambda: gpu)
    assert building_dtype(name) == dtype
    building_dtype.cache_clear()


@given(lengths=st.lists(st.integers(0, 300), max_size=50), most=st.integers(1, 600))
def test_a_batch_has_bounds_and_every_row_its_place(lengths: list[int], most: int) -> None:
    found = list(batches(lengths, most))
    assert sorted(row for batch in found for row in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or len(batch) * max(lengths[row] for row in batch) <= most for batch in found)


def test_the_longest_go_first() -> None:
    assert list(batches([3, 9, 1], 10)) == [[1], [0, 2]]


def test_words_beside_a_long_question_are_not_filled_up_to_its_length() -> None:
    assert list(batches([256, 5, 4], 512)) == [[0], [1, 2]]
    assert list(batches([40, 5, 4], 512)) == [[0, 1, 2]]


@pytest.mark.model
@given(texts=st.lists(st.text(st.characters(codec="utf-8"), max_size=200), min_size=1, max_size=6))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_default_model_s_vectors_are_the_library_s(
    texts: list[str], default: tuple[ModelEncoder, SentenceTransformer]
) -> None:
    own, expected = default
    assert np.allclose(own.encode_passages(texts), expected.encode(texts, normalize_embeddings=True), atol=1e-5)
