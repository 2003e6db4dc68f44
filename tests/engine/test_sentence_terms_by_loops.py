"""The terms of arbitrary sentences, compared with a loop."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine.sentence_terms import SentenceTerms, SentenceTermsWriter
from index.text.terms import terms

WORDS = ["ice", "heats", "colour", "tyres", "the", "not", "5mg", "café"]
SENTENCES = st.lists(
    st.tuples(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), st.booleans()), min_size=1, max_size=6
)
ASKED = st.dictionaries(st.sampled_from(["ice", "heat", "color", "tire", "5", "mg", "zebra"]), st.floats(0.1, 9))


def kept(folder: Path, sentences: list[tuple[str, bool]], above: str) -> SentenceTerms:
    writer = SentenceTermsWriter(folder)
    for sentence, doubtful in sentences:
        writer.append(sentence, above, doubtful=doubtful)
    writer.close()
    return SentenceTerms.open(folder)


@given(sentences=SENTENCES, asked=ASKED, above=st.sampled_from(["", "Ice", "Bath heat"]), data=st.data())
def test_any_shares_are_those_of_a_loop(
    tmp_path_factory: pytest.TempPathFactory,
    sentences: list[tuple[str, bool]],
    asked: dict[str, float],
    above: str,
    data: st.DataObject,
) -> None:
    rows = data.draw(st.permutations(range(len(sentences))))
    found = kept(tmp_path_factory.mktemp("kept"), sentences, above).shares(
        list(asked), list(asked.values()), np.array(rows)
    )
    expected = []
    for row in rows:
        own = {*terms(sentences[row][0]), *terms(above)}
        had = sum(weight for term, weight in asked.items() if term in own)
        expected.append(had / sum(asked.values()) if asked else 0)
    assert found == pytest.approx(expected, abs=1e-5)


@given(sentences=SENTENCES)
def test_flags_are_those_of_each_sentence(
    tmp_path_factory: pytest.TempPathFactory, sentences: list[tuple[str, bool]]
) -> None:
    found = kept(tmp_path_factory.mktemp("kept"), sentences, "Not a word")
    every = np.arange(len(sentences))
    assert found.doubtful(every).tolist() == [doubtful for _, doubtful in sentences]
    assert found.negated(every).tolist() == ["not" in sentence.split() for sentence, _ in sentences]


def test_an_index_without_sentences_opens(tmp_path: Path) -> None:
    assert kept(tmp_path, [], "").count == 0
