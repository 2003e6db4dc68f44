"""What encoding costs: `python -m benchmarks.encoding` prints a table and writes benchmarks/results/encoding.json.

The same texts by Verbatim and by the tutorial recipe, `SentenceTransformer(folder).encode(texts)`, in turn in one
process. Timings are of this machine in this run; read the ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoder import identify, load_encoder, model_folder, quiet_libraries
from index.encoding.precision import precisions
from index.engine import passage_context
from index.prepare import prepare
from index.settings import Settings, load_settings
from index.splitting import split

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

RESULTS = Path(__file__).with_name("results") / "encoding.json"
RECIPE = "tutorial recipe"
# The recipe's own batch.
_BATCH = 32
Encode = Callable[[Sequence[str]], Any]


@dataclass
class Timings:
    """Seconds of each round of one way, in all and of the processor's."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def measure(self, encode: Encode, texts: Sequence[str]) -> Any:
        """Encode, and note how long it took."""
        started, used = time.perf_counter(), time.process_time()
        vectors = encode(texts)
        self.wall.append(time.perf_counter() - started)
        self.processor.append(time.process_time() - used)
        return vectors


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=256, help="passages, and sentences, that are encoded (256)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of all ways in turn (3)")
    options = parser.parse_args()
    settings = load_settings()
    # Before the library is imported: all ways share one process, and one way for its threads to wait.
    quiet_libraries(offline=True)
    from sentence_transformers import SentenceTransformer

    recipe = SentenceTransformer(str(model_folder(settings.model, offline=True)), device="cpu")
    ways: dict[str, Encode] = {RECIPE: recipe.encode}
    ways |= {precision: _passages(settings, precision) for precision in precisions()}
    figures: dict[str, Any] = {}
    for name, texts in _texts(settings, options.texts).items():
        figures[name] = {"texts": len(texts), "padding of the recipe": _padding(recipe, texts)}
        figures[name] |= _compare(ways, texts, options.rounds)
        _show(name, figures[name])
    _write(figures)


def _passages(settings: Settings, precision: str) -> Encode:
    own = settings.model_copy(update={"precision": precision})
    return load_encoder(own, identify(own)).encode_passages


def _texts(settings: Settings, most: int) -> dict[str, list[str]]:
    """Passages and sentences of the corpus, evenly drawn."""
    articles = list(prepare(settings.corpus).articles.values())
    cut = [(article, passage) for article in articles for passage in split(article, settings.passage_words)]
    drawn = {
        "passages": [passage_context(passage, article.card.title) for article, passage in cut],
        "sentences": [passage.quote(sentence) for _, passage in cut for sentence in passage.sentences],
    }
    return {name: texts[:: max(1, len(texts) // most)][:most] for name, texts in drawn.items()}


def _padding(model: SentenceTransformer, texts: Sequence[str]) -> float:
    """The share of tokens that only fill up, where texts are batched by length in characters as the recipe does."""
    lengths = [len(model.tokenizer(text, truncation=True)["input_ids"]) for text in sorted(texts, key=len)[::-1]]
    batches = [lengths[first : first + _BATCH] for first in range(0, len(lengths), _BATCH)]
    return 1 - sum(lengths) / sum(len(batch) * max(batch) for batch in batches)


def _compare(ways: dict[str, Encode], texts: Sequence[str], rounds: int) -> dict[str, Any]:
    """Each way's texts a second, how many times the recipe's, and how near its vectors are to the recipe's."""
    timings = {name: Timings() for name in ways}
    vectors: dict[str, Any] = {}
    for encode in ways.values():
        encode(texts[:_BATCH])
    for _ in range(rounds):
        for name, encode in ways.items():
            vectors[name] = timings[name].measure(encode, texts)
    return {name: _figures(timings[name], timings[RECIPE], len(texts)) | _nearness(vectors, name) for name in ways}


def _figures(own: Timings, recipe: Timings, texts: int) -> dict[str, float]:
    return {
        "texts a second, best": texts / min(own.wall),
        "times the recipe": _ratio(recipe.wall, own.wall),
        "times the recipe, processor's time": _ratio(recipe.processor, own.processor),
    }


def _ratio(recipe: Sequence[float], own: Sequence[float]) -> float:
    return statistics.median(one / other for one, other in zip(recipe, own, strict=True))


def _nearness(vectors: dict[str, Any], name: str) -> dict[str, float]:
    ours, theirs = (
        np.asarray(one) / np.linalg.norm(one, axis=1, keepdims=True) for one in (vectors[name], vectors[RECIPE])
    )
    return {"lowest cosine": float((ours * theirs).sum(1).min())}


def _write(figures: dict[str, Any]) -> None:
    machine = {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }
    versions = {name: version(name) for name in ("sentence-transformers", "torch", "transformers")}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        json.dumps({"figures": figures, "machine": machine, "versions": versions}, indent=1) + "\n", encoding="utf-8"
    )


def _show(name: str, figures: dict[str, Any]) -> None:
    print(name)
    for way, values in figures.items():
        shown = values if isinstance(values, dict) else {"": values}
        print(f"  {way:<24}", "  ".join(f"{what} {value:.4g}".strip() for what, value in shown.items()), flush=True)


if __name__ == "__main__":
    main()
