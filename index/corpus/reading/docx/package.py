"""The parts of a Word document, found by their relations, not by name. Damaged parts are left out."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from index.corpus.reading.markup import Element, local, parse
from index.corpus.reading.packed import Packed, damaged, is_damage
from index.errors import UnreadableFileError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# Strict OOXML has different namespaces for the same elements: .../ooxml/wordprocessingml/main and so on.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation to another part: its id, its kind, and the part's path."""

    id: str
    kind: str
    target: str


class Package:
    """An open Word document; parts are read on demand."""

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        main = [relation.target for relation in self.relations("") if relation.kind == "officeDocument"]
        self.main = main[0] if main else "word/document.xml"

    def relations(self, part: str) -> list[Relation]:
        """The relations of a part (of the package itself if empty) to other parts of the package."""
        folder, name = posixpath.split(part)
        listed = self._optional(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = [] if listed is None else listed.iter("{*}Relationship")
        return [
            Relation(one.get("Id") or "", (one.get("Type") or "").rpartition("/")[2], _path(folder, one))
            for one in found
            if one.get("TargetMode") != "External"
        ]

    def document(self) -> Element:
        """The root element of the main part. Raises `UnreadableFileError`."""
        root = parse(self._bytes(self.main), self.main)
        if local(root) != "document":
            raise damaged(f"{self.main} holds no Word document")
        return root

    def related(self, kind: str) -> Element | None:
        """The root of the document's part of that kind; `None` if it is missing or damaged."""
        targets = [relation.target for relation in self.relations(self.main) if relation.kind == kind]
        return self._optional(targets[0]) if targets else None

    def properties(self) -> Element | None:
        """The root of the core properties; `None` if they are missing or damaged."""
        places = [relation.target for relation in self.relations("") if relation.kind == "core-properties"]
        return self._optional(places[0]) if places else None

    def has(self, part: str) -> bool:
        """Whether the package contains `part`."""
        return self._packed.find(part) is not None

    def raw(self, part: str) -> bytes:
        """The bytes of a part. Raises `UnreadableFileError`."""
        name = self._packed.find(part)
        if name is None:
            raise damaged(f"it has no {part}")
        return self._packed.read(name)

    def _bytes(self, part: str) -> bytes:
        return _STRICT.sub(_TRANSITIONAL, self.raw(part))

    def _optional(self, part: str) -> Element | None:
        try:
            return parse(self._bytes(part), part) if self.has(part) else None
        except UnreadableFileError as error:
            if not is_damage(error):
                # It is encrypted, or exceeds the limit on unpacked data.
                raise
            return None


def _path(folder: str, relation: Element) -> str:
    target = relation.get("Target") or ""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
