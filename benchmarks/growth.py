"""How the cost of hostile texts grows with their length: `python -m benchmarks.growth [--characters N] [PATTERN ...]`.

Seventy-five patterns, as plain text and as Markdown, are read, cleaned and split at N, 2N and 4N characters. If
doubling the length multiplies the cost by more than `MOST`, the line is marked and the command exits with 1. The cost
is the minimum processor time of several runs, which other load on the machine affects little.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

from index.article import Article
from index.corpus.cleaning import clean
from index.corpus.folder import make_article
from index.corpus.reading.formats import read_as
from index.corpus.reading.reading import Limits
from index.corpus.sources import Source
from index.errors import UnreadableFileError
from index.indexing.splitting import split

MOST = 2.6
_TRIES = 3
# Shorter times are too noisy to compare.
_LEAST_SECONDS = 0.04

# Each is repeated to the requested length.
PATTERNS = (
    *("'", '"', "“", "(", "[", "{", "<", ">", "*", "_", "`", "~", "#", "-", "+", "=", "|", "!", "\\", "&", ".", "?"),
    *(" ", "\t", "\n", "a", "A", "1", "é", "中", "\u00ad", "\u200b", "\u0301", "a ", "a\n", "a.\n\n", ". ", "… "),
    *("[a](", "![a](", "[a][", "[^a]", "<a ", "<b>", "</b>", "<!--", "<sup>", "<s>", "~~a", "**a ", "*a_ ", "`a``"),
    *("- a\n  ", "> ", "1. ", "| a ", "a@b.c ", "http://a", "a, B c, ", "Read on. ", "p.m. ", "J. ", "&amp;", "```\n"),
    *(
        ":::a\n",
        "<A b={",
        "{/*",
        "$a",
        "a\u2028",
        "x<sub>2</sub>",
        "Mr. A, M.D., ",
        "a: b; ",
        "^[",
        "!!! a\n",
        "Jan 05, · A ",
    ),
)


def cost(ending: str, source: str) -> float:
    """Processor seconds to read, clean and split a file with this `source`; the minimum of several runs."""
    data = source.encode()
    return min(_timed(lambda: _worked(ending, data)) for _ in range(_TRIES))


def _growth(ending: str, pattern: str, characters: int) -> tuple[list[float], list[float]]:
    """The seconds for three lengths, and the two ratios between successive ones."""
    lengths = (characters, 2 * characters, 4 * characters)
    seconds = [cost(ending, (pattern * (length // len(pattern) + 1))[:length]) for length in lengths]
    return seconds, [more / max(less, _LEAST_SECONDS) for less, more in zip(seconds, seconds[1:], strict=False)]


def _timed(work: Callable[[], None]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _worked(ending: str, data: bytes) -> None:
    name = f"hostile{ending}"
    try:
        article: Article = make_article(name, read_as(name, data, Limits()), Source())
    except UnreadableFileError:
        return
    cleaned = clean(article)
    split(Article(article.id, article.origin, article.text, article.card, cleaned.blocks), 110)


def main() -> None:
    """Print a line with times and ratios for each pattern and format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=50_000, help="the shortest length [50000]")
    parser.add_argument("--ending", action="append", help=".txt and .md, or one of them")
    parser.add_argument("patterns", nargs="*", metavar="PATTERN", help="these only")
    asked = parser.parse_args()
    failed = 0
    for ending in asked.ending or [".txt", ".md"]:
        for pattern in asked.patterns or PATTERNS:
            seconds, grown = _growth(ending, pattern, asked.characters)
            if max(grown) > MOST:
                # Measure again, because one outlier may be chance.
                seconds, grown = _growth(ending, pattern, asked.characters)
            bad = max(grown) > MOST
            failed += bad
            times = ", ".join(f"{1000 * each:.0f}" for each in seconds)
            told = f"{ending:4} {pattern!r:20} {times} ms, x {grown[0]:.1f}, x {grown[1]:.1f}"
            print(told + ("  TOO MUCH" if bad else ""), flush=True)
    count = len(asked.ending or [".txt", ".md"]) * len(asked.patterns or PATTERNS)
    print(f"{failed} of {count} grow more than {MOST} times a doubling")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
