"""What every reader gives and obeys: the nouns of this room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from index.article import Block, Card
from index.settings import Settings


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as read: its whole text, what it says about itself, and its blocks in order, without overlap.

    `sha256` is that of the bytes; a format's reader leaves it out.
    """

    text: str
    card: Card
    blocks: tuple[Block, ...]
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost before it is skipped: its size, its size unpacked, its pages, the seconds to read it."""

    megabytes: int = 20
    unpacked_megabytes: int = 200
    pages: int = 300
    seconds: int = 30

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """The limits in force."""
        given = settings.reading
        return cls(given.file_megabytes, given.unpacked_megabytes, given.pdf_pages, given.file_seconds)


# A format's reader: the file's bytes in, a Reading out. Raises `UnreadableFileError` with the cause.
Reader = Callable[[bytes, Limits], Reading]
