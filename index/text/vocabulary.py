"""Vocabulary: which words the articles have, and how common each is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import log
from pathlib import Path

from index.errors import IndexDamagedError
from index.text.terms import STOP_WORDS, stem
from index.text.words import unaccented, words

# The rest are rare words of a very large corpus; they still match themselves.
_MOST_CONTENT_WORDS = 50_000


@dataclass(frozen=True)
class Vocabulary:
    """`passages` is how many were counted; `words` counts each word, `terms` the passages that have each stem."""

    passages: int
    words: dict[str, int]
    terms: dict[str, int]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """The vocabulary of passages, each given as the text that lexical search sees."""
        counted: Counter[str] = Counter()
        having: Counter[str] = Counter()
        passages = 0
        for text in texts:
            found = words(text)
            counted.update(found)
            having.update({stem(word) for word in found if word not in STOP_WORDS})
            passages += 1
        return cls(passages, dict(sorted(counted.items())), dict(sorted(having.items())))

    @classmethod
    def open(cls, path: Path) -> Vocabulary:
        """The vocabulary in `path`. Raises `IndexDamagedError`."""
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            return cls(stored["passages"], stored["words"], stored["terms"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError(
                f"{path} cannot be read ({error}): expected the published vocabulary. Run: verbatim build"
            ) from error

    def save(self, path: Path) -> None:
        """Write it to `path`."""
        path.write_text(
            json.dumps({"passages": self.passages, "words": self.words, "terms": self.terms}), encoding="utf-8"
        )

    def idf(self, term: str) -> float:
        """Inverse document frequency of a stem as BM25 (Lucene) has it; a stem that no passage has counts as rarest."""
        having = self.terms.get(term, 0)
        return log(1 + (self.passages - having + 0.5) / (having + 0.5))

    @cached_property
    def content_words(self) -> list[str]:
        """The words whose meaning counts, the most usual first where there are very many."""
        words = [word for word in self.words if word not in STOP_WORDS]
        return sorted(words, key=lambda word: -self.words[word])[:_MOST_CONTENT_WORDS]

    def weight(self, term: str) -> float:
        """A term's idf as a share of the highest that any term can have: from 0 to 1 in a corpus of any size."""
        return self.idf(term) / log(1 + (self.passages + 0.5) / 0.5)

    def accented(self, word: str) -> str:
        """The most usual word that differs from `word` by accents alone, where no passage has `word` itself."""
        plain = unaccented(word)
        if stem(word) in self.terms:
            return word
        return plain if stem(plain) in self.terms else self._accented.get(plain, word)

    @cached_property
    def _accented(self) -> dict[str, str]:
        # The most usual comes last and stays.
        words = sorted((word for word in self.words if not word.isascii()), key=lambda word: self.words[word])
        return {unaccented(word): word for word in words}

    @cached_property
    def spelled(self) -> list[str]:
        """Words that a misspelt one may be corrected to."""
        return [word for word in self.words if len(word) > 2 and word.isalpha()]
