"""Generates corpora of any size from real sentences: unique passages, with realistic vectors."""

from __future__ import annotations

import gzip
import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np

from index.arrays import Floats
from index.article import Article, Block, Card
from index.encoding.protocol import Asked, Encoded, Encoder, Progress, no_progress
from index.text.sentences import sentence_spans

# Sentences per article, about eleven passages; and from how many adjacent source sentences they are drawn.
_SENTENCES, _NEIGHBOURS = 60, 240
# The weight of random noise in a passage's vector, because a real one is not exactly the mean of its sentences.
_OWN = 0.35
# One sentence in this many is reserved for questions.
_ASKED = 50


def read_sentences(path: Path, most: int) -> list[str]:
    """`most` unique sentences of the texts in a `.jsonl.gz` file, in order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        every = sum(1 for _ in lines)
    seen: dict[str, None] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        # Take whole passages, evenly spaced over the file.
        step = max(1, every // max(1, most // 3))
        for number, line in enumerate(lines):
            if number % step == 0 and len(seen) < most:
                text = json.loads(line)["text"]
                spans = sentence_spans(text, 0, len(text))
                seen |= dict.fromkeys(" ".join(text[a:b].split()) for a, b in spans if _is_whole(text[a:b].split()))
    return list(seen)[:most]


def _is_whole(words: Sequence[str]) -> bool:
    """Whether it begins and ends like a sentence, so that it is still split as one among others."""
    return 4 <= len(words) <= 60 and words[0][0].isupper() and words[-1][-1] in ".!?"


def questions_of(sentences: Sequence[str]) -> list[str]:
    """Questions: the beginnings of sentences that are in no article."""
    return [" ".join(sentence.split()[:10]) for sentence in sentences[::_ASKED]]


class Recombined(Collection[Article]):
    """Articles with about `passages` passages in total, generated from `sentences` on demand."""

    def __init__(self, sentences: Sequence[str], passages: int) -> None:
        self._sentences = [text for number, text in enumerate(sentences) if number % _ASKED]
        self._count = max(1, round(passages / 11))

    def __len__(self) -> int:
        return self._count

    def __contains__(self, item: object) -> bool:
        return any(article == item for article in self)

    def __iter__(self) -> Iterator[Article]:
        return map(self._article, range(self._count))

    def _article(self, number: int) -> Article:
        generator = np.random.default_rng(number)
        first = generator.integers(0, max(1, len(self._sentences) - _NEIGHBOURS))
        chosen = first + generator.choice(min(_NEIGHBOURS, len(self._sentences)), _SENTENCES, replace=False)
        # One sentence per line, because the encoder below combines the vectors of a passage's lines.
        text = "\n".join(self._sentences[row] for row in chosen)
        block = Block(0, len(text), "paragraph", 0, 1)
        return Article(f"article-{number}", f"{number}.txt", text, Card.of(title=f"Article {number}"), (block,))


class RecombiningEncoder:
    """An Encoder that combines the known vectors of sentences to those of passages, with noise; encodes other texts."""

    def __init__(self, encoder: Encoder, sentences: Sequence[str], vectors: Floats) -> None:
        self._encoder = encoder
        self._rows = {sentence: row for row, sentence in enumerate(sentences)}
        self._vectors = vectors

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._encoder.dimension

    def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
        """Unit vectors [n, dimension] of `texts`."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        unknown = []
        for at, text in enumerate(texts):
            rows = [row for line in text.split("\n") if (row := self._rows.get(line)) is not None]
            if not rows:
                unknown.append(at)
            elif text in self._rows:
                vectors[at] = self._vectors[rows[0]]
            else:
                vectors[at] = self._mixed(rows, len(text))
        if unknown:
            vectors[unknown] = self._encoder.encode_passages([texts[at] for at in unknown])
        progress(len(texts))
        return vectors

    def encode_tokens(self, texts: Sequence[str], progress: Progress = no_progress) -> Encoded:
        """Calls the wrapped encoder."""
        return self._encoder.encode_tokens(texts, progress)

    def encode_query(self, text: str, words: Sequence[str] = ()) -> Encoded:
        """Calls the wrapped encoder."""
        return self._encoder.encode_query(text, words)

    def encode_queries(self, asked: Sequence[Asked]) -> list[Encoded]:
        """Calls the wrapped encoder."""
        return self._encoder.encode_queries(asked)

    def _mixed(self, rows: list[int], seed: int) -> Floats:
        mean = self._vectors[rows].mean(axis=0)
        own = np.random.default_rng([seed, *rows]).standard_normal(self.dimension).astype(np.float32)
        mixed = mean / np.linalg.norm(mean) + _OWN * own / np.linalg.norm(own)
        return np.asarray(mixed / np.linalg.norm(mixed), dtype=np.float32)
