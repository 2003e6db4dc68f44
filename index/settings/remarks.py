"""Warnings about settings: old names that still work, and variables that match no setting."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from index.settings.legacy import NOW, old_keys, said
from index.settings.names import FILE, LISTED, PREFIX, meant, variable
from index.settings.settings import LEAVES


def write_remarks() -> None:
    """Write the warnings about this process' settings to standard error. To be called once, at the start."""
    for sentence in remarks(os.environ):
        sys.stderr.write(f"verbatim: {sentence}\n")


def remarks(variables: Mapping[str, str]) -> list[str]:
    """One message for each use of an old name, in `variables` or the file, and for each variable that is no setting.

    An unknown variable is no error: Kubernetes, for example, sets such variables for a service of the same name.
    """
    given = {name: name[len(PREFIX) :].lower() for name in sorted(variables) if name.upper().startswith(PREFIX)}
    known = {variable(name) for name in LEAVES}
    return [
        *(said(setting, by_variable=True) for name, setting in given.items() if setting in NOW and variables[name]),
        *(said(key, by_variable=False) for key in _old_keys_of_the_file()),
        *(_unknown(name) for name, setting in given.items() if setting not in NOW and name.upper() not in known),
    ]


def _unknown(name: str) -> str:
    like = meant(name[len(PREFIX) :].lower(), LEAVES, NOW)
    perhaps = f" Did you mean {variable(like)}?" if like else ""
    return f"The variable {name} has no effect: there is no such setting.{perhaps} {LISTED}"


def _old_keys_of_the_file() -> list[str]:
    try:
        return old_keys(tomllib.loads(Path(FILE).read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError):
        return []  # there is none, or `load_settings` says what is wrong with it
