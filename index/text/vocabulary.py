"""Vocabulary: the words of the articles in each language, with word counts and document frequencies."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import log
from pathlib import Path

from index.errors import IndexDamagedError
from index.text.analyzer import analyzer
from index.text.words import unaccented

# The remaining words are rare ones in a very large corpus; they get no vector, but still match exactly.
_MOST_CONTENT_WORDS = 50_000


@dataclass(frozen=True)
class Vocabulary:
    """The words and terms of a number of `passages`; `understood` are the languages that the model knows.

    `by_language` counts each word in each language, and `terms` the passages that contain each term.
    """

    passages: int
    by_language: dict[str, dict[str, int]]
    terms: dict[str, int]
    understood: frozenset[str] = frozenset({"en"})

    @classmethod
    def of(cls, texts: Iterable[str], language: str = "en") -> Vocabulary:
        """The vocabulary of passages in one language, each given as its indexed text."""
        return cls.of_languages((language, text) for text in texts)

    @classmethod
    def of_languages(cls, texts: Iterable[tuple[str, str]], understood: Iterable[str] = ("en",)) -> Vocabulary:
        """The vocabulary of passages, each given as its language and its indexed text."""
        counted: dict[str, Counter[str]] = {}
        having: Counter[str] = Counter()
        passages = 0
        for language, text in texts:
            its = analyzer(language)
            found = its.words(text)
            counted.setdefault(language, Counter()).update(found)
            having.update({term for word in found for term in its.terms_of(word)})
            passages += 1
        by_language = {language: dict(sorted(words.items())) for language, words in sorted(counted.items()) if words}
        return cls(passages, by_language, dict(sorted(having.items())), frozenset(understood))

    @classmethod
    def open(cls, path: Path) -> Vocabulary:
        """The vocabulary in `path`. Raises `IndexDamagedError`."""
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            by_language = {language: dict(words) for language, words in stored["words"].items()}
            return cls(stored["passages"], by_language, stored["terms"], frozenset(stored["understood"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamagedError(
                f"{path} cannot be read ({error}): expected the published vocabulary. Run: verbatim build"
            ) from error

    def save(self, path: Path) -> None:
        """Write the vocabulary to `path`. Raises `OSError`."""
        stored = {
            "passages": self.passages,
            "words": self.by_language,
            "terms": self.terms,
            "understood": sorted(self.understood),
        }
        path.write_text(json.dumps(stored), encoding="utf-8")

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the passages' languages, sorted."""
        return tuple(self.by_language)

    def words_of(self, language: str) -> dict[str, int]:
        """The word counts of the passages in a language."""
        return self.by_language.get(language, {})

    @cached_property
    def words(self) -> dict[str, int]:
        """The word counts of all passages."""
        if len(self.by_language) == 1:
            return next(iter(self.by_language.values()))
        counted: Counter[str] = Counter()
        for words in self.by_language.values():
            counted.update(words)
        return dict(sorted(counted.items()))

    def idf(self, term: str) -> float:
        """The inverse document frequency of a stem as in Lucene's BM25; highest for a stem that no passage has."""
        having = self.terms.get(term, 0)
        return log(1 + (self.passages - having + 0.5) / (having + 0.5))

    @cached_property
    def content_words(self) -> list[str]:
        """The words that get a vector: all that are not stop words; if there are too many, the most frequent."""
        its = {language: analyzer(language) for language in self.languages}
        kept = {word for code, words in self.by_language.items() for word in words if not its[code].is_stop(word)}
        words = [word for word in self.words if word in kept]
        return sorted(words, key=lambda word: -self.words[word])[:_MOST_CONTENT_WORDS]

    @cached_property
    def spelled_words(self) -> frozenset[str]:
        """The content words that occur only in languages that the model does not know."""
        read = {word for language in self.languages if language in self.understood for word in self.words_of(language)}
        return frozenset(self.content_words) - read if set(self.languages) - self.understood else frozenset()

    def stem(self, word: str) -> str:
        """The stem of a word in the language in which it occurs most often."""
        return analyzer(max(self.languages, key=lambda code: self.words_of(code).get(word, 0))).stem(word)

    def weight(self, term: str) -> float:
        """A term's idf as a share of the highest possible idf: from 0 to 1 in a corpus of any size."""
        return self.idf(term) / log(1 + (self.passages + 0.5) / 0.5)

    def accented(self, word: str, language: str = "en") -> str:
        """`word`, or if no passage has it, the most frequent word that differs from it only by accents."""
        stem = analyzer(language).stem
        if stem(word) in self.terms:
            return word
        plain = unaccented(word)
        return plain if stem(plain) in self.terms else self._accented.get(plain, word)

    @cached_property
    def _accented(self) -> dict[str, str]:
        # The most frequent comes last and therefore wins.
        words = sorted((word for word in self.words if not word.isascii()), key=lambda word: self.words[word])
        return {unaccented(word): word for word in words}

    def spelled(self, language: str) -> list[str]:
        """The words of a language to which a misspelt word may be corrected."""
        return [word for word in self.words_of(language) if len(word) > 2 and word.isalpha()]
