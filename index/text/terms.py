"""English words to terms: the stems that search, cleaning and spelling agree on. The only importer of PyStemmer.

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
# As a phone types them: "dont" is don't.
_CONTRACTED = frozenset(
    word.replace("'", "") for word in ENGLISH.stop if word.endswith(("n't", "'s", "'re", "'ve", "'m"))
)
# Words that bind and name nothing; a text's terms are the stems of the rest.
STOP_WORDS = ENGLISH.stop | _CONTRACTED

# Snowball's names of the languages that it has a stemmer for.
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
    """The stems of `text`'s words, stop words left out, in order, with repeats."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


def asks(word: str) -> bool:
    """Whether a lower-case word only asks, in whatever inflection ("takes" as in "how long it takes")."""
    return stem(word) in _asking()


def negates(word: str) -> bool:
    """Whether a lower-case word turns its sentence into the opposite."""
    return word in ENGLISH.negations or word.endswith("n't") or (word.endswith("nt") and word in _CONTRACTED)


def stem(word: str) -> str:
    """Snowball's English stem of a lower-case word in American spelling; one longer than any word stands for itself."""
    return _stem(word) if len(word) <= _LONGEST_WORD else word


def snowball_stem(word: str, code: str) -> str:
    """Snowball's stem of a lower-case word of the language `code`; the word itself where there is no stemmer for it."""
    if code not in _STEMMERS or len(word) > _LONGEST_WORD:
        return word
    return _snowball(word, _STEMMERS[code])


# Bounded in entries and, with the bound on words, in bytes: questions come from strangers.
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
