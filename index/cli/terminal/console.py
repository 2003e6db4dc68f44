"""The console: its width, and text that cannot control the terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from index.cli.terminal.printable import printable
from index.contract import Contract

_WIDTH = 100


def console_of_width() -> Console:
    """Standard output, limited to a width that is easy to read."""
    console = Console(highlight=False, soft_wrap=False)
    return console if console.is_terminal and console.width < _WIDTH else Console(highlight=False, width=_WIDTH)


def plain(words: str) -> Text:
    """Text of an article or a question without markup or terminal control characters."""
    return Text(printable(words))


def print_json(value: Contract | Mapping[str, Any]) -> None:
    """One line of JSON in ASCII, which every terminal and pipe can carry."""
    sys.stdout.write(json.dumps(value.model_dump() if isinstance(value, Contract) else value) + "\n")
    sys.stdout.flush()
