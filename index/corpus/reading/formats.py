"""Chooses the reader for a file by its extension, and checks the extension against the file's signature."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import PurePath

from index.corpus.reading.reading import Limits, Reader, Reading
from index.errors import UnreadableFileError

# A format's module is imported for its first file: a corpus of plain text never loads a PDF library.
_MODULES = {
    ".txt": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".epub": "epub",
    ".odt": "odt",
    ".rtf": "rtf",
}
ENDINGS = tuple(_MODULES)
# Up to these sizes in bytes, any file of the format is read faster than a worker starts.
_SOON = {".txt": 1_000_000, ".md": 50_000, ".markdown": 50_000}

# File signatures, and the extensions they allow.
_SIGNATURES = (
    (re.compile(rb"%PDF-"), (".pdf",)),
    (re.compile(rb"PK\x03\x04"), (".docx", ".epub", ".odt")),
    (re.compile(rb"\{\\rtf"), (".rtf",)),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE), (".html", ".htm", ".xhtml")),
)


def is_read_soon(name: str, size: int) -> bool:
    """Whether `name`, of `size` bytes, is read quickly whatever it contains: a small text, or an unsupported format."""
    ending = PurePath(name).suffix.lower()
    return ending not in _MODULES or size <= _SOON.get(ending, -1)


def read_as(name: str, data: bytes, limits: Limits) -> Reading:
    """`data` read by the reader for the extension of `name`. Raises `UnreadableFileError`."""
    ending = PurePath(name).suffix.lower()
    if ending not in _MODULES:
        known = ", ".join(_MODULES)
        raise UnreadableFileError(f"its format {ending or '(no extension)'} is not supported; expected one of {known}")
    _check_signature(ending, data)
    reader: Reader = import_module(f"index.corpus.reading.{_MODULES[ending]}").read
    reading = reader(data, limits)
    if not reading.text.strip():
        raise UnreadableFileError("it contains no text")
    return reading


def _check_signature(ending: str, data: bytes) -> None:
    for signature, endings in _SIGNATURES:
        # Markdown may begin with HTML.
        if signature.match(data) and ending not in (*endings, ".md", ".markdown"):
            raise UnreadableFileError(f"its extension is {ending}, but its content is that of {' or '.join(endings)}")
