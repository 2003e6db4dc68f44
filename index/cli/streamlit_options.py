"""Passes the page's Streamlit options as environment variables, except those that the user has set.

In Streamlit, variables override every `.streamlit/config.toml`, and a file next to the script overrides the one in the
working folder. So our variables must leave out whatever the user sets.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_FILE = Path(".streamlit") / "config.toml"
_THEME = "STREAMLIT_THEME_"


def option_variables(file: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """The options in `file` by the names of Streamlit's variables, without those that the user has set.

    The user may set them in `.streamlit/config.toml`, in the working folder or the home folder, or in `environment`.
    If the user sets any part of the theme, all of ours is left out, because a theme has to match.
    """
    theirs = {name for name in environment if name.startswith("STREAMLIT_")}
    for folder in (Path.cwd(), _home()):
        theirs |= dict(_variables(_read(folder / _FILE))).keys()
    themed = any(name.startswith(_THEME) for name in theirs)
    return {
        name: value
        for name, value in _variables(_read(file))
        if name not in theirs and not (themed and name.startswith(_THEME))
    }


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        # A container may run as a user without a home folder.
        return Path("/")


def _read(file: Path) -> dict[str, Any]:
    """The options by section; empty if the file is missing or unreadable, which Streamlit itself reports."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _variables(options: Mapping[str, Any], prefix: str = "STREAMLIT") -> Iterator[tuple[str, str]]:
    """Each option's variable and value: `[theme.light] primaryColor` is `STREAMLIT_THEME_LIGHT_PRIMARY_COLOR`."""
    for name, value in options.items():
        variable = f"{prefix}_{re.sub(r'(?<=[a-z0-9])(?=[A-Z])', '_', name).upper()}"
        if isinstance(value, dict):
            yield from _variables(value, variable)
        else:
            yield variable, str(value).lower() if isinstance(value, bool) else str(value)
