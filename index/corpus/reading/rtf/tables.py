"""The tables in the head of rich text: its fonts, its colours, its styles."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.corpus.reading.symbols import is_symbols

_WHITE = 0xFC
COLOUR_PARTS = (b"red", b"green", b"blue")


@dataclass(slots=True)
class Tables:
    """What the numbers in the text stand for."""

    encodings: dict[int, str | None] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)
    _names: dict[int, str] = field(default_factory=dict)
    _colours: list[dict[bytes, int]] = field(default_factory=lambda: [{}])

    def name_font(self, font: int, words: str) -> None:
        """Words of a font's name, which a semicolon ends."""
        self._names[font] = self._names.get(font, "") + words

    def font(self, number: int) -> str | None:
        """The name of a font."""
        name = self._names.get(number)
        return name.partition(";")[0].strip() if name else None

    def has_symbols(self, font: int) -> bool:
        """Whether a font's codes are symbols."""
        return is_symbols(self.font(font))

    def add_colour(self, part: bytes, value: int) -> None:
        """How much of red, green or blue the next colour has."""
        self._colours[-1][part] = value

    def end_colours(self, count: int) -> None:
        """So many colours are complete."""
        self._colours += [{} for _ in range(min(count, 1_000))]

    def is_white(self, number: int) -> bool:
        """Whether a colour is white; one without parts is the reader's own."""
        parts = self._colours[number] if number < len(self._colours) else {}
        return len(parts) == len(COLOUR_PARTS) and all(value >= _WHITE for value in parts.values())
