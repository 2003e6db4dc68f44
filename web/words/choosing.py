"""Chooses the language of a page: from its URL, else from the browser, else from the settings or the collection."""

from __future__ import annotations

from index.errors import VerbatimError
from web.serving.service import service
from web.words.words import LANGUAGES, Words, words_in

# The URL parameter. Links pass it on, except permanent ones, so that recipients see their own language.
PARAMETER = "lang"
# The request header with the browser's languages.
HEADER = "Accept-Language"
# The language of articles that state none, also in the search.
ARTICLES = "en"
_LONGEST_HEADER = 1_000


def asked_for(parameter: str | None) -> str | None:
    """The language in the URL parameter; `None` if there are no texts in it."""
    return parameter if parameter in LANGUAGES else None


def words_for(parameter: str | None, header: str | None) -> Words:
    """The texts for a request with this URL parameter and this `Accept-Language` header."""
    return words_in(asked_for(parameter) or preferred(header or "") or _default())


def preferred(header: str) -> str | None:
    """The available language that an `Accept-Language` header prefers; `None` if it names none of them."""
    wanted = [_weighed(part) for part in header[:_LONGEST_HEADER].split(",")]
    # The sort is stable: among equal weights, the first wins.
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
        # The settings are invalid, and the page that says so needs a language.
        return LANGUAGES[0]
    try:
        of = asked.settings.page.language or asked.collection.language or ""
    except VerbatimError:
        of = ""
    return asked_for(of.partition("-")[0]) or LANGUAGES[0]
