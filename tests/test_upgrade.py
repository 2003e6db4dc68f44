"""Data of the previous version works in this one: snapshot, embeddings, API keys, feedback, permanent links.

`tests/data/version-before/README.md` describes how the files were made, CHANGELOG.md the guarantees tested here.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
import streamlit as st
from starlette.testclient import TestClient

from index.build import build
from index.engine.texts import TextStore
from index.errors import IndexOutdatedError
from index.feedback.candidates import candidates
from index.feedback.store import FeedbackStore
from index.opening import open_answerer
from index.settings import Settings, load_settings
from index.storage.api_keys import Keys
from index.storage.snapshot import open_snapshot
from tests.paths import DATA
from web.plain.routes import routes
from web.serving.mounting import Dispatcher, nothing_else
from web.serving.service import service

BEFORE = DATA / "version-before"
LEFT = json.loads((BEFORE / "left.json").read_text(encoding="utf-8"))


@pytest.fixture
def left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A copy of the previous version's data, as this version's corpus and index."""
    shutil.copytree(BEFORE, tmp_path / "before")
    monkeypatch.setenv("VERBATIM_CORPUS", str(tmp_path / "before" / "corpus"))
    monkeypatch.setenv("VERBATIM_INDEX", str(tmp_path / "before" / "index"))
    monkeypatch.setenv("VERBATIM_MODEL__NAME", "hash")
    service.forget()
    st.cache_resource.clear()
    yield load_settings()
    service.forget()


def get(address: str) -> str:
    """A plain page's text, without tags."""
    page = TestClient(Dispatcher(nothing_else, "", routes)).get(f"/{address}", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    return " ".join(re.sub(r"<[^>]*>", " ", page.text).split())


def test_its_snapshot_answers_or_is_refused_with_what_to_run(left: Settings) -> None:
    try:
        quotes = [item.quoted for item in open_answerer(left).ask(LEFT["question"]).evidence]
    except IndexOutdatedError as error:
        assert str(error).endswith("Run: verbatim build")  # noqa: PT017 - both outcomes are allowed
    else:
        assert LEFT["quote"] in quotes


def test_a_snapshot_of_another_format_is_refused_with_what_to_run(left: Settings) -> None:
    manifest = left.index / "snapshots" / LEFT["snapshot"] / "manifest.json"
    stated = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**stated, "format": stated["format"] - 1}), encoding="utf-8")
    with pytest.raises(IndexOutdatedError, match="Run: verbatim build"):
        open_answerer(left)


def test_a_build_publishes_a_snapshot_that_answers(left: Settings) -> None:
    build(left)
    assert open_answerer(left).ask(LEFT["question"]).evidence[0].quoted == LEFT["quote"]


def test_its_embeddings_are_reused_but_for_the_sentences_as_long_as_the_model_stays(left: Settings) -> None:
    stated = json.loads((left.index / "snapshots" / LEFT["snapshot"] / "manifest.json").read_text(encoding="utf-8"))
    shutil.rmtree(left.index / "snapshots")
    report = build(left)
    same_model = asdict(open_snapshot(left.index).manifest.inputs.model) == stated["model"]
    # Sentences now have token vectors, which the previous version did not store.
    assert (report.embedded == report.sentences) is same_model


def test_its_api_keys_still_open(left: Settings) -> None:
    build(left)
    assert Keys.of(left).holder(LEFT["key"]) == "reading-list"


def test_its_feedback_is_still_exported(left: Settings) -> None:
    build(left)
    texts = TextStore(open_snapshot(left.index).folder / "texts.sqlite")
    (line,) = candidates(FeedbackStore.of(left).all(), texts.known_article)
    texts.close()
    assert [item.quote for item in line.evidence] == [LEFT["quote"]]


def test_its_permanent_link_still_shows_the_quote(left: Settings) -> None:
    build(left)
    shown = get(LEFT["permalink"])
    assert LEFT["quote"] in shown
    assert "has changed or is gone" not in shown


def test_its_permanent_link_says_which_quote_has_changed(left: Settings) -> None:
    article = left.corpus / "hinge.txt"
    article.write_text(article.read_text(encoding="utf-8").replace("twice a year", "every spring"), encoding="utf-8")
    build(left)
    shown = get(LEFT["permalink"])
    assert "The articles have been read again since this link was made" in shown
    assert "Quote 1 of the 3 in this link has since changed or disappeared" in shown
