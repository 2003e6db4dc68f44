"""Builds articles for the tests of cleaning, from lines or running text."""

from __future__ import annotations

from index.article import Article, Card
from index.corpus.cleaning import clean
from index.corpus.folder import number_paragraphs
from index.corpus.reading.plain import read_text

# Ordinary prose, so that a page under test contains an article.
GARDEN = (
    "Tomatoes need at least six hours of sun a day to ripen well. "
    "They grow best in soil that was dug and fed in the autumn before. "
    "A plant in a pot dries out sooner than one in the ground. "
    "Most gardeners water in the morning, so that the leaves are dry by night. "
    "The lower leaves may turn yellow when the roots are too cold. "
    "A stake keeps the stems off the ground when the fruit grows heavy. "
    "You can take off the side shoots to let more light reach the fruit. "
    "The first frost ends the season for plants that stand outside. "
    "Green fruit ripens on a window sill if it is kept warm. "
    "Seeds from the best fruit can be dried and sown in the spring. "
)


def article_of(text: str, title: str | None = None) -> Article:
    """The article that the plain-text reader makes from `text`."""
    return Article("a", "a.txt", text, Card.of(title=title), tuple(number_paragraphs(read_text(text).blocks)))


def kept_text(article: Article) -> str:
    """The text that cleaning keeps, one line per block."""
    return "\n".join(article.text[block.start : block.end] for block in clean(article).blocks if block.kept)


def reason_of(words: str, article: Article) -> str | None:
    """The reason of the block that contains `words`, which must be in a single block."""
    start = article.text.index(words)
    end = start + len(words)
    return next(block.reason for block in clean(article).blocks if block.start <= start and end <= block.end)


def on_a_page(line: str) -> Article:
    """`line` as a separate block between paragraphs of an article."""
    return article_of(f"{GARDEN}\n\n{line}\n\n{GARDEN}")


def in_running_text(sentence: str) -> Article:
    """`sentence` in the middle of a paragraph."""
    return article_of(f"{GARDEN}{sentence} {GARDEN}")
