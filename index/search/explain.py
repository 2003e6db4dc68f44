"""Candidate → Match: which word of the quote meets which word of the question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.answer import Match
from index.encoding.protocol import EncodedQuestion
from index.engine.protocol import Engine
from index.query import Query
from index.search.rank import Candidate
from index.text.terms import STOP_WORDS
from index.text.words import placed_words

# Words whose vectors are further apart than this say different things.
_ALIKE = 0.5

_Span = tuple[int, int]


def explain(query: Query, question: EncodedQuestion, candidate: Candidate, engine: Engine) -> tuple[Match, ...]:
    """The pairs of words, in the question's order; none where the sentence is searched under another text than its own.

    Raises `IndexDamagedError`.
    """
    sentence = candidate.sentence
    if sentence.searched:
        return ()
    nearest = engine.matches(question, candidate.row, candidate.passage.sentences.index(sentence))
    own = [span for _, span in placed_words(candidate.passage.quote(sentence))]
    matches = []
    for word, span in placed_words(query.searched):
        of_word = [at for at, inside in enumerate(question.spans.tolist()) if _overlap(inside, span)]
        if word in STOP_WORDS or not of_word or not len(nearest.cosines):
            continue
        best = max(of_word, key=lambda at: nearest.cosines[at])
        for met in _around(own, nearest.spans[best].tolist()):
            if nearest.cosines[best] >= _ALIKE:
                place = sentence.start + met[0], sentence.start + met[1]
                matches.append(Match(query.searched[slice(*span)], *span, *place, float(nearest.cosines[best])))
    return tuple(matches)


def _around(words: Sequence[_Span], token: Sequence[int]) -> Iterator[_Span]:
    """The word that a token is of."""
    yield from [span for span in words if _overlap(token, span)][:1]


def _overlap(one: Sequence[int], other: Sequence[int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
