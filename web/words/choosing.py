"""In which language a page speaks: the one that its address asks for, else the browser's, else the service's own."""

from __future__ import annotations

from index.errors import VerbatimError
from web.serving.service import service
from web.words.words import LANGUAGES, Words, words_in

# The parameter of an address. Our links hand it on; permalinks do not have it, so that each reads in their own.
PARAMETER = "lang"
# The header of a request that tells the browser's languages: what is sent depends on it.
HEADER = "Accept-Language"
# What an article is taken for that does not say in which language it is written: so does the search.
ARTICLES = "en"
_LONGEST_HEADER = 1_000


def asked_for(parameter: str | None) -> str | None:
    """The language that an address asks for, if there is such a one."""
    return parameter if parameter in LANGUAGES else None


def words_for(parameter: str | None, header: str | None) -> Words:
    """The words for who opens an address with this parameter in a browser with this header."""
    return words_in(asked_for(parameter) or preferred(header or "") or _default())


def preferred(header: str) -> str | None:
    """Of our languages the one that a browser likes best; `None` where it names none of them."""
    wanted = [_weighed(part) for part in header[:_LONGEST_HEADER].split(",")]
    # The first of equals stays the first.
    ranked = sorted((item for item in wanted if item[1] > 0 and item[0] in LANGUAGES), key=lambda item: -item[1])
    return ranked[0][0] if ranked else None


def _weighed(part: str) -> tuple[str, float]:
    """`de-AT;q=0.8` as `("de", 0.8)`."""
    tag, _, weight = part.partition(";")
    name, _, number = weight.partition("=")
    try:
        value = float(number) if name.strip().lower() == "q" else 1.0
    except ValueError:
        value = 0.0
    return tag.strip().partition("-")[0].lower(), value


def _default() -> str:
    try:
        asked = service()
    except VerbatimError:
        # The settings cannot be read, and a page has to say that.
        return LANGUAGES[0]
    try:
        of = asked.settings.page.language or asked.collection.language or ""
    except VerbatimError:
        of = ""
    return asked_for(of.partition("-")[0]) or LANGUAGES[0]
