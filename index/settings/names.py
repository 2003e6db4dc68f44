"""How a setting is named: `service.port` in messages, `VERBATIM_SERVICE__PORT` as a variable, [service] in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

FILE = "verbatim.toml"
PREFIX = "VERBATIM_"
DELIMITER = "__"
LISTED = "docs/settings.md lists every setting."


def variable(name: str) -> str:
    """The variable of a setting: `service.port` is `VERBATIM_SERVICE__PORT`."""
    return PREFIX + name.upper().replace(".", DELIMITER)


def place(name: str) -> str:
    """Where a setting is in the file: `port` under [service] in verbatim.toml."""
    group, _, leaf = name.rpartition(".")
    return f"`{leaf}` under [{group}] in {FILE}" if group else f"`{leaf}` in {FILE}"


def meant(name: str, known: Iterable[str], old: Mapping[str, str]) -> str | None:
    """The setting in `known` most similar to `name`: in full, without its group, or by its old name; or `None`."""
    spelled = {setting.rpartition(".")[2]: setting for setting in known} | dict(old)
    spelled |= {setting: setting for setting in known}
    return next((spelled[like] for like in get_close_matches(name, spelled, 1)), None)
