"""Candidate → Matches: which word of the quote matched which word of the question."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from index.answer import Match, TokenMatches
from index.encoding.letters import letters
from index.encoding.protocol import EncodedQuestion
from index.engine.protocol import Engine
from index.passage import Passage, Sentence
from index.query import Query
from index.search.rank import Candidate
from index.text.analyzer import NUMBER, Analyzer, analyzer
from index.text.words import placed_words, words

# Token vectors with a lower cosine do not match.
_ALIKE = 0.5
# The length of the letter vectors that compare words if the model does not know the language.
_DIMENSION = 512

Placed = Sequence[tuple[str, tuple[int, int]]]


def explain(query: Query, question: EncodedQuestion, candidate: Candidate, engine: Engine) -> tuple[Match, ...]:
    """The matching pairs of words, in the question's order.

    There are none for a sentence that is searched under a text other than its own, such as a table row. Raises
    `IndexDamagedError`.
    """
    if candidate.sentence.searched:
        return ()
    if not query.understood:
        return _by_letters(query, candidate)
    best: dict[int, Match] = {}
    for number, sentence in enumerate(candidate.passage.sentences):
        if candidate.quote.start <= sentence.start < candidate.quote.end:
            nearest = engine.matches(question, candidate.row, number)
            for word, match in _of_sentence(query, question, candidate.passage, sentence, nearest):
                best[word] = max(best.get(word, match), match, key=lambda one: one.similarity)
    return tuple(match for _, match in sorted(best.items()))


def _of_sentence(
    query: Query, question: EncodedQuestion, passage: Passage, sentence: Sentence, nearest: TokenMatches
) -> Iterator[tuple[int, Match]]:
    """For each word of the question that one of its tokens matches in the sentence: its number, and the match."""
    is_stop = analyzer(query.language).is_stop
    asked, own = _words(query.searched), _words(passage.quote(sentence))
    pairs = zip(question.spans.tolist(), nearest.spans.tolist(), nearest.cosines.tolist(), strict=False)
    for span, other, cosine in pairs:
        word = _at(asked, span)
        if word is None or is_stop(asked[word][0]) or cosine < _ALIKE:
            continue
        if (met := _at(own, other)) is not None:
            (start, end), (first, last) = asked[word][1], own[met][1]
            place = sentence.start + first, sentence.start + last
            yield word, Match(query.searched[start:end], start, end, *place, cosine)


def _by_letters(query: Query, candidate: Candidate) -> tuple[Match, ...]:
    """The pairs of words with a common term or similar letters, for languages that the model does not know."""
    its, quote = analyzer(query.language), candidate.quote
    asked, own = _named(query.searched, its), _named(candidate.passage.quote(quote), its)
    matches = []
    for (start, end), terms in asked:
        alike = [(_likeness(terms, others), place) for place, others in own]
        best, (first, last) = max(alike, default=(0.0, (0, 0)), key=lambda pair: pair[0])
        if best >= _ALIKE:
            place = quote.start + first, quote.start + last
            matches.append(Match(query.searched[start:end], start, end, *place, best))
    return tuple(matches)


def _named(text: str, its: Analyzer) -> list[tuple[tuple[int, int], list[str]]]:
    """The places and terms of the content words of `text`; empty for text without spaces."""
    placed = [(place, its.words(word)) for word, place in _words(text)]
    found = [(place, its.terms_of(bare[0])) for place, bare in placed if len(bare) == 1]
    named = [(place, [term for term in terms if term != NUMBER]) for place, terms in found]
    return [(place, terms) for place, terms in named if terms]


def _likeness(terms: Sequence[str], others: Sequence[str]) -> float:
    """1 for words that share a term, else the cosine of their stems' letters."""
    if not set(terms).isdisjoint(others):
        return 1.0
    return float(letters(terms[0], _DIMENSION) @ letters(others[0], _DIMENSION))


def moved(matches: Sequence[Match], question: str) -> tuple[Match, ...]:
    """The `matches` of a part of `question`, with offsets into the whole question."""
    places: dict[str, tuple[int, int]] = {}
    for word, span in _words(question):
        places.setdefault(word, span)
    found = [(places[words(match.word)[0]], match) for match in matches if words(match.word)[0] in places]
    there = (replace(match, word=question[start:end], start=start, end=end) for (start, end), match in found)
    return tuple(sorted(there, key=lambda match: match.start))


# Cached because the same question is explained for every evidence.
@lru_cache(maxsize=64)
def _words(text: str) -> Placed:
    return tuple(placed_words(text))


def _at(placed: Placed, token: Sequence[int]) -> int | None:
    """The position in `placed` of the word that a token's span belongs to, or `None`."""
    found = bisect_right(placed, token[0], key=lambda word: word[1][0]) - 1
    for number in (found, found + 1):
        if 0 <= number < len(placed) and token[0] < placed[number][1][1] and placed[number][1][0] < token[1]:
            return number
    return None
