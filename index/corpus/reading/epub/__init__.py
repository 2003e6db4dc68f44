"""Reads EPUB: the chapters in spine order, each under its title, and the card from the package's metadata."""

from __future__ import annotations

from index.article import Card
from index.corpus.reading.blocks import BlockText, stated
from index.corpus.reading.epub.chapters import pieces_of, place_of
from index.corpus.reading.epub.contents import labels, member
from index.corpus.reading.html.pieces import Judged, add_pieces
from index.corpus.reading.html.visible import Piece
from index.corpus.reading.markup import Element, local, parse
from index.corpus.reading.packed import Packed, damaged, encrypted, is_damage
from index.corpus.reading.reading import Limits, Reading
from index.errors import UnreadableFileError
from index.reasons import LEFT_OUT, NAVIGATION

_PAGES = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml"})
# Books without copy protection may obfuscate fonts. Any other encryption makes the book unreadable.
_SCRAMBLED_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_ENDINGS = (".xhtml", ".html", ".htm", ".xml")


def read(data: bytes, limits: Limits) -> Reading:
    """The book's text as its chapters show it, without scripts, styles and drawings. Raises `UnreadableFileError`.

    For a missing or damaged chapter there is a block, set aside, that says so.
    """
    text = BlockText()
    with Packed(data, limits) as book:
        _refuse_encrypted(book)
        path = _package_path(book)
        package = parse(book.read(path), path)
        manifest = {item.get("id"): item for item in package.iter("{*}item")}
        named = labels(book, path, manifest)
        read_at_all = False
        for chapter in _spine(path, package, manifest):
            place = place_of(book, chapter)
            if place is None:
                text.add(f"[{chapter} is left out: it is missing]", reason=LEFT_OUT)
                continue
            try:
                pieces = _pieces(book, place)
            except UnreadableFileError as error:
                if not is_damage(error):
                    raise
                text.add(f"[{chapter} is left out: {error}]", reason=LEFT_OUT)
                continue
            read_at_all = True
            _add_chapter(text, pieces, *named.get(chapter, ("", 0)))
    if not read_at_all:
        raise damaged(f"none of the chapters that {path} lists can be read")
    return text.reading(_card(package))


def _pieces(book: Packed, place: str) -> list[Judged]:
    """The pieces of a chapter, each with its reason or `None`."""
    return [(piece, NAVIGATION if _is_contents(piece) else None) for piece in pieces_of(book, place)]


def _is_contents(piece: Piece) -> bool:
    around = (piece.element, *piece.element.iterancestors())
    return any(element.tag == "nav" for element in around)


def _refuse_encrypted(book: Packed) -> None:
    if "META-INF/encryption.xml" not in book.names:
        return
    listed = parse(book.read("META-INF/encryption.xml"), "META-INF/encryption.xml")
    ways = [method.get("Algorithm") for method in listed.iterfind("{*}EncryptedData/{*}EncryptionMethod")]
    if any(way not in _SCRAMBLED_FONTS for way in ways):
        raise encrypted()


def _package_path(book: Packed) -> str:
    where = book.find("META-INF/container.xml") or "META-INF/container.xml"
    container = parse(book.read(where), where)
    for root in container.iter("{*}rootfile"):
        if root.get("full-path"):
            return place_of(book, root.get("full-path")) or str(root.get("full-path"))
    raise damaged(f"{where} does not name a package document")


def _spine(path: str, package: Element, manifest: dict[str, Element]) -> list[str]:
    """The package members of the chapters in reading order, without repetitions."""
    items = [manifest.get(reference.get("idref")) for reference in package.iter("{*}itemref")]
    pages = [item for item in items if item is not None and _is_page(item)]
    if not pages:
        raise damaged(f"{path} lists no chapters")
    return list(dict.fromkeys(member(path, item.get("href") or "") for item in pages))


def _is_page(item: Element) -> bool:
    return item.get("media-type") in _PAGES or (item.get("href") or "").lower().endswith(_ENDINGS)


def _add_chapter(text: BlockText, pieces: list[Judged], label: str, depth: int) -> None:
    """Add a chapter, with its label as heading if it has none of its own; levels follow the table of contents."""
    first = next((piece for piece, reason in pieces if not reason and piece.text), None)
    shift = 0
    if depth and first is not None and first.kind == "heading":
        shift = depth - first.level
    elif label and first is not None:
        text.add(label, "heading", level=depth)
    for piece, _ in pieces:
        piece.level = min(6, max(1, piece.level + shift)) if piece.level else 0
    add_pieces(text, pieces)


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
    """The event that a date belongs to; `None` means publication."""
    return next((value for name, value in date.attrib.items() if name.endswith("event")), None)


def _words(elements: list[Element]) -> str:
    return ", ".join(filter(None, ("".join(element.itertext()).strip() for element in elements)))
