"""Lines that only say who wrote a text and when, such as "Words: Jane Doe | Published: 2 May 2022 | 3 min read"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress

from index.article import Article, Statement
from index.reasons import FURNITURE

NAME = r"(?-i:[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3})"
DATED = r"(?:posted|published|updated|last updated|last (?:medically )?reviewed|written|submitted)"
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?"
DATE = re.compile(
    rf"(?:\w+day,? )?(?:\d{{1,2}} {MONTH},? \d{{4}}|{MONTH} (?:\d{{1,2}}(?:st|nd|rd|th)?,? )?\d{{4}})"
    r"|\d{1,2}/\d{1,2}/\d{2,4}",
    re.IGNORECASE,
)
_PIECES = re.compile(r"\s*[|·•]\s*")
_PIECE = re.compile(
    rf"(?P<dated>{DATED}:? (?:on |at )?)?(?P<date>{DATE.pattern}|\d{{4}}-\d\d-\d\d)(?:,? by:? (?P<by>{NAME}))?"
    rf"|(?:(?P<role>by:?|[a-z]{{2,12}}(?: by)?:) ?)?(?P<name>{NAME})|\d+[ -]?min(?:ute)?s? read",
    re.IGNORECASE,
)
_WRITER = re.compile(r"by|words|text|author|writer|story|written by", re.IGNORECASE)
_CHANGED = re.compile("updat|review", re.IGNORECASE)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})", re.IGNORECASE)
_DAY = re.compile(r"\b\d{1,2}(?!\d)")
# A byline is below the title; further down, another text may begin.
_TOP = 4


def is_metadata(line: str) -> bool:
    """Whether a line only says when a text was published, perhaps with who wrote it."""
    pieces = _pieces(line)
    return any(piece["date"] and (len(pieces) > 1 or piece["dated"] or piece["by"]) for piece in pieces)


def metadata_statements(article: Article) -> Iterator[Statement]:
    """Author and date of publication in the lines below the title; pass a cleaned article."""
    for block in article.blocks[:_TOP]:
        if block.reason != FURNITURE:
            continue
        line = " ".join(article.text[block.start : block.end].split())
        for piece in _pieces(line):
            author = piece["by"] or (piece["name"] if _WRITER.fullmatch((piece["role"] or "").rstrip(":")) else None)
            if author:
                yield Statement("author", author, line, "text")
            if piece["date"] and not _CHANGED.search(piece["dated"] or "") and (date := _iso(piece["date"])):
                yield Statement("published", date, piece["date"], "text")


def _pieces(line: str) -> list[re.Match[str]]:
    """The pieces of a line of metadata, or none if it also says anything else."""
    pieces = [_PIECE.fullmatch(piece) for piece in _PIECES.split(line)]
    return [piece for piece in pieces if piece] if all(pieces) else []


def _iso(date: str) -> str | None:
    """A date as YYYY-MM-DD, unless it has no day, or a month in digits that could be the day."""
    month, day = _MONTH.search(date), _DAY.search(date)
    with suppress(ValueError):
        if not month:
            return dt.date.fromisoformat(date).isoformat()
        if day:
            return dt.date(int(date[-4:]), _MONTHS.index(month.group().lower()) + 1, int(day.group())).isoformat()
    return None
