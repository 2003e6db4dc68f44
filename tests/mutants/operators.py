"""The changes that make a mutant: each gives the new source of one node of the syntax tree, by the kind of the change.

None changes a string: what a message says is not what the code does. Annotations and f-strings stay as they are.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
# What only declares: a type checker holds it, and no run of the code shows it.
_DECLARATIONS = {("dataclass", "frozen"), ("dataclass", "slots"), ("zip", "strict"), ("batched", "strict")}

Change = tuple[str, ast.stmt | ast.expr, str]  # kind, node, the node's new source


def changes(statement: ast.stmt, rebound: set[str]) -> Iterator[Change]:
    """All changes of a statement's own lines; the statements within it have their own.

    Args:
        statement: A statement that is neither an import nor a docstring.
        rebound: Names that its function assigns more than once, so that one assignment can go.
    """
    if isinstance(statement, ast.Return) and not isinstance(statement.value, (ast.Constant, type(None))):
        empty = {ast.List: "[]", ast.ListComp: "[]", ast.Dict: "{}", ast.DictComp: "{}", ast.Tuple: "()"}
        value = empty.get(type(statement.value), "None")
        if ast.unparse(statement.value) != value:
            yield "return nothing", statement.value, value
    elif _can_go(statement, rebound):
        yield "statement deleted", statement, "pass"
    if isinstance(statement, (ast.If, ast.While)):
        yield "branch forced", statement.test, "False"
    if isinstance(statement, ast.If):
        yield "branch forced", statement.test, "True"
    for node in _own_expressions(statement):
        yield from _of_value(node)
        yield from _of_use(node)


def _can_go(statement: ast.stmt, rebound: set[str]) -> bool:
    """A statement whose absence is no plain NameError."""
    if isinstance(statement, ast.Expr):
        return not isinstance(statement.value, (ast.Constant, ast.Yield)) and not _is_skipped(
            statement.value, statement
        )
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        targets: list[ast.expr] = [*statement.targets] if isinstance(statement, ast.Assign) else [statement.target]
        named = [target for target in targets if isinstance(target, ast.Name)]
        return statement.value is not None and all(target.id in rebound for target in named) and _is_plain(targets)
    return isinstance(statement, (ast.Raise, ast.AugAssign, ast.Continue, ast.Break, ast.Delete))


def _is_plain(targets: list[ast.expr]) -> bool:
    return all(isinstance(target, (ast.Name, ast.Attribute, ast.Subscript)) for target in targets)


def _own_expressions(statement: ast.stmt) -> Iterator[ast.AST]:
    """The expressions of a statement, without those of the statements within it, annotations and f-strings."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if node is not statement:
            yield node
        for name, value in ast.iter_fields(node):
            if name in {"annotation", "returns", "body", "orelse", "handlers", "finalbody", "cases"} and (
                isinstance(node, ast.stmt) or name == "annotation"
            ):
                continue
            children = value if isinstance(value, list) else [value]
            waiting += [child for child in children if isinstance(child, ast.AST) and not _is_skipped(child, node)]


def _is_skipped(node: ast.AST, parent: ast.AST) -> bool:
    if isinstance(node, ast.keyword) and isinstance(parent, ast.Call):
        return (ast.unparse(parent.func), node.arg) in _DECLARATIONS
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return ast.unparse(node.func.value) == "_log"
    return isinstance(node, (ast.JoinedStr, ast.stmt))


def _of_value(node: ast.AST) -> Iterator[Change]:
    """Changes of numbers and of operators."""
    match node:
        case ast.Constant(value=bool() as truth):
            yield "constant changed", node, repr(not truth)
        case ast.Constant(value=int() | float() as number):
            yield from (("constant changed", node, repr(other)) for other in _near(number))
        case ast.Compare(ops=[operator]):
            yield from (("comparison changed", node, _with(node, ops=[other()])) for other in _COMPARED[type(operator)])
        case ast.BinOp(op=operation) if type(operation) in _COMPUTED and not _has_text(node):
            yield "arithmetic changed", node, _with(node, op=_COMPUTED[type(operation)]())
        case ast.BoolOp(op=both):
            yield "and/or swapped", node, _with(node, op=ast.Or() if isinstance(both, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield "not or minus dropped", node, ast.unparse(operand)


def _of_use(node: ast.AST) -> Iterator[Change]:
    """Changes of conditions, slices and calls."""
    match node:
        case ast.IfExp(test=test):
            yield from (("branch forced", test, value) for value in ("True", "False"))
        case ast.comprehension(ifs=[*tests]):
            yield from (("branch forced", test, "True") for test in tests)
        case ast.Subscript(slice=ast.Slice() as bounds):
            for end in ("lower", "upper"):
                if getattr(bounds, end) is not None:
                    yield "slice bound dropped", node, _with(node, slice=_copy(bounds, **{end: None}))
        case ast.Call(keywords=keywords, func=function):
            for keyword in keywords:
                if keyword.arg and (ast.unparse(function), keyword.arg) not in _DECLARATIONS:
                    rest = [other for other in keywords if other is not keyword]
                    yield "keyword argument dropped", node, _with(node, keywords=rest)


def _near(number: float) -> list[float]:
    return sorted({number + 1, number - 1, 2 * number} - {number})


def _has_text(operation: ast.BinOp) -> bool:
    """A path or a joined text: any other operator would be a TypeError."""
    return any(
        isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in (operation.left, operation.right)
    )


def _copy(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _with(node: ast.AST, **fields: object) -> str:
    return ast.unparse(_copy(node, **fields))
