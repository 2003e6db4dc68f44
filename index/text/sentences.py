"""Sentence boundaries. The only importer of sentencex."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import sentencex

from index.article import Block
from index.text.words import UNSPACED

_WORD = re.compile(r"\S+")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_ODD_SPACE = re.compile(r"[^\S\n ]")
# Limits, in words and characters, for text without sentence ends (lists, scraped menus) and for overlong words.
LONGEST = 60
LONGEST_CHARACTERS = 1_000
# Longer texts are split in parts, because the splitter takes quadratic time for hostile ones.
_AT_ONCE = 5_000
_LONGEST_KEPT = 20_000
# Where to cut them, in order of preference: after a line, a sentence, a word.
_CUTS = tuple(
    re.compile(ends, re.DOTALL) for ends in (r".*\n(?=\S)", r".*[.!?…][\"'”’)\]]?\s(?=[A-Z\"'“‘(])", r".*\s(?=\S)")
)

# Fewer words are a title or a label, not a sentence.
_SHORTEST = 4
# An end mark after a space or a comma, for example: the words before it have been lost.
_BROKEN_OFF = re.compile(r"[\s:;,(][.!]\W*$")

_DAYS = "|".join([*calendar.day_name, *calendar.day_abbr, *calendar.month_name[1:]])
# Abbreviations that the splitter does not know, each with what must follow if the sentence goes on. The pattern is
# matched against the end of one piece, a line end, and the beginning of the next piece.
_GOES_ON = re.compile(
    r"\b(?:approx|ca|tbsps?|tbs|tsps?)\.\n"
    r"|\b(?:max|min|avg|est|incl|excl|temp|oz|lbs?|pts?|qts?|hrs?|mins?|secs?|dept|cont)\.\n[^A-Z]"
    r"|\b(?:[Nn]os?|[Aa]rt|[Ss]ect?|[Pp]ara|[Cc]l|pp?)\.\n\d"
    r"|\b(?:[Ff]igs?|[Vv]ols?|[Cc]h|[Ee]qs?|[Aa]pp)\.\n(?:\d|[A-Z]\b)"
    rf"|\b[ap]\.\s?m\.\n(?:[^A-Z]|(?:{_DAYS})\b|[A-Z]{{2,4}}T\b|(?:Eastern|Central|Mountain|Pacific)\b)"
    # After a title comes a name, even one that is also a word: "Dr. No".
    r"|(?<!\ba )(?<!\bthe )\b(?:Mrs?|Ms|Mx|Dr|Prof)\.\n[A-Z]",
)
# The marks of notes right after the end of a sentence, which the splitter takes for the beginning of the next.
_NOTE = r"(?:[*†‡]{1,3}|\^\([^()\s]{1,12}\)|[⁰¹²³⁴⁵⁶⁷⁸⁹ᵃ-ᶻ][⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵃ-ᶻ,–]*)"
_NOTES = re.compile(rf"{_NOTE}(?=\s|$)")
# The end of a sentence after a unit, which the splitter takes for an initial or an abbreviation.
_UNIT_END = re.compile(rf"\d\s?(?:[kcdmµn]?[mgls]|min|h|d|t|p)\.{_NOTE}?\s+(?=[\"“'‘(]?[A-ZÀ-ÖØ-ÞА-Я])")
# The marker of a list item. The splitter takes some for sentences, and does not look for ends inside some items.
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}[.)]")
_MARKER = re.compile(rf"\s*(?:[(\[]\w{{1,4}}[)\]]|{_NUMBER.pattern}|[a-z]{{1,4}}[.)]|[^\w\s])\s+(?=\S)")
# A dot inside a name: .NET, ASP.NET, EXAMPLE.COM.
_IN_A_NAME = re.compile(r"(?:^|\s)\.\n\w|\w\.\n[A-Z]{2}")


def sentences_of(text: str, block: Block, language: str = "en") -> list[tuple[int, int]]:
    """Offsets of the sentences of a block, the units of quoting. A table row is one unless it is very long."""
    if block.kind == "table-row":
        return list(_cut(text, block.start, block.end))
    return list(sentence_spans(text, block.start, block.end, language))


def count_words(text: str) -> int:
    """The number of words in `text`, separated by spaces; in scripts without spaces, two characters count as a word."""
    between = len(_WORD.findall(text))
    return between if text.isascii() else between + len(_UNSPACED.findall(text)) // 2


def is_fragment(sentence: str) -> bool:
    """Whether a sentence is incomplete: it has at most three words, or lacks its end ("Ice will help reduce .")."""
    return count_words(sentence) < _SHORTEST or _BROKEN_OFF.search(sentence) is not None


def sentence_spans(text: str, start: int, end: int, language: str = "en") -> Iterator[tuple[int, int]]:
    """Offsets of the sentences of `text[start:end]` without outer white space, in order and without overlap.

    A sentence of more than `LONGEST` words or `LONGEST_CHARACTERS` is cut into pieces of at most that many.
    """
    # Texts longer than any block are not cached, to save memory.
    spans = _spans_of if end - start <= _LONGEST_KEPT else _spans_of.__wrapped__
    return ((start + left, start + right) for left, right in spans(text[start:end], language))


# Cached, because cleaning, the search for damage, and splitting all need the sentences of a block.
@lru_cache(maxsize=2048)
def _spans_of(block: str, language: str) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    at = 0
    # Unusual spaces make the splitter panic. The replacement keeps the length, so offsets stay valid.
    plain = _ODD_SPACE.sub(" ", block)
    parts = (plain[first:last] for first, last in cut_at_ends(plain, _AT_ONCE))
    for piece in (piece for part in parts for piece in _pieces(part, language)):
        # The splitter returns only the text of each piece; its offset is where that text next occurs.
        words = piece.strip()
        if not words:
            continue
        at = plain.index(words, at)
        note = _NOTES.match(plain, at) if spans and spans[-1][1] == at else None
        if note:
            spans[-1] = spans[-1][0], note.end()
            words = plain[note.end() : at + len(words)].lstrip()
            if not words:
                continue
            at = plain.index(words, note.end())
        if spans and (not any(map(str.isalnum, words)) or _goes_on(plain, spans[-1], at)):
            # A lone bracket or dash belongs to the sentence before it.
            spans[-1] = spans[-1][0], at + len(words)
        else:
            spans.append((at, at + len(words)))
        at += len(words)
    return tuple(cut for first, last in spans for cut in _cut(plain, first, last))


def cut_at_ends(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Offsets of consecutive pieces of `text` of at most `most` characters, cut where a line, sentence or word ends."""
    start = 0
    while len(text) - start > most:
        found = (cut.match(text, start + most // 2, start + most) for cut in _CUTS)
        end = next((match.end() for match in found if match), start + most)
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def _goes_on(text: str, before: tuple[int, int], at: int) -> bool:
    """Whether the splitter's sentence `before` goes on at `at`: it ended after an abbreviation or inside a name.

    Or it is only the number of the list item that follows on its line.
    """
    start, end = before
    between = text[end:at]
    if between and "\n" not in between and _NUMBER.fullmatch(text, start, end):
        # Only a few characters, so that a text of nothing but numbers takes no quadratic time.
        return text[max(0, start - 20) : start].rstrip(" ")[-1:] in ("", "\n")
    joint = f"{text[max(before[0], before[1] - 10) : before[1]]}\n{text[at : at + 10]}"
    return bool((_GOES_ON if before[1] < at else _IN_A_NAME).search(joint))


def _pieces(text: str, language: str) -> Iterator[str]:
    """The splitter's pieces, split further inside list items and after units."""
    for piece in _segmented(text, language):
        marker = _MARKER.match(piece)
        inner = _segmented(piece[marker.end() :], language) if marker else []
        if marker and len(inner) > 1:
            end = piece.index(inner[0].strip(), marker.end()) + len(inner[0].strip())
            inner[0] = piece[:end]
        for part in inner if len(inner) > 1 else [piece]:
            ends = [end.end() for end in _UNIT_END.finditer(part)]
            yield from (part[first:last] for first, last in pairwise([0, *ends, len(part)]))


def _segmented(text: str, language: str) -> list[str]:
    """The splitter's pieces, or the whole text if the splitter panics."""
    try:
        return list(sentencex.segment(language, text))
    except BaseException as error:
        # A Rust panic is not an `Exception`, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        return [text]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`start` to `end`, cut into pieces of whole words; only words longer than a piece are cut."""
    if end - start <= LONGEST_CHARACTERS and len(text[start:end].split()) <= LONGEST:
        yield start, end
        return
    first = last = count = 0
    for left, right in _short_words(text, start, end):
        if count and (count == LONGEST or right - first > LONGEST_CHARACTERS):
            yield first, last
            count = 0
        if not count:
            first = left
        last, count = right, count + 1
    if count:
        yield first, last


def _short_words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for word in _WORD.finditer(text, start, end):
        for left in range(word.start(), word.end(), LONGEST_CHARACTERS):
            yield left, min(left + LONGEST_CHARACTERS, word.end())
