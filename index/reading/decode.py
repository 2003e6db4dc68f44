"""Bytes to text, or the reason why they are none."""

from __future__ import annotations

import codecs
import unicodedata

from index.errors import UnreadableFileError

# A file that announces itself as UTF-16 or UTF-32 is read as that; everything else has to be UTF-8.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MOST_CONTROLS = 0.01


def decode(data: bytes) -> str:
    """The text of `data`, line ends as they are, without a byte order mark. Raises `UnreadableFileError`."""
    if not data:
        raise UnreadableFileError("it is empty")
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8-sig")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"its bytes are not {encoding.removesuffix('-sig').upper()} (byte {error.start}); save it as UTF-8"
        ) from error
    controls = sum(unicodedata.category(char) == "Cc" and char not in "\t\n\r\f\v" for char in text)
    if "\0" in text or controls > _MOST_CONTROLS * len(text):
        raise UnreadableFileError("it is not text (it is full of control characters)")
    return text
