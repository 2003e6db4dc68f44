"""Scores, Evidence and Answer: what a question gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.arrays import Floats, Ints
from index.article import Card
from index.citation import Citation
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
class Features:
    """What an evidence's confidence is read from. Each means the same in a corpus of any size.

    `sentence` is the cosine of the question with the evidence's best sentence; `supported` the idf-weighted share of
    the question's words that the passage has, words near in meaning counted in part; `keywords` is 1 if the question is
    one or two terms and the passage has them all, because a name alone is far from every sentence.
    """

    sentence: float
    supported: float
    keywords: float


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another place where the sentence of an evidence stands."""

    article_id: str
    quote_start: int
    quote_end: int


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

    @property
    def quoted(self) -> str:
        """The quote's words."""
        return self.passage.quote(self.quote)


@dataclass(frozen=True, slots=True)
class Notice:
    """A maintainer's approved message, shown above the evidence. `level` says how soon help is needed."""

    id: str
    level: Level
    text: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything a question gets. `confidence` is the probability that evidence 1 answers it.

    `empty`: whether the collection has no passages at all, because every article was taken away.
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
    empty: bool = False


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
