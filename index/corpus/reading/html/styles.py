"""Finds out which text a page's styles hide, strike out, or show as superscript, subscript or in bold.

Only rules in the page's own `<style>` elements with simple selectors (tag, id, classes) are evaluated. In doubt, text
counts as visible.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from index.corpus.reading.formatting.looks import is_bold
from index.corpus.reading.formatting.runs import Place
from index.reasons import HIDDEN, STRUCK, Reason

# lxml ships no types.
Element: TypeAlias = Any
Declarations = dict[str, str]


class Look(NamedTuple):
    """What an element does to its text. `folded` text is hidden until a control on the page shows it."""

    reason: Reason | None = None
    place: Place | None = None
    folded: bool = False
    bold: bool | None = None


_SHOWN = Look()
_BOLD = Look(bold=True)
_BOLD_TAGS = frozenset({"b", "strong"})
_STRUCK_TAGS = frozenset({"s", "strike", "del"})
_PLACES: dict[str, Place] = {"sup": "raised", "sub": "lowered"}
_ALIGNED: dict[str, Place] = {"super": "raised", "sub": "lowered"}

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
# Rules inside other at-rules apply only in print, on phones or in some browsers.
_SCREEN = re.compile(r"@media\s+(?:all|screen|only\s+screen)\s*\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}", re.IGNORECASE)
_AT_RULE = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_NAMES = re.compile(r"[.#][\w-]+")
_MATTERS = re.compile(
    r"display|visibility|text-decoration|font-size|font-weight|color|background|opacity|vertical-align|left|top|clip"
)
_MOST_STYLE = 500_000
# How much of a class, an id or a role is read.
_LONGEST_NAME = 500

_ZERO = re.compile(r"0*\.?0+(?:px|pt|em|rem|%)?")
_FAR_OFF = re.compile(r"-\d{4,}(?:\.\d+)?px|-\d{3,}(?:\.\d+)?(?:em|rem|vw|vh|%)")
_CLIPPED = re.compile(r"rect\((?:0|0?1px|auto)[\s,]+(?:0|1px)[\s,].*|inset\((?:50|100)%\).*")
_WHITE = re.compile(r"white|#fff(?:f|fff|ffff)?|rgba?\((?:255,){2}255(?:,1(?:\.0+)?)?\)")
# Names of elements that open at a click: the answer under a question, a tab.
_OPENS = re.compile(
    r"accordion|collaps|toggle|expand|tab|faq|answer|spoiler|reveal|panel|drawer|more|carousel|slide", re.IGNORECASE
)


class Styles:
    """The styles of one page."""

    def __init__(self, root: Element) -> None:
        self._rules: dict[str, list[tuple[tuple[int, int], frozenset[str], str, Declarations]]] = defaultdict(list)
        sheet = "\n".join(str(style.text or "") for style in root.iter("style"))[:_MOST_STYLE]
        self._plain = not sheet.strip() and not root.xpath("//link[contains(@rel, 'stylesheet')]")
        for at, (selector, declarations) in enumerate(_rules(sheet)):
            self._add(selector, declarations, at)
        self._controlled = _controlled(root)

    def look(self, element: Element) -> Look:
        """The effect of the element's styles on its text."""
        tag = str(element.tag)
        attributes = element.attrib
        if not (self._rules or attributes):
            return self._of_tag(tag)
        style = self._of(element, tag)
        if attributes.get("hidden") is not None or (style and self._hides(element, style)):
            return Look(folded=True) if self._opens(element) else Look(HIDDEN)
        if not style:
            return self._of_tag(tag)
        struck = "line-through" in style.get("text-decoration", "") + style.get("text-decoration-line", "")
        place = _ALIGNED.get(style.get("vertical-align", ""), _PLACES.get(tag))
        bold = is_bold(style.get("font-weight"))
        bold = True if bold is None and tag in _BOLD_TAGS else bold
        return Look(STRUCK if struck or tag in _STRUCK_TAGS else None, place, bold=bold)

    def _of_tag(self, tag: str) -> Look:
        if tag in _STRUCK_TAGS:
            return Look(STRUCK)
        if tag in _BOLD_TAGS:
            return _BOLD
        return Look(place=_PLACES[tag]) if tag in _PLACES else _SHOWN

    def _add(self, selector: str, declarations: Declarations, at: int) -> None:
        simple = _SIMPLE.fullmatch(selector)
        if simple is None or not selector:
            return
        names = _NAMES.findall(simple[2])
        ids = sum(name.startswith("#") for name in names)
        weight = (100 * ids + 10 * (len(names) - ids) + bool(simple[1]), at)
        key = names[-1] if names else (simple[1] or "").lower()
        self._rules[key].append((weight, frozenset(names), (simple[1] or "").lower(), declarations))

    def _of(self, element: Element, tag: str) -> Declarations:
        own = element.get("style")
        found: Declarations = {}
        if self._rules:
            names = {f".{name}" for name in (element.get("class") or "").split()}
            if element.get("id"):
                names.add(f"#{element.get('id')}")
            rules = [rule for key in (tag, *names) for rule in self._rules.get(key, ()) if key in self._rules]
            for _, needed, of_tag, declarations in sorted(rules, key=lambda rule: rule[0]):
                if needed <= names and of_tag in ("", tag):
                    found |= declarations
        return found | _declarations(own) if own else found

    def _hides(self, element: Element, style: Declarations) -> bool:
        return (
            style.get("display") == "none"
            or style.get("visibility") in ("hidden", "collapse")
            or bool(_ZERO.fullmatch(style.get("font-size", "1")))
            or bool(_ZERO.fullmatch(style.get("opacity", "1")))
            or (
                style.get("position") in ("absolute", "fixed")
                and any(_FAR_OFF.fullmatch(style.get(side, "")) for side in ("left", "top", "right"))
            )
            or any(_CLIPPED.fullmatch(style.get(name, "")) for name in ("clip", "clip-path"))
            or bool(_FAR_OFF.fullmatch(style.get("text-indent", "")))
            or ("color" in style and self._vanishes(element, style))
        )

    def _vanishes(self, element: Element, style: Declarations) -> bool:
        """Whether the text has the colour of its background, if that is known."""
        behind = next((found for at in _and_above(element) if (found := self._background(at))), "")
        if not behind and self._plain:
            behind = "white"
        color = style["color"]
        return behind == color or bool(_WHITE.fullmatch(behind) and _WHITE.fullmatch(color))

    def _background(self, element: Element) -> str:
        style = self._of(element, str(element.tag))
        return style.get("background-color") or style.get("background") or (element.get("bgcolor") or "").lower()

    def _opens(self, element: Element) -> bool:
        """Whether a control on the page, such as an accordion or a tab, can show the element."""
        above = element.getparent()
        named = " ".join(
            str(at.get(name) or "")[:_LONGEST_NAME]
            for at in (element, above)
            if at is not None
            for name in ("class", "id", "role")
        )
        return (
            element.get("id") in self._controlled
            or element.get("hidden") == "until-found"
            or bool(element.get("aria-labelledby"))
            or bool(_OPENS.search(named))
        )


def _and_above(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _controlled(root: Element) -> frozenset[str]:
    """The ids of elements that controls on the page can show."""
    found: set[str] = set()
    for element in root.iter("a", "button", "summary", "label", "div", "span", "h2", "h3", "h4", "li", "input"):
        for name in ("aria-controls", "data-target", "data-bs-target"):
            found.update((element.get(name) or "").replace("#", " ").split())
        if (element.get("href") or "").startswith("#") and element.get("role") != "doc-noteref":
            found.add(element.get("href")[1:])
        if element.get("onclick"):
            found.update(re.findall(r"[\w-]+", element.get("onclick")[:500]))
    return frozenset(found)


def _rules(sheet: str) -> Iterator[tuple[str, Declarations]]:
    """Each selector of a style sheet with its declarations, if they affect visibility or position."""
    sheet = _AT_RULE.sub("", _SCREEN.sub(r"\1", _COMMENT.sub("", sheet)))
    for selectors, declared in _RULE.findall(sheet):
        if _MATTERS.search(declared):
            declarations = _declarations(declared)
            yield from ((selector.strip(), declarations) for selector in selectors.split(","))


def _declarations(declared: str) -> Declarations:
    pairs = (one.partition(":") for one in declared.lower().split(";"))
    return {
        name.strip(): "".join(value.replace("!important", "").split())
        if "(" in value
        else value.replace("!important", "").strip()
        for name, _, value in pairs
        if value.strip()
    }
