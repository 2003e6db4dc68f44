"""The old names of settings, from before there were groups. They work until version 0.3; then this module goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from index.settings.names import FILE, PREFIX, variable

UNTIL = "0.3"
# Each old name with its new one.
NOW = {
    "file_megabytes": "reading.file_megabytes",
    "file_unpacked_megabytes": "reading.unpacked_megabytes",
    "file_pages": "reading.pdf_pages",
    "file_seconds": "reading.file_seconds",
    "fetch_seconds": "reading.fetch_seconds",
    "model": "model.name",
    "query_prompt": "model.query_prompt",
    "passage_prompt": "model.passage_prompt",
    "reranker": "model.reranker",
    "offline": "model.offline",
    "embeddings_megabytes": "model.cache_megabytes",
    "passage_words": "search.passage_words",
    "candidates": "search.candidates",
    "search": "engine.mode",
    "host": "service.host",
    "port": "service.port",
    "base_path": "service.base_path",
    "trusted_proxies": "service.trusted_proxies",
    "cors_origins": "service.cors_origins",
    "require_key": "service.require_key",
    "key_file": "service.key_file",
    "rate_limit": "service.rate_limit",
    "max_in_flight": "service.max_in_flight",
    "request_kilobytes": "service.request_kilobytes",
    "request_seconds": "service.request_seconds",
    "header_seconds": "service.header_seconds",
    "log_questions": "service.log_questions",
    "language": "page.language",
    "feedback": "page.feedback",
    "feedback_rows": "page.feedback_rows",
}
_GROUPS = {name.split(".")[0] for name in NOW.values()}


def table_renamed(table: Mapping[str, Any]) -> dict[str, Any]:
    """The file's table with every old name moved into its group. If both names are there, the new one wins."""
    renamed = {key: value for key, value in table.items() if not _is_old(key, value)}
    for key in old_keys(table):
        group, leaf = NOW[key].split(".")
        inside = renamed.get(group, {})
        if isinstance(inside, Mapping):  # else it is refused as it is
            renamed[group] = {leaf: table[key], **inside}
    return renamed


def variables_renamed(variables: Mapping[str, str | None], known: Iterable[str]) -> dict[str, str | None]:
    """The variables for settings in `known`, with old names replaced by new ones; all in lower case.

    If both names are set, the new one wins. Other variables are left out.
    """
    before = {PREFIX.lower() + old: variable(now).lower() for old, now in NOW.items()}
    renamed = {before[name]: value for name, value in variables.items() if name in before}
    ours = {variable(name).lower() for name in known}
    return renamed | {name: value for name, value in variables.items() if name in ours}


def old_keys(table: Mapping[str, Any]) -> list[str]:
    """The keys in the file's table that are old names. If `model` or `search` is a table, it is the new group."""
    return [key for key, value in table.items() if _is_old(key, value)]


def said(old: str, *, by_variable: bool) -> str:
    """The warning about an old name, with the new one."""
    where = f"it is set by the variable {PREFIX}{old.upper()}" if by_variable else f"it is in {FILE}"
    return (
        f"The setting `{old}` is now `{NOW[old]}` ({variable(NOW[old])}); the old name works until version {UNTIL}. "
        f"Rename it: {where}."
    )


def _is_old(key: str, value: object) -> bool:
    return key in NOW and not (key in _GROUPS and isinstance(value, Mapping))
