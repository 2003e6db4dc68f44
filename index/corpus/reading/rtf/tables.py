"""The header tables of rich text: fonts, colours and styles."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.corpus.reading.formatting.symbols import is_symbols

_WHITE = 0xFC
COLOUR_PARTS = (b"red", b"green", b"blue")


@dataclass(slots=True)
class Tables:
    """The fonts, colours and styles by their numbers."""

    encodings: dict[int, str | None] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)
    _names: dict[int, str] = field(default_factory=dict)
    _colours: list[dict[bytes, int]] = field(default_factory=lambda: [{}])

    def name_font(self, font: int, words: str) -> None:
        """Append to a font's name, which ends with a semicolon."""
        self._names[font] = self._names.get(font, "") + words

    def font(self, number: int) -> str | None:
        """The name of a font, or `None`."""
        name = self._names.get(number)
        return name.partition(";")[0].strip() if name else None

    def has_symbols(self, font: int) -> bool:
        """Whether a font is a symbol font."""
        return is_symbols(self.font(font))

    def add_colour(self, part: bytes, value: int) -> None:
        """Set the red, green or blue part (0 to 255) of the current colour."""
        self._colours[-1][part] = value

    def end_colours(self, count: int) -> None:
        """End the current colour; `count` semicolons end as many colours."""
        self._colours += [{} for _ in range(min(count, 1_000))]

    def is_white(self, number: int) -> bool:
        """Whether a colour is white; one without parts is the viewer's default and does not count."""
        parts = self._colours[number] if number < len(self._colours) else {}
        return len(parts) == len(COLOUR_PARTS) and all(value >= _WHITE for value in parts.values())
