"""Text fragments (`#:~:text=`): the shortest one with which a browser finds exactly one quote on its page.

The rules are those of https://wicg.github.io/scroll-to-text-fragment/: case, accents and the style of quotation marks
are ignored, white space is one space, and a text lies within one block and begins and ends at word boundaries.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from urllib.parse import quote

from index.article import Article, BlockKind

# At least this many words at each end of a quote: a single word may well occur elsewhere on the live page.
_FEWEST = 3
# Numbers of words before and after a quote to add if it occurs in several places.
_CONTEXTS = ((0, 0), *(pair for n in (2, 4, 8, 16, 32) for pair in ((n, 0), (0, n), (n, n))))
# The white space that HTML collapses into one space; not the no-break space.
_SPACE = re.compile(r"[ \t\n\r\f]+")
_TOKEN = re.compile(r"[^ \t\n\r\f]+")
_SAME = str.maketrans("‘’‚‛“”„‟", "''''\"\"\"\"")
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# Between two letters or digits these do not separate words: can't, 3.5, e.g.
_INNER = "'.:·,;_"


@dataclass(frozen=True, slots=True)
class Directive:
    """What to look for: from `start` to `end`, or `start` alone, between `prefix` and `suffix`."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        """The directive as it appears in a URL, after `:~:`."""
        prefix = f"{_encoded(self.prefix)}-," if self.prefix else ""
        end = f",{_encoded(self.end)}" if self.end else ""
        suffix = f",-{_encoded(self.suffix)}" if self.suffix else ""
        return f"text={prefix}{_encoded(self.start)}{end}{suffix}"


def text_fragment(article: Article, start: int, end: int) -> Directive | None:
    """The shortest directive that finds `text[start:end]` and nothing else; `None` if there is none."""
    seen = _seen(article)
    wanted = seen.span(start, end)
    if wanted is None:
        return None
    head, tail, whole = _ends(article, start, end)
    if not head or not tail:
        return None
    for before, after in _CONTEXTS:
        around = _around(article, start, end, before, after)
        # If all the words are found elsewhere too, so are fewer of them.
        if whole and not seen.has_only(Directive(whole, "", *around), wanted):
            continue
        for directive in _growing(head, tail, whole, *around):
            if seen.has_only(directive, wanted):
                return directive
    return None


def with_fragment(url: str, directive: Directive | None) -> str:
    """`url` with `directive` appended."""
    if directive is None:
        return url
    return f"{url}{'' if '#' in url else '#'}:~:{directive}"


def _growing(head: list[str], tail: list[str], whole: str, prefix: str, suffix: str) -> Iterator[Directive]:
    """Directives for one quote, from short to long: with words from its `head` and `tail`, or the `whole` quote."""
    most = len(head) - 1 if whole else len(head) + len(tail)
    for words in range(2 * _FEWEST, most + 1):
        for first in range(_FEWEST, words - _FEWEST + 1):
            yield Directive(" ".join(head[:first]), " ".join(tail[first - words :]), prefix, suffix)
    if whole or most < 2 * _FEWEST:
        yield Directive(whole or " ".join(head), "" if whole else " ".join(tail), prefix, suffix)


def _ends(article: Article, start: int, end: int) -> tuple[list[str], list[str], str]:
    """The first and the last words of a quote, each within one block; and all of them if the quote is in one block."""
    parts = [
        _TOKEN.findall(cell)
        for block in article.blocks
        if block.start < end and start < block.end
        for cell in _cells(block.kind, article.text[max(start, block.start) : min(end, block.end)])
    ]
    parts = [part for part in parts if part]
    if not parts:
        return [], [], ""
    return parts[0], parts[-1], " ".join(parts[0]) if len(parts) == 1 else ""


def _cells(kind: BlockKind, text: str) -> list[str]:
    # A table row is one block of an article, but on a page each cell is a block of its own.
    return text.split("|") if kind == "table-row" else [text]


def _around(article: Article, start: int, end: int, before: int, after: int) -> tuple[str, str]:
    """Up to that many words before and after a quote, from the nearest block that has any."""
    prefix: list[str] = []
    suffix: list[str] = []
    for block in article.blocks:
        if block.start < start:
            prefix = _TOKEN.findall(article.text[block.start : min(start, block.end)]) or prefix
        if block.end > end and not suffix:
            suffix = _TOKEN.findall(article.text[max(end, block.start) : block.end])
    return " ".join(prefix[-before:] if before else ()), " ".join(suffix[:after])


class _Seen:
    """An article as a browser's search sees it: normalized, with blocks separated by line breaks."""

    def __init__(self, article: Article) -> None:
        letters: list[str] = []
        self._offsets: list[int] = []
        for block in article.blocks:
            for match in re.finditer(r"[ \t\n\r\f]+|[^ \t\n\r\f]", article.text[block.start : block.end]):
                folded = _folded(match.group())
                letters.append(folded)
                self._offsets.extend([block.start + match.start()] * len(folded))
            letters.append("\n")
            self._offsets.append(block.end)
        self._text = "".join(letters)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The range of the normalized text for `start` to `end` of the article, without white space at its ends."""
        first, last = bisect_left(self._offsets, start), bisect_left(self._offsets, end)
        while first < last and self._text[first] in " \n":
            first += 1
        while first < last and self._text[last - 1] in " \n":
            last -= 1
        return (first, last) if first < last else None

    def has_only(self, directive: Directive, wanted: tuple[int, int]) -> bool:
        """Whether `directive` matches there and nowhere else."""
        return list(islice(self.find(directive), 2)) == [wanted]

    def find(self, directive: Directive) -> Iterator[tuple[int, int]]:
        """Every place that `directive` matches, in order."""
        for first, last in self._starts(directive):
            if not directive.end:
                if self._follows(last, directive.suffix):
                    yield first, last
                continue
            ends = self._all(_folded(directive.end), last, left=True, right=not directive.suffix)
            stop = next((stop for _, stop in ends if self._follows(stop, directive.suffix)), None)
            if stop is not None:
                yield first, stop

    def _starts(self, directive: Directive) -> Iterator[tuple[int, int]]:
        start, right = _folded(directive.start), bool(directive.end) or not directive.suffix
        if not directive.prefix:
            yield from self._all(start, 0, left=True, right=right)
            return
        for _, stop in self._all(_folded(directive.prefix), 0, left=True, right=False):
            first = self._skip(stop)
            last = first + len(start)
            if self._text.startswith(start, first) and (not right or self._parts(last)):
                yield first, last

    def _all(self, needle: str, at: int, *, left: bool, right: bool) -> Iterator[tuple[int, int]]:
        """Every occurrence of `needle` from `at` on, at word boundaries where these are required."""
        while needle and (at := self._text.find(needle, at)) >= 0:
            stop = at + len(needle)
            if (not left or self._parts(at)) and (not right or self._parts(stop)):
                yield at, stop
            at += 1

    def _follows(self, at: int, suffix: str) -> bool:
        folded, first = _folded(suffix), self._skip(at)
        return not suffix or (self._text.startswith(folded, first) and self._parts(first + len(folded)))

    def _skip(self, at: int) -> int:
        while at < len(self._text) and self._text[at].isspace():
            at += 1
        return at

    def _parts(self, at: int) -> bool:
        """Whether there is a word boundary before the character at `at`."""
        around = self._text[max(at - 2, 0) : at].rjust(2) + self._text[at : at + 2].ljust(2)
        two_before, before, after, two_after = (mark.isalnum() for mark in around)
        inner = (before and around[2] in _INNER and two_after) or (after and around[1] in _INNER and two_before)
        return not (before and after) and not inner


@lru_cache(maxsize=16)
def _seen(article: Article) -> _Seen:
    return _Seen(article)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", _SPACE.sub(" ", text).translate(_SAME))
    return "".join(mark.lower() for mark in plain if mark not in _UNSEEN and not unicodedata.combining(mark))


def _encoded(text: str) -> str:
    # A dash separates prefix and suffix from the rest; the other characters are encoded anyway.
    return quote(text, safe="", errors="replace").replace("-", "%2D")
