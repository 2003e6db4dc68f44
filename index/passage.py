"""Passage and Sentence: what is retrieved and shown, and what is marked in it as the answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `article.text[start:end]`. `paragraph` and `page` say where in the article it stands.

    Sentences of the same `form` say the same in the same words; an empty form is no other's. `label` is the automatic
    number of the list item or clause that it stands in. `searched` is the text under which it is found where that is
    not its own words: a table row with its column heads, a numbered item with its number.
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

    def searched_as(self, sentence: Sentence) -> str:
        """The text under which one of this passage's sentences is found."""
        return sentence.searched or self.quote(sentence)

    @property
    def searched(self) -> str:
        """The text under which the passage is found: its own, but for sentences that are searched as another."""
        if not any(sentence.searched for sentence in self.sentences):
            return self.text
        return "\n".join(self.searched_as(sentence) for sentence in self.sentences)
