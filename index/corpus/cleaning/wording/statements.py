"""Finds what an article states about itself in its text: author, date, a disclaimer, and that it sells things."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.article import Article, Block, Card, Field, Statement
from index.corpus.cleaning.units import whole_words
from index.corpus.cleaning.wording.metadata import metadata_statements
from index.reasons import ADVERTISING, LEGAL, Reason
from index.text.sentences import is_fragment, sentence_spans


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})" for pattern in patterns), re.IGNORECASE)


# The first of each pair is explicit; the second counts only in text that was set aside for that reason.
_DISCLAIMERS = (
    _any_of(
        r"(?:educational|informational?|entertainment)(?: (?:and|or|&) \w+)? (?:purposes?|use) only\b",
        r"(?:merely|purely|solely|only) (?:informative|informational|educational)\b",
        r"for (?:educational|informational?|general information)(?: (?:and|or) \w+)? (?:purposes?|use)\b",
        r"not (?:intended |meant |designed )?(?:to be |as )?an? (?:substitute|replacement) for\b.{0,60}\badvice\b",
        r"(?:does|do|is|are|should) not (?:be )?(?:constitute|provide|offer|give|intended as|construed as|considered"
        r"|meant as|replace|used as)\b.{0,40}\b(?:medical|legal|financial|professional|health|investment) (?:\w+ )?"
        r"(?:advice|diagnosis|treatment|care)\b",
    ),
    _any_of(
        r"disclaimer\s?:",
        r"(?:has|have) not been evaluated by\b",
        r"not (?:been )?(?:evaluated|approved) by the (?:FDA|food)\b",
        r"(?:talk|speak|consult)\b.{0,60}\bbefore (?:you )?(?:begin|start|tak|us)(?:n?ing|e|es)?\b",
    ),
)
_SELLS = (
    _any_of(
        r"(?:earn|receive|get|paid)\b.{0,30}\b(?:commissions?|compensation|referral fees?)\b",
        r"affiliate (?:links?|program|partner|commission)\w*\b",
        r"amazon associate\b",
        r"sponsored (?:by|post|content|article)\b",
    ),
    _any_of(
        r"(?:buy|order|shop|purchase|get|try|download)\b.{0,40}\b(?:now|today|here|our|yours?)\b",
        r"our (?:products?|store|shop|program(?:me)?|guide|e-?book|supplement|kit|course)\b",
        r"add to (?:cart|basket|bag)\b",
        r"money[- ]back\b",
    ),
)


def self_statements(article: Article) -> Card:
    """The card with author, date, disclaimer and the sentence about selling; pass a cleaned article.

    Explicit wording counts anywhere; weaker wording ("buy it here") only in blocks that cleaning has set aside as legal
    notices or advertising.
    """
    said = (_first("disclaimer", _DISCLAIMERS, article, LEGAL), _first("sells", _SELLS, article, ADVERTISING))
    return Card.first_of([*metadata_statements(article), *(statement for statement in said if statement)])


def _first(
    field: Field, strengths: tuple[re.Pattern[str], re.Pattern[str]], article: Article, reason: Reason
) -> Statement | None:
    plain, weak = strengths
    for pattern, anywhere in ((plain, True), (weak, False)):
        for block in article.blocks:
            # Search the whole block first: most have no match and need not be split into sentences.
            if (anywhere or block.reason == reason) and pattern.search(article.text, block.start, block.end):
                said = (words for words in _sentences(article, block) if pattern.search(words))
                # Without more words than "Shop now!", a button is no statement.
                words = next((words for words in said if anywhere or not is_fragment(words)), None)
                if words is not None:
                    return Statement(field, " ".join(words.split()), words, "text")
    return None


def _sentences(article: Article, block: Block) -> Iterator[str]:
    if block.kind not in ("title", "heading", "metadata"):
        for start, end in whole_words(sentence_spans(article.text, block.start, block.end)):
            yield article.text[start:end]
