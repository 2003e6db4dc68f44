"""Superscript and subscript as Unicode characters: 10⁶, H₂O, 1½; or as ^(…) and _(…) if there are none.

Footnote marks become superscript too, so that "20¹ minutes" is read neither as 201 minutes nor as 20 1 minutes.
"""

from __future__ import annotations

import re
import unicodedata

_UP = str.maketrans("0123456789+-−=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_DOWN = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_HAS_UP = re.compile(r"[0-9+−=()a-pr-z-]+")
_HAS_DOWN = re.compile(r"[0-9+−=()aehi-pr-vx-]+")
# Superscripts with more letters in a row are words, not marks.
_LETTERS = 2
_WORD = re.compile(rf"[^\W\d_]{{{_LETTERS + 1},}}")
# Marks that are distinct without superscript: [1], *, †, ®.
_ALONE = re.compile(r"\[.*\]|\(.*\)|[^\w\s+−=-]+", re.DOTALL)
_NOTES = re.compile(r"\d+(?:\s*[,;–-]\s*\d+)+")
_ORDINAL = re.compile(r"st|nd|rd|th", re.IGNORECASE)
_TRADE = {"tm": "™", "sm": "℠"}
_SHARE = re.compile(r"(\d{1,3})\s*[/⁄∕]\s*(\d{1,3})")
_DIGITS_UP, _DIGITS_DOWN = "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"
_FRACTION = re.compile(
    rf"([{_DIGITS_UP}]{{1,3}})\s?[/⁄∕]\s?([{_DIGITS_DOWN}]{{1,3}})|(?<!\w)([{_DIGITS_UP}]{{1,3}})[/⁄∕](\d{{1,3}})(?!\d)"
)
_VULGAR = {
    unicodedata.normalize("NFKC", char): char for char in map(chr, [0xBC, 0xBD, 0xBE, *range(0x2150, 0x215F), 0x2189])
}


def raised(words: str, before: str = "") -> str:
    """`words` as superscript after the text `before`; outer white space is kept."""
    bare = words.strip()
    behind_digit = before[-1:].isdigit()
    if not bare or (behind_digit and _ORDINAL.fullmatch(bare)) or _ALONE.fullmatch(bare):
        return words
    if bare.lower() in _TRADE:
        return words.replace(bare, _TRADE[bare.lower()])
    share = _SHARE.fullmatch(bare)
    if share and not before[-1:].isalpha():
        return words.replace(bare, fraction(*share.groups()))
    if _NOTES.fullmatch(bare):
        return words.translate(_UP) if "-" not in bare else words.replace("-", "–").translate(_UP)
    return _moved(words, bare, _UP, _HAS_UP, "^")


def lowered(words: str) -> str:
    """`words` as subscript; outer white space is kept."""
    bare = words.strip()
    return _moved(words, bare, _DOWN, _HAS_DOWN, "_") if bare else words


def with_fractions(text: str) -> str:
    """`text` with superscript and subscript numbers around a slash joined to fractions: 1½, ³⁄₇."""
    return _FRACTION.sub(_as_fraction, text) if "/" in text or "⁄" in text or "∕" in text else text


def fraction(above: str, below: str) -> str:
    """The fraction as one character if there is one, otherwise with superscript and subscript digits."""
    return _VULGAR.get(f"{above}⁄{below}") or f"{above.translate(_UP)}⁄{below.translate(_DOWN)}"


def _as_fraction(match: re.Match[str]) -> str:
    above, below = (match[1], match[2]) if match[1] else (match[3], match[4])
    return fraction(*(unicodedata.normalize("NFKC", digits) for digits in (above, below)))


def _moved(words: str, bare: str, table: dict[int, int], has: re.Pattern[str], sign: str) -> str:
    # Capitals and other scripts have no such characters, and whole words would be hard to read in them.
    if has.fullmatch(bare) and not _WORD.search(bare):
        return words.replace(bare, bare.translate(table))
    return words.replace(bare, f"{sign}({bare})")
