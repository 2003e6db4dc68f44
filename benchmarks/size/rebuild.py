"""The cost of a full build, and after one article has changed: `python -m benchmarks.size.rebuild --texts FILE`.

`--articles` takes several numbers, to see how the cost grows. The texts of one document (with the same `_id` before
`#`) become one plain-text file or, with `--ending html`, one page. Each build is a separate process.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from html import escape
from pathlib import Path

from benchmarks.report import Cell, Report, options
from index.settings import Settings, load_settings
from index.storage.snapshot import open_snapshot


def main() -> None:
    """Measure and print."""
    parser = options(__doc__, rounds=1)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000])
    parser.add_argument("--ending", choices=["txt", "html"], default="txt")
    parser.add_argument("--model", default=load_settings().model.name)
    given = parser.parse_args()
    report = Report("rebuild", load_settings(model={"name": given.model}), vars(given))
    rows = [row for articles in given.articles for row in _both(given.texts, given.model, articles, given.ending)]
    report.add("Rebuild", rows)
    report.write(given.results)


def _both(texts: Path, model: str, articles: int, ending: str) -> list[dict[str, Cell]]:
    """The full build of that many articles, and the build after one change."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(corpus=Path(folder) / "corpus", index=Path(folder) / "index", model={"name": model})
        settings.corpus.mkdir()
        documents = read_documents(texts, articles)
        for name, parts in documents.items():
            (settings.corpus / f"{name}.{ending}").write_text(content(parts, ending), encoding="utf-8")
        whole = _built("from nothing", settings)
        name, parts = next(iter(documents.items()))
        changed = content([*parts, "This paragraph is new."], ending)
        (settings.corpus / f"{name}.{ending}").write_text(changed, encoding="utf-8")
        again = _built("after one changed article", settings)
    whole["ms a passage"] = 1000 * float(whole["s"] or 0) / float(whole["passages"] or 1)
    again["of the whole, %"] = 100 * float(again["s"] or 0) / float(whole["s"] or 1)
    return [whole, again]


def read_documents(texts: Path, most: int) -> dict[str, list[str]]:
    """The first `most` documents by name, each a title followed by paragraphs."""
    documents: dict[str, list[str]] = defaultdict(list)
    with gzip.open(texts, "rt", encoding="utf-8") as lines:
        for line in lines:
            passage = json.loads(line)
            name = passage["_id"].split("#")[0].replace("/", "-")[:100]
            if name not in documents and len(documents) == most:
                break
            documents[name] += [passage["text"]] if documents[name] else [passage["title"], passage["text"]]
    return documents


def content(parts: Sequence[str], ending: str) -> str:
    """A document as the content of a file with that extension."""
    if ending == "txt":
        return "\n\n".join(parts) + "\n"
    title, *paragraphs = map(escape, parts)
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f"<head><title>{title}</title></head>"
    return f"<!doctype html>\n<html lang=en>{head}<body><article>\n<h1>{title}</h1>\n{body}\n</article></body></html>\n"


def _built(name: str, settings: Settings) -> dict[str, Cell]:
    own = {
        "VERBATIM_CORPUS": str(settings.corpus),
        "VERBATIM_INDEX": str(settings.index),
        "VERBATIM_MODEL__NAME": settings.model.name,
    }
    started = time.perf_counter()
    command = [sys.executable, "-m", "index", "build"]
    done = subprocess.run(command, env={**os.environ, **own}, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - started
    counts = asdict(open_snapshot(settings.index).manifest.counts)
    embedded = next(line for line in done.stdout.splitlines() if line.startswith("Embedded")).split()[1]
    return {"build": name, **counts, "texts embedded": int(embedded.replace(",", "")), "s": seconds}


if __name__ == "__main__":
    main()
