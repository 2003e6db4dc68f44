"""EPUB: the chapters in the order of its spine, each under its title; the package's own words make the card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.article import BlockKind, Card
from index.corpus.reading.blocks import BlockText, stated
from index.corpus.reading.epub.contents import labels, member
from index.corpus.reading.markup import Element, local, parse, parse_page, walk
from index.corpus.reading.packed import Packed, damaged, encrypted
from index.corpus.reading.reading import Limits, Reading
from index.reasons import NAVIGATION, Reason

_PAGES = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml"})
# Fonts are scrambled in books that anybody may read; anything else that is encrypted is the book.
_SCRAMBLED_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_LEFT_OUT = frozenset({"script", "style", "head", "template", "svg", "audio", "video", "iframe", "object", "rp"})
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img input ins kbd label mark math q rb rbc rt "
    "rtc ruby s samp small span strike strong sub sup time tt u var wbr".split()
)
# White space that a page folds; a non-breaking space is none.
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass(frozen=True, slots=True)
class _Piece:
    """One block of a chapter before it has its place; `cells` are those of a table's row."""

    words: str
    kind: BlockKind = "paragraph"
    level: int = 0
    reason: Reason | None = None
    cells: tuple[str, ...] = ()


def read(data: bytes, limits: Limits) -> Reading:
    """The book: text as its chapters show it. Scripts, styles and drawings are no text."""
    text = BlockText()
    with Packed(data, limits) as book:
        _refuse_encrypted(book)
        path = _package_path(book)
        package = parse(book.read(path), path)
        manifest = {item.get("id"): item for item in package.iter("{*}item")}
        named = labels(book, path, manifest)
        for chapter in _spine(path, package, manifest):
            pieces = list(_pieces(parse_page(book.read(chapter), chapter)))
            _add_chapter(text, pieces, *named.get(chapter, ("", 0)))
    return text.reading(_card(package))


def _refuse_encrypted(book: Packed) -> None:
    if "META-INF/encryption.xml" not in book.names:
        return
    listed = parse(book.read("META-INF/encryption.xml"), "META-INF/encryption.xml")
    ways = [method.get("Algorithm") for method in listed.iterfind("{*}EncryptedData/{*}EncryptionMethod")]
    if any(way not in _SCRAMBLED_FONTS for way in ways):
        raise encrypted()


def _package_path(book: Packed) -> str:
    container = parse(book.read("META-INF/container.xml"), "META-INF/container.xml")
    for root in container.iter("{*}rootfile"):
        if root.get("full-path"):
            return str(root.get("full-path"))
    raise damaged("META-INF/container.xml names no package")


def _spine(path: str, package: Element, manifest: dict[str, Element]) -> list[str]:
    """The chapters' members in reading order, each once."""
    items = [manifest.get(reference.get("idref")) for reference in package.iter("{*}itemref")]
    pages = [item for item in items if item is not None and item.get("media-type") in _PAGES]
    if not pages:
        raise damaged(f"{path} lists no chapters")
    return list(dict.fromkeys(member(path, item.get("href") or "") for item in pages))


def _add_chapter(text: BlockText, pieces: list[_Piece], label: str, depth: int) -> None:
    """A chapter under its own first heading, else under what the contents call it; headings nest as the contents do."""
    first = next((piece for piece in pieces if not piece.reason), _Piece(""))
    shift = 0
    if depth and first.kind == "heading":
        shift = depth - first.level
    elif label and first.words:
        text.add(label, "heading", level=depth)
    for piece in pieces:
        if piece.cells:
            text.add_row(list(piece.cells))
        else:
            level = min(6, max(1, piece.level + shift)) if piece.level else 0
            text.add(piece.words, piece.kind, level=level, reason=piece.reason)


def _pieces(root: Element) -> Iterator[_Piece]:
    """The blocks of a page: every element that is not inline ends the words before it, and those in it."""
    words: list[str] = []
    row: Element | None = None
    cells: list[str] = []
    for event, element, shown in walk(root, lambda element: local(element).lower() in _LEFT_OUT):
        name = local(element).lower()
        if event == "text":
            words.append(shown if "\n" in shown and _keeps_lines(element) else _SPACES.sub(" ", shown))
        elif name == "br" and event == "open":
            words.append("\n")
        elif name in _INLINE:
            continue
        elif row is None:
            yield from _piece(words, element if event == "close" else element.getparent())
            words.clear()
            row = element if event == "open" and _is_row(element, name) else None
        elif element is row:
            cells.append("".join(words))
            yield _Piece(" ".join(cells), "table-row", cells=tuple(cells))
            words.clear()
            cells.clear()
            row = None
        elif name in ("td", "th") and event == "close":
            cells.append("".join(words))
            words.clear()
        else:
            words.append(" ")


def _keeps_lines(element: Element) -> bool:
    return local(element) == "pre" or any(local(above) == "pre" for above in element.iterancestors())


def _is_row(element: Element, name: str) -> bool:
    """Whether this is a row of a table of values, and no means to lay out a page."""
    return name == "tr" and sum(1 for _ in element) > 1 and next(element.iter("{*}table"), None) is None


def _piece(parts: list[str], owner: Element | None) -> Iterator[_Piece]:
    """These words as a block of the nearest element that says what it is; none where they show nothing."""
    words = "\n".join(line.strip() for line in "".join(parts).split("\n"))
    if not words.strip():
        return
    above = [] if owner is None else [local(owner).lower(), *(local(one).lower() for one in owner.iterancestors())]
    reason: Reason | None = NAVIGATION if "nav" in above else None
    heading = next((name for name in above if name in _HEADINGS), "")
    if heading:
        yield _Piece(" ".join(words.split()), "heading", _HEADINGS[heading], reason)
    else:
        kind: BlockKind = "list-item" if {"li", "dt", "dd"} & set(above) else "paragraph"
        yield _Piece(words, kind, reason=reason)


def _card(package: Element) -> Card:
    found: dict[str, list[Element]] = {}
    for metadata in package.iterfind("{*}metadata"):
        for element in metadata.iter("{http://purl.org/dc/elements/1.1/}*"):
            found.setdefault(local(element).lower(), []).append(element)
    dates = [date for date in found.get("date", []) if _event(date) in (None, "publication", "original-publication")]
    return stated(
        "EPUB package",
        title=_words(found.get("title", [])[:1]),
        author=_words(found.get("creator", [])),
        publisher=_words(found.get("publisher", [])),
        published=_words(dates[:1]),
        language=_words(found.get("language", [])[:1]),
        licence=_words(found.get("rights", [])[:1]),
    )


def _event(date: Element) -> str | None:
    """What happened on a date; without a word on it, the book was published."""
    return next((value for name, value in date.attrib.items() if name.endswith("event")), None)


def _words(elements: list[Element]) -> str:
    return ", ".join(filter(None, ("".join(element.itertext()).strip() for element in elements)))
