"""What tells the five articles from any others: words that no face may have where another collection is served."""

from __future__ import annotations

import re

from index.corpus.collection import read_collection
from index.corpus.sources import read_sources
from index.text.words import words
from tests.paths import CORPUS

# What the articles and the notices are about, beside the words in which the collection says so itself.
_SUBJECT = set("ice heat muscle spasm spasms nhs doctor doctors medical health unreviewed spine pain clinic".split())
# Words of the collection's own texts that any page may have.
_ANYBODY_S = set(
    "articles article five from web pages say about what helps help this advice how should can not the with and are for"
    " time every relax goes into back source read lower upper natural exercises you your sleep".split()
)
_A_BACK = re.compile(r"\b(?:my|your|a|sore|stiff|lower|upper) backs?\b", re.IGNORECASE)
# The API's own names of what tells whether it is well.
_WELL = re.compile(r"/v1/health\S*|\bHealthJson\b|\w*_v1_health\w*")


def distinctive() -> frozenset[str]:
    """The words by which a text shows that it is about the five articles, in lower case."""
    of = read_collection(CORPUS)
    texts = [of.name, of.about, of.disclaimer, *(of.questions or ())]
    texts += [source.title for source in read_sources(CORPUS).values()]
    said = {word for text in texts if text for word in words(text.lower()) if len(word) > 2}
    return frozenset((said | _SUBJECT) - _ANYBODY_S)


def seeds_in(text: str) -> set[str]:
    """The distinctive words in what a face says, and backs that are somebody's."""
    said = _WELL.sub(" ", text)
    found = {word.lower() for word in re.findall(r"[^\W\d_]+", said)} & distinctive()
    return found | set(_A_BACK.findall(said))
