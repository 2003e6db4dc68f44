"""Documents of other formats embedded in a Word document (`altChunk`), read by the readers of their formats."""

from __future__ import annotations

import email
import email.policy
from importlib import import_module
from pathlib import PurePosixPath

from index.corpus.reading.blocks import BlockText
from index.corpus.reading.reading import Limits, Reader, Reading
from index.errors import UnreadableFileError
from index.reasons import LEFT_OUT
from index.text.columns import cells_of

_MODULES = {
    **dict.fromkeys((".htm", ".html", ".xhtml"), "html"),
    ".rtf": "rtf",
    ".txt": "plain",
    ".docx": "docx",
}
_MAILED = (".mht", ".mhtml")


def add_chunk(text: BlockText, name: str, data: bytes, limits: Limits) -> None:
    """Add the text of the part `name`. If it cannot be read, add a block that says so, set aside."""
    try:
        _add(text, _read(name, data, limits))
    except UnreadableFileError as error:
        name_left_out(text, name, str(error))


def name_left_out(text: BlockText, name: str, cause: str) -> None:
    """Add a block, set aside, that says that a part is left out and why."""
    text.add(f"[{name} is left out: {cause}]", reason=LEFT_OUT)


def _read(name: str, data: bytes, limits: Limits) -> Reading:
    ending = PurePosixPath(name).suffix.lower()
    if ending in _MAILED:
        ending, data = ".html", _page_of(data)
    if ending not in _MODULES:
        raise UnreadableFileError(f"its format {ending or '(no extension)'} is not supported")
    reader: Reader = import_module(f"index.corpus.reading.{_MODULES[ending]}").read
    return reader(data, limits)


def _page_of(data: bytes) -> bytes:
    """The HTML page of a web archive (MHTML), decoded from its transfer encoding."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            return page if isinstance(page, bytes) else b""
    raise UnreadableFileError("it contains no web page")


def _add(text: BlockText, reading: Reading) -> None:
    heads = {block.header for block in reading.blocks if block.header is not None}
    text.end_table()
    for block in reading.blocks:
        words = reading.text[block.start : block.end]
        if block.kind == "table-row":
            head = any(start <= block.start and block.end <= end for start, end in heads)
            text.add_row(cells_of(words), head=head)
        else:
            text.add(words, block.kind, level=block.level, reason=block.reason, label=block.label)
