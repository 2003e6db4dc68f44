"""Scored → Candidates: the best passages with the sentence each would quote, highest score first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.answer import Duplicate, Features
from index.engine.protocol import Engine
from index.execution.deadline import check_deadline
from index.passage import Passage, Sentence
from index.query import Query
from index.search.scoring.score import Scored
from index.text.analyzer import analyzer
from index.text.sentences import is_fragment

# Penalty for a sentence that looks damaged in its source.
_DOUBT = 0.4
# Penalty for a fragment instead of a whole sentence.
_FRAGMENT = 1.0
# Penalty for a quote without a number where the question asks for one.
_NO_NUMBER = 0.6
# At most this many sentences are quoted after the one that answers.
_MOST_BEHIND = 2
_ANNOUNCES = (":", "?")
_CLOSING = " \n\t\"'”’)]"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ranked passage that may become evidence: `score` orders it.

    `sentence` is the one that answers and `duplicates` are its other places. `quote` is what gets marked: the sentence
    and, if the answer continues, the ones after it. `row` is the passage's row in the engine.
    """

    row: int
    passage: Passage
    sentence: Sentence
    quote: Sentence
    score: float
    features: Features
    duplicates: tuple[Duplicate, ...] = ()


def rank(query: Query, scored: Scored, engine: Engine) -> tuple[Candidate, ...]:
    """The best passages of `scored`, highest score first. Raises `IndexDamagedError`."""
    scores = scored.scores
    passages = engine.passages(scores.passages[scored.best])
    candidates = []
    found = scored.answering
    for place, (at, passage) in enumerate(zip(scored.best, passages, strict=True)):
        check_deadline()
        number = int(found.best[place])
        sentence = passage.sentences[number]
        features = Features(
            sentence=float(scores.sentence[at]),
            supported=float(scored.supported[place]),
            maxsim=float(found.paired[place]),
            shared=float(found.shared[place]),
            centred=float(found.centred[place]),
        )
        quote = _whole(passage, number, continued=bool(found.continued[place]))
        flawed = _DOUBT * sentence.doubtful + _FRAGMENT * is_fragment(passage.searched_as(sentence))
        flawed += _NO_NUMBER * lacks_number(query, passage.quote(quote))
        row, score = int(scores.passages[at]), float(scored.fused[at]) - flawed
        candidates.append(Candidate(row, passage, sentence, quote, score, features))
    return tuple(sorted(candidates, key=lambda candidate: -candidate.score))


def lacks_number(query: Query, quoted: str) -> bool:
    """Whether the question asks for a number and the quote has none; false if the model does not know its language."""
    return query.counting and query.understood and not analyzer(query.language).has_number(quoted)


def _whole(passage: Passage, number: int, *, continued: bool) -> Sentence:
    """The sentence with that `number`, extended to the last sentence that belongs to the answer."""
    # The next sentence may also be another list item, or another row of a table.
    beside = {sentence.paragraph for sentence in passage.sentences[number : number + 2]}
    last = number + (continued and len(beside) == 1)
    # A question or a sentence that ends in a colon only announces the answer, so the next one is quoted too.
    while last + 1 < len(passage.sentences) and last < number + _MOST_BEHIND:
        if not passage.quote(passage.sentences[last]).rstrip(_CLOSING).endswith(_ANNOUNCES):
            break
        last += 1
    first, end = passage.sentences[number], passage.sentences[last]
    doubtful = any(sentence.doubtful for sentence in passage.sentences[number : last + 1])
    return replace(first, end=end.end, doubtful=doubtful) if last > number else first
