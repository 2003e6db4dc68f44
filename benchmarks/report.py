"""The report of every measurement: tables on the terminal, and JSON in `results/` that also describes the machine.

Times are those of one machine in one run; compare the ratios. `load` is the machine's load when the run began.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from index.settings import Settings

RESULTS = Path(__file__).with_name("results")
LIBRARIES = ("sentence-transformers", "torch", "transformers", "faiss-cpu", "numpy", "streamlit")
Cell = str | float | int | None


def options(about: str | None, rounds: int) -> argparse.ArgumentParser:
    """A parser with the options that all measurements share."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=rounds, help=f"how often each is measured [{rounds}]")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the JSON [benchmarks/results]")
    return parser


def machine() -> dict[str, Any]:
    """A description of the machine, and its current load."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory GB": round(pages / 1e9, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2),
    }


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def quantiles(seconds: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99 in milliseconds."""
    found = np.quantile(seconds, [0.5, 0.95, 0.99])
    return {f"p{rank} ms": round(1000 * float(value), 2) for rank, value in zip((50, 95, 99), found, strict=True)}


@dataclass(slots=True)
class Report:
    """The results of one run. `tables` maps titles to lists of rows."""

    name: str
    settings: Settings
    how: Mapping[str, Any]
    tables: dict[str, list[dict[str, Cell]]] = field(default_factory=dict)
    where: dict[str, Any] = field(default_factory=machine)

    def add(self, title: str, rows: Sequence[Mapping[str, Cell]]) -> None:
        """Add a table and print it."""
        self.tables[title] = [dict(row) for row in rows]
        print(f"\n{title}\n{as_text(self.tables[title])}", flush=True)

    def write(self, folder: Path) -> None:
        """Write everything as JSON into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.name}.json"
        whole = {
            "benchmark": self.name,
            "measured": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "how": {name: str(value) if isinstance(value, Path) else value for name, value in self.how.items()},
            "machine": self.where,
            "versions": {name: version(name) for name in LIBRARIES},
            "settings": self.settings.model_dump(mode="json"),
            "tables": self.tables,
        }
        path.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"\n{path}")


def as_text(rows: Sequence[Mapping[str, Cell]]) -> str:
    """Rows as a text table: the first column left-aligned, all others right-aligned."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [columns, *([_said(row.get(name)) for name in columns] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]) for line in lines)


def _said(value: Cell) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 1 else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else value
