"""Scores, Evidence and Answer: what a question gets."""

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
    """Every raw score of every candidate, row by row; a score that is missing is computed, never taken as 0.

    `passages` int64 [n] are row numbers of the engine; `dense` float32 [n] the cosine of question and passage;
    `sentence` float32 [n] the highest cosine of question and any sentence of the passage, `best` int64 [n] which one;
    `lexical` float32 [n] the passage's BM25.
    """

    passages: Ints
    dense: Floats
    sentence: Floats
    best: Ints
    lexical: Floats


@dataclass(frozen=True, slots=True)
class SentenceScores:
    """Scores of every sentence of n passages: those of passage i are `first[i]` to `first[i + 1]`, int64 [n + 1].

    `cosine` float32 [s] is that of question and sentence; `maxsim` float32 [s] how well the sentence's words meet those
    of the question one by one, and `paired` float32 [s] how well its words and those of the sentence before it do;
    `shared` float32 [s] is the idf-weighted share of the question's terms that it has; `centred` float32 [s]
    is the cosine as seen from the mean of the passages, where what they all are about counts for nothing; `negated`
    bool [s] is whether it says that something is not so, `doubtful` bool [s] whether it looks damaged in its source,
    and `fragment` bool [s] whether it is no whole sentence.
    """

    first: Ints
    cosine: Floats
    maxsim: Floats
    paired: Floats
    shared: Floats
    centred: Floats
    negated: NDArray[np.bool_]
    doubtful: NDArray[np.bool_]
    fragment: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TokenMatches:
    """For each token of a question the nearest of a sentence.

    `spans` int64 [t, 2] are its characters in the sentence, `cosines` float32 [t] how near it is.
    """

    spans: Ints
    cosines: Floats


@dataclass(frozen=True, slots=True)
class Features:
    """What an evidence's confidence is read from. Each means the same in a corpus of any size.

    `sentence` is the cosine of the question with the evidence's best sentence; `supported` the idf-weighted share of
    the question's words that the passage has, words near in meaning counted in part; `maxsim`, `shared` and `centred`
    are what `SentenceScores` says of the sentence that answers: `paired`, `shared` and `centred`.
    """

    sentence: float
    supported: float
    maxsim: float
    shared: float
    centred: float


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another place where the sentence of an evidence stands."""

    article_id: str
    quote_start: int
    quote_end: int


@dataclass(frozen=True, slots=True)
class Match:
    """A word of the question and the word of the quote that meets it best: why the quote was chosen.

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

    `table_header` has the header rows of the table whose row is quoted, as they stand in the article.
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
        """The header rows of the quoted row's table, where the passage does not begin with them or have them in it."""
        return None if self.table_header and self.table_header in self.passage.text else self.table_header


@dataclass(frozen=True, slots=True)
class Notice:
    """A maintainer's approved message, shown above the evidence. `level` says how soon help is needed.

    `call` is the one telephone number to call, where it says to call one.
    """

    id: str
    level: Level
    text: str
    source: str
    url: str
    call: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One of several questions that were asked at once, or one side of a contrast.

    `question` is its text as it was searched for, and `rank` is that of the evidence that answers it, if any does.
    """

    question: str
    verdict: Verdict
    confidence: float
    rank: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything a question gets. `confidence` is the probability that evidence 1 answers it.

    `parts` are the questions that were asked at once, or the sides of a contrast; none where it asks one thing.
    `empty` is whether the collection has no passages at all, because every article was taken away.
    `filters` say of which articles alone it is.
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
    """Where words stand: `quoted` is characters `start` to `end` of the article, with its citation."""

    article_id: str
    origin: str
    card: Card
    start: int
    end: int
    quoted: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the quote, and those that stand in the article in their place; either may be empty."""

    given: str
    stands: str


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """Whether words `stand` in the collection, and at which places.

    Where they do not, `nearest` is the sentence nearest to them, if one is near, and `differences` are what differs.
    `set_aside` are the ids of articles that have the words only where cleaning set them aside: nothing there is cited.
    """

    text: str
    places: tuple[QuotePlace, ...]
    nearest: QuotePlace | None = None
    differences: tuple[Difference, ...] = ()
    set_aside: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether the words stand in the collection."""
        return bool(self.places)
