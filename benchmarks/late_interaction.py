"""The quality of answers by the size of token vectors: `python -m benchmarks.late_interaction [--squad2 DIR]`.

Builds the golden set's index once, rewrites the sentences' token vectors with each codec, and asks every question; with
a folder of SQuAD 2 (in BEIR's format, with answers) also there. Prints hit@1, hit@3, MRR, the share of right quotes,
and bytes per token.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from index.ask import Answerer
from index.build import build, build_articles
from index.corpus.golden import read_questions
from index.encoding.protocol import Encoded
from index.engine.late_interaction import TokenWriter
from index.engine.local import LocalEngine
from index.evaluation.beir import read_beir
from index.evaluation.evaluate import evaluate
from index.opening import open_answerer
from index.search.scoring import fusion
from index.settings import load_settings
from index.storage.embeddings.token_codec import FILE, CodedTokens, TokenCodec, fit_codec

ROOT = Path(__file__).resolve().parent.parent
_SIZES = (16, 32, 48, 64, 96, 128)
_STEP = 3

Flags = NDArray[np.bool_]
Measure = Callable[[Answerer], dict[str, float]]


@dataclass(frozen=True, slots=True)
class Bench:
    """An index, the encoded sentences, and the function that measures answers."""

    name: str
    answerer: Answerer
    folder: Path
    tokens: Encoded
    measure: Measure

    def row(self, label: str, codec: TokenCodec, keep: Flags | None = None) -> None:
        """Print the metrics with `codec`; `keep`, bool [tokens], selects the tokens to store."""
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "snapshot"
            shutil.copytree(self.folder, folder)
            writer = TokenWriter(folder, codec)
            writer.append(_coded(self.tokens, codec, keep))
            writer.close()
            engine = LocalEngine(folder)
            figures = self.measure(replace(self.answerer, engine=engine))
            engine.close()
        said = "  ".join(f"{name} {value:.3f}" for name, value in figures.items())
        print(f"{self.name:<8} {label:<36} {codec.size:>4} bytes  {said}", flush=True)


def main() -> None:
    """Build, rewrite, ask, print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--squad2", type=Path)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        benches = [_golden(Path(scratch) / "golden")]
        if given.squad2:
            benches.append(_squad2(given.squad2, Path(scratch) / "squad2"))
        for bench in benches:
            for size in _SIZES:
                bench.row(f"PCA, int8, {size}", fit_codec(bench.answerer.encoder, size))
            shipped = _shipped(bench.folder)
            ids, counts = np.unique(bench.tokens.ids, return_counts=True)
            common = ids[np.argsort(-counts)][:50]
            bench.row("shipped", shipped)
            bench.row("without the 50 most common tokens", shipped, ~np.isin(bench.tokens.ids, common))
            with _looked_up(1_000_000):
                every = replace(bench, answerer=replace(bench.answerer, candidates=1_000_000))
                every.row("every passage looked at", shipped)


def _shipped(folder: Path) -> TokenCodec:
    return TokenCodec.open(folder / FILE)


def _golden(index: Path) -> Bench:
    settings = load_settings(corpus=ROOT / "corpus", index=index)
    build(settings)
    answerer = open_answerer(settings)
    questions = [one for one in read_questions(ROOT / "corpus" / "questions.jsonl") if one.answerable]

    def measure(asked: Answerer) -> dict[str, float]:
        figures = evaluate(asked, questions).figures()
        return {name: figures.metrics[name] for name in ("hit@1", "hit@3", "MRR", "marked right")}

    return Bench("golden", answerer, index / "snapshots" / answerer.snapshot, _tokens(answerer), measure)


def _squad2(data: Path, index: Path) -> Bench:
    test_set = read_beir(data, "dev")
    settings = load_settings(index=index)
    build_articles(test_set.articles, settings)
    answerer = open_answerer(settings)
    lines = (data / "queries.jsonl").read_text(encoding="utf-8").splitlines()[::_STEP]
    asked = [json.loads(line) for line in lines]

    def measure(one: Answerer) -> dict[str, float]:
        ranks, marked = [], 0
        for line in asked:
            relevant = {name for name, grade in test_set.judged[line["_id"]].items() if grade > 0}
            found = one.ask(line["text"], 10).evidence
            ranks.append(next((item.rank for item in found if item.origin in relevant), 0))
            answers = [answer["text"] for answer in line["metadata"]["answers"]]
            marked += ranks[-1] == 1 and any(answer in found[0].quoted for answer in answers)
        inverse = [1 / rank if rank else 0.0 for rank in ranks]
        hits = {f"hit@{most}": float(np.mean([0 < rank <= most for rank in ranks])) for most in (1, 3)}
        return {**hits, "MRR": float(np.mean(inverse)), "marked right": marked / len(asked)}

    return Bench("SQuAD 2", answerer, index / "snapshots" / answerer.snapshot, _tokens(answerer), measure)


def _tokens(answerer: Answerer) -> Encoded:
    """Every sentence of the index, encoded."""
    engine = answerer.engine
    passages = engine.passages(np.arange(engine.count))
    return answerer.encoder.encode_tokens([p.searched_as(s) for p in passages for s in p.sentences])


def _coded(tokens: Encoded, codec: TokenCodec, keep: Flags | None) -> CodedTokens:
    kept = np.ones(len(tokens.ids), dtype=np.bool_) if keep is None else keep
    bounds = np.concatenate([[0], np.cumsum(kept)])[tokens.bounds]
    return CodedTokens(tokens.vectors, codec.encode(tokens.tokens[kept]), bounds, tokens.spans[kept], tokens.ids[kept])


@contextmanager
def _looked_up(most: int) -> Iterator[None]:
    """Within the block, score the sentences of the `most` best candidates."""
    with mock.patch.object(fusion, "LOOKED_UP", most):
        yield


if __name__ == "__main__":
    main()
