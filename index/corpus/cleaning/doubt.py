"""Finds doubtful sentences: kept, because quotes are verbatim, but garbled by keywords inserted for search engines.

Spun pages insert a search phrase into sentences copied from other pages, or replace words by misspelled words of their
title. The patterns are narrow, because an ordinary sentence that is marked would rank too low.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from index.article import Article
from index.text.sentences import sentences_of
from index.text.terms import STOP_WORDS, stem
from index.text.words import words

# A page is spun if at least this many distinct words are misspelled words of its title.
_MISSPELLINGS = 3
_LETTERS = 5
_FOREIGN = 2
_FOREIGN_SHARE = 0.6

_ASKS = frozenset("how what where when why who which".split())
# Without "how to", which is common in ordinary sentences.
_ASKING = re.compile(
    r"(?:^|\b(\w+) )(?:how (?:many|much|do|does|long|often)|what (?!is )\w+|where (?:is|do)|who (?:is|are|was))\b",
    re.IGNORECASE,
)
# After these words an indirect question may follow.
_LICENCES = frozenset(
    """know show explain learn describ determin indic understand decid see tell ask find discov specifi defin matter
    control exampl follow demonstr illustr identifi depend wonder realiz rememb notic check consid""".split()
)
# "We how to" is always wrong, unlike "show you how to".
_BROKEN = re.compile(r"\b(?:we|they|he|she) (?:how (?:to|many|much)|what (?:is|are|does)|where to)\b", re.IGNORECASE)
_PLAIN_WORD = re.compile(r"(?<!\S)[a-z]{3,}(?=[\s.,;:!?]|$)")
_PERSONS = frozenset("them they he she him we us i people person patients doctors".split())
# A long word without a vowel, or with a q without u, is not English.
_NO_WORD = re.compile(r"[^aeiouy]+|\w*q(?!u)\w*")


@dataclass(frozen=True)
class _Sentence:
    start: int
    end: int
    text: str

    @cached_property
    def words(self) -> list[str]:
        return words(self.text)


def doubtful_spans(article: Article) -> frozenset[tuple[int, int]]:
    """Offsets, as in `sentences_of`, of the sentences in kept blocks with injected or garbled words.

    Empty for articles that are not in English. Pass the article with its cleaned blocks, so that the offsets match the
    sentences that can be quoted.
    """
    if article.language != "en":
        return frozenset()
    sentences = [
        _Sentence(start, end, article.text[start:end])
        for block in article.blocks
        if block.kept and block.kind not in ("title", "heading", "metadata")
        for start, end in sentences_of(article.text, block, article.language)
    ]
    title = words(article.card.title or "")
    misspelled = _misspelled(title, sentences)
    pairs = Counter(
        pair for sentence in sentences for pair in set(zip(sentence.words, sentence.words[1:], strict=False))
    )
    known = Counter(word for sentence in sentences for word in {stem(word) for word in sentence.words})
    return frozenset(
        (sentence.start, sentence.end)
        for sentence in sentences
        if _BROKEN.search(sentence.text)
        or not misspelled.isdisjoint(sentence.words)
        or _holds_title(title, sentence)
        or _holds_foreign_question(sentence, known, pairs)
    )


def _holds_title(title: Sequence[str], sentence: _Sentence) -> bool:
    """Whether the title is a question and stands in the sentence directly before a person: "what helps them"."""
    if len(title) < 3 or title[0] not in _ASKS or len(sentence.words) <= len(title):
        return False
    return any(
        sentence.words[at : at + len(title)] == title and sentence.words[at + len(title)] in _PERSONS
        for at in range(len(sentence.words) - len(title))
    )


def _misspelled(title: Sequence[str], sentences: Sequence[_Sentence]) -> frozenset[str]:
    """Rare words at edit distance 1 from a word of the title, if there are too many for chance."""
    targets = {word for word in title if word.isalpha() and (len(word) >= _LETTERS or word in _ASKS)}
    # Only words in lower case: names and code have spellings of their own.
    counted = Counter(word for sentence in sentences for word in _PLAIN_WORD.findall(sentence.text))
    found = frozenset(
        word
        for word, count in counted.items()
        if count <= 2 and word not in STOP_WORDS and any(_slip(word, target) for target in targets)
    )
    return found if len(found) >= _MISSPELLINGS else frozenset()


def _slip(word: str, target: str) -> bool:
    if abs(len(word) - len(target)) > 1 or (len(target) < _LETTERS and not _NO_WORD.fullmatch(word)):
        return False
    return stem(word) != stem(target) and OSA.distance(word, target, score_cutoff=1) == 1


def _holds_foreign_question(sentence: _Sentence, known: Counter[str], pairs: Counter[tuple[str, str]]) -> bool:
    """Whether a question in words that the article does not use runs on into a phrase that it uses."""
    if sentence.text.rstrip("\"'”’) ").endswith("?"):
        return False
    return any(
        _runs_on([asking.group().split()[-1], *sentence.text[asking.end() :].split()], known, pairs)
        for asking in _ASKING.finditer(sentence.text)
        if asking[1] is None or not (asking[1].lower() in STOP_WORDS or stem(asking[1].lower()) in _LICENCES)
    )


def _runs_on(tokens: Sequence[str], known: Counter[str], pairs: Counter[tuple[str, str]]) -> bool:
    content = foreign = 0
    for token, after, then in zip(tokens, tokens[1:], tokens[2:], strict=False):
        word = token.lower()
        if not word.isalpha():
            return False
        if word not in STOP_WORDS:
            content += 1
            foreign += known[stem(word)] == 1
            junction = after.lower() not in STOP_WORDS and pairs[after.lower(), then.lower().rstrip(".,;:")] > 1
            if foreign >= _FOREIGN and known[stem(word)] == 1 and foreign >= _FOREIGN_SHARE * content and junction:
                return True
    return False
