"""The cost of a build from nothing, after one changed article, and without changes: `python -m benchmarks.builds`.

Each build is a separate process, as a user starts it, on a copy of the corpus in a temporary folder.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.memory import Peak
from benchmarks.report import Cell, Report, options
from index.settings import Settings, load_settings
from index.storage.snapshot import open_snapshot

_ADDED = "\n\nOne more sentence was added to this article about a sore back.\n"


def main() -> None:
    """Measure and print."""
    parser = options(__doc__, rounds=2)
    given = parser.parse_args()
    settings = load_settings()
    report = Report("builds", settings, vars(given))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(settings.corpus, folder / "corpus")
        measured = [_round(folder / "corpus", folder / f"index-{at}") for at in range(given.rounds)]
        report.add("Builds", [_middle([one[at] for one in measured]) for at in range(len(measured[0]))])
        report.add("On disk", _disk(load_settings(corpus=folder / "corpus", index=folder / "index-0")))
    report.write(given.results)


def _round(corpus: Path, index: Path) -> list[dict[str, Cell]]:
    """A build from nothing, one after a change, and one without changes."""
    rows = [_build("from nothing", corpus, index)]
    article = _an_article(corpus)
    before = article.read_bytes()
    article.write_bytes(before + _ADDED.encode())
    rows.append(_build("after one changed article", corpus, index))
    rows.append(_build("nothing to do", corpus, index))
    article.write_bytes(before)
    return rows


def _an_article(corpus: Path) -> Path:
    """The largest text file of the corpus."""
    return max(
        (path for path in corpus.iterdir() if path.suffix in {".txt", ".md"}), key=lambda path: path.stat().st_size
    )


def _build(name: str, corpus: Path, index: Path) -> dict[str, Cell]:
    command = [sys.executable, "-m", "index", "build", "--corpus", str(corpus), "--index", str(index)]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with Peak(process.pid) as peak:
        printed, _ = process.communicate()
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{printed}")
    return {"build": name, "s": round(seconds, 2), "texts embedded": _embedded(printed), "peak MB": peak.megabytes}


def _embedded(printed: str) -> int:
    """How many texts a build reports as embedded; 0 if it does not say, because nothing changed."""
    said = [line.split()[1] for line in printed.splitlines() if line.startswith("Embedded")]
    return int(said[0]) if said else 0


def _middle(rows: list[dict[str, Cell]]) -> dict[str, Cell]:
    """The medians of one build over its rounds."""
    first = rows[0]
    return {
        name: round(statistics.median(float(row[name] or 0) for row in rows), 2) if isinstance(value, float) else value
        for name, value in first.items()
    }


def _disk(settings: Settings) -> list[dict[str, Cell]]:
    """The sizes of the snapshot's files, of the corpus and of the embedding cache."""
    snapshot = open_snapshot(settings.index).folder
    files = sorted((path for path in snapshot.rglob("*") if path.is_file()), key=lambda path: -path.stat().st_size)
    sizes = {str(path.relative_to(snapshot)): path.stat().st_size for path in files}
    rows: list[dict[str, Cell]] = [{"file": name, "kB": round(size / 1000)} for name, size in sizes.items()]
    corpus = sum(path.stat().st_size for path in settings.corpus.rglob("*") if path.is_file())
    kept = (settings.index / "embeddings.sqlite").stat().st_size
    return [
        *rows,
        {"file": "the snapshot", "kB": round(sum(sizes.values()) / 1000)},
        {"file": "embeddings.sqlite", "kB": round(kept / 1000)},
        {"file": "the corpus", "kB": round(corpus / 1000)},
    ]


if __name__ == "__main__":
    main()
