"""The protocol of all peers: a first line with the model and the texts, then one question per line.

In:  {"model": FOLDER, "texts": [...], "k": 10}   out: {"build s": SECONDS}
In:  {"question": TEXT}                           out: {"s": SECONDS, "rows": [numbers of texts, best first]}

A question's time covers only the search, in the peer's process. This module uses only the standard library.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence

# Maps a question to the numbers of the texts found, best first.
Search = Callable[[str], Sequence[int]]
# Builds a search from the model's folder, the texts, and how many to find.
Build = Callable[[str, list[str], int], Search]


def speak(build: Build) -> None:
    """Answer every line of standard input until it ends."""
    # Output of libraries goes to standard error, because standard output carries the protocol.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def say(message: dict[str, object]) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    first = json.loads(sys.stdin.readline())
    started = time.perf_counter()
    search = build(first["model"], first["texts"], first["k"])
    say({"build s": time.perf_counter() - started})
    for line in sys.stdin:
        asked = json.loads(line)
        started = time.perf_counter()
        rows = search(asked["question"])
        seconds = time.perf_counter() - started
        say({"s": seconds, "rows": [int(row) for row in rows]})
