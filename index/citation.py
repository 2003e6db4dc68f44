"""Citation: the location of a quote, for programs and for people."""

from __future__ import annotations

from dataclasses import dataclass

from index.article import Card
from index.passage import Passage, Sentence


@dataclass(frozen=True, slots=True)
class Citation:
    """The location of one quote. `text` is the citation in one line; `link` is the article's URL, if it states one.

    `label` is the automatic number of the quote's list item or clause.
    `page` is the page's position in the file, and `page_label` the printed page number if that differs.
    """

    heading: tuple[str, ...]
    paragraph: int
    page: int | None
    text: str
    link: str | None
    label: str = ""
    page_label: str = ""

    @property
    def printed_page(self) -> str:
        """The page number as people cite it: the printed one, or else the position; empty without pages."""
        return self.page_label or str(self.page or "")


def cite(card: Card, origin: str, passage: Passage, quote: Sentence) -> Citation:
    """The citation of `quote` in `passage`. What the article does not state is left out or said to be undated."""
    who = [part for part in (card.author, card.publisher) if part]
    where = [" › ".join(passage.heading)] if passage.heading else []
    position = f"p. {quote.page}" if quote.page is not None else f"¶ {quote.paragraph}"
    where.append(f"p. {quote.page_label} (page {quote.page} of the file)" if quote.page_label else position)
    where += [f"item {quote.label}"] if quote.label else []
    title = card.title or origin
    text = ", ".join([*who, f"“{title}”", card.published or "undated", *where])
    line = " ".join(f"{text}, characters {quote.start}–{quote.end}.".split())
    return Citation(passage.heading, quote.paragraph, quote.page, line, card.url, quote.label, quote.page_label)
