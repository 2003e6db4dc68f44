"""Writes the files of a new engine article by article; its memory does not grow with the texts."""

from __future__ import annotations

import errno
from array import array
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path
from types import TracebackType

import numpy as np

from index.arrays import Floats
from index.article import Article
from index.encoding.letters import letters
from index.engine.late_interaction import TokenWriter
from index.engine.local import LocalEngine
from index.engine.protocol import passage_context
from index.engine.sentence_terms import SentenceTermsWriter
from index.engine.texts import TextWriter
from index.engine.vector_files import vector_writers
from index.engine.word_vectors import WordVectors
from index.engine.writing.term_counts import TermCounts
from index.errors import IndexDamagedError
from index.passage import Passage
from index.storage.embeddings.token_codec import CodedTokens, TokenCodec
from index.storage.manifest import Counts
from index.text.vocabulary import Vocabulary


class EngineWriter(AbstractContextManager["EngineWriter"]):
    """Fills a snapshot's folder. With `exact`, vectors are stored in single precision and searched exhaustively."""

    def __init__(self, folder: Path, dimension: int, codec: TokenCodec, *, exact: bool) -> None:
        self._folder = folder
        self._texts = TextWriter(folder / "texts.sqlite")
        self._term_counts = TermCounts()
        self._passages, self._sentences = vector_writers(folder, dimension, exact=exact)
        self._tokens = TokenWriter(folder, codec)
        self._sentence_terms = SentenceTermsWriter(folder)
        self._dimension = dimension
        self._article_ids: list[str] = []
        self._owners, self._sizes = array("q"), array("q")

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for written in (self._texts, self._term_counts, self._sentence_terms):
            written.release()
        for vectors in (self._passages, self._sentences, self._tokens):
            vectors.release()

    def add(self, article: Article, passages: Sequence[Passage], vectors: Floats, sentences: CodedTokens) -> None:
        """Append an article, its passages with unit `vectors` [n, d], and all their sentences. Raises `OSError`."""
        self._texts.add(article, passages)
        self._owners.extend([len(self._article_ids)] * len(passages))
        self._article_ids.append(article.id)
        for passage in passages:
            self._term_counts.add(passage_context(passage, article.card.title), article.language)
            self._sizes.append(len(passage.sentences))
            above = "\n".join([article.card.title or "", *passage.heading])
            for sentence in passage.sentences:
                searched = passage.searched_as(sentence)
                self._sentence_terms.append(searched, above, article.language, doubtful=sentence.doubtful)
        self._passages.append(vectors)
        self._sentences.append(sentences.vectors)
        self._tokens.append(sentences)

    @property
    def languages(self) -> frozenset[str]:
        """The codes of the languages of the articles added so far."""
        return self._term_counts.languages

    def finish(
        self, encode: Callable[[Sequence[str]], Floats], understood: Iterable[str] = ("en",)
    ) -> tuple[Counts, int]:
        """Write the files that depend on all articles; returns the counts and how many words were encoded.

        `encode` gives the vectors of words, and `understood` are the languages that the model knows. Raises `OSError`,
        also if a file cannot be read back.
        """
        self._texts.close()
        self._passages.close()
        self._sentences.close()
        self._tokens.close()
        self._sentence_terms.close()
        vocabulary = self._term_counts.write(self._folder, understood)
        words = vocabulary.content_words
        WordVectors(words, self._word_vectors(vocabulary, encode)).save(self._folder)
        # `owners.npy` refers to articles by their position in the sorted list of ids.
        places = np.argsort(np.argsort(np.array(self._article_ids, dtype=object)))
        np.save(self._folder / "owners.npy", places[np.array(self._owners, np.int64)].astype(np.int32))
        np.save(self._folder / "bounds.npy", np.concatenate([[0], np.cumsum(np.array(self._sizes, np.int64))]))
        counts = Counts(self._texts.articles, self._texts.passages, self._texts.sentences)
        _read_back(self._folder, counts, len(words))
        return counts, len(words) - len(vocabulary.spelled_words)

    def _word_vectors(self, vocabulary: Vocabulary, encode: Callable[[Sequence[str]], Floats]) -> Floats:
        """The vectors [n, dimension] of the content words; from letters if the model does not know their language."""
        words, spelled = vocabulary.content_words, vocabulary.spelled_words
        vectors = np.zeros((len(words), self._dimension), np.float32)
        read = [row for row, word in enumerate(words) if word not in spelled]
        vectors[read] = encode([words[row] for row in read]).reshape(len(read), self._dimension)
        for row, word in enumerate(words):
            if word in spelled:
                vectors[row] = letters(vocabulary.stem(word), self._dimension)
        return vectors


def _read_back(folder: Path, counts: Counts, words: int) -> None:
    """Open the files just written: on a full disk, faiss and numpy may leave an incomplete file without an error."""
    expected = {"passages": counts.passages, "sentences": counts.sentences, "words": words}
    try:
        with closing(LocalEngine(folder)) as engine:
            found = engine.sums()
            # Reads every vector and every word of the file.
            engine.word_vectors.likeness(
                np.zeros((1, engine.dimension), dtype=np.float32), np.arange(len(engine.word_vectors.words))
            )
    except (IndexDamagedError, ValueError, EOFError) as error:
        raise OSError(errno.EIO, f"what was written cannot be read back: {error}") from error
    if found != expected:
        raise OSError(errno.EIO, f"what was written reads back as {found}: expected {expected}")
