"""Every word the page says itself, in one place. Short, plain, and nothing that was not computed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from index.evidence import Answer, Level, Strength

NAME = "Verbatim"
BOX_LABEL = "Your question"
BOX_HINT = "Ask in your own words"
ASK = "Ask"
AS_TYPED = "Search as typed"
EXAMPLES_TITLE = "For example"
ARTICLES_TITLE = "The articles"
BY_ARTICLE_TITLE = "What each article says"
PASSAGES_TITLE = "Passages"
READ = "Read in source"
CITE = "Cite"
FEEDBACK = "Does this answer it?"
SHARE = "Share or keep this answer"
SHARE_AHEAD = "Share"
PAGES = "Other pages"
PAGE_LINKS = (("library", "Library"), ("quality", "Quality"))
LOADING = "Opening the articles…"
UNANSWERED_TITLE = "These articles do not answer that"
UNANSWERED_HINT = "Try other words, or a shorter question."
PARTIAL = "Partly: some of your words are not in these passages."
DOUBTFUL = "This sentence looks damaged in its source."
WITHHELD = "Withheld: the stored text no longer matches its source."
UNDATED = "undated"
DISCLAIMER = (
    "Verbatim finds passages in the listed articles. It does not advise; the articles are unreviewed web pages."
)
LEVELS: dict[Level, str] = {"emergency": "This may be an emergency", "urgent": "Get this looked at soon"}
ERROR_TITLE = "Verbatim cannot answer right now"
UNEXPECTED = "Something went wrong that Verbatim does not know. Ask again; if it stays, the service’s log says more."
NO_WORDS = "There are no words in that question. Try one like: ice or heat for a back spasm?"
SHORTENED = "The question is very long: only its beginning was searched for."
SETTLED = "Ask again when that is done; this page need not be restarted."

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


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


def tab(question: str) -> str:
    """The browser tab's title, by which Back and bookmarks are told apart."""
    short = question if len(question) <= 60 else question[:59] + "…"
    return f"{short} · {NAME}" if short else NAME


def number(count: int) -> str:
    """`count` in words up to twelve, in figures beyond."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def counted(count: int, noun: str) -> str:
    """`count` of `noun`: "one passage", "five passages"."""
    return f"{number(count)} {noun}" if count == 1 else f"{number(count)} {noun}s"


def lede(article_ids: Collection[str] | None) -> str:
    """The line that says what this is; `None` while the articles are not open yet."""
    if article_ids is None:
        return "The answer in the articles’ own words, marked and cited."
    about = " about back spasms" if examples(article_ids) else ""
    return f"Ask {counted(len(article_ids), 'article')}{about}. The answer is their own words, marked and cited."


def examples(article_ids: Collection[str]) -> list[str]:
    """The example questions that these articles answer."""
    return [example.question for example in EXAMPLES if example.article_id in article_ids]


def strength(word: Strength) -> str:
    """How well a passage matches the question."""
    return f"{word} match"


def probability(confidence: float) -> str:
    """The figure behind the word."""
    return f"{round(confidence * 100)}% likely to answer the question"


def found(answer: Answer) -> str:
    """What is shown, in one line."""
    articles = len({item.passage.article_id for item in answer.evidence})
    line = f"{counted(len(answer.evidence), 'passage')} from {counted(articles, 'article')}"
    return line[:1].upper() + line[1:]


def weaker(count: int) -> str:
    """The label over folded passages of an answered question."""
    return "One weaker match" if count == 1 else f"{number(count).capitalize()} weaker matches"


def nearest(count: int) -> str:
    """The label over the folded passages of a question that is not answered."""
    return "The nearest passage" if count == 1 else f"The {number(count)} nearest passages"


def missing(words: Collection[str]) -> str:
    """Which of the question's words no article has."""
    return f"No article mentions: {', '.join(words)}."


def withheld(count: int) -> str:
    """How many passages are not shown because their text has changed."""
    return (
        f"{counted(count, 'passage').capitalize()} withheld: the stored text no longer matches its source. "
        "Whoever runs this service should run: verbatim build"
    )


def actions(rank: int) -> str:
    """What the links under a passage are, to who hears the page."""
    return f"Check and cite passage {rank}"


def also_in(titles: Collection[str]) -> str:
    """Other places of the same sentence."""
    return f"Also in {', '.join(titles)}" if titles else "Repeated in this article"


def building(step: str, done: int, total: int) -> str:
    """How far a build is."""
    return f"A new index is being built: {step}" + (f", {done} of {total}." if total else ".")


def corrected(question: str) -> str:
    """What was searched for in place of what was typed."""
    return f"Searching for “{question}”"
