"""A build with workers beside a plain one: `python -m benchmarks.spread --texts FILE`.

FILE has lines of JSON with a `text`, packed with gzip; its sentences are recombined into about `--passages` passages,
which are built together with the project's own articles: by a plain build, and with each of `--workers` (a number of
processes, or `ray`). What they publish is compared: files, vectors, and the answers to the golden questions and to 100
others. With several sizes, the table shows how the memory of the build itself, without its workers, grows.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

import numpy as np

from benchmarks.memory import own_anonymous_bytes
from benchmarks.report import Cell, Report, options
from benchmarks.size.texts import Recombined, questions_of, read_sentences
from index.answer import Answer
from index.corpus.golden import QUESTIONS, read_questions
from index.opening import open_answerer
from index.settings import Settings, load_settings
from index.storage.embeddings.cache import FILE as EMBEDDINGS
from index.storage.snapshot import open_snapshot

_SENTENCES, _QUESTIONS = 60_000, 100
_EVERY = 0.02


def main() -> None:
    """Measure and print."""
    parser = options(__doc__, rounds=1)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--passages", type=int, nargs="+", default=[20_000])
    parser.add_argument("--workers", nargs="+", default=["2", "ray"])
    parser.add_argument("--mode", choices=["auto", "exact", "approximate"], default="auto")
    parser.add_argument("--alone", action="store_true", help="no plain build, and so no comparison")
    parser.add_argument("--model", default=load_settings().model.name)
    given = parser.parse_args()
    settings = load_settings(model={"name": given.model}, engine={"mode": given.mode})
    report = Report("spread", settings, vars(given))
    sentences = read_sentences(given.texts, _SENTENCES)
    rows: list[dict[str, Cell]] = []
    for passages in given.passages:
        with tempfile.TemporaryDirectory() as folder:
            corpus = shutil.copytree(settings.corpus, Path(folder) / "corpus")
            for number, article in enumerate(Recombined(sentences, passages)):
                text = article.text.replace("\n", " ")
                (corpus / f"recombined-{number:06}.txt").write_text(f"Article {number}\n\n{text}\n", encoding="utf-8")
            questions = [golden.question for golden in read_questions(corpus / QUESTIONS)]
            questions += questions_of(sentences)[:_QUESTIONS]
            own = settings.evolve(corpus=corpus, index=Path(folder) / "spread")
            if given.alone:
                rows += [_built(own.evolve(index=Path(folder) / some), some) for some in given.workers]
            else:
                rows += _compared(own, given.workers, questions)
    report.add("Builds", rows)
    report.write(given.results)


def _compared(own: Settings, workers: list[str], questions: list[str]) -> list[dict[str, Cell]]:
    """A row for the plain build, and one for each with workers."""
    plain = own.evolve(index=own.index.with_name("plain"))
    rows = [_built(plain, None)]
    for some in workers:
        row = _built(own, some)
        row["files that differ"] = ", ".join(_other_files(plain, own)) or "none"
        row["largest difference of a vector"] = _difference(plain, own)
        answers = zip(_answers(plain, questions), _answers(own, questions), strict=True)
        row["same answers"] = f"{sum(one == other for one, other in answers)} of {len(questions)}"
        rows.append(row)
        shutil.rmtree(own.index)
    return rows


def _built(settings: Settings, workers: str | None) -> dict[str, Cell]:
    """The figures of a build in a process of its own."""
    own = {
        "VERBATIM_CORPUS": str(settings.corpus),
        "VERBATIM_INDEX": str(settings.index),
        "VERBATIM_MODEL__NAME": settings.model.name,
        "VERBATIM_ENGINE__MODE": settings.engine.mode,
    }
    command = [sys.executable, "-m", "index", "build", *(["--workers", workers] if workers else [])]
    started = time.perf_counter()
    with subprocess.Popen(command, env={**os.environ, **own}, stdout=subprocess.DEVNULL) as process:
        watched = _Watched(process.pid)
        if process.wait():
            raise subprocess.CalledProcessError(process.returncode, command)
        peak = watched.megabytes()
    seconds = time.perf_counter() - started
    manifest = open_snapshot(settings.index).manifest
    return {
        "workers": workers or "none",
        "snapshot": manifest.id,
        "passages": manifest.counts.passages,
        "s": round(seconds, 1),
        "passages/s": round(manifest.counts.passages / seconds, 1),
        "build itself, peak MB": peak,
    }


class _Watched:
    """The most anonymous memory that a process takes, without that of its children."""

    def __init__(self, process: int) -> None:
        self._process, self._peak = process, 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(_EVERY):
            self._peak = max(self._peak, own_anonymous_bytes(self._process) or 0)

    def megabytes(self) -> int:
        """The peak so far; the watching ends."""
        self._over.set()
        self._thread.join()
        return round(self._peak / 1e6)


def _other_files(one: Settings, other: Settings) -> list[str]:
    """The files of the published snapshots that have other checksums."""
    ours, theirs = (open_snapshot(settings.index).manifest.files for settings in (one, other))
    return sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))


def _difference(one: Settings, other: Settings) -> float:
    """The largest difference between the numbers of a text's vector in one index and in the other."""
    dimension = open_snapshot(one.index).manifest.dimension
    ours, theirs = (_vectors(settings.index / EMBEDDINGS, dimension) for settings in (one, other))
    if ours.keys() != theirs.keys():
        return float("inf")
    return max(float(np.abs(vector - theirs[key]).max()) for key, vector in ours.items())


def _vectors(path: Path, dimension: int) -> dict[tuple[str, str], np.ndarray[tuple[int], np.dtype[np.float32]]]:
    """The vectors in an embedding cache, by model and text; those of token vectors come after them."""
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT model, text, vector FROM keys JOIN vectors USING (row)")
        return {(model, text): np.frombuffer(value[: 4 * dimension], np.float32) for model, text, value in rows}


def _answers(settings: Settings, questions: list[str]) -> list[object]:
    answerer = open_answerer(settings)
    answers = [_essence(answerer.ask(question)) for question in questions]
    answerer.close()
    return answers


def _essence(answer: Answer) -> object:
    """The verdict, and which quotes of which passages answer, in order."""
    found = [(one.passage.article_id, one.passage.start, one.quote.start, one.quoted) for one in answer.evidence]
    return answer.verdict, found


if __name__ == "__main__":
    main()
