"""The cost of encoding: `python -m benchmarks.encoding` prints tables and writes benchmarks/results/encoding.json.

Verbatim, with and without token vectors, and the tutorial recipe, `SentenceTransformer(folder).encode(texts)`, take
turns to encode the same texts in one process; then questions, one at a time. Times are those of one machine in one run;
compare the ratios.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.report import Cell, Report, options, quantiles
from index.arrays import Floats
from index.corpus.golden import QUESTIONS, read_questions
from index.corpus.prepare import prepare
from index.encoding.load import load_encoder
from index.engine.protocol import passage_context
from index.indexing.splitting import split
from index.models.files import model_folder, quiet_libraries
from index.models.identity import identify
from index.settings import Settings, load_settings

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

RECIPE, OWN, TOKENS = "tutorial recipe", "Verbatim", "Verbatim, tokens too"
# The recipe's default batch size.
_BATCH = 32
Encode = Callable[[Sequence[str]], Any]


@dataclass
class Timings:
    """Wall-clock and processor seconds of each round of one method."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def measure(self, encode: Encode, texts: Sequence[str]) -> Any:
        """Encode, and record the time."""
        started, used = time.perf_counter(), time.process_time()
        vectors = encode(texts)
        self.wall.append(time.perf_counter() - started)
        self.processor.append(time.process_time() - used)
        return vectors


def main() -> None:
    """Measure and print."""
    parser = options(__doc__, rounds=3)
    parser.add_argument("--texts", type=int, default=256, help="passages, and sentences, that are encoded [256]")
    given = parser.parse_args()
    settings = load_settings()
    report = Report("encoding", settings, vars(given))
    quiet_libraries(offline=True)
    from sentence_transformers import SentenceTransformer

    recipe = SentenceTransformer(str(model_folder(settings.model.name, offline=True)), device="cpu")
    ways: dict[str, Encode] = {RECIPE: recipe.encode}
    with tempfile.TemporaryDirectory() as folder:
        here = settings.evolve(index=Path(folder))
        own = load_encoder(here, identify(here))
    ways |= {OWN: own.encode_passages, TOKENS: lambda texts: own.encode_tokens(texts).vectors}
    for name, texts in _texts(settings, given.texts).items():
        title = f"{len(texts)} {name} (padding of the recipe: {_padding(recipe, texts):.0%})"
        report.add(title, _compare(ways, texts, given.rounds))
    asked = [golden.question for golden in read_questions(settings.corpus / QUESTIONS)][: given.texts]
    report.add("One question at a time", _asked({RECIPE: recipe.encode, OWN: own.encode_query}, asked, given.rounds))
    report.write(given.results)


def _texts(settings: Settings, most: int) -> dict[str, list[str]]:
    """Passages and sentences of the corpus, evenly sampled."""
    articles = list(prepare(settings.corpus).articles.values())
    cut = [(article, passage) for article in articles for passage in split(article, settings.search.passage_words)]
    drawn = {
        "passages": [passage_context(passage, article.card.title) for article, passage in cut],
        "sentences": [passage.quote(sentence) for _, passage in cut for sentence in passage.sentences],
    }
    return {name: texts[:: max(1, len(texts) // most)][:most] for name, texts in drawn.items()}


def _padding(model: SentenceTransformer, texts: Sequence[str]) -> float:
    """The share of padding tokens if texts are batched by length in characters, as the recipe does."""
    lengths = [len(model.tokenizer(text, truncation=True)["input_ids"]) for text in sorted(texts, key=len)[::-1]]
    batches = [lengths[first : first + _BATCH] for first in range(0, len(lengths), _BATCH)]
    return 1 - sum(lengths) / sum(len(batch) * max(batch) for batch in batches)


def _compare(ways: dict[str, Encode], texts: Sequence[str], rounds: int) -> list[dict[str, Cell]]:
    """A row for each method."""
    timings = {name: Timings() for name in ways}
    vectors: dict[str, Floats] = {}
    for encode in ways.values():
        encode(texts[:_BATCH])
    for _ in range(rounds):
        for name, encode in ways.items():
            vectors[name] = timings[name].measure(encode, texts)
    return [
        {
            "encoded by": name,
            "texts a second, best": round(len(texts) / min(timings[name].wall), 1),
            "times the recipe": round(_ratio(timings[RECIPE].wall, timings[name].wall), 2),
            "by the processor's time": round(_ratio(timings[RECIPE].processor, timings[name].processor), 2),
            "1 - cosine, mean": f"{np.mean(_distances(vectors[name], vectors[RECIPE])):.1e}",
        }
        for name in ways
    ]


def _asked(ways: dict[str, Callable[[str], Any]], asked: Sequence[str], rounds: int) -> list[dict[str, Cell]]:
    """A row for each method; all methods encode each question in turn."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for question in list(asked) * rounds:
        for name, encode in ways.items():
            started = time.perf_counter()
            encode(question)
            seconds[name].append(time.perf_counter() - started)
    middle = statistics.median(seconds[RECIPE])
    return [
        {"encoded by": name, **quantiles(spent), "× the recipe's p50": round(statistics.median(spent) / middle, 2)}
        for name, spent in seconds.items()
    ]


def _ratio(recipe: Sequence[float], own: Sequence[float]) -> float:
    return statistics.median(one / other for one, other in zip(recipe, own, strict=True))


def _distances(own: Floats, recipe: Floats) -> NDArray[np.float64]:
    """1 − cosine for each row, in double precision, because rounding would dominate in single precision."""
    one, other = (rows.astype(np.float64) for rows in (own, recipe))
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    cosines: NDArray[np.float64] = (one * other).sum(1) / lengths
    return 1 - cosines


if __name__ == "__main__":
    main()
