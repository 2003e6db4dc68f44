"""Texts about an answer and its evidence, shared by the Streamlit page and the plain pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.answer import Answer, Evidence
from index.article import Statement
from index.filtering.filters import Filters, Key
from index.filtering.labels import TOP
from index.search.confidence import strength
from web.words.words import Words

# The most characters of an article's statement about itself on a card.
_LONGEST = 160


def found(say: Words, answer: Answer) -> str:
    """The line that says how many passages from how many articles are shown."""
    articles = len({item.passage.article_id for item in answer.evidence})
    return say("answer.found", passages=len(answer.evidence), articles=articles)


def parted(evidence: Sequence[Evidence]) -> tuple[Sequence[Evidence], Sequence[Evidence]]:
    """The evidence to show, and the weak matches at the end, to collapse. Order and numbers do not change."""
    keep = max((item.rank for item in evidence if strength(item.confidence) != "weak"), default=len(evidence))
    return evidence[:keep], evidence[keep:]


def notes(say: Words, answer: Answer) -> list[str]:
    """Notes on what an answer lacks: parts or words of the question, withheld passages."""
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
    """The name of a filter key."""
    return say(f"filters.{key}")


def value_of_filter(say: Words, key: Key, value: str, titles: Mapping[str, str]) -> str:
    """The name of a filter value: an article's title, a language's name if known, else the value itself."""
    if key == "article":
        return titles.get(value, value)
    if key == "language":
        return say.known("tongue", value)
    return say("filters.top") if (key, value) == ("collection", TOP) else value


def stated(say: Words, statement: Statement) -> str | None:
    """A readable form of a statement that is a language code or a timestamp; `None` for all others."""
    value = statement.value
    code = value.partition("-")[0].lower()
    if statement.field == "language" and (name := say.known("tongue", code)) != code:
        return name if value == code else f"{name} ({value})"
    # A date without a time stays as it is.
    if statement.field == "retrieved" and "T" in value and (told := say.time(value)) != value:
        return told
    return None


def narrowed(say: Words, filters: Filters, titles: Mapping[str, str]) -> str:
    """The filters of an answer, in one line."""
    named = (
        f"{key_of_filter(say, key)}: {', '.join(value_of_filter(say, key, value, titles) for value in values)}"
        for key, values in filters.chosen
    )
    return say("filters.only", chosen="; ".join(named))


def own_heading(item: Evidence) -> str:
    """The headings above a quote, without one that repeats the article's title."""
    title = (item.card.title or item.origin).casefold()
    return " › ".join(step for step in item.citation.heading if step.casefold() != title)


def spot(say: Words, item: Evidence) -> str:
    """The place of a quote in its article: page or paragraph, and the number of its list item."""
    cited = item.citation
    if cited.page is None:
        place = say("answer.paragraph", paragraph=cited.paragraph)
    else:
        place = say("answer.page", page=cited.printed_page)
    return say("answer.item", place=place, label=cited.label) if cited.label else place


def dates(say: Words, item: Evidence) -> list[str]:
    """The date of publication, or that it is unknown, and the date of retrieval, if known."""
    published, retrieved = item.card.published, item.card.value("retrieved")
    said = [say("answer.published", date=published) if published else say("answer.undated")]
    # The date is enough here; the article's card also has the time.
    return [*said, say("answer.fetched", date=retrieved.partition("T")[0])] if retrieved else said


def shortened(text: str) -> str:
    """`text`, cut to the length that fits on a card."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def telephone(number: str) -> str:
    """The `tel:` link for a notice's number, which may contain digits, spaces, hyphens and a plus sign."""
    return "tel:" + number.replace(" ", "").replace("-", "")


def also_in(say: Words, titles: Sequence[str]) -> str:
    """The line that says where else the same sentence appears."""
    return say("answer.also_in", titles=titles) if titles else say("answer.repeated")
