"""How time, memory and disk grow with the corpus.

`python -m benchmarks.size --texts FILE [--passages 1000 10000 …] [--model hash]`: FILE has lines of JSON with a `text`,
packed with gzip. Real sentences of it are embedded once with the model, and recombined into unique passages.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.size.exact import share_as_high
from benchmarks.size.texts import Recombined, RecombiningEncoder, questions_of, read_sentences
from index.ask import open_answerer
from index.build import build_articles
from index.embeddings import EmbeddingCache
from index.encoder import identify, load_encoder
from index.model import Encoder
from index.settings import Settings, load_settings

_KEPT = Path(".bench")
_QUESTIONS = 100
# So many of them are also compared with everything.
_COMPARED = 30


class Peak(threading.Thread):
    """The most memory of its own that this process held meanwhile, in megabytes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.megabytes = 0.0
        self._done = threading.Event()

    def run(self) -> None:
        """Look ten times a second."""
        while not self._done.wait(0.1):
            status = Path("/proc/self/status").read_text(encoding="ascii")
            self.megabytes = max(self.megabytes, int(status.split("RssAnon:")[1].split()[0]) / 1000)

    def __enter__(self) -> Peak:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()


def measure(sentences: list[str], encoder: Encoder, passages: int, model: str) -> dict[str, Any]:
    """One size: built, opened in a process of its own and asked there, and compared with everything."""
    with tempfile.TemporaryDirectory(dir=_KEPT) as name:
        settings = load_settings(index=Path(name), model=model, embeddings_megabytes=1, rate_limit="none")
        started = time.perf_counter()
        with Peak() as peak:
            report = build_articles(Recombined(sentences, passages), settings, encoder=encoder)
        seconds = time.perf_counter() - started
        questions = questions_of(sentences)[:_QUESTIONS]
        served = _served(settings, questions)
        answerer = open_answerer(settings)
        high = share_as_high(answerer, encoder, questions[:_COMPARED])
        answerer.close()
        disk = sum(path.stat().st_size for path in Path(name).rglob("*") if path.is_file())
    return {
        "passages": report.passages,
        "sentences": report.sentences,
        "build, s": seconds,
        "build, ms a passage": 1000 * seconds / report.passages,
        "build, peak MB": peak.megabytes,
        "disk, MB": disk / 1e6,
        "open, s": served["open, s"],
        "encode p50, ms": served["encode, ms"]["p50"],
        "answer p50, ms": served["answer, ms"]["p50"],
        "answer p99, ms": served["answer, ms"]["p99"],
        "answer / encode": served["answer, ms"]["p50"] / served["encode, ms"]["p50"],
        "own memory, MB": served["MB"]["RssAnon"],
        "as high as the exact tenth, %": 100 * high,
    }


def _served(settings: Settings, questions: list[str]) -> dict[str, Any]:
    given = {"settings": {"index": str(settings.index), "model": settings.model}, "questions": questions}
    command = [sys.executable, "-m", "benchmarks.size.serve"]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def encoder_of(sentences: list[str], model: str) -> Encoder:
    """The settings' encoder, which knows the sentences' vectors; they are kept between runs."""
    settings = load_settings(model=model)
    identity = identify(settings)
    encoder = load_encoder(settings, identity)
    if model == "hash":
        return encoder
    vectors, _ = EmbeddingCache(_KEPT).encode(sentences, encoder, identity.key)
    return RecombiningEncoder(encoder, sentences, vectors)


def main() -> None:
    """Print a table, a column a size, and write `benchmarks/results/size.json`."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--texts", type=Path, required=True)
    options.add_argument("--passages", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    options.add_argument("--sentences", type=int, default=60_000)
    options.add_argument("--model", default=load_settings().model)
    chosen = options.parse_args()
    _KEPT.mkdir(exist_ok=True)
    sentences = read_sentences(chosen.texts, chosen.sentences)
    encoder = encoder_of(sentences, chosen.model)
    columns = [measure(sentences, encoder, passages, chosen.model) for passages in chosen.passages]
    for name in columns[0]:
        print(f"{name:<30}" + "".join(f"{column[name]:>14,.1f}" for column in columns))


if __name__ == "__main__":
    main()
