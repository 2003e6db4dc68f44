"""Whether words read as a lead-in, or as the text below one."""

from __future__ import annotations

import re

# The most words of a lead-in that the markup names, or that asks; and of another one.
ASKING_WORDS = 25
_LEAD_WORDS = 8
_TEXT_WORDS = 4
_ENDS = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
SENTENCE_END = re.compile(r"[.!?…:][\"'”’)\]]*$")
_ASKS = re.compile(r"[?？؟][\"'”’)\]]*$")
# What a heading hardly has: an inner end of a sentence, a list of things, an address, a year.
_NO_LEAD = re.compile(r"[^\W\d_][.!?;:]\s|[,;@]|://|\d{4}")
# Words with which a warning or an advice begins, not a heading.
_ADVICE = re.compile(
    r"(?:do not|don['’]t|never|always|avoid|make sure|warning|caution|danger|important|note)\b", re.IGNORECASE
)


def reads_as_lead(words: str) -> bool:
    """Whether a bold text reads as a lead-in: a question, or few words without an end of a sentence."""
    count = len(words.split())
    if "\n" in words or not any(map(str.isalpha, words)):
        return False
    if asks(words):
        return True
    short = count <= _LEAD_WORDS and not (_ENDS.search(words) or _NO_LEAD.search(words) or _ADVICE.match(words))
    return short and not words[0].islower()


def asks(words: str) -> bool:
    """Whether `words` read as a question that can be a heading."""
    return bool(_ASKS.search(words)) and 2 <= len(words.split()) <= ASKING_WORDS


def reads_as_text(words: str) -> bool:
    """Whether `words` read as text below a lead-in: at least a short sentence."""
    return bool(SENTENCE_END.search(words.rstrip())) and len(words.split()) >= _TEXT_WORDS


def begins_with_lead(bold: str, after: str) -> bool:
    """Whether bold words at the beginning of a text are a lead-in of the words after them: a question, or a line."""
    words = " ".join(bold.split())
    line = f"{bold[len(bold.rstrip()) :]}{after[: len(after) - len(after.lstrip())]}"
    return asks(words) or ("\n" in line and reads_as_lead(words) and reads_as_text(after))
