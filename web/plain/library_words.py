"""The words of the plain pages about the whole: library, map, quality, feedback. Short, plain, nothing not computed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from index.card import Field
from index.feedback import LONGEST_COMMENT, Opinion

FIELDS: dict[Field, str] = {
    "title": "Title",
    "author": "Author",
    "publisher": "Publisher",
    "published": "Date",
    "url": "Address",
    "language": "Language",
    "licence": "Licence",
    "sells": "Sells something",
    "disclaimer": "Disclaimer",
}
LIBRARY = "Library"
LIBRARY_LEDE = "Every article that can be quoted, and what each says about itself."
MAP_LINK = "Map of all passages"
AS_JSON = "Articles as JSON"
AS_CSV = "Articles as CSV"
READ = "Read"
OPEN_ORIGINAL = "Open original"
NOT_STATED = "Not stated"
ASIDE_NOTHING = "Nothing was set aside."
SKIPPED = "Not in the library"
SKIPPED_LEDE = "These files could not be read when the library was built."
EARLIER, LATER = "Earlier articles", "More articles"

MAP = "Map of all passages"
MAP_LEDE = "Passages that speak of the same things lie close together. Choose a mark to read it in its article."
MAP_BOX = "Your question"
MAP_BUTTON = "Place it on the map"
MAP_HERE = "your question"
MAP_NEAREST = "The five nearest passages"
MAP_NEAREST_NOTE = (
    "Nearest by all they say, not only by what this drawing can show: a near one can lie far off on the map. "
    "They are near the question; that they answer it is not said here."
)
MAP_LIST = "The same passages as a list"
MAP_ARTICLES = "Articles"
OTHERS = "All other articles"
MAP_EMPTY = "There are no words in that question. Try one like: ice or heat for a back spasm?"

QUALITY = "Quality"
QUALITY_LEDE = "How well questions with known answers are answered. The same program judged that answers on the page."
QUALITY_NONE = "Nothing was evaluated yet. Whoever runs this service can do so with:"
QUALITY_COMMAND = "verbatim eval --keep"
QUALITY_OTHER = "These figures belong to another snapshot than the published one. To judge the published one, run:"
OVERALL = "In figures"
INTERVAL_NOTE = "The thin line, and the figures beside it: the 95% interval, by drawing such questions again and again."
BY_KIND = "By kind of question"
KIND = "kind"
ALL = "all"
RELIABILITY = "Is it as sure as it should be?"
RELIABILITY_NOTE = (
    "Each dot stands for an equal share of the questions. On the line, the first passage is right as often as the "
    "figure says; below it, the figure promises too much."
)
CONFIDENCE_AXIS, RIGHT_AXIS = "how sure", "how often right"
FAILING = "The questions that fail"
EXPECTED, CAME = "Expected", "Came first"
IN_WORDS = "The dots in words"
NONE_FAIL = "None."
NO_QUOTE = "no article answers it"
# The evaluation's names, in words.
MEASURES = {
    "hit@1": "A right passage is the first",
    "hit@3": "… is among the first three",
    "hit@10": "… is among the first ten",
    "coverage": "Answerable questions that are answered",
    "false answers": "Questions without an answer that get one all the same",
    "AUROC": "Of two questions, the answerable one gets the higher figure",
}
COLUMNS = ("questions", "hit@1", "hit@3", "hit@10", "coverage", "false answers")

FEEDBACK = "Does this answer it?"
OPINIONS: dict[Opinion, str] = {
    "up": "Yes, it answers the question",
    "down": "Only partly, or badly",
    "not-an-answer": "No, this does not answer it",
}
OPINION = "Your opinion"
COMMENT = f"Anything to add? (optional, up to {LONGEST_COMMENT:,} characters)"
COMMENT_HINT = "Please nothing that tells who you are."
SEND = "Send"
STORED_TITLE = "What is stored"
STORED = (
    "Your question, this passage’s place, your opinion and your comment, with the hour and the library’s version. No "
    "address, no name, no cookie. It stays on this service and helps whoever runs it to find what goes wrong."
)
THANKS = "Thank you"
THANKS_SAID = "Your opinion is stored."
BACK = "Back to the answer"
FEEDBACK_OFF = "This service takes no feedback."
FEEDBACK_CHANGED = "This passage has changed since the page was made, or the link is broken. Ask again, then say it."
FEEDBACK_FOREIGN = (
    "This was not sent from this service’s own page, or the browser does not say so. Over plain http it cannot: open "
    "the service by https or on the machine itself, and send it again."
)
FEEDBACK_LARGE = "That is too long. Send less."
FEEDBACK_FORM = "The form is not complete. Choose one of the opinions and send it again."
NOT_FOUND = "Not found"
NOT_SENT = "Not stored"
TRY_LATER = "Too many requests"
PROBLEM = "Verbatim cannot show this right now"


def when(stamp: str) -> str:
    """A stored time as people write it: "21 November 2026, 13:36 UTC"."""
    try:
        at = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def built(stamp: str) -> str:
    """When the library was built."""
    return f"Built {when(stamp)}."


def snapshot(name: str) -> str:
    """Which snapshot it is."""
    return f"Snapshot {name}."


def many(count: int, noun: str) -> str:
    """`count` of `noun`, in figures."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def sizes(words: int, passages: int, sentences: int) -> str:
    """How large an article is, as far as it can be quoted."""
    return f"{many(words, 'word')} in {many(sentences, 'sentence')} and {many(passages, 'passage')}"


def aside(words: int, total: int) -> str:
    """How much of an article was set aside."""
    return f"Set aside: {words:,} of {many(total, 'word')}"


def read_from(words: str, value: str, place: str) -> str:
    """Where a statement of a card was read, and from which words where they are not its value."""
    return f"read in {place}" if words == value else f"read in {place}: “{words}”"


def title_from(words: str, value: str, place: str) -> str:
    """Where an article's title was read."""
    return f"title {read_from(words, value, place)}"


def not_stated(fields: Sequence[Field]) -> str:
    """Which fields an article says nothing of."""
    return ", ".join(FIELDS[field].lower() for field in fields)


def shown(kept: float, drawn: int, count: int) -> str:
    """What the map leaves out."""
    if drawn < 2:
        return ""
    sampled = f"Drawn are {drawn:,} of {count:,} passages, evenly chosen. " if drawn < count else ""
    return f"{sampled}A flat drawing of what has many sides: it shows {round(kept * 100)}% of the differences."


def evaluated(stamp: str, questions: int, name: str) -> str:
    """What the figures are about."""
    return f"{many(questions, 'question')}, evaluated {when(stamp)} on the snapshot {name}."


def percent(value: float | None) -> str:
    """A share in percent; a dash where there is none."""
    return "–" if value is None else f"{value * 100:.0f}%"


def between(low: float, high: float) -> str:
    """The 95% interval of a share."""
    return f"{low * 100:.0f} to {high * 100:.0f}%"


def sure(confidence: float) -> str:
    """How sure an answer was."""
    return f"{percent(confidence)} sure"


def ece(value: float) -> str:
    """The expected calibration error."""
    return f"On average the two are {value * 100:.0f} percentage points apart (ECE)."


def figure_of_bin(sure: float, right: float, count: int) -> str:
    """One dot of the reliability plot."""
    return f"{many(count, 'question')}: {percent(sure)} sure, {percent(right)} right"


def failing(kind: str, count: int) -> str:
    """The heading over failing questions of one kind."""
    said = {
        "answered": "answered, though no article answers it",
        "refused": "answerable, but not answered",
        "missed": "answered, with no right passage among the first ten",
        "late": "answered, but another passage came before the right one",
    }[kind]
    return f"{many(count, 'question')}: {said}"


def found_at(rank: int) -> str:
    """Where the right passage stood."""
    return f"the right passage came at rank {rank}"


def too_often(rate: str, seconds: int) -> str:
    """More was asked for than may be."""
    return f"More than {rate} were asked for: try again in {seconds} s."


def sum_of_opinions(question: str) -> str:
    """The question that an opinion is about."""
    return f"You asked: “{question}”"
