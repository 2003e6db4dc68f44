"""Decodes bytes to text, or says why they are not text."""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from charset_normalizer import from_bytes

from index.article import Card
from index.errors import UnreadableFileError

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = "cp1252"
# Encodings to detect if the text is not Unicode: those found in practice. A longer list causes more wrong guesses.
_LEGACY = [
    *(_WESTERN, "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r", "koi8_u"),
    *("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"),
]
# Like browsers, decode a stated encoding as the superset that programs really write (encoding.spec.whatwg.org).
_LARGER = {
    **dict.fromkeys(("ascii", "iso8859-1", "iso8859-15"), _WESTERN),
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
# Stated encodings that are ignored: they are usually wrong, or unsafe.
_NOT_BELIEVED = re.compile(r"utf[-_]?(?:7|16|32).*")
_NAMES = {"cp1252": "windows-1252", "koi8_r": "koi8-r", "koi8_u": "koi8-u", "utf_16_le": "utf-16le"}
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f]")
_MOST_CONTROLS = 0.01
_MOST_DAMAGED = 0.1
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# How much of a text is examined to detect its encoding.
_ENOUGH = 200_000
# Icelandic letters: other encodings, such as Turkish, have different letters at their code points.
_UNUSUAL_LETTERS = frozenset("ÐðÝýÞþ")
_USUAL_SIGNS = frozenset("“”‘’„‚«»‹›–—…•·€£©®™°±²³¹µ½¼¾×¿¡§º\xa0\xad")


class Decoded(NamedTuple):
    """A text and its assumed encoding, which is empty if the file states its encoding or is in Unicode."""

    text: str
    assumed: str = ""

    @property
    def card(self) -> Card:
        """The provenance card's statement about the encoding."""
        return Card.of("its bytes", encoding=f"{self.assumed} (assumed)" if self.assumed else None)


def decode(data: bytes, stated: str | None = None) -> str:
    """The text of `data` with its line ends unchanged, without a byte order mark. Raises `UnreadableFileError`."""
    return decoded(data, stated).text


def decoded(data: bytes, stated: str | None = None) -> Decoded:
    """The text of `data` as `decode` returns it, with its assumed encoding.

    In this order: the encoding of the byte order mark, UTF-8 if the data is valid UTF-8, the `stated` encoding. Failing
    those, Windows-1252, unless decoding it with another detected encoding gives fewer rare characters.
    """
    if not data:
        raise UnreadableFileError("it is empty")
    found = _stated(data, stated) or _assumed(data)
    text = found.text
    controls, damaged = len(_CONTROLS.findall(text)), text.count("\ufffd")
    if "\0" in text or controls > _MOST_CONTROLS * len(text) or damaged > _MOST_DAMAGED * len(text):
        raise UnreadableFileError("it is not text (it contains too many control or undecodable characters)")
    return found


def _stated(data: bytes, stated: str | None) -> Decoded | None:
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    name = _known(stated)
    # Encodings with escape sequences use only ASCII bytes, so they would pass as UTF-8: try them first.
    stateful = name if name and name.startswith(("iso2022", "hz")) else None
    for encoding in (marked, stateful, None if b"\0" in data else "utf-8-sig", name):
        text = _read(data, encoding)
        if text is not None:
            return Decoded(text)
    return None


def _known(stated: str | None) -> str | None:
    """The codec for a file that states the encoding `stated`, or `None` if it is unknown or not trusted."""
    try:
        name = codecs.lookup(stated or "").name
    except (LookupError, ValueError):
        return None
    return None if _NOT_BELIEVED.fullmatch(name) else _LARGER.get(name, name)


def _read(data: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError):
        return None
    # A bytes-to-bytes codec such as zlib does not return text.
    return text if isinstance(text, str) else None


def _assumed(data: bytes) -> Decoded:
    if b"\0" in data:
        return _wide(data)
    western = data.decode(_WESTERN, "replace")
    best, fewest = Decoded(western, _NAMES[_WESTERN]), rare_characters(western)
    for other in (_damaged_unicode, _detected) if fewest else ():
        found = other(data)
        if found is not None and (rare := rare_characters(found.text)) < fewest:
            best, fewest = found, rare
    return best


def _wide(data: bytes) -> Decoded:
    """UTF-16 or UTF-32 text without a byte order mark."""
    for name in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        text = _read(data, name)
        if text is not None and "\0" not in text and rare_characters(text) <= _MOST_CONTROLS * len(text):
            return Decoded(text, name)
    return Decoded(data.decode(_WESTERN, "replace"))


def _damaged_unicode(data: bytes) -> Decoded | None:
    """UTF-8 with a few damaged characters."""
    text = data.decode("utf-8", "replace")
    return (
        Decoded(text, "utf-8, damaged characters replaced")
        if len(_BEYOND_ASCII.findall(text)) > 2 * text.count("\ufffd")
        else None
    )


def _detected(data: bytes) -> Decoded | None:
    found = from_bytes(data[:_ENOUGH], cp_isolation=_LEGACY).best()
    if found is None:
        return None
    text = _read(data, found.encoding)
    return None if text is None else Decoded(text, _NAMES.get(found.encoding, found.encoding))


def rare_characters(text: str) -> int:
    """How many characters of `text` are implausible where they are: signs of a wrong encoding.

    Counts, among non-ASCII characters: unassigned ones, unusual signs and signs inside words, capitals inside words,
    letters of two scripts in one word, and accented Latin letters between two others.
    """
    text = text[:_ENOUGH]
    if text.isascii():
        return 0
    return sum(
        _rare(
            text[max(0, match.start() - 1)] if match.start() else " ",
            match.group(),
            text[match.end() : match.end() + 1] or " ",
        )
        for match in _BEYOND_ASCII.finditer(text)
    )


@lru_cache(maxsize=65536)
def _rare(before: str, char: str, after: str) -> bool:
    if char == "\ufffd" or unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs"):
        return True
    if not char.isalpha():
        inside = before.isalpha() and after.isalpha() and char not in "’‘·–—\u00ad"
        return inside or (ord(char) < 0x2000 and char not in _USUAL_SIGNS)
    beside = [near for near in (before, after) if near.isalpha()]
    if any(_script(near) != _script(char) for near in beside):
        return True
    if (char.isupper() and before.islower()) or char in _UNUSUAL_LETTERS:
        return True
    return _script(char) == "LATIN" and len(beside) == 2 and not any(near.isascii() for near in beside)


@lru_cache(maxsize=65536)
def _script(char: str) -> str:
    """The script of a letter; scripts that are mixed in writing, such as Han and kana, count as one."""
    name = unicodedata.name(char, "?").split(maxsplit=1)[0]
    return "HAN" if name in ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA") else name
