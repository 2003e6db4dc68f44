"""What is said of an answer and its evidence, on the page and on the plain pages alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.answer import Answer, Evidence
from index.article import Statement
from index.filtering.filters import Filters, Key
from index.filtering.labels import TOP
from index.search.confidence import strength
from web.words.words import Words

# Of a sentence that an article says of itself, beside a quote.
_LONGEST = 160


def found(say: Words, answer: Answer) -> str:
    """What is shown, in one line."""
    articles = len({item.passage.article_id for item in answer.evidence})
    return say("answer.found", passages=len(answer.evidence), articles=articles)


def parted(evidence: Sequence[Evidence]) -> tuple[Sequence[Evidence], Sequence[Evidence]]:
    """What is shown, and the weak matches at the end, which are folded: order and numbers stay."""
    keep = max((item.rank for item in evidence if strength(item.confidence) != "weak"), default=len(evidence))
    return evidence[:keep], evidence[keep:]


def notes(say: Words, answer: Answer) -> list[str]:
    """What an answer is short of: words of the question, passages that had to be withheld."""
    if answer.empty:
        return [say("answer.empty")]
    said = [say("answer.partial")] if answer.verdict == "partial" else []
    for part in answer.parts:
        name = "answer.part" if part.rank else "answer.part_more"
        if part.verdict == "unanswered":
            name = "answer.part_none"
        said.append(say(name, question=part.question, rank=part.rank or 0))
    if answer.missing and answer.verdict != "answered":
        said.append(say("answer.missing", words=answer.missing))
    if answer.withheld:
        said.append(say("answer.withheld", passages=answer.withheld))
    return said


def key_of_filter(say: Words, key: Key) -> str:
    """What a key that articles are filtered by is called."""
    return say(f"filters.{key}")


def value_of_filter(say: Words, key: Key, value: str, titles: Mapping[str, str]) -> str:
    """What a value of that key is called: an article by its title, a language by its name where that is known."""
    if key == "article":
        return titles.get(value, value)
    if key == "language":
        return say.known("tongue", value)
    return say("filters.top") if (key, value) == ("collection", TOP) else value


def stated(say: Words, statement: Statement) -> str | None:
    """What a card states, where it is a code or a stamp that the page can say in words; of all else nothing."""
    value = statement.value
    code = value.partition("-")[0].lower()
    if statement.field == "language" and (name := say.known("tongue", code)) != code:
        return name if value == code else f"{name} ({value})"
    # A day without an hour stays as it was written.
    if statement.field == "retrieved" and "T" in value and (told := say.time(value)) != value:
        return told
    return None


def narrowed(say: Words, filters: Filters, titles: Mapping[str, str]) -> str:
    """What an answer was narrowed to, in one line."""
    named = (
        f"{key_of_filter(say, key)}: {', '.join(value_of_filter(say, key, value, titles) for value in values)}"
        for key, values in filters.chosen
    )
    return say("filters.only", chosen="; ".join(named))


def own_heading(item: Evidence) -> str:
    """The headings over a quote, without one that only repeats the article's title."""
    title = (item.card.title or item.origin).casefold()
    return " › ".join(step for step in item.citation.heading if step.casefold() != title)


def spot(say: Words, item: Evidence) -> str:
    """Where in its article a quote stands: on which page, or in which paragraph, and in which numbered item."""
    cited = item.citation
    if cited.page is None:
        place = say("answer.paragraph", paragraph=cited.paragraph)
    else:
        place = say("answer.page", page=cited.printed_page)
    return say("answer.item", place=place, label=cited.label) if cited.label else place


def dates(say: Words, item: Evidence) -> list[str]:
    """When an article was published, and when it was fetched, where that is known."""
    published, retrieved = item.card.published, item.card.value("retrieved")
    said = [say("answer.published", date=published) if published else say("answer.undated")]
    # The day is enough to judge by; the hour stands on the article's own card.
    return [*said, say("answer.fetched", date=retrieved.partition("T")[0])] if retrieved else said


def shortened(text: str) -> str:
    """A sentence as far as it fits on a card."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def telephone(number: str) -> str:
    """The link that calls a number of a notice, which has digits, spaces, hyphens and a plus sign at most."""
    return "tel:" + number.replace(" ", "").replace("-", "")


def also_in(say: Words, titles: Sequence[str]) -> str:
    """Other places of the same sentence."""
    return say("answer.also_in", titles=titles) if titles else say("answer.repeated")
