"""Every word that the reader, the citations and the shared answers say themselves."""

from __future__ import annotations

from collections.abc import Sequence

from index.card import Field
from web import texts

READ = "Read in source"
CITE = "Cite"
CITE_TITLE = "Cite this quote"
OPEN_ORIGINAL = "Open original"
OPEN_ORIGINAL_HINT = "Opens the publisher’s page, which may have changed since it was read here."
CARD_TITLE = "About this source"
NOT_STATED = "not stated"
SAME_WORDS = "as written"
SIZE = "Size"
SET_ASIDE = "Set aside"
SET_ASIDE_HINT = "Not searched. Folded where it stands, and never deleted."
NOTHING_SET_ASIDE = "nothing"
TABLE = "Table"
MARKS = "Marks in this article"
PREVIOUS = "Previous mark"
NEXT = "Next mark"
QUOTE = "Quote"
LEGEND_QUOTE = "the quote"
LEGEND_HIT = "also matches the question"
LEGEND_DOUBT = "looks damaged in its source"
BACK_TO_ANSWER = "The whole answer"
COPY = "Copy"
COPIED = "Copied"
COPY_LINK = "Copy link"
DOWNLOAD = "Download"
DOWNLOAD_HTML = "Download as a page"
DOWNLOAD_MARKDOWN = "Download as Markdown"
ASK_AGAIN = "Ask another question"
NOT_FOUND = "There is no such article"
BAD_LINK = "This link is not complete"
WITHHELD = "This article is withheld"
UNAVAILABLE = "Verbatim cannot answer right now"
NO_SUCH_FORM = "There is no such form of a citation"
NO_QUESTION = "The link has no question: expected ?q=, and words after it. Ask the question again."
NOTICE_SOURCE = "Source"
FROM_SNAPSHOT = "Answered from snapshot"
FIELDS: dict[Field, str] = {
    "title": "Title",
    "author": "Author",
    "publisher": "Publisher",
    "published": "Published",
    "url": "Address",
    "language": "Language",
    "licence": "Licence",
    "sells": "Sells or earns",
    "disclaimer": "Disclaimer",
}


def set_aside(lines: int, reason: str) -> str:
    """The label of what is folded in an article."""
    said = texts.counted(lines, "line")
    what = "" if reason.startswith("set aside") else f" of {reason}"
    by = " by the maintainer" if reason == "set aside by the maintainer" else ""
    return f"{said[:1].upper()}{said[1:]}{what} set aside{by}"


def size(words: int, passages: int) -> str:
    """How long an article is, and in how many passages it is found."""
    return f"{words:,} {'word' if words == 1 else 'words'} in {texts.counted(passages, 'passage')}"


def words(count: int) -> str:
    """A count of words."""
    return f"{count:,} {'word' if count == 1 else 'words'}"


def read_from(place: str) -> str:
    """Where a statement was read."""
    return {"text": "in the text"}.get(place, f"in {place}")


def no_such_form(endings: Sequence[str]) -> str:
    """Which forms there are."""
    return f"Expected one of: {', '.join(endings)}."


def bad_span(start: str, end: str, length: int) -> str:
    """What is wrong with the offsets of a link."""
    return (
        f"It names the characters {start[:20] or 'none'} to {end[:20] or 'none'}: expected two numbers within the "
        f"article’s {length:,} characters. Ask the question again, and open the source from its answer."
    )


def changes(*, gone: Sequence[int], moved: Sequence[int], linked: int) -> list[str]:
    """What has become of the quotes of a link, by their numbers in it."""
    said = []
    if gone:
        what = "has changed or is gone" if len(gone) == 1 else "have changed or are gone"
        said.append(f"{_numbered(gone)} of the {linked} in this link {what} since: no article has those words now.")
    if moved:
        what = "still stands in its article, but is" if len(moved) == 1 else "still stand in their articles, but are"
        said.append(f"{_numbered(moved)} of the {linked} in this link {what} no longer among the best.")
    return said


def newer(snapshot: str) -> str:
    """That the articles were built anew since the link was made."""
    return f"The articles were read anew since this link was made (then {snapshot})."


UNCHANGED = "Every quote of this link stands as it did."


def _numbered(numbers: Sequence[int]) -> str:
    first = ", ".join(str(number) for number in numbers[:-1])
    listed = f"{first} and {numbers[-1]}" if first else str(numbers[-1])
    return f"Quote {listed}" if len(numbers) == 1 else f"Quotes {listed}"
