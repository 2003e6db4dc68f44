"""Which languages a model knows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.arrays import Floats
from index.encoding.hashed import HashEncoder
from index.encoding.load import load_encoder
from index.encoding.protocol import Progress, no_progress
from index.indexing.understanding import finds, understood
from index.models.identity import identify
from index.settings import load_settings
from index.text.language import Language, described, language


class Knowing(HashEncoder):
    """An encoder that gives both sentences of a pair the same vector, in the languages it knows."""

    def __init__(self, *codes: str) -> None:
        self._same = {other: one for code in codes for one, other in language(code).same}

    def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
        return super().encode_passages([self._same.get(text, text) for text in texts], progress)


def test_english_is_always_known() -> None:
    assert understood(["en"], HashEncoder()) == {"en"}


def test_a_language_is_known_whose_sentences_are_found_in_other_words() -> None:
    assert understood(["en", "de", "fr"], Knowing("de")) == {"en", "de"}


def test_a_language_without_a_file_is_known_to_a_model_that_knows_most_others() -> None:
    others = described() - {"en"}
    assert understood(["fi"], Knowing("de")) == {"en"}
    assert understood(["fi"], Knowing(*others)) == {"en", "fi"}


def test_the_share_is_of_both_directions() -> None:
    half = Language("xx", same=(("a", "b"), ("c", "d")))

    class Fixed(HashEncoder):
        def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
            progress(len(texts))
            at = {"a": (1.0, 0.0), "c": (0.6, 0.8), "b": (1.0, 0.0), "d": (0.8, 0.6)}
            return np.array([at[text] for text in texts], np.float32)

    assert finds(half, Fixed()) == pytest.approx(1.0)


@pytest.mark.model
def test_the_default_model_knows_english_alone(kept_index: Path) -> None:
    settings = load_settings(index=kept_index)
    encoder = load_encoder(settings, identify(settings))
    assert understood(described(), encoder) == {"en"}
