"""How the encoder computes: the library's own vectors, whatever the model's layout, in less time."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Dense, Normalize, Pooling, Transformer

from index.arrays import Floats
from index.ask import open_answerer
from index.build import build
from index.encoding.bert import Bert
from index.encoding.load import identify, load_encoder, model_folder
from index.encoding.packed import PackedVectors, batches
from index.encoding.precision import EIGHT, device, devices, dtype_of, precisions
from index.encoding.products import EightBits, Full
from index.encoding.sentences import LibraryVectors, is_plain_bert, open_vectors, packed_vectors
from index.errors import ModelError
from index.settings import Settings, load_settings

if TYPE_CHECKING:
    from transformers import BertModel

needs_vnni = pytest.mark.skipif(EIGHT not in precisions(), reason="the processor has no exact products of eight bits")
TEXTS = ["", "ice", "Wrap the ice pack in a towel.", "heat " * 400, "ice", "Łódź – “straße” 漢字 🙂"]


@pytest.fixture(scope="module")
def library() -> SentenceTransformer:
    return SentenceTransformer(str(model_folder(load_settings().model.name, offline=True)), device="cpu")


@pytest.fixture(scope="module")
def packed(library: SentenceTransformer) -> PackedVectors:
    return packed_vectors(library, torch.float32, ["cpu"])


@pytest.fixture
def _no_device_known() -> Iterator[None]:
    devices.cache_clear()
    yield
    devices.cache_clear()


def encoded(model: SentenceTransformer, texts: list[str]) -> Floats:
    """What the library gives."""
    return np.asarray(model.encode(texts, prompt="", normalize_embeddings=True))


def layout(library: SentenceTransformer, name: str) -> SentenceTransformer:
    """A model of the same BERT with other modules behind it."""
    transformer = library[0]
    assert isinstance(transformer, Transformer)
    modules: dict[str, list[torch.nn.Module]] = {
        "mean": [Pooling(384)],
        "mean, normalized": [Pooling(384), Normalize()],
        "first token": [Pooling(384, pooling_mode="cls")],
        "largest": [Pooling(384, pooling_mode="max")],
        "mean, dense": [Pooling(384), Dense(384, 64)],
    }
    return SentenceTransformer(modules=[transformer, *modules[name]], device="cpu")


@pytest.mark.model
@given(texts=st.lists(st.text(st.characters(codec="utf-8"), max_size=200), min_size=1, max_size=6))
def test_the_vectors_are_the_library_s(texts: list[str], library: SentenceTransformer, packed: PackedVectors) -> None:
    assert np.allclose(packed.of(texts), encoded(library, texts), atol=1e-5)


@pytest.mark.model
@pytest.mark.parametrize("name", ["mean", "mean, normalized", "first token", "largest", "mean, dense"])
def test_they_are_in_every_layout(name: str, library: SentenceTransformer, tmp_path: Path) -> None:
    model = layout(library, name)
    model.save(str(tmp_path))
    vectors = open_vectors(tmp_path, "float32", offline=True)
    assert np.allclose(vectors.of(TEXTS), encoded(model, TEXTS), atol=1e-5)


@pytest.mark.model
@pytest.mark.parametrize(("name", "plain"), [("mean", True), ("mean, normalized", True), ("first token", False)])
def test_only_a_bert_s_mean_is_computed_by_its_products(name: str, plain: bool, library: SentenceTransformer) -> None:
    assert is_plain_bert(layout(library, name)) is plain


@pytest.mark.model
def test_another_activation_is_left_to_the_library(library: SentenceTransformer) -> None:
    other = copy.deepcopy(library)
    transformer = other[0]
    assert isinstance(transformer, Transformer)
    transformer.model.config.hidden_act = "relu"
    assert not is_plain_bert(other)


@pytest.mark.model
def test_a_model_without_modules_behind_it_is_left_to_the_library(library: SentenceTransformer) -> None:
    assert not is_plain_bert(SentenceTransformer(modules=[library[0]], device="cpu"))


@pytest.mark.model
def test_neighbours_have_no_part_in_a_vector(packed: PackedVectors) -> None:
    together = packed.of(TEXTS)
    assert np.allclose(together, np.concatenate([packed.of([text]) for text in TEXTS]), atol=1e-6)


@pytest.mark.model
def test_no_texts_have_no_vectors(library: SentenceTransformer, packed: PackedVectors) -> None:
    assert packed.of([]).shape == LibraryVectors(library, torch.float32).of([]).shape == (0, 384)


@pytest.mark.model
def test_several_devices_share_the_batches_and_give_the_same_vectors(
    library: SentenceTransformer, packed: PackedVectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Bert] = []
    alone = Bert.encode

    def noted(bert: Bert, texts: Sequence[Sequence[int]]) -> torch.Tensor:
        taken.append(bert)
        return alone(bert, texts)

    monkeypatch.setattr(Bert, "encode", noted)
    monkeypatch.setattr("index.encoding.packed._TOKENS", {"cpu": 16})
    told: list[int] = []
    vectors = packed_vectors(library, torch.float32, ["cpu", "cpu"]).of(TEXTS, told.append)
    assert len(set(taken)) == 2
    assert sum(told) == len(TEXTS)
    assert np.allclose(vectors, packed.of(TEXTS), atol=1e-6)


@pytest.mark.model
@pytest.mark.parametrize(("processors", "threads"), [(1, {"encode_0": 1}), (2, {"encode_0": 1, "encode_1": 1})])
def test_a_processor_computes_its_batches_alone(
    processors: int, threads: dict[str, int], library: SentenceTransformer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, int] = {}
    both = threading.Barrier(processors)
    alone = Bert.encode

    def noted(bert: Bert, texts: Sequence[Sequence[int]]) -> torch.Tensor:
        if (name := threading.current_thread().name) not in seen:
            both.wait(timeout=60)
        seen[name] = torch.get_num_threads()
        return alone(bert, texts)

    monkeypatch.setattr(Bert, "encode", noted)
    monkeypatch.setattr("index.encoding.packed._TOKENS", {"cpu": 16})
    torch.set_num_threads(processors)
    packed_vectors(library, torch.float32, ["cpu"]).of(TEXTS)
    assert seen == threads


@pytest.mark.model
@pytest.mark.parametrize("name", ["mean", "first token"])
def test_a_few_texts_are_encoded_in_the_thread_that_asks(
    name: str, library: SentenceTransformer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = layout(library, name)
    model.save(str(tmp_path))
    vectors = open_vectors(tmp_path, "float32", offline=True)
    monkeypatch.setattr("index.encoding.packed._TOKENS", {"cpu": 16})
    before = threading.active_count()
    assert np.allclose(vectors.here(TEXTS), encoded(model, TEXTS), atol=1e-5)
    assert threading.active_count() == before


@pytest.mark.model
@pytest.mark.parametrize("name", ["mean", "first token"])
def test_a_model_that_is_stored_in_half_precision_is_computed_in_single(
    name: str, library: SentenceTransformer, tmp_path: Path
) -> None:
    model = layout(copy.deepcopy(library), name).to(torch.bfloat16)
    model.save(str(tmp_path))
    vectors = open_vectors(tmp_path, "float32", offline=True)
    assert np.allclose(vectors.of(TEXTS), encoded(model.float(), TEXTS), atol=1e-5)


@pytest.mark.model
@pytest.mark.parametrize("name", ["mean", "first token"])
def test_bfloat16_rounds_a_little(name: str, library: SentenceTransformer, tmp_path: Path) -> None:
    model = layout(library, name)
    model.save(str(tmp_path))
    vectors = open_vectors(tmp_path, "bfloat16", offline=True).of(TEXTS)
    assert 0.9999 < (vectors * encoded(model, TEXTS)).sum(1).min() < 1 - 1e-6


@pytest.mark.model
@pytest.mark.parametrize(
    ("place", "halves", "singles"),
    [
        ("cpu", {(1536, 384), (384, 1536)}, {(1152, 384), (384, 384)}),
        ("meta", {(1536, 384), (384, 1536), (1152, 384), (384, 384)}, set()),
    ],
)
def test_on_a_processor_only_feed_forward_products_are_of_fewer_bits(
    place: str,
    halves: set[tuple[int, ...]],
    singles: set[tuple[int, ...]],
    library: SentenceTransformer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: dict[torch.dtype, set[tuple[int, ...]]] = {torch.bfloat16: set(), torch.float32: set()}

    def noted(weight: torch.Tensor, bias: torch.Tensor) -> Full:
        made[weight.dtype].add(tuple(weight.shape))
        return Full(weight, bias)

    monkeypatch.setattr("index.encoding.bert.Full", noted)
    Bert(cast("BertModel", library[0].model), torch.bfloat16, place)
    assert made == {torch.bfloat16: halves, torch.float32: singles}


@pytest.mark.usefixtures("_no_device_known")
@pytest.mark.parametrize(
    ("told", "dtype"),
    [
        ("vendor_id\t: AuthenticAMD\nflags\t\t: fma avx512_bf16 avx512_vnni\n\nprocessor : 1\n", "bfloat16"),
        ("vendor_id\t: GenuineIntel\nflags\t\t: fma avx512_bf16 amx_bf16\n\n", "bfloat16"),
        ("vendor_id\t: GenuineIntel\nflags\t\t: fma avx512_bf16 avx512_vnni\n\n", "float32"),
        ("vendor_id\t: AuthenticAMD\nflags\t\t: fma avx2\n\n", "float32"),
        ("processor\t: 0\nFeatures\t: asimd bf16\n\n", "float32"),
        ("", "float32"),
        (None, "float32"),
    ],
)
def test_passages_are_in_bfloat16_where_the_processor_is_faster_in_it(
    told: str | None, dtype: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if told is not None:
        (tmp_path / "cpuinfo").write_text(told)
    monkeypatch.setattr("index.encoding.precision._DRIVERS", (tmp_path / "none",))
    monkeypatch.setattr("index.encoding.precision._PROCESSORS", tmp_path / "cpuinfo")
    assert (dtype_of("auto"), dtype_of("float32"), dtype_of("bfloat16")) == (dtype, "float32", "bfloat16")


@needs_vnni
@pytest.mark.model
def test_eight_bits_round_little_more(library: SentenceTransformer, tmp_path: Path) -> None:
    library.save(str(tmp_path))
    vectors = open_vectors(tmp_path, "int8", offline=True).of(TEXTS)
    assert 0.99 < (vectors * encoded(library, TEXTS)).sum(1).min() < 1 - 1e-6


@pytest.mark.parametrize(
    ("flags", "place", "known"),
    [
        ({"avx512_vnni": True}, "cpu", True),
        ({"avx_vnni": True}, "cpu", True),
        ({"avx512_bf16": True}, "cpu", False),
        ({"avx512_vnni": True}, "cuda", False),
    ],
)
def test_eight_bits_are_for_processors_that_add_them_up_exactly(
    flags: dict[str, bool], place: str, known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch.cpu.get_capabilities", lambda: flags)
    monkeypatch.setattr("index.encoding.precision.device", lambda: place)
    assert (EIGHT in precisions()) == known


@pytest.mark.model
def test_eight_bits_are_for_berts_alone(library: SentenceTransformer, tmp_path: Path) -> None:
    layout(library, "first token").save(str(tmp_path))
    with pytest.raises(ModelError, match=r"cannot be computed in int8 here: expected a BERT.*Set precision to 'auto'"):
        open_vectors(tmp_path, "int8", offline=True)


@pytest.mark.model
def test_elsewhere_eight_bits_are_refused(
    library: SentenceTransformer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.save(str(tmp_path))
    monkeypatch.setattr("torch.cpu.get_capabilities", lambda: {"avx512_bf16": True})
    with pytest.raises(ModelError, match="a processor with VNNI"):
        open_vectors(tmp_path, "int8", offline=True)


@needs_vnni
@pytest.mark.parametrize("least", [None, -0.17])
@given(seed=st.integers(0, 1000), tokens=st.integers(1, 20), shift=st.floats(0, 30))
def test_a_product_in_eight_bits_is_off_by_no_more_than_rounding(
    least: float | None, seed: int, tokens: int, shift: float
) -> None:
    random = torch.Generator().manual_seed(seed)
    states = torch.randn(tokens, 64, generator=random) * (1 + shift)
    states = states if least is None else states.clamp_min(least)
    weight, bias = torch.randn(32, 64, generator=random), torch.randn(32, generator=random)
    steps = states.abs().amax(1, keepdim=True) / 127, weight.abs().amax(1) / 127
    # Half a step of each number of either, and of both.
    bound = (
        steps[0] * weight.abs().sum(1) + states.abs().sum(1, keepdim=True) * steps[1] + 64 * steps[0] * steps[1]
    ) / 2
    off = (EightBits(weight, bias, least).of(states) - Full(weight, bias).of(states)).abs()
    assert bool((off <= bound + 1e-3).all())


@needs_vnni
def test_states_of_nothing_have_a_product_in_eight_bits() -> None:
    weight, bias = torch.zeros(8, 16), torch.ones(8)
    assert EightBits(weight, bias).of(torch.zeros(2, 16)).tolist() == [[1.0] * 8] * 2


@pytest.mark.model
def test_the_identity_says_what_passages_were_computed_in() -> None:
    settings = load_settings(model={"precision": "bfloat16"})
    identity = identify(settings)
    rounded = load_encoder(settings, identity).encode_passages(["ice"])
    other = load_settings(model={"precision": "float32"})
    single = load_encoder(other, identify(other)).encode_passages(["ice"])
    assert identity.dtype == "bfloat16"
    assert not np.allclose(rounded, single, atol=1e-6)


@pytest.mark.model
@pytest.mark.parametrize("precision", ["bfloat16", "int8"])
def test_questions_are_computed_in_single_precision(precision: str) -> None:
    vectors = []
    for name in (precision, "float32"):
        settings = load_settings(model={"precision": name})
        vectors.append(load_encoder(settings, identify(settings)).encode_query("ice or heat?", ["ice"]))
    assert np.array_equal(vectors[0], vectors[1])


@pytest.mark.model
def test_a_snapshot_of_another_precision_is_answered_from(settings: Settings) -> None:
    own = settings.evolve(model={"name": load_settings().model.name, "precision": "bfloat16"})
    report = build(own)
    elsewhere = own.evolve(model={"precision": "float32"})
    assert open_answerer(elsewhere).ask("How long should I hold the ice pack?").snapshot == report.snapshot


@given(lengths=st.lists(st.integers(0, 300), max_size=50), most=st.integers(1, 600))
def test_a_batch_has_bounds_and_every_row_its_place(lengths: list[int], most: int) -> None:
    found = list(batches(lengths, most))
    assert sorted(row for batch in found for row in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or sum(lengths[row] for row in batch) <= most for batch in found)


def test_the_longest_go_first() -> None:
    assert list(batches([3, 9, 1], 10)) == [[1], [0, 2]]


@pytest.mark.usefixtures("_no_device_known")
def test_without_a_driver_it_is_the_processor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("index.encoding.precision._DRIVERS", (tmp_path / "none",))
    assert (device(), devices()) == ("cpu", ("cpu",))


@pytest.mark.usefixtures("_no_device_known")
@pytest.mark.parametrize(
    ("count", "expected"),
    [(2, (("cuda:0", "cuda:1"), "cuda", "bfloat16")), (0, (("cpu",), "cpu", "float32"))],
)
def test_with_a_driver_torch_says_how_many_gpus_there_are(
    count: int, expected: tuple[tuple[str, ...], str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("index.encoding.precision._DRIVERS", (tmp_path,))
    monkeypatch.setattr("index.encoding.precision._PROCESSORS", tmp_path / "none")
    monkeypatch.setattr(torch.cuda, "device_count", lambda: count)
    assert (devices(), device(), dtype_of("auto")) == expected
