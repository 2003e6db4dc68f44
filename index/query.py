"""Query: the question as understood."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from index.errors import QuestionError
from index.filtering.filters import ALL, Filters

MOST_EVIDENCE = 100
# Passages for each question of a batch that names no number.
BATCH_K = 10
# One character may stand for a phrase: so many may there be when all are written out.
LONGEST_WRITTEN_OUT = 20_000


@dataclass(frozen=True, slots=True)
class Query:
    """A question as asked and as searched for.

    `corrected` is the question with its spelling mended, or `None` where nothing was; `terms` are the distinct stems of
    its content words in order, `words` the words they came from; `filters` say which articles may answer; `negated` is
    whether it asks for what is not so; `language` is the code of the one that it is read in, and `understood` whether
    the model knows that language.
    """

    question: str
    corrected: str | None
    terms: tuple[str, ...]
    words: tuple[str, ...]
    k: int
    filters: Filters = ALL
    negated: bool = False
    language: str = "en"
    understood: bool = True

    @property
    def searched(self) -> str:
        """The text that is encoded."""
        return self.corrected or self.question


def check_k(k: int) -> int:
    """`k`, when that many passages can be asked for. Raises `QuestionError`."""
    if not 1 <= k <= MOST_EVIDENCE:
        raise QuestionError(f"k is {k}: expected a number of passages from 1 to {MOST_EVIDENCE}. Ask again with k=5.")
    return k


def check_question(question: str) -> str:
    """`question` with outer white space and control characters gone. Raises `QuestionError`."""
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
    # What is pasted has soft hyphens and joiners within words: nothing shows them, and they part none.
    return char if char.isprintable() else "" if unicodedata.category(char) == "Cf" else " "
