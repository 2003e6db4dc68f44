"""MaxSim, compared with two nested loops."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.arrays import Floats
from index.encoding.hashed import HashEncoder
from index.encoding.protocol import EncodedQuestion
from index.engine.late_interaction import TokenVectors, TokenWriter
from index.errors import IndexDamagedError
from index.storage.embeddings.token_codec import CodedTokens, TokenCodec

SENTENCES = ["Wrap the ice in a towel.", "", "Ice numbs the skin.", "A bath is warm."]
ENCODER = HashEncoder()
CODEC = TokenCodec(np.eye(ENCODER.dimension, dtype=np.float32))


def asked(text: str) -> EncodedQuestion:
    found = ENCODER.encode_query(text)
    return EncodedQuestion(found.vectors[0], found.tokens, found.ids, found.spans, found.vectors[:0])


def write(folder: Path, sentences: Sequence[str] = SENTENCES) -> None:
    found = ENCODER.encode_tokens(sentences)
    writer = TokenWriter(folder, CODEC)
    writer.append(CodedTokens(found.vectors, CODEC.encode(found.tokens), found.bounds, found.spans, found.ids))
    writer.close()


@pytest.fixture
def tokens(tmp_path: Path) -> TokenVectors:
    write(tmp_path)
    return TokenVectors.open(tmp_path)


def nearest(question: EncodedQuestion, sentence: str) -> Floats:
    """For each token of the question, the highest cosine with any token of the sentence."""
    own = ENCODER.encode_tokens([sentence]).tokens
    return np.array([max((float(t @ u) for u in own), default=0.0) for t in question.tokens], dtype=np.float32)


def idf(question: EncodedQuestion) -> Floats:
    texts = [ENCODER.encode_tokens([sentence]).ids for sentence in SENTENCES]
    having = np.array([sum(number in ids for ids in texts) for number in question.ids])
    weights = np.log1p((len(SENTENCES) - having + 0.5) / (having + 0.5))
    return np.asarray(weights / weights.sum(), dtype=np.float32)


def test_maxsim_is_the_weighted_sum_of_the_nearest_tokens(tokens: TokenVectors) -> None:
    question = asked("the ice towel")
    own, _, _ = tokens.maxsim(question, np.arange(4), np.array([0]))
    assert own == pytest.approx([nearest(question, s) @ idf(question) for s in SENTENCES], abs=0.02)


def test_a_sentence_is_paired_with_the_one_before_it_in_its_passage(tokens: TokenVectors) -> None:
    question = asked("towel skin bath")
    # The third and the fourth sentence are in different passages.
    _, paired, _ = tokens.maxsim(question, np.array([0, 2, 3]), np.array([0, 2]))
    each = [nearest(question, SENTENCES[at]) for at in (0, 2, 3)]
    together = [each[0], np.maximum(each[0], each[1]), each[2]]
    assert paired == pytest.approx([one @ idf(question) for one in together], abs=0.02)


def test_a_token_beyond_the_longest_place_has_a_place_all_the_same(tmp_path: Path) -> None:
    write(tmp_path, [f"{'a' * 70_000} ice"])
    found = TokenVectors.open(tmp_path).nearest(asked("ice"), 0)
    assert found.spans.tolist() == [[65_535, 65_535]]


def test_a_question_without_words_meets_nothing(tokens: TokenVectors) -> None:
    own, paired, _ = tokens.maxsim(asked("?"), np.arange(4), np.array([0]))
    assert own.tolist() == paired.tolist() == [0, 0, 0, 0]


def test_no_sentences_have_no_scores(tokens: TokenVectors) -> None:
    none = np.zeros(0, dtype=np.int64)
    assert [len(scores) for scores in tokens.maxsim(asked("ice"), none, none)] == [0, 0, 0]


def test_the_nearest_token_is_given_by_its_place(tokens: TokenVectors) -> None:
    found = tokens.nearest(asked("towel"), 0)
    start, end = found.spans[0]
    assert SENTENCES[0][start:end] == "towel"
    assert found.cosines == pytest.approx([1], abs=0.02)


def test_a_sentence_without_tokens_has_none_nearest(tokens: TokenVectors) -> None:
    assert len(tokens.nearest(asked("towel"), 1).cosines) == 0


@pytest.mark.parametrize(
    "name", ["tokens.npy", "token-bounds.npy", "token-spans.npy", "token-counts.npy", "token-codec.npy"]
)
def test_a_file_that_is_cut_short_is_damage(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(IndexDamagedError):
        TokenVectors.open(tmp_path)


@pytest.mark.parametrize("bound", [2**40, -1])
def test_a_bound_that_cannot_be_true_asks_for_no_memory(tmp_path: Path, bound: int) -> None:
    write(tmp_path)
    bounds = np.load(tmp_path / "token-bounds.npy")
    bounds[2] = bound
    np.save(tmp_path / "token-bounds.npy", bounds)
    with pytest.raises(ValueError, match="not in order"):
        TokenVectors.open(tmp_path).maxsim(asked("ice"), np.array([1]), np.array([0]))


def under_heading(folder: Path, heading: str, sentences: Sequence[str] = SENTENCES) -> TokenVectors:
    """The token vectors of `sentences`, the first of which stands under a heading."""
    own, above = (
        CodedTokens(found.vectors, CODEC.encode(found.tokens), found.bounds, found.spans, found.ids)
        for found in (ENCODER.encode_tokens(sentences), ENCODER.encode_tokens([heading]))
    )
    writer = TokenWriter(folder, CODEC)
    writer.append(own.under(above, np.array([0])))
    writer.close()
    return TokenVectors.open(folder)


def test_a_heading_counts_for_the_pairs_of_its_first_two_sentences(tmp_path: Path) -> None:
    tokens = under_heading(tmp_path, "bath", ["ice", "towel", "skin"])
    _, paired, _ = tokens.maxsim(asked("bath"), np.arange(3), np.array([0]))
    assert (paired > 0.9).tolist() == [True, True, False]


def test_a_heading_does_not_count_in_the_next_passage(tmp_path: Path) -> None:
    tokens = under_heading(tmp_path, "bath", ["ice", "towel"])
    _, paired, _ = tokens.maxsim(asked("bath"), np.arange(2), np.array([0, 1]))
    assert (paired > 0.9).tolist() == [True, False]


def test_a_heading_does_not_count_for_a_sentence_alone(tmp_path: Path) -> None:
    question = asked("the ice towel")
    own, _, _ = under_heading(tmp_path, "the ice towel").maxsim(question, np.arange(4), np.array([0]))
    assert own == pytest.approx([nearest(question, s) @ idf(question) for s in SENTENCES], abs=0.02)


def test_a_sentence_adds_nothing_that_its_heading_has(tmp_path: Path) -> None:
    tokens = under_heading(tmp_path, "bath", ["ice", "bath"])
    assert tokens.maxsim(asked("bath"), np.arange(2), np.array([0]))[2] == pytest.approx([0, 0], abs=0.02)


def test_a_sentence_adds_what_the_text_before_it_lacks(tokens: TokenVectors) -> None:
    question = asked("towel bath")
    _, _, added = tokens.maxsim(question, np.array([0, 3]), np.array([0]))
    before, both = nearest(question, SENTENCES[0]), np.maximum(*(nearest(question, SENTENCES[at]) for at in (0, 3)))
    assert added[1] == pytest.approx(float((both - before) @ idf(question)), abs=0.02)


def test_the_nearest_token_is_never_one_of_a_heading(tmp_path: Path) -> None:
    found = under_heading(tmp_path, "bath", ["ice pack"]).nearest(asked("bath"), 0)
    assert found.spans[0].tolist() in ([0, 3], [4, 8])


def test_a_sentence_of_headings_alone_has_none_nearest(tmp_path: Path) -> None:
    assert len(under_heading(tmp_path, "bath", ["", "ice"]).nearest(asked("bath"), 0).cosines) == 0
