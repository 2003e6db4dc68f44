"""How time, memory and disk grow with the corpus.

`python -m benchmarks.size --texts FILE [--passages 1000 10000 …] [--model hash]`: FILE is a gzip file of JSON lines
with a `text`. Real sentences from it are embedded once with the model and recombined into unique passages. For each
size, an index is built that finds these embeddings cached, then opened and asked in a separate process, and compared
with exhaustive search.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.memory import Peak
from benchmarks.report import Cell, Report, options
from benchmarks.size.exact import share_looked_at
from benchmarks.size.texts import Recombined, RecombiningEncoder, questions_of, read_sentences
from index.build import build_articles
from index.encoding.load import FOLDER as MODELS
from index.encoding.load import load_encoder
from index.encoding.protocol import Encoder
from index.models.identity import identify
from index.opening import open_answerer
from index.settings import Settings, load_settings
from index.storage.embeddings.cache import FILE as CACHE
from index.storage.embeddings.cache import EmbeddingCache
from index.storage.embeddings.token_codec import codec_of
from index.text.analyzer import analyzer

_KEPT = Path(".bench")
_QUESTIONS = 100
# How many of the questions are also compared with exhaustive search.
_COMPARED = 30


def main() -> None:
    """Measure and print."""
    parser = options(__doc__, rounds=1)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--passages", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--sentences", type=int, default=60_000, help="that are embedded and recombined [60000]")
    parser.add_argument("--model", default=load_settings().model.name)
    given = parser.parse_args()
    settings = load_settings(model={"name": given.model})
    report = Report("size", settings, vars(given))
    _KEPT.mkdir(exist_ok=True)
    sentences = read_sentences(given.texts, given.sentences)
    encoder = encoder_of(sentences, settings)
    sizes = [measured(sentences, encoder, settings, passages) for passages in given.passages]
    report.add("Growth", [{"what": name, **{str(size["passages"]): size[name] for size in sizes}} for name in sizes[0]])
    report.write(given.results)


def encoder_of(sentences: list[str], settings: Settings) -> Encoder:
    """The encoder from the settings; what it gives for the sentences and their words is kept between runs."""
    identity = identify(settings)
    encoder = load_encoder(settings, identity)
    cache, codec = EmbeddingCache(_KEPT), codec_of(encoder, identity, _KEPT)
    vectors = cache.encode_tokens(sentences, encoder, codec, identity.key)[0].vectors
    cache.encode(sorted({word for text in sentences for word in analyzer("en").words(text)}), encoder, identity.key)
    return RecombiningEncoder(encoder, sentences, vectors)


def measured(sentences: list[str], encoder: Encoder, settings: Settings, passages: int) -> dict[str, Cell]:
    """The results of one size."""
    with tempfile.TemporaryDirectory(dir=_KEPT) as name:
        # Nothing is dropped from the cache, which would take its time too.
        own = settings.evolve(index=Path(name), model={"cache_megabytes": 100_000})
        shutil.copy(_KEPT / CACHE, own.index)
        # The graph that a build without an encoder of its own would have exported; the fake encoder has none.
        if (settings.index / MODELS).exists():
            shutil.copytree(settings.index / MODELS, own.index / MODELS)
        started = time.perf_counter()
        with Peak(os.getpid()) as peak:
            report = build_articles(Recombined(sentences, passages), own, encoder=encoder)
        seconds = time.perf_counter() - started
        asked = questions_of(sentences)[:_QUESTIONS]
        served = _served(own, asked)
        answerer = open_answerer(own)
        looked_at = share_looked_at(answerer, encoder, asked[:_COMPARED])
        answerer.close()
        disk = sum(path.stat().st_size for path in (Path(name) / "snapshots").rglob("*") if path.is_file())
    return {
        "passages": report.passages,
        "sentences": report.sentences,
        "build, s": seconds,
        "build, ms a passage": 1000 * seconds / report.passages,
        "build, peak anonymous MB": peak.megabytes,
        "snapshot, MB": round(disk / 1e6),
        "open, s": served["open, s"],
        "encode, p50 ms": served["encode, ms"]["p50"],
        "answer, p50 ms": served["answer, ms"]["p50"],
        "answer, p99 ms": served["answer, ms"]["p99"],
        "answer / encode": served["answer, ms"]["p50"] / served["encode, ms"]["p50"],
        "service, anonymous MB": round(served["MB"]["RssAnon"]),
        "of the exact ten, looked at": looked_at,
    }


def _served(settings: Settings, questions: list[str]) -> dict[str, Any]:
    given = {"settings": {"index": str(settings.index), "model": {"name": settings.model.name}}, "questions": questions}
    command = [sys.executable, "-m", "benchmarks.size.serve"]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
