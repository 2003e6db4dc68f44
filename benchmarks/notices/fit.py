"""Fits the weights of notices: `python -m benchmarks.notices.fit [--ordinary FILE …]`.

Embeds the questions in `questions.jsonl`, three misspelt copies of each, and the examples in `corpus/notices.toml`,
with the spelling corrected by the published snapshot. Fits small neural networks, writes `index/notices/weights.npz`
and `weights.json`, and evaluates each set of questions with networks fitted without it. Each FILE contains questions
that trigger no notice, one JSON object per line with `text` or `question`, such as BEIR's `queries.jsonl`. Without
them, unrelated questions are recognized less reliably. Run `verbatim build` before and after.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.notices.slips import misspelt
from index.arrays import Floats, Ints
from index.ask import Answerer
from index.encoding.protocol import no_progress
from index.models.identity import identify
from index.notices.letters import BUCKETS, letters
from index.notices.rules import NoticeRules, read_notices
from index.notices.shipped import ABOUT, WEIGHTS, FittedFor
from index.notices.weights import NoticeWeights, called
from index.opening import open_answerer
from index.settings import Settings, load_settings
from index.storage.embeddings.cache import EmbeddingCache
from index.text.spelling import Speller

ROOT = Path(__file__).resolve().parent.parent.parent
QUESTIONS = Path(__file__).with_name("questions.jsonl")
# Misspelt copies per question, the most ordinary questions per file, the number of networks, and units per network.
_COPIES, _MOST_OF_A_FILE, _NETWORKS, _UNITS = 3, 1500, 4, 32
# The factors by which vectors and letter counts are scaled before the first layer.
_MEANING, _SPELLING = 4.0, 3.0
# The log-odds above which a question triggers a notice: even odds.
_BOUND = 0.0
_JUDGED = ("1", "2", "3", "4", "5")
# Questions with a higher cosine to an evaluated one are left out of fitting as near duplicates.
_SAME = 0.95


class Question(NamedTuple):
    """A question for fitting: its notice, if any, its set, and its text as typed and as corrected."""

    notice: str | None
    set: str
    typed: str
    searched: str


class Table(NamedTuple):
    """Questions with their `vectors` [n, d] and their classes `meant` [n]: 0 for no notice, else the notice from 1."""

    questions: list[Question]
    vectors: Floats
    meant: Ints


def main() -> None:
    """Embed, fit, write, evaluate."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--ordinary", type=Path, nargs="*", default=[])
    settings, rules = load_settings(), read_notices(ROOT / "corpus")
    answerer = open_answerer(settings)
    questions = _questions(rules, Speller(answerer.engine.vocabulary), arguments.parse_args().ordinary)
    table = _table(questions, rules, settings, answerer)
    print(f"{len(table.questions)} questions, {int((table.meant > 0).sum())} of them call for a notice")
    _fit(table, rules).save(WEIGHTS)
    about = {
        "fitted": dt.datetime.now(dt.UTC).date().isoformat(),
        "fitted for": asdict(FittedFor.of(rules, identify(settings))),
    }
    ABOUT.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    for held in _JUDGED:
        _judge(table, held, rules)


def _questions(rules: NoticeRules, speller: Speller, ordinary: Sequence[Path]) -> list[Question]:
    """All questions with their misspelt copies; those in `ordinary` have none."""
    lines = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    asked = [(line["notice"], line["set"], line["question"]) for line in lines]
    asked += [(rule.id, "file", text) for rule in rules.notice for text in (*rule.examples, *rule.phrases)]
    draw = random.Random(7)  # noqa: S311 - misspellings need no secure randomness
    slips = [(notice, of, misspelt(text, draw)) for notice, of, text in asked for _ in range(_COPIES)]
    asked += slips
    for path in ordinary:
        found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        texts = sorted({line.get("text") or line["question"] for line in found})
        asked += [(None, path.parent.name, text) for text in draw.sample(texts, min(_MOST_OF_A_FILE, len(texts)))]
    return [Question(notice, of, text, speller.correct(text) or text) for notice, of, text in asked]


def _table(questions: list[Question], rules: NoticeRules, settings: Settings, answerer: Answerer) -> Table:
    texts = sorted({question.searched for question in questions})
    key = identify(settings).key
    vectors, _ = EmbeddingCache(settings.index).encode(texts, answerer.encoder, key, no_progress)
    rows = {text: row for row, text in enumerate(texts)}
    ids = [None, *(rule.id for rule in rules.notice)]
    meant = np.array([ids.index(question.notice) for question in questions])
    return Table(questions, vectors[[rows[question.searched] for question in questions]], meant)


def _judge(table: Table, held: str, rules: NoticeRules) -> None:
    """Print the metrics of the set `held` with networks fitted without its questions and their near duplicates."""
    own = np.array([question.set == held for question in table.questions])
    near = (table.vectors @ table.vectors[own].T).max(axis=1) > _SAME
    weights = _fit(_part(table, ~own & ~near), rules)
    judged = _part(table, own)
    odds = np.array(
        [
            called(weights.logits(question.typed, vector))
            for question, vector in zip(judged.questions, judged.vectors, strict=True)
        ]
    )
    count = len(judged.questions) // (1 + _COPIES)
    for name, part in (("as written", slice(count)), ("misspelt", slice(count, None))):
        shown, signs = odds[part] >= weights.bound, judged.meant[part] > 0
        print(
            f"set {held} left out, {name:<10}  recall {shown[signs].mean():.3f} of {signs.sum()}  "
            f"false alarms {shown[~signs].mean():.3f} of {(~signs).sum()}"
        )


def _part(table: Table, chosen: NDArray[np.bool_]) -> Table:
    questions = [question for question, is_chosen in zip(table.questions, chosen, strict=True) if is_chosen]
    return Table(questions, table.vectors[chosen], table.meant[chosen])


def _fit(table: Table, rules: NoticeRules) -> NoticeWeights:
    """An ensemble of networks with one hidden layer, merged into one network with their mean output."""
    from scipy.sparse import csr_array, hstack
    from sklearn.neural_network import MLPClassifier

    found = [letters(question.typed) for question in table.questions]
    bounds = np.cumsum([0, *(len(groups) for groups, _ in found)])
    counts = np.concatenate([counts for _, counts in found])
    groups = np.concatenate([groups for groups, _ in found])
    spelt = csr_array((_SPELLING * counts, groups, bounds), shape=(len(found), BUCKETS))
    inputs = hstack([csr_array(_MEANING * table.vectors), spelt]).tocsr()
    networks = [
        MLPClassifier((_UNITS,), alpha=1e-3, batch_size=256, learning_rate_init=2e-3, max_iter=10, random_state=seed)
        for seed in range(_NETWORKS)
    ]
    for network in networks:
        network.fit(inputs, table.meant)
    first = np.concatenate([network.coefs_[0] for network in networks], axis=1)
    output = np.concatenate([network.coefs_[1] for network in networks]) / _NETWORKS
    last = np.mean([network.intercepts_[1] for network in networks], axis=0)
    dimension = table.vectors.shape[1]
    return NoticeWeights(
        ids=tuple(rule.id for rule in rules.notice),
        meaning=(_MEANING * first[:dimension]).astype(np.float32),
        spelling=(_SPELLING * first[dimension:]).astype(np.float32),
        bias=np.concatenate([network.intercepts_[0] for network in networks]).astype(np.float32),
        output=np.vstack([output, last]).astype(np.float32),
        bound=_BOUND,
    )


if __name__ == "__main__":
    main()
