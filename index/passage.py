"""Passage and Sentence: the text that is retrieved and shown, and the part that is marked as the answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `article.text[start:end]`. `paragraph` and `page` say where in the article it is.

    Sentences with the same `form` consist of the same words; an empty form equals no other. `label` is the automatic
    number of its list item or clause. `searched` is the text under which it is indexed if that is not its own text: a
    table row with its column headers, or a numbered item with its number.
    """

    start: int
    end: int
    paragraph: int
    page: int | None = None
    doubtful: bool = False
    form: str = ""
    label: str = ""
    searched: str = ""
    page_label: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive kept sentences under one heading, by default up to 110 words: `article.text[start:end] == text`."""

    article_id: str
    start: int
    end: int
    text: str
    heading: tuple[str, ...]
    sentences: tuple[Sentence, ...]

    def quote(self, sentence: Sentence) -> str:
        """The text of one of this passage's sentences."""
        return self.text[sentence.start - self.start : sentence.end - self.start]

    def searched_as(self, sentence: Sentence) -> str:
        """The text under which one of this passage's sentences is indexed."""
        return sentence.searched or self.quote(sentence)

    @property
    def searched(self) -> str:
        """The text under which the passage is indexed: its own, or its sentences' `searched` texts if there are any."""
        if not any(sentence.searched for sentence in self.sentences):
            return self.text
        return "\n".join(self.searched_as(sentence) for sentence in self.sentences)
