"""MaxSim of arbitrary sentences and passages, compared with two nested loops."""

from __future__ import annotations

from itertools import accumulate, chain
from math import log1p
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoding.hashed import HashEncoder
from index.encoding.protocol import EncodedQuestion
from index.engine.late_interaction import TokenVectors, TokenWriter
from index.errors import IndexDamagedError
from index.storage.embeddings.token_codec import CodedTokens, TokenCodec
from index.text.words import words

ENCODER = HashEncoder()
CODEC = TokenCodec(np.eye(ENCODER.dimension, dtype=np.float32))
WORDS = st.lists(st.sampled_from(["ice", "heat", "bath", "nurse", "towel", "skin"]), max_size=4).map(" ".join)
PASSAGES = st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=4)


def kept(folder: Path, *batches: list[str]) -> TokenVectors:
    """The token vectors of these sentences, written batch by batch."""
    writer = TokenWriter(folder, CODEC)
    for sentences in batches:
        writer.append(coded(sentences))
    writer.close()
    return TokenVectors.open(folder)


def coded(texts: list[str]) -> CodedTokens:
    found = ENCODER.encode_tokens(texts)
    return CodedTokens(found.vectors, CODEC.encode(found.tokens), found.bounds, found.spans, found.ids)


def asked(text: str) -> EncodedQuestion:
    found = ENCODER.encode_query(text)
    return EncodedQuestion(found.vectors[0], found.tokens, found.ids, found.spans, found.vectors[:0])


def cosine(one: str, other: str) -> float:
    vectors = ENCODER.encode_tokens([one, other]).tokens
    return float(vectors[0] @ vectors[1])


def nearest(word: str, sentence: str) -> float:
    return max((cosine(word, other) for other in words(sentence)), default=0.0)


def weights(question: str, sentences: list[str]) -> list[float]:
    having = [sum(word in words(sentence) for sentence in sentences) for word in words(question)]
    idf = [log1p((len(sentences) - count + 0.5) / (count + 0.5)) for count in having]
    return [one / sum(idf) for one in idf]


@given(passages=PASSAGES, question=WORDS)
def test_any_maxsim_is_that_of_two_loops(
    tmp_path_factory: pytest.TempPathFactory, passages: list[list[str]], question: str
) -> None:
    sentences = list(chain(*passages))
    first = np.array([0, *accumulate(map(len, passages))])[:-1]
    own, paired, _ = kept(tmp_path_factory.mktemp("kept"), *passages).maxsim(
        asked(question), np.arange(len(sentences)), first
    )
    shares = weights(question, sentences)
    alone, together = [], []
    for passage in passages:
        before = [0.0] * len(shares)
        for sentence in passage:
            each = [nearest(word, sentence) for word in words(question)]
            alone.append(sum(share * one for share, one in zip(shares, each, strict=True)))
            both = map(max, each, before)
            together.append(sum(share * one for share, one in zip(shares, both, strict=True)))
            before = each
    assert own == pytest.approx(alone, abs=0.02)
    assert paired == pytest.approx(together, abs=0.02)


@given(passages=PASSAGES, heads=st.lists(WORDS, min_size=4, max_size=4), question=WORDS)
def test_any_maxsim_with_headings_is_that_of_two_loops(
    tmp_path_factory: pytest.TempPathFactory, passages: list[list[str]], heads: list[str], question: str
) -> None:
    sentences = list(chain(*passages))
    first = np.array([0, *accumulate(map(len, passages))])[:-1]
    writer = TokenWriter(folder := tmp_path_factory.mktemp("kept"), CODEC)
    writer.append(coded(sentences).under(coded(heads[: len(passages)]), first))
    writer.close()
    own, paired, added = TokenVectors.open(folder).maxsim(asked(question), np.arange(len(sentences)), first)
    alone, together, gained = [], [], []
    for passage, head in zip(passages, heads, strict=False):
        before = [0.0] * len(words(question))
        for at, sentence in enumerate(passage):
            each = [nearest(word, sentence) for word in words(question)]
            # The heading counts for the first two sentences below it.
            above = [nearest(word, head) if at < 2 and words(head) else -1.0 for word in words(question)]
            before = list(map(max, before, above))
            alone.append(each)
            together.append(list(map(max, each, before)))
            gained.append([both - one for both, one in zip(together[-1], before, strict=True)])
            before = each
    shares = weights(question, sentences)
    assert own == pytest.approx([np.dot(one, shares) for one in alone], abs=0.02)
    assert paired == pytest.approx([np.dot(one, shares) for one in together], abs=0.02)
    assert added == pytest.approx([np.dot(one, shares) for one in gained], abs=0.03)


def test_sentences_are_scored_in_the_order_they_are_asked_for(tmp_path: Path) -> None:
    tokens = kept(tmp_path, ["ice", "heat", "bath"])
    own, _, _ = tokens.maxsim(asked("bath"), np.array([2, 0]), np.array([0]))
    assert own[0] == pytest.approx(1, abs=0.02)
    assert own[1] < 0.9


def test_a_rare_word_counts_more_than_a_common_one(tmp_path: Path) -> None:
    tokens = kept(tmp_path, ["ice towel", "ice bath", "ice skin", "nurse"])
    own, _, _ = tokens.maxsim(asked("ice nurse"), np.array([0, 3]), np.array([0, 1]))
    assert own[1] > own[0]


def test_a_word_no_sentence_has_weighs_as_the_rarest(tmp_path: Path) -> None:
    tokens = kept(tmp_path, ["ice", "ice"])
    own, _, _ = tokens.maxsim(asked("ice zebra"), np.array([0]), np.array([0]))
    assert own[0] < 0.5


def test_an_index_without_sentences_opens(tmp_path: Path) -> None:
    assert kept(tmp_path).count == 0


def test_codes_of_another_codec_are_damage(tmp_path: Path) -> None:
    kept(tmp_path, ["ice pack"])
    TokenCodec(CODEC.projection[:, :8]).save(tmp_path / "token-codec.npy")
    with pytest.raises(IndexDamagedError, match="verbatim build"):
        TokenVectors.open(tmp_path)
