"""Passage and Sentence: what is retrieved and shown, and what is marked in it as the answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `article.text[start:end]`. `paragraph` and `page` say where in the article it stands.

    Sentences of the same `form` say the same in the same words; an empty form is no other's.
    """

    start: int
    end: int
    paragraph: int
    page: int | None = None
    doubtful: bool = False
    form: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive kept sentences under one heading, about 110 words: `article.text[start:end] == text`."""

    article_id: str
    start: int
    end: int
    text: str
    heading: tuple[str, ...]
    sentences: tuple[Sentence, ...]

    def quote(self, sentence: Sentence) -> str:
        """The words of one of this passage's sentences."""
        return self.text[sentence.start - self.start : sentence.end - self.start]
