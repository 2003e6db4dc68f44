"""English words → terms: the stems used by search, cleaning and spelling alike. The only importer of PyStemmer.

`analyzer.py` has the other languages.
"""

from __future__ import annotations

import threading
from functools import lru_cache

import Stemmer

from index.text.language import ENGLISH
from index.text.word_lists import american
from index.text.words import words

_LONGEST_WORD = 64
# Contractions without an apostrophe: "dont" is don't.
_CONTRACTED = frozenset(
    word.replace("'", "") for word in ENGLISH.stop if word.endswith(("n't", "'s", "'re", "'ve", "'m"))
)
# The stop words; the terms of a text are the stems of all other words.
STOP_WORDS = ENGLISH.stop | _CONTRACTED

# The languages for which Snowball has a stemmer, with its names for them.
_STEMMERS = dict(
    pair.split("=")
    for pair in """
    ar=arabic ca=catalan cs=czech da=danish de=german el=greek eo=esperanto es=spanish et=estonian eu=basque fa=persian
    fi=finnish fr=french ga=irish hi=hindi hu=hungarian hy=armenian id=indonesian it=italian lt=lithuanian ne=nepali
    nl=dutch no=norwegian pl=polish pt=portuguese ro=romanian ru=russian sr=serbian st=sesotho sv=swedish ta=tamil
    tr=turkish yi=yiddish
    """.split()
)

_local = threading.local()


def terms(text: str) -> list[str]:
    """The stems of the words in `text` without stop words, in order, with repeats."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


def asks(word: str) -> bool:
    """Whether a lower-case word only phrases a question, in any inflection ("takes" as in "how long it takes")."""
    return stem(word) in _asking()


def negates(word: str) -> bool:
    """Whether a lower-case word is a negation."""
    return word in ENGLISH.negations or word.endswith("n't") or (word.endswith("nt") and word in _CONTRACTED)


def stem(word: str) -> str:
    """Snowball's English stem of a lower-case word in American spelling; an overlong word is returned unchanged."""
    return _stem(word) if len(word) <= _LONGEST_WORD else word


def snowball_stem(word: str, code: str) -> str:
    """Snowball's stem of a lower-case word in the language `code`; the word itself if there is no stemmer."""
    if code not in _STEMMERS or len(word) > _LONGEST_WORD:
        return word
    return _snowball(word, _STEMMERS[code])


# The cache is limited in entries and, because words are, in bytes: questions come from strangers.
@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    stemmer = getattr(_local, "stemmer", None)
    if stemmer is None:
        # A Stemmer object must not be used by two threads at once.
        stemmer = _local.stemmer = Stemmer.Stemmer("english")
    return str(stemmer.stemWord(american(word.removesuffix("'s"))))


@lru_cache(maxsize=65536)
def _snowball(word: str, name: str) -> str:
    stemmer = getattr(_local, name, None)
    if stemmer is None:
        stemmer = Stemmer.Stemmer(name)
        setattr(_local, name, stemmer)
    return str(stemmer.stemWord(word))


@lru_cache(maxsize=1)
def _asking() -> frozenset[str]:
    return frozenset(map(stem, ENGLISH.asking))
