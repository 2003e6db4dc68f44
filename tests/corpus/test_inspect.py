"""What cleaning did is told block by block, and can be overruled."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.corpus.inspect import article_line, overrule, words_by_reason
from index.corpus.prepare import Prepared, prepare
from index.corpus.sources import read_sources
from index.errors import BlockError
from tests.corpus.cleaning.pages import article_of

LINE = "Sign up for our newsletter."


@pytest.fixture
def folder(corpus: Path) -> Path:
    with (corpus / "heat.txt").open("a", encoding="utf-8") as heat:
        heat.write(f"\n{LINE}\n")
    return corpus


def identity(prepared: Prepared, words: str) -> str:
    blocks = (block for article in prepared.articles.values() for block in article_line(article)["blocks"])
    return next(str(block["id"]) for block in blocks if block["text"] == words)


def kept(folder: Path, words: str) -> bool:
    prepared = prepare(folder)
    wanted = identity(prepared, words)
    blocks = (block for article in prepared.articles.values() for block in article_line(article)["blocks"])
    return next(bool(block["kept"]) for block in blocks if block["id"] == wanted)


def test_a_line_tells_each_block_with_its_sentences(folder: Path) -> None:
    line = article_line(prepare(folder).articles["heat.txt"])
    assert list(line) == ["article", "origin", "blocks"]
    last = line["blocks"][-1]
    assert list(last) == ["id", "text", "start", "end", "kept", "reason", "sentences"]
    assert (last["text"], last["kept"], last["reason"]) == (LINE, False, "newsletter")
    assert last["sentences"] == [
        {"start": last["start"], "end": last["end"], "kept": False, "doubtful": False, "reason": "newsletter"}
    ]


@given(st.text(max_size=300))
def test_every_block_and_sentence_is_its_text(text: str) -> None:
    article = article_of(text)
    for block in article_line(article)["blocks"]:
        assert block["text"] == text[block["start"] : block["end"]]
        for sentence in block["sentences"]:
            assert block["start"] <= sentence["start"] < sentence["end"] <= block["end"]


def test_words_are_counted_by_reason(folder: Path) -> None:
    counted = words_by_reason(prepare(folder).articles["heat.txt"])
    assert counted == {None: 29, "newsletter": 5}


def test_what_the_maintainer_keeps_stays_kept(folder: Path) -> None:
    assert not kept(folder, LINE)
    overrule(folder, prepare(folder), [identity(prepare(folder), LINE)], keep=True, set_aside=False)
    assert kept(folder, LINE)


def test_what_is_kept_is_byte_exact(folder: Path) -> None:
    overrule(folder, prepare(folder), [identity(prepare(folder), LINE)], keep=True, set_aside=False)
    article: Article = prepare(folder).articles["heat.txt"]
    block = next(block for block in article.blocks if article.text[block.start : block.end] == LINE)
    assert (block.kept, article.text.encode()) == (True, (folder / "heat.txt").read_bytes())


def test_the_last_word_on_a_block_counts(folder: Path) -> None:
    for keep in (True, False, True):
        overrule(folder, prepare(folder), [identity(prepare(folder), LINE)], keep=keep, set_aside=not keep)
    source = read_sources(folder)["heat.txt"]
    assert (len(source.keep), source.set_aside) == (1, ())


@pytest.mark.parametrize(("keep", "set_aside"), [(True, True), (False, False)])
def test_what_to_do_must_be_said(folder: Path, keep: bool, set_aside: bool) -> None:
    with pytest.raises(BlockError, match="expected their ids and one of"):
        overrule(folder, prepare(folder), ["abc"], keep=keep, set_aside=set_aside)


def test_an_id_of_no_block_is_refused_and_nothing_is_stored(folder: Path) -> None:
    known = identity(prepare(folder), LINE)
    with pytest.raises(BlockError, match="No block has the id 'abc'"):
        overrule(folder, prepare(folder), [known, "abc"], keep=True, set_aside=False)
    assert read_sources(folder) == {}


def test_an_override_whose_block_is_gone_is_told(folder: Path) -> None:
    known = identity(prepare(folder), LINE)
    overrule(folder, prepare(folder), [known], keep=True, set_aside=False)
    (folder / "heat.txt").write_text("Heat loosens. It helps a sore back.", encoding="utf-8")
    assert prepare(folder).lost_overrides == {"heat.txt": (known,)}
