"""Draws mutants at random: statements in proportion to their lines, then one change of each.

A draw depends on the seed and the text of each statement alone. So it stays the same when other code changes, and a
mutant that survived is found again after tests were added.
"""

from __future__ import annotations

import ast
import hashlib
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tests.mutants.operators import Change, changes
from tests.paths import ROOT

ROOMS = ("index/search", "index/engine", "index/storage", "web/api")
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Mutant:
    """One change of one statement: lines count from 1, and `span` are bytes of the file."""

    path: str
    scope: str  # the qualified name of the function or class around it, or ""
    in_function: bool
    lines: range
    kind: str
    before: str
    after: str
    span: tuple[int, int]

    def applied(self, source: bytes) -> bytes:
        """The file's source with the change."""
        return source[: self.span[0]] + self.after.encode() + source[self.span[1] :]


def draw(seed: int, count: int) -> list[Mutant]:
    """`count` mutants of as many statements, in the order of the draw."""
    drawn: list[tuple[float, Mutant]] = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            drawn += of_file(path.relative_to(ROOT).as_posix(), path.read_bytes(), seed)
    return [mutant for _, mutant in sorted(drawn, key=lambda pair: -pair[0])[:count]]


def of_file(path: str, source: bytes, seed: int) -> Iterator[tuple[float, Mutant]]:
    """A mutant of each statement, with its place in the draw (Efraimidis and Spirakis 2006: the highest are drawn)."""
    offsets = [0]
    for line in source.splitlines(keepends=True):
        offsets.append(offsets[-1] + len(line))
    seen: Counter[tuple[str, str]] = Counter()
    for scope, in_function, statement, rebound in _statements(ast.parse(source), "", in_function=False, rebound=set()):
        lines = range(statement.lineno, _own_end(statement) + 1)
        text = b"".join(source.splitlines(keepends=True)[lines.start - 1 : lines.stop - 1]).decode()
        seen[scope, text] += 1
        name = f"{seed}|{path}|{scope}|{text}|{seen[scope, text]}"
        dice = random.Random(hashlib.sha256(name.encode()).digest())
        place = dice.random() ** (1 / len(lines))
        if (change := _drawn_change(list(changes(statement, rebound)), dice)) is not None:
            kind, node, after = change
            start = offsets[node.lineno - 1] + node.col_offset
            end = offsets[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
            after = after if isinstance(node, ast.stmt) else f"({after})"
            yield place, Mutant(path, scope, in_function, lines, kind, source[start:end].decode(), after, (start, end))


def _drawn_change(possible: list[Change], dice: random.Random) -> Change | None:
    """A kind at random, then one of that kind: one statement with many numbers is not only about numbers."""
    kinds = sorted({kind for kind, _, _ in possible})
    if not kinds:
        return None
    kind = dice.choice(kinds)
    return dice.choice([change for change in possible if change[0] == kind])


def _statements(
    node: ast.AST, scope: str, *, in_function: bool, rebound: set[str]
) -> Iterator[tuple[str, bool, ast.stmt, set[str]]]:
    """All statements that run, with the name of what is around them, and the names bound there more than once."""
    for child in ast.iter_child_nodes(node):
        inner, function, names = scope, in_function, rebound
        if isinstance(child, ast.stmt):
            if isinstance(child, _IMPORTS) or (
                isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
            ):
                continue
            yield scope, in_function, child, rebound
        if isinstance(child, _SCOPES):
            inner = f"{scope}.{child.name}".lstrip(".")
            function = function or not isinstance(child, ast.ClassDef)
            names = _rebound(child)
        yield from _statements(child, inner, in_function=function, rebound=names)


def _rebound(function: ast.AST) -> set[str]:
    """The names that a function binds more than once, its parameters among them."""
    bound = Counter(
        node.id if isinstance(node, ast.Name) else node.arg
        for node in ast.walk(function)
        if isinstance(node, ast.arg) or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    )
    return {name for name, count in bound.items() if count > 1}


def _own_end(statement: ast.stmt) -> int:
    """The last line of a statement that is its own: of a compound one, that of its header."""
    body = getattr(statement, "body", None) or getattr(statement, "cases", None)
    if not isinstance(body, list):
        return statement.end_lineno or statement.lineno
    first = body[0].pattern if isinstance(body[0], ast.match_case) else body[0]
    return max(statement.lineno, first.lineno - 1)
