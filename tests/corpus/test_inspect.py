"""The result of cleaning is shown block by block, and can be overruled."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.corpus.inspect import accept_lost, inspected, overrule, words_by_reason
from index.corpus.prepare import Prepared, prepare
from index.corpus.sources import read_sources
from index.errors import BlockError
from index.reasons import MAINTAINER
from tests.corpus.cleaning.pages import article_of

LINE = "Sign up for our newsletter."


@pytest.fixture
def folder(corpus: Path) -> Path:
    with (corpus / "heat.txt").open("a", encoding="utf-8") as heat:
        heat.write(f"\n{LINE}\n")
    return corpus


def identity(prepared: Prepared, words: str) -> str:
    blocks = (block for article in prepared.articles.values() for block in inspected(article).blocks)
    return next(block.id for block in blocks if block.text == words)


def kept(folder: Path, words: str) -> bool:
    prepared = prepare(folder)
    wanted = identity(prepared, words)
    blocks = (block for article in prepared.articles.values() for block in inspected(article).blocks)
    return next(block.kept for block in blocks if block.id == wanted)


def test_a_line_tells_each_block_with_its_sentences(folder: Path) -> None:
    line = asdict(inspected(prepare(folder).articles["heat.txt"]))
    assert list(line) == ["article", "origin", "blocks"]
    last = line["blocks"][-1]
    assert list(last) == ["id", "text", "start", "end", "kept", "reason", "sentences"]
    assert (last["text"], last["kept"], last["reason"]) == (LINE, False, "newsletter")
    assert last["sentences"] == (
        {"start": last["start"], "end": last["end"], "kept": False, "doubtful": False, "reason": "newsletter"},
    )


@given(st.text(max_size=300))
def test_every_block_and_sentence_is_its_text(text: str) -> None:
    article = article_of(text)
    for block in inspected(article).blocks:
        assert block.text == text[block.start : block.end]
        for sentence in block.sentences:
            assert block.start <= sentence.start < sentence.end <= block.end


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
    with pytest.raises(BlockError, match="expected ids of blocks and either"):
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


def set_aside(folder: Path, words: str) -> None:
    prepared = prepare(folder)
    overrule(folder, prepared, [identity(prepared, words)], keep=False, set_aside=True)


def reasons_of(folder: Path, words: str) -> list[str | None]:
    blocks = (block for article in prepare(folder).articles.values() for block in inspected(article).blocks)
    return [block.reason for block in blocks if block.text == words]


WRONG = "Pour oil on the flames when they are low."


@pytest.fixture
def stoves(tmp_path: Path) -> Path:
    (tmp_path / "stove é.txt").write_text(f"Care of the stove\n\nSweep it in May.\n\n{WRONG}\n", encoding="utf-8")
    set_aside(tmp_path, WRONG)
    return tmp_path


def test_a_decision_holds_beside_a_second_file_of_the_same_stem(stoves: Path) -> None:
    (stoves / "stove é.md").write_text("# Tulips\n\nThey bloom in May.\n", encoding="utf-8")
    assert reasons_of(stoves, WRONG) == [MAINTAINER]
    assert prepare(stoves).lost_overrides == {}


def test_a_decision_that_was_made_beside_a_second_file_holds_without_it(tmp_path: Path) -> None:
    (tmp_path / "stove.md").write_text("# Tulips\n\nThey bloom in May.\n", encoding="utf-8")
    (tmp_path / "stove.txt").write_text(f"Care of the stove\n\nSweep it in May.\n\n{WRONG}\n", encoding="utf-8")
    set_aside(tmp_path, WRONG)
    (tmp_path / "stove.md").unlink()
    assert reasons_of(tmp_path, WRONG) == [MAINTAINER]


def test_a_decision_holds_for_a_file_of_another_name_with_the_same_blocks(stoves: Path) -> None:
    (stoves / "stove é.txt").rename(stoves / "oven.txt")
    assert reasons_of(stoves, WRONG) == [MAINTAINER]
    assert [(skip.file, "'oven.txt'" in skip.cause) for skip in prepare(stoves).skipped] == [("stove é.txt", True)]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_decision_holds_in_another_normal_form_of_the_name(stoves: Path, form: Literal["NFC", "NFD"]) -> None:
    (stoves / "stove é.txt").rename(stoves / unicodedata.normalize(form, "stove é.txt"))
    assert reasons_of(stoves, WRONG) == [MAINTAINER]
    assert prepare(stoves).skipped == ()
    set_aside(stoves, "Sweep it in May.")
    assert list(read_sources(stoves)) == ["stove é.txt"]


def test_an_article_whose_decision_is_lost_is_named(stoves: Path) -> None:
    text = (stoves / "stove é.txt").read_text(encoding="utf-8")
    (stoves / "stove é.txt").write_text(text.replace("flames", "fire"), encoding="utf-8")
    (undecided,) = prepare(stoves).undecided
    assert undecided.file == "stove é.txt"
    assert "verbatim build --accept-lost" in undecided.cause
    accept_lost(stoves, prepare(stoves))
    assert prepare(stoves).undecided == ()


def test_a_lost_decision_to_keep_costs_no_article(folder: Path) -> None:
    overrule(folder, prepare(folder), [identity(prepare(folder), LINE)], keep=True, set_aside=False)
    heat = folder / "heat.txt"
    heat.write_text(heat.read_text(encoding="utf-8").replace(LINE, "Mind the frost."), encoding="utf-8")
    prepared = prepare(folder)
    assert (list(prepared.lost_overrides), prepared.undecided) == (["heat.txt"], ())


def test_the_rest_of_another_file_does_not_take_over_decisions(stoves: Path) -> None:
    (stoves / "stove é.txt").unlink()
    (stoves / "oven.txt").write_text("Care of the oven\n\nSweep it in May.\n\nBake in it.\n", encoding="utf-8")
    assert reasons_of(stoves, "Sweep it in May.") == [None]
