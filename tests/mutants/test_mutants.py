"""The short form of `python -m tests.mutants`: mutants are drawn, and one is killed in a copy of the tree."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.mutants.covering import Record
from tests.mutants.drawing import Mutant, draw, of_file
from tests.mutants.operators import changes
from tests.mutants.testing import Copy
from tests.paths import ROOT

CASES = {
    "if a < b: c()": {"if a <= b: c()", "if a >= b: c()", "if True: c()", "if False: c()"},
    "x = a and b": {"x = a or b"},
    "x = not a": {"x = a"},
    "x = a - 1": {"x = a + 1", "x = a - 0", "x = a - 2"},
    "x = folder / 'name'": set(),
    "x = a[b:c]": {"x = a[:c]", "x = a[b:]"},
    "f(a, b=c)": {"f(a)", "pass"},
    "a.b = c": {"pass"},
    "return [a]": {"return []"},
    "raise a": {"pass"},
    "x = [a for b in c if d]": {"x = [a for b in c if True]"},
    "x = b if a else c": {"x = b if True else c", "x = b if False else c"},
    "x = zip(a, b, strict=True)": set(),
    "x: Annotated[int, 5] = a": set(),
    "_log.info(f'{a + 1}')": set(),
}


@pytest.mark.parametrize(("source", "expected"), CASES.items())
def test_a_statement_has_the_mutants_that_a_person_would_list(source: str, expected: set[str]) -> None:
    (statement,) = ast.parse(source).body
    made = set()
    for _, node, after in changes(statement, set()):
        made.add(source[: node.col_offset] + after + source[node.end_col_offset :])
    assert made == expected


def test_every_drawn_mutant_is_a_program_and_another_one() -> None:
    same = []
    for mutant in draw(0, 40):
        source = (ROOT / mutant.path).read_bytes()
        if ast.dump(ast.parse(mutant.applied(source))) == ast.dump(ast.parse(source)):
            same.append(mutant)
    assert same == []


def test_a_draw_stays_as_it_is_when_other_code_changes() -> None:
    source = b"def f(a):\n    return a + 1\n"
    changed = b"def before(b):\n    b()\n    return b\n\n\n" + source
    ((place, mutant),) = of_file("m.py", source, 1)
    again = [(where, other.after) for where, other in of_file("m.py", changed, 1) if other.scope == "f"]
    assert again == [(place, mutant.after)]


def record(*tests: str) -> Record:
    """A test that runs lines 1 and 2 itself or by a fixture, each one slower than the one before."""
    names = {test: ["shared"] if "shared" in test else [] for test in tests}
    lines = {"m.py": {"1": [test for test in tests if not names[test]], "2": ["shared"]}}
    return Record({test: float(place) for place, test in enumerate(tests)} | {"shared": 10.0}, names, lines)


def on_line(number: int) -> Mutant:
    return Mutant(
        "m.py", "f", in_function=True, lines=range(number, number + 1), kind="", before="", after="", span=(0, 0)
    )


def test_the_tests_of_a_line_come_first_and_the_quickest_of_them_before_the_others() -> None:
    of = record("a.py::quick", "a.py::shared", "a.py::slow")
    assert of.tests(on_line(1), 100) == ["a.py::quick", "a.py::slow", "a.py::shared"]
    assert of.tests(on_line(2), 100) == ["a.py::shared", "a.py::quick", "a.py::slow"]
    assert of.tests(on_line(1), 3) == ["a.py::quick", "a.py::slow"]


def test_what_is_recorded_again_takes_the_place_of_what_was_of_the_same_file() -> None:
    both = record("a.py::old", "b.py::kept").with_more(record("a.py::new"))
    assert both.tests(on_line(1), 100) == ["a.py::new", "b.py::kept"]


def test_a_mutant_is_killed_in_the_copy_alone(tmp_path: Path) -> None:
    path = "index/search/diversify.py"
    source = (ROOT / path).read_bytes()
    mutant = next(other for _, other in of_file(path, source, 1) if other.kind == "return nothing")
    killed = Copy(tmp_path).result(mutant, ["tests/search/test_diversify.py"])
    assert (killed[0], (ROOT / path).read_bytes()) == ("killed", source)


def test_a_mutant_that_changes_nothing_survives(tmp_path: Path) -> None:
    mutant = Mutant(
        "index/search/diversify.py", "", in_function=False, lines=range(1), kind="", before="", after="", span=(0, 0)
    )
    assert Copy(tmp_path).result(mutant, ["tests/search/test_diversify.py"])[0] == "survived"
