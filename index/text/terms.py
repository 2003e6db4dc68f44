"""Words to terms: the stems that lexical search, coverage and spelling agree on. The only importer of PyStemmer."""

from __future__ import annotations

import hashlib
import threading
from functools import lru_cache

import Stemmer

from index.text.english import american
from index.text.language import ENGLISH
from index.text.words import words

_SHORTEST_FORM = 6
_LONGEST_WORD = 64
# As a phone types them: "dont" is don't.
_CONTRACTED = frozenset(
    word.replace("'", "") for word in ENGLISH.stop if word.endswith(("n't", "'s", "'re", "'ve", "'m"))
)
# Words that bind and name nothing; a text's terms are the stems of the rest.
STOP_WORDS = ENGLISH.stop | _CONTRACTED

_local = threading.local()


def terms(text: str) -> list[str]:
    """The stems of `text`'s words, stop words left out, in order, with repeats."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


def asks(word: str) -> bool:
    """Whether a lower-case word only asks, in whatever inflection ("takes" as in "how long it takes")."""
    return stem(word) in _asking()


def negates(word: str) -> bool:
    """Whether a lower-case word turns its sentence into the opposite."""
    return word in ENGLISH.negations or word.endswith("n't") or (word.endswith("nt") and word in _CONTRACTED)


def form(sentence: str) -> str:
    """A short digest of all stems of `sentence` in order: equal where case, punctuation and endings alone differ.

    Short sentences have none: "Hold for 30 seconds." is another advice in another place.
    """
    stems = [stem(word) for word in words(sentence)]
    if len(stems) < _SHORTEST_FORM:
        return ""
    return hashlib.blake2b(" ".join(stems).encode(), digest_size=8).hexdigest()


def stem(word: str) -> str:
    """Snowball's English stem of a lower-case word in American spelling; one longer than any word stands for itself."""
    return _stem(word) if len(word) <= _LONGEST_WORD else word


# Bounded in entries and, with the bound on words, in bytes: questions come from strangers.
@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    stemmer = getattr(_local, "stemmer", None)
    if stemmer is None:
        # A Stemmer object must not be used by two threads at once.
        stemmer = _local.stemmer = Stemmer.Stemmer("english")
    return str(stemmer.stemWord(american(word.removesuffix("'s"))))


@lru_cache(maxsize=1)
def _asking() -> frozenset[str]:
    return frozenset(map(stem, ENGLISH.asking))
