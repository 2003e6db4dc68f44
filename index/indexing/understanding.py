"""Finds out which languages a model knows by testing it on pairs of sentences, so no list of models is needed."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from index.encoding.protocol import Encoder
from index.text.language import ENGLISH, Language, described, language

# A model knows a language if it matches at least this share of paraphrase pairs.
KNOWN = 0.8


def understood(languages: Iterable[str], encoder: Encoder) -> frozenset[str]:
    """Those of the `languages` that the model knows. Raises `ModelError`.

    English always counts as known, because the ranking was fitted to it. A language without test sentences counts as
    known if the model knows most of the languages that have some.
    """
    wanted = frozenset(languages) - {ENGLISH.code}
    found = {code for code in wanted if (of := language(code)).same and finds(of, encoder) >= KNOWN}
    if others := {code for code in wanted if not language(code).same}:
        asked = [language(code) for code in sorted(described()) if language(code).same]
        if sum(finds(of, encoder) >= KNOWN for of in asked) > len(asked) / 2:
            found |= others
    return frozenset({ENGLISH.code, *found})


def finds(of: Language, encoder: Encoder) -> float:
    """The share of a language's test sentences whose nearest sentence is their own paraphrase. Raises `ModelError`."""
    one, other = (encoder.encode_passages([pair[side] for pair in of.same]) for side in (0, 1))
    cosines = one @ other.T
    own = np.arange(len(of.same))
    return float(np.mean([cosines.argmax(axis=1) == own, cosines.argmax(axis=0) == own]))
