"""Tests mutants in a copy of the working tree."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.mutants.drawing import Mutant
from tests.paths import ROOT

PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
MOST_SECONDS = 300
# So many tests are tried before the others: they kill most mutants, and are collected sooner than all.
_FIRST = 20


class Copy:
    """A copy of the working tree, in which mutants are tested one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ignored = shutil.ignore_patterns(
            ".git", ".venv", ".bench", ".verbatim", ".mutants.json", ".*cache", ".hypothesis", "__pycache__"
        )
        shutil.copytree(ROOT, folder, dirs_exist_ok=True, ignore=ignored)
        self.environment = {**os.environ, "PYTHONPATH": str(folder), "HF_HUB_OFFLINE": "1"}
        _, where = self._run([sys.executable, "-c", "import index, web; print(index.__file__, web.__file__)"], 60)
        if where.count(f"{folder}{os.sep}") != 2:
            sys.exit(f"{where.strip()} is imported, expected the copy in {folder}.")

    def result(self, mutant: Mutant, tests: list[str]) -> tuple[str, str]:
        """Whether a mutant was killed, and by which test or error."""
        file = self.folder / mutant.path
        source = file.read_bytes()
        try:
            self._write(file, mutant.applied(source))
            result, by = self.tested(tests[:_FIRST])
            return self.tested(tests[_FIRST:]) if result == "survived" and tests[_FIRST:] else (result, by)
        finally:
            self._write(file, source)

    def tested(self, tests: list[str]) -> tuple[str, str]:
        """The result of some tests: "killed" and the failing test, or "survived" and nothing."""
        status, output = self._run([*PYTEST, "-x", "--timeout", "60", *tests], MOST_SECONDS)
        failed = [line for line in output.splitlines() if line.startswith(("FAILED tests/", "ERROR tests/"))]
        if status == 0:
            return "survived", ""
        if failed:
            return "killed", failed[0].split(" ", 1)[1].split(" - ")[0]
        if status is None or "Timeout" in output:
            return "killed", "timeout"
        if "ImportError while loading conftest" in output:
            return "killed", "import"
        sys.exit(f"pytest ended with {status}, expected 0 or 1:\n{output[-3000:]}")

    def _run(self, command: list[str], seconds: float) -> tuple[int | None, str]:
        with subprocess.Popen(
            command, cwd=self.folder, env=self.environment, text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        ) as process:  # fmt: skip
            try:
                output, _ = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return None, ""
        return process.returncode, output

    @staticmethod
    def _write(file: Path, source: bytes) -> None:
        """Write a module; what was compiled from the last source of the same second would be taken for its own."""
        file.write_bytes(source)
        for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
            compiled.unlink()
