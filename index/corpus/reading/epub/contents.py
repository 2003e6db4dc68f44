"""A book's table of contents: the label and the depth of each chapter."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from index.corpus.reading.markup import Element, local, parse_page
from index.corpus.reading.packed import Packed, damaged, is_damage
from index.errors import UnreadableFileError


def member(base: str, link: str) -> str:
    """The member that a link in the member `base` points to. Raises `UnreadableFileError`."""
    try:
        place = unquote(urlsplit(link).path)
    except ValueError as error:
        raise damaged(error) from error
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), place))


def labels(book: Packed, path: str, manifest: Mapping[str, Element]) -> dict[str, tuple[str, int]]:
    """For each chapter, its first label in the table of contents and the depth of that label."""
    found: dict[str, tuple[str, int]] = {}
    for item in manifest.values():
        is_nav = "nav" in (item.get("properties") or "").split()
        if not (is_nav or item.get("media-type") == "application/x-dtbncx+xml"):
            continue
        contents = member(path, item.get("href") or "")
        place = book.find(contents)
        if place is not None:
            try:
                root = parse_page(book.read(place), place)
            except UnreadableFileError as error:
                if not is_damage(error):
                    raise
                continue
            for link, label, depth in _nav(root) if is_nav else _ncx(root):
                found.setdefault(member(contents, link), (label, min(depth, 6)))
    return found


def _nav(root: Element) -> Iterator[tuple[str, str, int]]:
    for nav in root.iter("{*}nav"):
        kinds = [value for name, value in nav.attrib.items() if name.endswith("}type")]
        if not kinds or "toc" in kinds[0].split():
            for link in nav.iter("{*}a"):
                depth = sum(local(above) == "ol" for above in link.iterancestors())
                yield link.get("href") or "", " ".join("".join(link.itertext()).split()), depth


def _ncx(root: Element) -> Iterator[tuple[str, str, int]]:
    for point in root.iter("{*}navPoint"):
        content, label = point.find("{*}content"), point.find("{*}navLabel/{*}text")
        if content is not None and label is not None:
            depth = 1 + sum(local(above) == "navPoint" for above in point.iterancestors())
            yield content.get("src") or "", " ".join((label.text or "").split()), depth
