"""Scores, Evidence, Answer and CheckedQuote: the results of a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats, Ints
from index.article import Card
from index.citation import Citation
from index.filtering.filters import ALL, Filters
from index.passage import Passage, Sentence

Verdict = Literal["answered", "partial", "unanswered"]
Strength = Literal["strong", "fair", "weak"]
Level = Literal["emergency", "urgent"]


@dataclass(frozen=True, slots=True)
class Scores:
    """All raw scores of n candidates; none is missing, even if a candidate came from a single channel.

    `passages` int64 [n] are the passages' rows in the engine; `dense` float32 [n] is the cosine of question and
    passage; `sentence` float32 [n] the highest cosine of the question and any sentence of the passage, and `best`
    int64 [n] the position of that sentence; `lexical` float32 [n] the passage's BM25.
    """

    passages: Ints
    dense: Floats
    sentence: Floats
    best: Ints
    lexical: Floats


@dataclass(frozen=True, slots=True)
class SentenceScores:
    """Scores of the s sentences of n passages; those of passage i are `first[i]` to `first[i + 1]`, int64 [n + 1].

    `cosine` float32 [s] is the cosine of question and sentence; `maxsim` float32 [s] the MaxSim of their tokens, and
    `paired` float32 [s] that of the sentence together with the text before it; `added` float32 [s] what the sentence
    adds to the MaxSim of that text; `shared` float32 [s] the idf-weighted share of the question's terms that it has;
    `centred` float32 [s] the cosine after the mean vector of the passages is subtracted, so that their common topic
    does not count. `negated`, `doubtful` and `fragment` bool [s] tell whether it contains a negation, looks damaged in
    its source, or is not a whole sentence.
    """

    first: Ints
    cosine: Floats
    maxsim: Floats
    paired: Floats
    added: Floats
    shared: Floats
    centred: Floats
    negated: NDArray[np.bool_]
    doubtful: NDArray[np.bool_]
    fragment: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TokenMatches:
    """For each of a question's t tokens, the nearest token of a sentence.

    `spans` int64 [t, 2] are its characters in the sentence, and `cosines` float32 [t] the cosines of the two tokens.
    """

    spans: Ints
    cosines: Floats


@dataclass(frozen=True, slots=True)
class Features:
    """The features from which confidence is computed. Each is comparable across corpora of any size.

    `sentence` is the highest cosine of the question and any sentence of the passage; `supported` the idf-weighted share
    of the question's words that the passage has, with similar words counted in part. `maxsim`, `shared` and `centred`
    are `paired`, `shared` and `centred` of `SentenceScores` for the sentence that answers.
    """

    sentence: float
    supported: float
    maxsim: float
    shared: float
    centred: float


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another place where the sentence of an evidence appears."""

    article_id: str
    quote_start: int
    quote_end: int


@dataclass(frozen=True, slots=True)
class Match:
    """A word of the question and the most similar word of the quote: why the quote was chosen.

    `word` is characters `start` to `end` of the question as it was searched for, `quote_start` and `quote_end` are the
    characters of the quote's word in the article, and `similarity` is the cosine of the two.
    """

    word: str
    start: int
    end: int
    quote_start: int
    quote_end: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """One passage as an answer to one question. `score` orders one answer; `confidence` compares across questions.

    `table_header` contains the table's header rows if a table row is quoted.
    """

    rank: int
    passage: Passage
    quote: Sentence
    article_sha256: str
    origin: str
    card: Card
    score: float
    features: Features
    confidence: float
    citation: Citation
    also_in: tuple[Duplicate, ...] = ()
    table_header: str | None = None
    matches: tuple[Match, ...] = ()

    @property
    def quoted(self) -> str:
        """The quote's words."""
        return self.passage.quote(self.quote)

    @property
    def header_apart(self) -> str | None:
        """The header rows of the quoted row's table; `None` if the passage already shows them."""
        return None if self.table_header and self.table_header in self.passage.text else self.table_header


@dataclass(frozen=True, slots=True)
class Notice:
    """A maintainer's approved message, shown above the evidence. `level` says how soon help is needed.

    `call` is the telephone number that the message says to call, if it does.
    """

    id: str
    level: Level
    text: str
    source: str
    url: str
    call: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One of several questions asked at once, or one side of a contrast.

    `question` is its text as asked, with its spelling corrected, and `rank` that of the evidence that answers it, or
    `None`.
    """

    question: str
    verdict: Verdict
    confidence: float
    rank: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a question. `confidence` is the probability that evidence 1 answers it.

    `parts` are the questions asked at once or the sides of a contrast; empty if the question asks one thing. `empty`
    means that the collection has no passages, because every article was deleted. `filters` are those in effect.
    """

    question: str
    corrected: str | None
    verdict: Verdict
    confidence: float
    missing: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    by_article: tuple[Evidence, ...]
    snapshot: str
    took_ms: float
    notices: tuple[Notice, ...] = ()
    withheld: int = 0
    parts: tuple[Part, ...] = ()
    empty: bool = False
    filters: Filters = ALL


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """A place where words appear: `quoted` is characters `start` to `end` of the article, with its citation."""

    article_id: str
    origin: str
    card: Card
    start: int
    end: int
    quoted: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the quote, and the article's words in their place; either may be empty."""

    given: str
    stands: str


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """Whether words appear verbatim in the collection, and where.

    If they do not, `nearest` is the most similar sentence, if any is similar enough, and `differences` says how it
    differs. `set_aside` are the ids of articles that contain the words only in parts that cleaning set aside.
    """

    text: str
    places: tuple[QuotePlace, ...]
    nearest: QuotePlace | None = None
    differences: tuple[Difference, ...] = ()
    set_aside: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether the words appear in the collection."""
        return bool(self.places)
