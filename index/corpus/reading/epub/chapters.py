"""Turns a book's chapters into pages: XHTML without namespaces, with the linked style sheets inlined."""

from __future__ import annotations

import posixpath

from lxml import etree

from index.corpus.reading.decode import decode
from index.corpus.reading.epub.contents import member
from index.corpus.reading.html.visible import Piece, visible_pieces
from index.corpus.reading.markup import Element, local, parse_page
from index.corpus.reading.packed import Packed, is_damage
from index.errors import UnreadableFileError

# The brackets around ruby annotations.
_LEFT_OUT = ("rp",)
_MOST_STYLE = 500_000


def place_of(book: Packed, name: str) -> str | None:
    """The member that a name refers to, ignoring case, or the only member with that file name in any folder."""
    found = book.find(name)
    if found is not None:
        return found
    last = posixpath.basename(name).casefold()
    alike = [one for one in book.names if posixpath.basename(one).casefold() == last]
    return alike[0] if last and len(alike) == 1 else None


def pieces_of(book: Packed, name: str) -> list[Piece]:
    """The pieces of the chapter in the member `name`. Raises `UnreadableFileError`."""
    root = parse_page(book.read(name), name)
    links = [
        link.get("href") or ""
        for link in root.iter("{*}link")
        if "stylesheet" in (link.get("rel") or "").lower() and "alternate" not in (link.get("rel") or "").lower()
    ]
    _make_plain(root)
    sheet = "\n".join(_style(book, member(name, link)) for link in links)
    if sheet.strip():
        # Inserted first, because the chapter's own rules must come later and win.
        etree.SubElement(root, "style").text = "".join(char for char in sheet if char.isprintable() or char.isspace())
        root.insert(0, root[-1])
    return visible_pieces(root)


def _make_plain(root: Element) -> None:
    """Rename elements to lower-case HTML names without namespaces, and map `epub:type` to `role`."""
    for element in list(root.iter()):
        name = local(element).lower()
        if name and name != element.tag:
            element.tag = name
        if name in _LEFT_OUT:
            element.text = None
    for name in ("epub:type", "{http://www.idpf.org/2007/ops}type"):
        for element in root.iter():
            if element.attrib.get(name):
                element.set("role", element.get("role") or f"doc-{element.attrib[name]}")


def _style(book: Packed, name: str) -> str:
    found = place_of(book, name)
    try:
        return decode(book.read(found))[:_MOST_STYLE] if found else ""
    except UnreadableFileError as error:
        if not is_damage(error):
            raise
        return ""
