"""Query: the question as understood."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from index.errors import QuestionError
from index.filtering.filters import ALL, Filters

MOST_EVIDENCE = 100
# The default number of passages for each question of a batch.
BATCH_K = 10
# The largest number of characters after NFKC normalization, which may turn one character into a phrase.
LONGEST_WRITTEN_OUT = 20_000


@dataclass(frozen=True, slots=True)
class Query:
    """A question as asked and as searched for.

    `corrected` is the question with its spelling corrected, or `None` if nothing was; for a part of a question, it is
    the text to search for. `terms` are the distinct stems of its content words in order, and `words` the words they
    came from; `filters` select the articles that may answer; `negated` says whether the question contains a negation,
    and `counting` whether it asks for a number; `language` is the code of its language, `understood` says whether the
    model knows that language, and `codes` are the codes in it, such as "qs 412".
    """

    question: str
    corrected: str | None
    terms: tuple[str, ...]
    words: tuple[str, ...]
    k: int
    filters: Filters = ALL
    negated: bool = False
    counting: bool = False
    language: str = "en"
    understood: bool = True
    codes: frozenset[str] = frozenset()

    @property
    def searched(self) -> str:
        """The text that is searched for."""
        return self.corrected or self.question


def check_k(k: int) -> int:
    """Return `k`. Raises `QuestionError` if it is out of range."""
    if not 1 <= k <= MOST_EVIDENCE:
        raise QuestionError(f"k is {k}: expected a number of passages from 1 to {MOST_EVIDENCE}. Ask again with k=5.")
    return k


def check_question(question: str) -> str:
    """`question` without control characters, with white space collapsed. Raises `QuestionError`."""
    clean = " ".join("".join(map(_shown, question)).split())
    if not clean:
        raise QuestionError('The question is empty: expected some words. Try: verbatim ask "how do I begin?"')
    if (written := len(unicodedata.normalize("NFKC", clean))) > LONGEST_WRITTEN_OUT:
        raise QuestionError(
            f"The question has {written:,} characters after Unicode normalization (NFKC): expected at most "
            f"{LONGEST_WRITTEN_OUT:,}. Ask a shorter question."
        )
    return clean


def _shown(char: str) -> str:
    # Pasted text may contain invisible soft hyphens and joiners within words; they are dropped without a space.
    return char if char.isprintable() else "" if unicodedata.category(char) == "Cf" else " "
