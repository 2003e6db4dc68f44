"""Splits text into normalized words: different ways to write the same word give the same result."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# A number with thousands separators and decimals, or a word with apostrophes. Letters after a number are a separate
# word ("5mg"), but a code of letters and digits is one word ("b12").
_WORD = re.compile(
    r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?:\.\d+)*(?!,?\d)(?=[^\W\d_]*(?!\w))"
    r"|\d+(?:\.\d+)*(?=[^\W\d_]*(?!\w))"
    r"|[^\W_]+(?:['’][^\W_]+)*"
)

# Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Japanese and Chinese.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"

_CHARACTERS = list(map(chr, range(0x80, 0x2190)))
_MADE_OF = {character: unicodedata.decomposition(character).partition("> ") for character in _CHARACTERS}
_RAISED = frozenset(
    char for char, (kind, _, _) in _MADE_OF.items() if kind in ("<super", "<fraction") and char.isalnum()
)
_RAISED_ONES = re.compile(f"[{''.join(sorted(_RAISED))}]+")
# Soft hyphens, joiners and direction marks are invisible.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
# Trade mark signs are not letters, although NFKC turns them into some.
_SIGNS = str.maketrans("\u2120\u2122", "  ")


def words(text: str) -> list[str]:
    """The words of `text` in lower case, in order, with plain apostrophes.

    Superscript is a separate word ("20¹" is 20 and 1), subscript is part of its word ("H₂O" is h2o), invisible
    characters such as soft hyphens are dropped, and compatibility forms (ligatures, full width) are normalized. A
    number is one word ("1,500" is 1500), and its unit another ("5mg" is 5 and mg).
    """
    return [word for word, _, _ in _found(text if text.isascii() else _plain(text))]


def placed_words(text: str) -> list[tuple[str, tuple[int, int]]]:
    """The words of `text` as in `words`, each with its start and end (exclusive) in `text`."""
    if text.isascii():
        return [(word, (start, end)) for word, start, end in _found(text)]
    plain, places = _placed(text)
    return [(word, (places[start][0], places[end - 1][1])) for word, start, end in _found(plain)]


def unaccented(word: str) -> str:
    """`word` without its accents: "café" is cafe."""
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def _found(plain: str) -> Iterator[tuple[str, int, int]]:
    for match in _WORD.finditer(plain):
        word = match.group().lower()
        yield word if word.isalnum() else word.replace(",", "").replace("’", "'"), *match.span()


def _plain(text: str) -> str:
    raised = _RAISED_ONES.sub(_apart, unicodedata.normalize("NFC", text))
    return _compatible(raised)


def _compatible(text: str) -> str:
    """`text` in NFKC, without invisible characters."""
    return unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_UNSEEN)


def _apart(raised: re.Match[str]) -> str:
    # NFKC turns the slash of a fraction into U+2044, which is not a letter.
    return f" {unicodedata.normalize('NFKC', raised.group())} "


def _placed(text: str) -> tuple[str, list[tuple[int, int]]]:
    """`text` as in `_plain`, and for each character of the result the range of `text` that it comes from."""
    plain: list[str] = []
    places: list[tuple[int, int]] = []
    start, raised = 0, False
    while start < len(text):
        end = _cluster_end(text, start)
        was, raised = raised, text[start:end] in _RAISED
        # A space before and after each run of superscript characters.
        piece = " " * (raised != was) + _compatible(text[start:end])
        plain.append(piece)
        places.extend([(start, end)] * len(piece))
        start = end
    return "".join(plain), places


def _cluster_end(text: str, start: int) -> int:
    """The end of the characters from `start` on that are normalized together, such as a letter and its accents."""
    end = start + 1
    while end < len(text) and not (text[end].isascii() or text[end] in _RAISED or text[end - 1] in _RAISED):
        last = unicodedata.normalize("NFKC", text[end])
        apart = unicodedata.normalize("NFKC", text[start:end]) + last
        # A mark may be reordered before another one, and combine with its letter only then.
        if not unicodedata.combining(last[0]) and unicodedata.normalize("NFKC", text[start : end + 1]) == apart:
            break
        end += 1
    return end
