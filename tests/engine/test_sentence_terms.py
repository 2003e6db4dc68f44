"""The terms of sentences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.engine.sentence_terms import SentenceTerms, SentenceTermsWriter
from index.errors import IndexDamagedError
from index.text.terms import terms

SENTENCES = [
    "The gateway answers 403 when a key is refused.",
    "It does not answer 404.",
    "Ice will reduce .",
    "",
    "Ice, ice and ice again.",
]
ALL = np.arange(len(SENTENCES))


def write(folder: Path) -> None:
    writer = SentenceTermsWriter(folder)
    for number, sentence in enumerate(SENTENCES):
        writer.append(sentence, "Messages", doubtful=number == 1)
    writer.close()


@pytest.fixture
def kept(tmp_path: Path) -> SentenceTerms:
    write(tmp_path)
    return SentenceTerms.open(tmp_path)


def test_the_share_is_of_the_weights_of_the_terms_that_stand_there(kept: SentenceTerms) -> None:
    asked = terms("gateway 403 ice")
    assert kept.shares(asked, [3.0, 2.0, 5.0], ALL).tolist() == pytest.approx([0.5, 0, 0.5, 0, 0.5])


def test_the_terms_of_the_title_count_for_every_sentence(kept: SentenceTerms) -> None:
    assert kept.shares(terms("messages"), [1.0], ALL).tolist() == [1, 1, 1, 1, 1]


def test_a_question_without_terms_shares_nothing(kept: SentenceTerms) -> None:
    assert kept.shares([], [], ALL).tolist() == [0, 0, 0, 0, 0]


def test_negated_doubtful_and_broken_sentences_are_known(kept: SentenceTerms) -> None:
    assert np.flatnonzero(kept.negated(ALL)).tolist() == [1]
    assert np.flatnonzero(kept.doubtful(ALL)).tolist() == [1]
    assert np.flatnonzero(kept.fragments(ALL)).tolist() == [2, 3]


def test_scores_are_those_of_the_sentences_asked_for(kept: SentenceTerms) -> None:
    assert kept.shares(terms("403"), [1.0], np.array([4, 0])).tolist() == [0, 1]


@pytest.mark.parametrize("name", ["sentence-terms.npy", "sentence-term-bounds.npy"])
def test_a_file_that_is_cut_short_is_damage(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(IndexDamagedError):
        SentenceTerms.open(tmp_path)


@pytest.mark.parametrize("bound", [2**40, -1])
def test_a_bound_that_cannot_be_true_asks_for_no_memory(tmp_path: Path, bound: int) -> None:
    write(tmp_path)
    bounds = np.load(tmp_path / "sentence-term-bounds.npy")
    bounds[2] = bound
    np.save(tmp_path / "sentence-term-bounds.npy", bounds)
    with pytest.raises(ValueError, match="not in order"):
        SentenceTerms.open(tmp_path).negated(np.array([1]))
