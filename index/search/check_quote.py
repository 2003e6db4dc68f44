"""Checks whether words appear verbatim in the collection, and where. If not: the closest sentence, and what differs.

White space and the style of quotation marks are ignored. Every other character has to match, including its case.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import islice

from index.answer import CheckedQuote, Difference, Evidence, QuotePlace
from index.article import Article
from index.citation import cite
from index.engine.protocol import Engine
from index.errors import QuestionError
from index.execution.deadline import check_deadline
from index.filtering.filters import Filters
from index.passage import Passage, Sentence
from index.search.verify_quotes import is_intact

LONGEST_QUOTE = 2_000
# At most this many places are listed. Words that appear more often than that are too common to tell anything.
MOST_PLACES = 10
# The closest sentence is looked for in this many passages.
NEAR_PASSAGES = 10
# A sentence that shares a smaller part of its words with the quote (difflib's ratio) is not offered as the closest.
_LEAST_SHARED = 0.5
_LIKE = {mark: f"[{marks}]" for marks in ("'‘’‚‛", '"“”„‟«»') for mark in marks}
_QUOTED = re.compile(r"""^[\s"“”„‟«»]+|[\s"“”„‟«»]+$""")


def check_quote(text: str, engine: Engine, filters: Filters, near: Callable[[str], Sequence[Evidence]]) -> CheckedQuote:
    """Look for `text` in the articles that `filters` select.

    `near` returns verified evidence from those articles for some words, best first. Raises `QuestionError` for a text
    that is too long or has no words, and `IndexDamagedError`.
    """
    words = _QUOTED.sub("", text)
    if not words or len(text) > LONGEST_QUOTE:
        raise QuestionError(
            f"The quote has {len(text):,} characters{'' if words else ' but no words'}: expected some words and at "
            f"most {LONGEST_QUOTE:,} characters. Check a shorter part of it."
        )
    pattern = _pattern(words)
    places: list[QuotePlace] = []
    aside: list[str] = []
    for name in engine.labels.ids(filters) if filters else engine.article_ids():
        article, sha256 = engine.article(name)
        if pattern.search(article.text) and is_intact(article, sha256):
            found = list(islice(_places(article, pattern, engine), MOST_PLACES))
            places += found
            aside += [] if found else [name]
        if len(places) >= MOST_PLACES:
            break
    if places:
        return CheckedQuote(text, tuple(places[:MOST_PLACES]))
    nearest = _nearest(words, near(words))
    differences = _differences(words, nearest.quoted) if nearest else ()
    return CheckedQuote(text, (), nearest, differences, tuple(aside))


def _pattern(words: str) -> re.Pattern[str]:
    """A pattern that finds `words` with any white space between them; a match begins and ends at word boundaries."""
    inner = r"\s+".join("".join(_LIKE.get(char, re.escape(char)) for char in word) for word in words.split())
    before, after = (r"\b" if char.isalnum() else "" for char in (words[0], words[-1]))
    return re.compile(f"{before}{inner}{after}")


def _places(article: Article, pattern: re.Pattern[str], engine: Engine) -> Iterator[QuotePlace]:
    """The matches that can be cited: those that begin and end inside a passage."""
    passages = engine.passages(engine.rows(article.id))
    for match in pattern.finditer(article.text):
        check_deadline()
        start, end = match.span()
        first, last = (_sentence_at(passages, at) for at in (start, end - 1))
        if first and last:
            passage, sentence = first
            quote = replace(sentence, start=start, end=end)
            yield _place(article, passage, quote, article.text[start:end])


def _sentence_at(passages: Sequence[Passage], at: int) -> tuple[Passage, Sentence] | None:
    """The sentence that contains the character `at`, with its passage; `passages` are one article's, in order."""
    found = bisect_right(passages, at, key=lambda passage: passage.start) - 1
    for passage in passages[max(0, found) : found + 1]:
        for sentence in passage.sentences:
            if sentence.start <= at < min(sentence.end, passage.end):
                return passage, sentence
    return None


def _place(stated: Article | Evidence, passage: Passage, quote: Sentence, words: str) -> QuotePlace:
    """The place of `words` in an article; `stated` gives the article's card and origin."""
    cited = cite(stated.card, stated.origin, passage, quote)
    return QuotePlace(passage.article_id, stated.origin, stated.card, quote.start, quote.end, words, cited)


def _nearest(words: str, evidence: Sequence[Evidence]) -> QuotePlace | None:
    """The sentence, or the run of sentences, that is most similar to `words`; `None` if none is similar enough."""
    wanted = words.split()
    best, shared = None, _LEAST_SHARED
    for item in evidence:
        for run in _runs(item.passage, len(words)):
            check_deadline()
            text = item.passage.text[run.start - item.passage.start : run.end - item.passage.start]
            matcher = SequenceMatcher(None, text.split(), wanted, autojunk=False)
            if matcher.quick_ratio() > shared and (ratio := matcher.ratio()) > shared:
                best, shared = _place(item, item.passage, run, text), ratio
    return best


def _runs(passage: Passage, length: int) -> Iterator[Sentence]:
    """Each sentence of the passage, and each run of sentences up to about the quote's `length` in characters."""
    for at, first in enumerate(passage.sentences):
        for last in passage.sentences[at:]:
            yield replace(first, end=last.end)
            if last.end - first.start >= length:
                break


def _differences(given: str, stands: str) -> tuple[Difference, ...]:
    mine, theirs = given.split(), stands.split()
    changes = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    return tuple(
        Difference(" ".join(mine[a:b]), " ".join(theirs[c:d])) for kind, a, b, c, d in changes if kind != "equal"
    )
