"""From a model's identity to its encoder, which is imported only when it is loaded."""

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
# Of the index folder: the graphs that were exported.
FOLDER = "models"
# One of these is there where a GPU's driver is: on Linux, and on Windows' Linux.
_DRIVERS = (Path("/dev/nvidiactl"), Path("/dev/dxg"))


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
            f"There is no exported graph of {settings.model.name!r} in {str(kept)!r}, and {error.name} is not "
            "installed: expected one or the other. Run `verbatim build` with an installation that has it."
        ) from error
    asked = found if isinstance(found, RuntimeModel) else open_model(folder, kept, offline=offline)
    if identity.dtype == SINGLE:
        return ModelEncoder(identity, asked)
    return ModelEncoder(identity, asked, lambda: LibraryModel(open_library(folder, offline=offline), _CUDA))
