"""A model's identity, read from its files alone."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from index.errors import ModelError
from index.models.files import PACKAGE, PACKAGE_SHA256, model_folder, weights_sha256
from index.settings import Settings

SINGLE, HALF = "float32", "bfloat16"
# The fake encoder: its name in the settings, and what stands for the sha256 of its weights.
HASH = "hash"
FAKE_WEIGHTS = hashlib.sha256(b"verbatim hash encoder 1").hexdigest()


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Vectors are comparable if the identities of their models are equal. `sha256` is that of the weights."""

    name: str
    sha256: str
    dtype: str
    query_prompt: str
    passage_prompt: str

    @property
    def key(self) -> str:
        """A short digest of everything that affects a passage's vector; the prompt for questions does not."""
        shaping = {name: value for name, value in asdict(self).items() if name != "query_prompt"}
        return hashlib.sha256(json.dumps(shaping, sort_keys=True).encode()).hexdigest()[:16]


def identify(settings: Settings, dtype: str = SINGLE) -> ModelIdentity:
    """The identity of the model that `settings` name, read from its files alone. Raises `ModelError`.

    `dtype` is the precision in which passages are computed; questions are always computed in single precision.
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


def _prompts(folder: Path) -> dict[str, str]:
    """The prompts in the model's own configuration, if any."""
    path = folder / "config_sentence_transformers.json"
    try:
        prompts = json.loads(path.read_text(encoding="utf-8")).get("prompts") if path.is_file() else None
    except (OSError, ValueError, AttributeError) as error:
        raise ModelError(
            f"{path} cannot be read ({error}): expected a model's configuration. Correct the setting `model.name`."
        ) from error
    return {str(name): str(prompt) for name, prompt in (prompts or {}).items()}
