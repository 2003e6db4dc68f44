"""Break the code at random and see whether a test fails: how good the tests are, in one figure.

    python -m tests.mutants record            run the tests once, to learn which lines each of them runs
    python -m tests.mutants record FILES      the same for files of tests that have changed since
    python -m tests.mutants run SEED          draw 100 mutants, test each, and write tests/mutants/seed-SEED.tsv
    python -m tests.mutants run SEED --again  test again those that survived

A mutant is killed by a failing test, or by a test that takes longer than a minute.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from tests.mutants.covering import Record
from tests.mutants.drawing import Mutant, draw
from tests.mutants.recording import RECORD
from tests.mutants.testing import PYTEST, Copy
from tests.paths import ROOT

HERE = Path(__file__).parent
RECORDED = ROOT / ".mutants.json"
# The tests of the rooms, and those of the rooms above that use them.
TESTS = (
    *("tests/search tests/engine tests/storage tests/web tests/maintenance tests/contract tests/filtering".split()),
    *("tests/notices tests/citing tests/indexing tests/cli tests/feedback tests/execution".split()),
    *("tests/test_ask.py tests/test_build.py tests/test_citation.py tests/test_upgrade.py".split()),
)
SECONDS = 40  # of tests for each mutant, as recorded
COLUMNS = ("file", "in", "change", "before", "after", "result", "by")
Key = tuple[str, ...]
app = typer.Typer(add_completion=False)


@app.command()
def record(
    tests: Annotated[
        list[str] | None, typer.Argument(help="Only these files, in place of what was recorded of them.")
    ] = None,
) -> None:
    """Run the tests once, to learn which lines each of them runs."""
    before = Record.read(RECORDED) if tests else None
    environment = {**os.environ, RECORD: str(RECORDED), "HF_HUB_OFFLINE": "1"}
    command = [*PYTEST, "-p", "tests.mutants.recording", "-m", "not slow and not browser", *(tests or TESTS)]
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if before is not None:
        before.with_more(Record.read(RECORDED)).write(RECORDED)
    sys.exit(status)


@app.command()
def run(
    seed: int,
    *,
    count: int = 100,
    again: Annotated[bool, typer.Option("--again", help="Only those that survived.")] = False,
    only: Annotated[str, typer.Option(help="Only those of files with this in their path.")] = "",
) -> None:
    """Draw mutants and test each; what the table has already is not tested again."""
    table = HERE / f"seed-{seed}.tsv"
    known = _read(table)
    recorded = Record.read(RECORDED)
    results: dict[Key, tuple[str, str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(Path(folder))
        for number, mutant in enumerate(draw(seed, count), 1):
            key = _key(mutant)
            if (key not in known or (again and known[key][0] == "survived")) and only in mutant.path:
                tests = recorded.tests(mutant, SECONDS)
                known[key] = copy.result(mutant, tests) if tests else ("survived", "no test runs it")
                print(
                    f"{number:3} {mutant.path}:{mutant.lines.start} {mutant.kind}: {' by '.join(known[key])}",
                    flush=True,
                )
            if key in known:
                results[key] = known[key]
            _write(table, {**known, **results})
        _write(table, results)
        killed = [by for result, by in results.values() if result == "killed"]
        healthy = copy.tested(sorted({by for by in killed if "::" in by}))
    print(f"seed {seed}: {len(killed)} of {len(results)} killed; without a mutant, the tests that killed: {healthy}")


def _key(mutant: Mutant) -> Key:
    """What a mutant is called in the table; the line changes with other code."""
    return (mutant.path, mutant.scope, mutant.kind, _line(mutant.before), _line(mutant.after))


def _line(code: str) -> str:
    return " ".join(code.split())


def _read(table: Path) -> dict[Key, tuple[str, str]]:
    if not table.exists():
        return {}
    with table.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, delimiter="\t", lineterminator="\n")
    return {tuple(row[:-2]): (row[-2], row[-1]) for row in rows}


def _write(table: Path, results: dict[Key, tuple[str, str]]) -> None:
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t", lineterminator="\n").writerows(
            [COLUMNS, *(key + results[key] for key in results)]
        )


if __name__ == "__main__":
    app()
