"""Text to terms: the words that lexical search, coverage and spelling agree on. The only importer of PyStemmer."""

from __future__ import annotations

import hashlib
import re
import threading
import unicodedata
from functools import lru_cache

import Stemmer

_SHORTEST_FORM = 6
_LONGEST_WORD = 64
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

_CHARACTERS = list(map(chr, range(0x80, 0x2190)))
_MADE_OF = {character: unicodedata.decomposition(character).partition("> ") for character in _CHARACTERS}
_RAISED_ONES = "".join(
    char for char, (kind, _, _) in _MADE_OF.items() if kind in ("<super", "<fraction") and char.isalnum()
)
_LOWERED_ONES = [char for char, (kind, _, _) in _MADE_OF.items() if kind == "<sub"]
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_RAISED = re.compile(f"[{_RAISED_ONES}]+")
_LOWERED_OR_UNSEEN = {
    **{ord(char): unicodedata.normalize("NFKC", char) for char in _LOWERED_ONES},
    **dict.fromkeys(map(ord, _UNSEEN)),
}
_SPECIAL = re.compile(f"[{_RAISED_ONES}{''.join(_LOWERED_ONES)}{_UNSEEN}]")

# Words that ask or bind and name nothing; a question's content terms are the rest.
STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are aren't as at be because been before being below
    between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each
    else ever few for from further get gets give go goes got had hadn't has hasn't have haven't having he her
    here hers him his how i i'd i'll i'm i've if in into is isn't it it's its itself just let let's like make
    makes many may me might more most much must my myself no nor not of off on once one only or other our ours
    out over own please rather s same say says shall she should shouldn't so some still such t tell than that
    that's the their theirs them then there there's these they they're this those through to too under until up
    upon us use used using very want was wasn't way we well were weren't what what's when where where's whether
    which while who who's whom whose why will with won't would wouldn't you you'd you'll you're you've your
    yours yourself
    """.split()
)

_local = threading.local()


def words(text: str) -> list[str]:
    """The words of `text` in lower case, in order, with plain apostrophes.

    A raised character is a word of its own ("20¹" is 20 and 1), a lowered one is part of its word ("H₂O" is h2o), and
    characters that nothing shows, such as soft hyphens, are left out.
    """
    return _WORD.findall((text if text.isascii() else _plain(text)).lower())


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).replace("’", "'")
    return _RAISED.sub(_apart, plain).translate(_LOWERED_OR_UNSEEN) if _SPECIAL.search(plain) else plain


def _apart(raised: re.Match[str]) -> str:
    # The slash of a fraction is one of its own, and no letter.
    return f" {unicodedata.normalize('NFKC', raised.group())} "


def placed_words(text: str) -> list[tuple[str, tuple[int, int]]]:
    """The words of `text` as `words` gives them, each with its characters' places, the end exclusive."""
    return [(word, found.span()) for found in _WORD.finditer(text) for word in words(found.group())]


def terms(text: str) -> list[str]:
    """The stems of `text`'s words, stop words left out, in order, with repeats."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


def form(sentence: str) -> str:
    """A short digest of all stems of `sentence` in order: equal where case, punctuation and endings alone differ.

    Short sentences have none: "Hold for 30 seconds." is another advice in another place.
    """
    stems = [stem(word) for word in words(sentence)]
    if len(stems) < _SHORTEST_FORM:
        return ""
    return hashlib.blake2b(" ".join(stems).encode(), digest_size=8).hexdigest()


def stem(word: str) -> str:
    """Snowball's English stem of a lower-case word; one that is longer than any word stands for itself."""
    return _stem(word) if len(word) <= _LONGEST_WORD else word


# Bounded in entries and, with the bound on words, in bytes: questions come from strangers.
@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    stemmer = getattr(_local, "stemmer", None)
    if stemmer is None:
        # A Stemmer object must not be used by two threads at once.
        stemmer = _local.stemmer = Stemmer.Stemmer("english")
    return str(stemmer.stemWord(word.removesuffix("'s")))
