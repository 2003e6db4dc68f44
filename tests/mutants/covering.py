"""Which tests can notice a mutant, by what `recording.py` recorded: those that run its lines, the quickest first."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.mutants.drawing import Mutant
from tests.paths import ROOT


@dataclass(frozen=True)
class Record:
    """One run of the tests: seconds of each test and shared fixture, fixtures of each test, contexts of each line."""

    seconds: dict[str, float]
    fixtures: dict[str, list[str]]
    lines: dict[str, dict[str, list[str]]]

    @classmethod
    def read(cls, path: Path) -> Record:
        """Read the JSON that a run with the plugin wrote."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    def write(self, path: Path) -> None:
        """Write it as it is read."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    def with_more(self, more: Record) -> Record:
        """This record, with a later one in place of what it says of the same files of tests."""
        again = {test.partition("::")[0] for test in more.fixtures}
        gone = {test for test in self.fixtures if test.partition("::")[0] in again}
        lines: dict[str, dict[str, list[str]]] = {}
        for path, line, names in (*self._all_lines(), *more._all_lines()):
            kept = [name for name in names if name not in gone or name in more.fixtures]
            lines.setdefault(path, {}).setdefault(line, []).extend(kept)
        fixtures = {test: names for test, names in self.fixtures.items() if test not in gone}
        return Record(self.seconds | more.seconds, fixtures | more.fixtures, lines)

    def _all_lines(self) -> Iterator[tuple[str, str, list[str]]]:
        return ((path, line, names) for path, own in self.lines.items() for line, names in own.items())

    def tests(self, mutant: Mutant, seconds: float) -> list[str]:
        """The tests to run for a mutant: those of its lines, then those of its file, as many as `seconds` allow.

        What runs on import, and what one test leaves for the next in a cache, is noticed by tests of other lines.
        """
        lines = self.lines.get(mutant.path, {})
        first = self._quickest(name for line in mutant.lines for name in lines.get(str(line), ()))
        if not mutant.in_function:
            # What runs on import runs in no test; those of constants alone run no line at all.
            files = set(_importers(mutant.path, "tests"))
            first = sorted((test for test in self.fixtures if test.partition("::")[0] in files), key=self._cost)
        room = "/".join(mutant.path.split("/")[:2])
        wider = self._quickest(
            name for path in (mutant.path, *_importers(mutant.path, room)) for name in self._of(path)
        )
        chosen: list[str] = []
        spent, made = 0.0, set[str]()
        for test in dict.fromkeys([*first, *wider]):
            shared = set(self.fixtures[test]) & self.seconds.keys() - made
            spent += self.seconds[test] + sum(self.seconds[name] for name in shared)
            if spent > seconds and chosen:
                break
            made |= shared
            chosen.append(test)
        return chosen

    def _of(self, path: str) -> set[str]:
        return {name for names in self.lines.get(path, {}).values() for name in names}

    def _quickest(self, contexts: Iterable[str]) -> list[str]:
        """The tests of these contexts, and those that use the shared fixtures among them."""
        names = set(contexts)
        tests = [test for test, fixtures in self.fixtures.items() if test in names or names & set(fixtures)]
        return sorted(tests, key=self._cost)

    def _cost(self, test: str) -> float:
        return self.seconds[test] + sum(self.seconds.get(name, 0) for name in self.fixtures[test])


def _importers(path: str, room: str) -> list[str]:
    """The files in a room that import a module: of constants alone, no line runs within a test."""
    package, _, name = path.removesuffix(".py").replace("/", ".").rpartition(".")
    imported = re.compile(rf"^from ({package}\.{name} import|{package} import .*\b{name}\b)", re.MULTILINE)
    return [
        other.relative_to(ROOT).as_posix()
        for other in sorted((ROOT / room).rglob("*.py"))
        if imported.search(other.read_text(encoding="utf-8"))
    ]
