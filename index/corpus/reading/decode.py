"""Bytes to text, or the reason why they are none."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from index.errors import UnreadableFileError

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What files of people's own are in when they are not in Unicode; a wider choice only offers more ways to guess wrong.
_LEGACY = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r", "koi8_u"),
    *("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "utf_16_le", "utf_16_be"),
]
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x9f]")
_MOST_CONTROLS = 0.01


def decode(data: bytes, stated: str | None = None) -> str:
    """The text of `data`, line ends as they are, without a byte order mark. Raises `UnreadableFileError`.

    A byte order mark decides, then the encoding that the file states, then whether it is UTF-8, then detection.
    """
    if not data:
        raise UnreadableFileError("it is empty")
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    text = next((text for name in (marked, stated, "utf-8-sig") if (text := _decoded(data, name)) is not None), None)
    if text is None:
        text = _detected(data)
    if "\0" in text or len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise UnreadableFileError("it is not text (it is full of control characters)")
    return text


def _decoded(data: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError):
        return None
    # An encoding of bytes to bytes, or one that no file should name.
    return text if isinstance(text, str) else None


def _detected(data: bytes) -> str:
    found = from_bytes(data, cp_isolation=_LEGACY).best()
    if found is None:
        raise UnreadableFileError("its bytes are in no encoding that can be recognised; save it as UTF-8")
    return str(found)
