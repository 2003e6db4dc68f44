"""Linearizes formulas from Word (OMML), web pages and e-books (MathML): x², ½, √(2), (a + b)/(c)."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.corpus.reading.formatting.raised import fraction, lowered, raised
from index.corpus.reading.markup import Element, local

_DEEPEST = 100
_SMALL_NUMBER = re.compile(r"\d{1,3}")
# A single number or word, or a bracketed term: it needs no brackets.
_ONE = re.compile(r"[\w.,′°%]*|\(.*\)", re.DOTALL)
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
# Invisible operators: function application, multiplication, separator, plus.
_UNSEEN = re.compile("[\u2061-\u2064]")
_LEFT_OUT = frozenset(
    {"rPr", "ctrlPr", "annotation", "annotation-xml", "none", "mprescripts", "mphantom", "maligngroup"}
)


def linear(element: Element) -> str:
    """The formula `element` (`m:oMath`, `math`, or a part of one) in one line, cut at a nesting depth of 100."""
    return " ".join(_UNSEEN.sub("", _linear(element, 0)).split())


def put_in_line(root: Element) -> None:
    """Replace every formula of a page by a span with its linear text, in place."""
    for formula in [found for found in root.iter() if local(found).lower() == "math"]:
        words, tail = linear(formula), formula.tail
        for child in list(formula):
            formula.remove(child)
        formula.attrib.clear()
        formula.tag, formula.text, formula.tail = "span", words, tail


def _linear(element: Element, depth: int) -> str:
    name = local(element)
    if not name or name in _LEFT_OUT or depth > _DEEPEST:
        return ""
    if name in ("t", "mi", "mn", "mtext", "ms"):
        return element.text or ""
    if name == "mo":
        return _operator(element)
    parts = [part for part in element if local(part) not in _LEFT_OUT and not local(part).endswith("Pr")]
    way = _WAYS.get(name)
    if way is None:
        return "".join(_linear(part, depth + 1) for part in parts)
    named = {local(part): _linear(part, depth + 1) for part in parts}
    return way(element, named, [_linear(part, depth + 1) for part in parts])


_Way = Callable[[Element, dict[str, str], list[str]], str]


def _operator(element: Element) -> str:
    sign = (element.text or "").strip()
    spaced = len(sign) == 1 and sign in "=+−-×·÷<>≤≥≈≠±→∈"
    before = element.getprevious() is not None
    return f" {sign} " if spaced and before else sign


def _share(above: str, below: str) -> str:
    above, below = above.strip(), below.strip()
    if _SMALL_NUMBER.fullmatch(above) and _SMALL_NUMBER.fullmatch(below):
        return fraction(above, below)
    return f"{_bracketed(above)}/{_bracketed(below)}"


def _bracketed(words: str) -> str:
    return words if _ONE.fullmatch(words.strip()) else f"({words.strip()})"


def _up(base: str, words: str) -> str:
    return _bracketed(base) + raised(words.strip(), base)


def _root(inside: str, degree: str = "") -> str:
    sign = _ROOTS.get(degree.strip(), f"{raised(degree.strip())}√")
    return sign + (inside if re.fullmatch(r"\w", inside) else f"({inside.strip()})")


def _get(element: Element, setting: str, otherwise: str) -> str:
    """The value of `setting` in the properties of a part of a Word formula."""
    found = element.find(f"{{*}}*/{{*}}{setting}")
    if found is None:
        return otherwise
    return next((str(value) for name, value in found.attrib.items() if name.endswith("val")), "".join(found.itertext()))


def _fraction(element: Element, named: dict[str, str], parts: list[str]) -> str:
    above, below = (named.get("num", ""), named.get("den", "")) if "num" in named else _two(parts)
    if _get(element, "type", "") == "noBar" or element.get("linethickness") in ("0", "0pt"):
        return f"({above.strip()} over {below.strip()})"
    return _share(above, below)


def _two(parts: list[str]) -> tuple[str, str]:
    return (parts[0] if parts else ""), "".join(parts[1:])


def _nary(element: Element, named: dict[str, str], _: list[str]) -> str:
    below, above = (named.get(side, "").strip() for side in ("sub", "sup"))
    limits = (lowered(below) if below else "") + (raised(above) if above else "")
    return f"{_get(element, 'chr', '∫')}{limits} {named.get('e', '')}"


def _delimited(element: Element, _: dict[str, str], parts: list[str]) -> str:
    between = _get(element, "sepChr", "|")
    return _get(element, "begChr", "(") + f" {between} ".join(parts) + _get(element, "endChr", ")")


def _fenced(element: Element, _: dict[str, str], parts: list[str]) -> str:
    return f"{element.get('open', '(')}{', '.join(parts)}{element.get('close', ')')}"


def _rows(_: Element, __: dict[str, str], parts: list[str]) -> str:
    return f"[{'; '.join(part.strip(', ') for part in parts)}]"


def _cells(_: Element, __: dict[str, str], parts: list[str]) -> str:
    return ", ".join(part.strip() for part in parts)


def _both(base: str, below: str, above: str) -> str:
    return _bracketed(base) + (lowered(below.strip()) if below.strip() else "") + raised(above.strip(), base)


_WAYS: dict[str, _Way] = {
    "f": _fraction,
    "mfrac": _fraction,
    "sSup": lambda _, named, __: _up(named.get("e", ""), named.get("sup", "")),
    "sSub": lambda _, named, __: _bracketed(named.get("e", "")) + lowered(named.get("sub", "")),
    "sSubSup": lambda _, named, __: _both(named.get("e", ""), named.get("sub", ""), named.get("sup", "")),
    "sPre": lambda _, named, __: lowered(named.get("sub", "")) + raised(named.get("sup", "")) + named.get("e", ""),
    "rad": lambda _, named, __: _root(named.get("e", ""), named.get("deg", "")),
    "nary": _nary,
    "d": _delimited,
    "func": lambda _, named, __: f"{named.get('fName', '')} {named.get('e', '')}",
    "limLow": lambda _, named, __: named.get("e", "") + lowered(named.get("lim", "")),
    "limUpp": lambda _, named, __: named.get("e", "") + raised(named.get("lim", "")),
    "m": _rows,
    "mr": _cells,
    "eqArr": lambda _, __, parts: "; ".join(parts),
    "msup": lambda _, __, parts: _up(*_two(parts)),
    "msub": lambda _, __, parts: _bracketed(_two(parts)[0]) + lowered(_two(parts)[1]),
    "msubsup": lambda _, __, parts: _both(*[*parts, "", "", ""][:3]),
    "munder": lambda _, __, parts: _two(parts)[0] + lowered(_two(parts)[1]),
    "mover": lambda _, __, parts: _two(parts)[0] + raised(_two(parts)[1]),
    "munderover": lambda _, __, parts: _both(*[*parts, "", "", ""][:3]),
    "msqrt": lambda _, __, parts: _root("".join(parts)),
    "mroot": lambda _, __, parts: _root(*_two(parts)),
    "mfenced": _fenced,
    "mtable": _rows,
    "mtr": _cells,
    "mspace": lambda _, __, ___: " ",
}
