"""The types that all readers share: `Reading`, their result, and `Limits`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from index.article import Block, Card
from index.settings import Settings


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as read: its text, its provenance card, and its blocks in order, without overlap.

    `sha256` is the hash of the file's bytes; `read_file` sets it, not the reader of a format.
    """

    text: str
    card: Card
    blocks: tuple[Block, ...]
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits on one file: its size, its unpacked size, its pages, and the seconds for reading it."""

    megabytes: int = 20
    unpacked_megabytes: int = 200
    pages: int = 300
    seconds: int = 30

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """The limits from the settings."""
        given = settings.reading
        return cls(given.file_megabytes, given.unpacked_megabytes, given.pdf_pages, given.file_seconds)


# The reader of a format. Raises `UnreadableFileError` with the cause.
Reader = Callable[[bytes, Limits], Reading]
