"""Loads the encoder for a model's identity; the implementation is imported only then."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from index.encoding.hashed import HashEncoder
from index.encoding.protocol import Encoder
from index.errors import ModelError
from index.models.files import model_folder, quiet_libraries
from index.models.identity import HALF, HASH, SINGLE, ModelIdentity
from index.settings import Settings

_CUDA = "cuda"
# The folder of exported graphs, in the index folder.
FOLDER = "models"
# A machine with a GPU driver has one of these: on Linux, and in the Windows Subsystem for Linux.
_DRIVERS = (Path("/dev/nvidiactl"), Path("/dev/dxg"))


@cache
def building_dtype(name: str) -> str:
    """The precision in which the model `name` computes passages: half on a GPU, else single."""
    # Without a driver there is no need to import torch, which takes seconds.
    if name == HASH or not any(path.exists() for path in _DRIVERS):
        return SINGLE
    import torch

    return HALF if torch.cuda.is_available() else SINGLE


def load_encoder(settings: Settings, identity: ModelIdentity) -> Encoder:
    """The encoder for `identity`. Its graph is exported if the index folder has none. Raises `ModelError`."""
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
            f"There is no exported graph of {settings.model.name!r} in {str(kept)!r}, and {error.name} is not "
            "installed: expected one or the other. Run `verbatim build` with an installation that has it."
        ) from error
    asked = found if isinstance(found, RuntimeModel) else open_model(folder, kept, offline=offline)
    if identity.dtype == SINGLE:
        return ModelEncoder(identity, asked)
    return ModelEncoder(identity, asked, lambda: LibraryModel(open_library(folder, offline=offline), _CUDA))
