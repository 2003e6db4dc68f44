"""Questions to click on the empty page: in the language of the articles, which is that of the answers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A question to click, and the article that answers it: an index without that article does not offer it."""

    question: str
    article_id: str


EXAMPLES = (
    Example("Ice or heat for a back spasm?", "what-helps-back-muscle-spasms"),
    Example("How should I sleep with a back spasm?", "back-spasm-after-a-massage"),
    Example("Should a massage hurt?", "massage-for-back-spasms"),
    Example("Can a cortisone injection help?", "what-helps-back-muscle-spasms"),
    Example("How do I do the cobra stretch?", "exercises-for-back-spasms"),
)


def examples(article_ids: Collection[str]) -> list[str]:
    """The example questions that these articles answer."""
    return [example.question for example in EXAMPLES if example.article_id in article_ids]
