"""Language detection. The only importer of py3langid."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Any

from index.text.terms import STOP_WORDS
from index.text.words import words

# Only this many characters of a text are used; more would not change the result.
_LOOKED_AT = 5_000
# About half of the words of English prose are English stop words, and at most a tenth in other languages.
_ENGLISH = 0.3
# With fewer letters, or a lower probability, the result does not override the collection's language.
_LEAST_LETTERS, _LEAST_SURE = 20, 0.8
_KANA = re.compile("[\u3041-\u30fa]")
_HAN_OR_KANA = re.compile("[\u3041-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
# Varieties that are written like another language.
_WRITTEN_AS = {"nn": "no", "wuu": "zh", "yue": "zh"}


def detected(text: str) -> str | None:
    """The code (ISO 639-1) of the language of an article's `text`; `None` if it cannot be detected."""
    looked_at = " ".join(text[:_LOOKED_AT].split())
    found = words(looked_at)
    # Most articles are in English, which can be recognized without the model.
    if found and sum(word in STOP_WORDS for word in found) >= _ENGLISH * len(found) >= 3:
        return "en"
    letters = sum(map(str.isalpha, looked_at))
    # Chinese and Japanese are recognized by their script, however short: only Japanese uses kana.
    if 2 * len(_HAN_OR_KANA.findall(looked_at)) > letters:
        return "ja" if _KANA.search(looked_at) else "zh"
    if letters < _LEAST_LETTERS:
        return None
    code, sure = _identifier().classify(looked_at)
    return _WRITTEN_AS.get(code, code) if (sure >= _LEAST_SURE and len(code) == 2) or code in _WRITTEN_AS else None


def likeliness(text: str, languages: Collection[str]) -> dict[str, float]:
    """The probability that a short `text` is in each of the `languages` that the detector knows; the sum is 1."""
    ranked: dict[str, float] = {}
    for code, share in _identifier().rank(text):
        own = _WRITTEN_AS.get(code, code)
        if own in languages:
            ranked[own] = ranked.get(own, 0.0) + share
    total = sum(ranked.values())
    return {code: share / total for code, share in ranked.items()} if total else {}


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
