"""Runs one peer's process, asks it questions, and records times and results."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

from benchmarks.memory import anonymous_bytes
from benchmarks.peers.environments import ROOT, environment, python_of

# How many texts to ask for.
DEPTH = 10


class System:
    """A peer's process, as a context manager that ends it."""

    def __init__(self, name: str, variables: Mapping[str, str]) -> None:
        self.name = name
        # Times and results, in the order of the questions asked so far.
        self.seconds: list[float] = []
        self.found: list[list[int]] = []
        self._python = python_of(name)
        self._process = subprocess.Popen(
            [self._python, "-m", f"benchmarks.peers.with_{name}"],
            cwd=ROOT,
            env={**environment(), **variables},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> System:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        self._process.terminate()
        self._process.wait()

    def build(self, model: str, texts: Sequence[str]) -> float:
        """Index the texts; returns the seconds that this took, including loading the model."""
        return float(self._say({"model": model, "texts": list(texts), "k": DEPTH})["build s"])

    def ask(self, question: str) -> None:
        """Ask, and record the time and the result."""
        said = self._say({"question": question})
        self.seconds.append(float(said["s"]))
        self.found.append(said["rows"])

    @property
    def megabytes(self) -> int | None:
        """The anonymous memory of its process now, in megabytes."""
        taken = anonymous_bytes(self._process.pid)
        return None if taken is None else round(taken / 1e6)

    def _say(self, message: Mapping[str, Any]) -> dict[str, Any]:
        if not self._process.stdin or not self._process.stdout:
            raise RuntimeError(f"{self.name} has no line")
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(
                f"{self.name} ended with {self._process.wait()}: expected an answer. See why: "
                f"{self._python} -m benchmarks.peers.with_{self.name} < /dev/null"
            )
        return dict(json.loads(line))
