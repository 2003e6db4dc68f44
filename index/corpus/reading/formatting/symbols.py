"""Symbol fonts: maps the codes of Symbol, Wingdings and Webdings to Unicode characters.

The tables follow the Unicode Consortium's mapping of Symbol and the annotations of its Dingbats and Pictographs blocks.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Stands for an unknown symbol, so that readers see that something was there.
UNKNOWN = "□"

_SYMBOL = {
    0x20: " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪□⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
}
_WINGDINGS = {
    0x20: " ✏✂✁👓🕭🕮🕯☎✆✉🖃📪📫📬📭🗀🗁🗎🗏🗐🗄⌛⌨🖰🖲🖳🖴🖫🖬✇✍🖎✌🖏👍👎☜☞☝☟🖐☺😐☹💣☠⚐🏱✈☼💧❄🕆✞🕈✠✡☪☯ॐ",
    0x5D: "☸♈♉♊♋♌♍♎♏♐♑♒♓🙰&●❍■☐🞐❑❒⬧⧫◆❖⬥⌧⍓⌘❀✿❝❞▯",
    0x80: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟·•",
    0xA0: "▪○⭘◉◉◎○▪☐🟂✦★✶✴✹✵⯐⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦◀➢▲▼⮈➲⮉⮋←→↑↓↖↗↙↘⬅➔⬆⬇🡼🡽🡿🡾⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂▭▫✗✓☒☑",
}
_WINGDINGS_2 = {
    0x4F: "✗✓☒☑☒☒",
    0x69: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿",
    0x95: "·••●○◉",
    0xA0: "■▪☐☐",
}
_WINGDINGS_3 = {0x66: "←→↑↓↖↗↙↘↔↕▲▼△▽◀▶◁▷", 0x7C: "◀▶"}
_WEBDINGS = {0x33: "◀▶▲▼⏪⏩⏮⏭⏸⏹", 0x61: "✔🚲☐", 0x67: "◼", 0x69: "ℹ", 0x6E: "●", 0x72: "✖"}


def _codes(pieces: dict[int, str]) -> dict[int, str]:
    return {first + at: char for first, chars in pieces.items() for at, char in enumerate(chars)}


_FONTS = {
    "symbol": _codes(_SYMBOL),
    "symbolmt": _codes(_SYMBOL),
    "wingdings": _codes(_WINGDINGS),
    "wingdings2": _codes(_WINGDINGS_2),
    "wingdings3": _codes(_WINGDINGS_3),
    "webdings": _codes(_WEBDINGS),
}
_NOT_NAME = re.compile(r"^[A-Z]{6}\+|[,-]?regular$|[ _-]", re.IGNORECASE)
# Private-use codes: office programs put a symbol font's 256 codes here, and Adobe old-style digits and small capitals.
_PRIVATE = range(0xF000, 0xF100)
_DIGITS, _CAPITALS = range(0xF730, 0xF73A), range(0xF761, 0xF77B)
# The usual bullets of office programs, whose font is often lost in conversion.
_BULLETS = {0xF0B7: "•", 0xF0A7: "▪"}
_NOBODYS = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def is_symbols(font: str | None) -> bool:
    """Whether `font` is a symbol font."""
    return font is not None and _name(font) in _FONTS


def symbols(words: str, font: str | None) -> str:
    """`words` as they look in `font`, with `UNKNOWN` for every symbol that is in no table."""
    if not is_symbols(font) and not _NOBODYS.search(words):
        return words
    return "".join(symbol(char, font) for char in words)


def symbol(char: str, font: str | None) -> str:
    """The Unicode character that `char` shows in `font`; codes of symbol fonts may be offset by U+F000."""
    code = ord(char)
    table = _FONTS.get(_name(font)) if font else None
    if table is not None:
        if code in _PRIVATE:
            return table.get(code - _PRIVATE.start, UNKNOWN)
        # Above ASCII, `char` may already be Unicode: Symbol has "×" too, at another code.
        if code < 0x80 or (code < 0x100 and char not in table.values() and table is not _FONTS["symbol"]):
            return table.get(code, char if char.isspace() else UNKNOWN)
    if not _NOBODYS.match(char):
        return char
    if code in _DIGITS or code in _CAPITALS:
        return chr(code - _PRIVATE.start - 0x700).upper()
    return _BULLETS.get(code, UNKNOWN)


@lru_cache(maxsize=1024)
def _name(font: str) -> str:
    return _NOT_NAME.sub("", font).lower()
