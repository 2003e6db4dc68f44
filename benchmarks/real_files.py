"""Reads the files of a folder as a build does, and prints counts by format and each error with its files.

usage: python -m benchmarks.real_files FOLDER
A file is *read*, *skipped* because of the file itself (damaged, encrypted, no text), or *wrong*: its reader crashed,
took too long, failed with an internal error, or returned text that is mostly symbols.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from index.corpus.reading.formats import ENDINGS
from index.corpus.reading.reading import Limits
from index.corpus.reading.workers import read_files
from index.errors import UnreadableFileError

_WRONG = re.compile(r"its reader crashed|it was not read within|it cannot be read|takes more memory")
# A text with a larger share of unknown symbols counts as wrong.
_SYMBOLS = 0.1


def main() -> None:
    """Print the counts."""
    folder = Path(sys.argv[1])
    names = sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file()
    )
    counts: dict[str, Counter[str]] = {}
    causes: dict[str, list[str]] = {}
    for name, outcome in read_files(folder, names, Limits()):
        if isinstance(outcome, UnreadableFileError):
            kind, cause = ("wrong" if _WRONG.search(str(outcome)) else "skipped"), str(outcome)
        else:
            lost = sum(char in "□\ufffd" for char in outcome.text) / len(outcome.text)
            kind, cause = ("wrong", "its text is symbols") if lost > _SYMBOLS else ("read", "")
        counts.setdefault(Path(name).suffix.lower(), Counter())[kind] += 1
        if cause:
            causes.setdefault(f"{kind}: {cause}", []).append(name)
    print(f"{'format':<10}{'read':>7}{'skipped':>9}{'wrong':>7}")
    for ending, found in sorted(counts.items()):
        print(f"{ending:<10}{found['read']:>7}{found['skipped']:>9}{found['wrong']:>7}")
    for cause, files in sorted(causes.items()):
        print(f"{cause} ({len(files)})")
        for name in files:
            print(f"    {name}")


if __name__ == "__main__":
    main()
