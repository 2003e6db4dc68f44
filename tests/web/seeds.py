"""Words specific to the five articles, which no page may contain if another collection is served."""

from __future__ import annotations

import re

from index.corpus.collection import read_collection
from index.corpus.sources import read_sources
from index.text.words import words
from tests.paths import CORPUS

# Subjects of the articles and the notices, in addition to the words of `collection.toml`.
_SUBJECT = set("ice heat muscle spasm spasms nhs doctor doctors medical health unreviewed spine pain clinic".split())
# Words in the collection's texts that any page may contain.
_ANYBODY_S = set(
    "articles article five from web pages say about what helps help this advice how should can not the with and are for"
    " time every relax goes into back source read lower upper natural exercises you your sleep".split()
)
_A_BACK = re.compile(r"\b(?:my|your|a|sore|stiff|lower|upper) backs?\b", re.IGNORECASE)
# Names of the API's health endpoint.
_WELL = re.compile(r"/v1/health\S*|\bHealthJson\b|\w*_v1_health\w*")


def distinctive() -> frozenset[str]:
    """The words, in lower case, that show that a text is about the five articles."""
    of = read_collection(CORPUS)
    texts = [of.name, of.about, of.disclaimer, *(of.questions or ())]
    texts += [source.title for source in read_sources(CORPUS).values()]
    said = {word for text in texts if text for word in words(text.lower()) if len(word) > 2}
    return frozenset((said | _SUBJECT) - _ANYBODY_S)


def seeds_in(text: str) -> set[str]:
    """The distinctive words in the text of a page, and mentions of somebody's back."""
    said = _WELL.sub(" ", text)
    found = {word.lower() for word in re.findall(r"[^\W\d_]+", said)} & distinctive()
    return found | set(_A_BACK.findall(said))
