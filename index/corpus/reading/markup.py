"""Parses untrusted XML and XHTML with lxml: no entities, no network, no huge trees; walks trees without recursion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html.entities import html5
from typing import Any

from lxml import etree

from index.corpus.reading.decode import decode
from index.corpus.reading.packed import damaged

# An lxml element; lxml ships no types.
Element = Any
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31};)")
# The HTML parser accepts control characters and invalid names that lxml refuses to set.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME = re.compile(r"(?:\{[^{}]*\})?[A-Za-z_][\w.:-]*")
_KEPT = frozenset({b"amp;", b"lt;", b"gt;", b"quot;", b"apos;"})


def parse(data: bytes, name: str) -> Element:
    """The root element of `data`, a package's member `name`. Raises `UnreadableFileError`."""
    try:
        return etree.fromstring(data, _strict())
    except etree.XMLSyntaxError as error:
        raise damaged(f"{name}: {error}") from error


def parse_page(data: bytes, name: str) -> Element:
    """The root of an XHTML page; malformed XML is parsed as HTML, as in browsers. Raises `UnreadableFileError`."""
    try:
        return etree.fromstring(_NAMED.sub(_numbered, data), _strict())
    except etree.XMLSyntaxError:
        lenient = etree.HTMLParser(
            encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
        )
        root = etree.fromstring(decode(data).encode("utf-8", "replace"), lenient)
        if root is None:
            raise damaged(f"{name} holds no page") from None
        make_sound(root)
        return root


def make_sound(root: Element) -> None:
    """Remove names and characters that lxml would refuse to set from a tree of the HTML parser; keep its words."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if not _NAME.fullmatch(element.tag):
            element.tag = "span"
        if element.text and _NO_XML.search(element.text):
            element.text = _NO_XML.sub(" ", element.text)
        if element.tail and _NO_XML.search(element.tail):
            element.tail = _NO_XML.sub(" ", element.tail)
        stated = dict(element.attrib.items())
        sound = {name: _NO_XML.sub("", value) for name, value in stated.items() if _NAME.fullmatch(name)}
        if sound != stated:
            # An attribute with an invalid name cannot even be read or deleted by its name.
            element.attrib.clear()
            element.attrib.update(sound)


def local(element: Element) -> str:
    """An element's name without its namespace; empty for comments and processing instructions."""
    return _local(element.tag)


@lru_cache(maxsize=4096)
def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def walk(root: Element, skip: Callable[[Element], bool]) -> Iterator[tuple[str, Element, str]]:
    """Events in document order: `open`, `text` or `close`, the element, and the text.

    An element for which `skip` is true yields nothing but the text after it.
    """
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        # Comments, processing instructions and unresolved entities have no name.
        passed = not local(element) or skip(element)
        if event == "start":
            if passed:
                walker.skip_subtree()
                continue
            yield "open", element, ""
            if element.text:
                yield "text", element, element.text
            continue
        if not passed:
            yield "close", element, ""
        if element is not root and element.tail:
            yield "text", element.getparent(), element.tail


def _strict() -> Any:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )


def _numbered(match: re.Match[bytes]) -> bytes:
    """`&nbsp;` as `&#160;`: pages use HTML's entities without declaring them."""
    name = match.group(1)
    meaning = html5.get(name.decode())
    if name in _KEPT or meaning is None:
        return match.group()
    return b"".join(b"&#%d;" % ord(char) for char in meaning)
