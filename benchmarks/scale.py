"""Compares a corpus in Milvus with the same corpus in files: time to move it, time to answer, and agreement.

`python -m benchmarks.scale --texts FILE [--passages 100000] [--uri ADDRESS] [--mode exact]`: FILE is a gzip file of
JSON lines with a `text`. Without an address, the benchmark starts a server of milvus-lite. Data that it moves to your
own server stays there, with the prefix `benchmark`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from socket import create_connection, create_server

from benchmarks.report import Cell, Report, options, quantiles
from benchmarks.size.__main__ import encoder_of
from benchmarks.size.texts import Recombined, questions_of, read_sentences
from index.answer import Answer
from index.ask import Answerer
from index.build import build_articles
from index.encoding.protocol import Encoder
from index.execution.progress import NullWatcher
from index.maintenance.move import agreeing, move
from index.opening import open_answerer
from index.settings import Settings, load_settings

_KEPT = Path(".bench")
_QUESTIONS, _FIRST = 100, 10
_PATIENCE_SECONDS = 60


def main() -> None:
    """Measure and print."""
    parser = options(__doc__, rounds=1)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--sentences", type=int, default=20_000, help="that are embedded and recombined [20000]")
    parser.add_argument("--mode", choices=["auto", "exact", "approximate"], default="auto")
    parser.add_argument("--uri", help="address of a Milvus server [one of milvus-lite]")
    parser.add_argument("--model", default=load_settings().model.name)
    given = parser.parse_args()
    settings = load_settings(model={"name": given.model}, engine={"mode": given.mode, "prefix": "benchmark"})
    report = Report("scale", settings, {**vars(given), "uri": bool(given.uri)})
    _KEPT.mkdir(exist_ok=True)
    sentences = read_sentences(given.texts, given.sentences)
    encoder = encoder_of(sentences, settings)
    with tempfile.TemporaryDirectory(dir=_KEPT) as folder, _server(Path(folder), given.uri) as uri:
        own = settings.evolve(index=Path(folder) / "index", model={"cache_megabytes": 1}, engine={"uri": uri})
        report.add("Engines", _measured(own, sentences, encoder, given.passages))
    report.write(given.results)


def _measured(settings: Settings, sentences: list[str], encoder: Encoder, passages: int) -> list[dict[str, Cell]]:
    """A row for each engine."""
    built = build_articles(Recombined(sentences, passages), settings, encoder=encoder)
    started = time.perf_counter()
    move(settings, "milvus", NullWatcher())
    moved = time.perf_counter() - started
    asked = questions_of(sentences)[:_QUESTIONS]
    local, found = _asked(settings.evolve(engine={"kind": "local"}), asked, encoder)
    milvus, others = _asked(settings.evolve(engine={"kind": "milvus"}), asked, encoder)
    places = sum(max(len(one.evidence), len(other.evidence)) for one, other in zip(found, others, strict=True))
    same = sum(agreeing(one.evidence, other.evidence) for one, other in zip(found, others, strict=True))
    verdicts = sum(one.verdict == other.verdict for one, other in zip(found, others, strict=True))
    size: dict[str, Cell] = {"passages": built.passages, "sentences": built.sentences}
    return [
        {"engine": "local", **size, "moved in s": None, **local, "same first ten, %": None, "same verdict, %": None},
        {
            "engine": "milvus",
            **size,
            "moved in s": moved,
            **milvus,
            "same first ten, %": 100 * same / max(1, places),
            "same verdict, %": 100 * verdicts / len(asked),
        },
    ]


def _asked(settings: Settings, questions: list[str], encoder: Encoder) -> tuple[dict[str, Cell], list[Answer]]:
    """The times to open, to answer at first and to answer again; and the answers."""
    started = time.perf_counter()
    with closing(open_answerer(settings, lambda _: encoder)) as answerer:
        opened = time.perf_counter() - started
        first, _ = _times(answerer, questions)
        again, answers = _times(answerer, questions)
    spread = quantiles(first)
    return {"open s": opened, **spread, "again p50 ms": quantiles(again)["p50 ms"]}, answers


def _times(answerer: Answerer, questions: list[str]) -> tuple[list[float], list[Answer]]:
    answers, seconds = [], []
    for question in questions:
        begun = time.perf_counter()
        answers.append(answerer.ask(question, _FIRST))
        seconds.append(time.perf_counter() - begun)
    return seconds, answers


@contextmanager
def _server(folder: Path, uri: str | None) -> Iterator[str]:
    """The given address, or that of a server of milvus-lite that runs during the block."""
    if uri:
        yield uri
        return
    with create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "milvus_lite", "server", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen([*command, "--data-dir", str(folder / "milvus")], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing listens on port {port} after {_PATIENCE_SECONDS} s")


if __name__ == "__main__":
    main()
