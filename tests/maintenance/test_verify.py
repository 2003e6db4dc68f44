"""Verification finds damage, even if all checksums were made to match again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.errors import IndexMissingError
from index.maintenance.verify import Verification, others, verify
from index.settings import Settings
from index.storage.manifest import MANIFEST, file_sums, sealed
from index.storage.snapshot import open_snapshot

# The data for comparing sentences word by word.
COMPARED_BY = [
    *("tokens.npy", "token-bounds.npy", "token-spans.npy", "token-counts.npy", "token-codec.npy"),
    *("sentence-terms.npy", "sentence-term-bounds.npy"),
]


@pytest.fixture
def folder(indexed: Settings) -> Path:
    """The folder of a published snapshot."""
    return open_snapshot(indexed.index).folder


def resealed(folder: Path, **changes: object) -> Verification:
    """Verify after `changes` to the manifest, with checksums made to match."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    kept = {key: value for key, value in manifest.items() if key != "sum"}
    (folder / MANIFEST).write_bytes(sealed({**kept, "files": file_sums(folder), **changes}))
    return verify(folder.parent.parent)


def test_a_published_snapshot_verifies(settings: Settings, folder: Path) -> None:
    assert verify(settings.index) == Verification(folder.name, (), files=22, articles=2, passages=3, quotes=9)


def test_a_snapshot_in_a_language_that_the_model_does_not_know_verifies(settings: Settings) -> None:
    text = "---\nlang: de\n---\n# Die Hecke\n\nGeschnitten wird im Februar. Der Igel schläft dann noch.\n"
    (settings.corpus / "hecke.md").write_text(text, encoding="utf-8")
    build(settings)
    assert verify(settings.index).findings == ()


def test_without_an_index_there_is_nothing_to_verify(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="Run: verbatim build"):
        verify(tmp_path)


def test_every_changed_and_every_missing_file_is_named(settings: Settings, folder: Path) -> None:
    (folder / "words.txt").write_text("other\n", encoding="utf-8")
    (folder / "bm25" / "scores.npy").unlink()
    findings = verify(settings.index).findings
    assert [name for name in ("words.txt has changed", "scores.npy is missing") if name in " ".join(findings)] == [
        "words.txt has changed",
        "scores.npy is missing",
    ]
    assert len(findings) == 2


def test_a_file_that_the_manifest_does_not_name_is_found(settings: Settings, folder: Path) -> None:
    (folder / "bm25" / "more").write_bytes(b"")
    assert "bm25/more is not named in manifest.json" in verify(settings.index).findings[0]


@pytest.mark.parametrize("name", COMPARED_BY)
def test_one_changed_byte_of_what_sentences_are_compared_by_is_found(
    settings: Settings, folder: Path, name: str
) -> None:
    data = bytearray((folder / name).read_bytes())
    data[-1] ^= 1
    (folder / name).write_bytes(data)
    assert [name in finding for finding in verify(settings.index).findings] == [True]


@pytest.mark.parametrize("at", [0, 1, 40, -2, -1])
def test_a_changed_byte_of_the_manifest_is_found(settings: Settings, folder: Path, at: int) -> None:
    data = bytearray((folder / MANIFEST).read_bytes())
    data[at] ^= 4
    (folder / MANIFEST).write_bytes(data)
    assert len(verify(settings.index).findings) == 1


def test_white_space_put_into_the_manifest_is_found(settings: Settings, folder: Path) -> None:
    with (folder / MANIFEST).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert "expected its checksum to match" in verify(settings.index).findings[0]


def test_a_pointer_to_nowhere_is_found(settings: Settings, folder: Path) -> None:
    (settings.index / "current").write_text("0123456789abcdef\n", encoding="utf-8")
    assert "does not exist, but is published" in verify(settings.index).findings[0]
    assert others(settings.index, "0123456789abcdef") == [folder.name]


def test_a_pointer_out_of_the_folder_is_found(settings: Settings, folder: Path) -> None:
    (settings.index / "current").write_text("../../elsewhere", encoding="utf-8")
    assert "expected a snapshot's id" in verify(settings.index).findings[0]


CHANGED_ROWS = {
    "UPDATE articles SET text = text || '.' WHERE id = 'ice'": "the text of article ice differs from",
    "UPDATE articles SET card = '[]' WHERE id = 'ice'": "the card or blocks of article ice differ from",
    "UPDATE articles SET blocks = replace(blocks, ', \"p', '9, \"p') WHERE id = 'ice'": "has no block at",
    "UPDATE passages SET text = 'Sleep on it.' WHERE row = 0": "the passage is not what stands there",
    "UPDATE passages SET heading = '[\"Always\"]' WHERE row = 0": "stands under no heading",
    "UPDATE sentences SET end = end + 900 WHERE row = 0": "no sentence that may be quoted stands",
    "UPDATE sentences SET start = end WHERE row = 0": "no sentence that may be quoted stands",
    "UPDATE sentences SET paragraph = 9 WHERE row = 0": "is in paragraph",
    "UPDATE sentences SET doubtful = 1 - doubtful WHERE row = 0": "marked as damaged and is not",
    "UPDATE sentences SET label = '9' WHERE row = 0": "is numbered",
    "UPDATE sentences SET searched = 'sleep' WHERE row = 0": "is not searched as it should be",
    "DELETE FROM sentences WHERE row = 0": "expected",
    "INSERT INTO sentences VALUES (99, 99, 0, 1, 1, NULL, 0, '', '', '', '')": "texts.sqlite has 10: expected 9",
    "DELETE FROM articles WHERE id = 'ice'": "and manifest.json differ in their articles",
    "UPDATE articles SET blocks = 'none' WHERE id = 'ice'": "cannot be read",
    "DROP TABLE passages": "cannot be read",
}


@pytest.mark.parametrize("change", CHANGED_ROWS)
def test_a_change_of_the_texts_is_found_though_the_sums_fit(folder: Path, change: str) -> None:
    with sqlite3.connect(folder / "texts.sqlite") as database:
        database.execute(change)
    assert CHANGED_ROWS[change] in "\n".join(resealed(folder).findings)


def less_by_one(name: str) -> Callable[[Path], None]:
    return lambda folder: np.save(folder / name, np.load(folder / name)[:-1])


def without_a_word(folder: Path) -> None:
    words = (folder / "words.txt").read_text(encoding="utf-8").splitlines()
    (folder / "words.txt").write_text("\n".join(["other", *words[1:]]), encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in COMPARED_BY if name != "token-counts.npy"])
def test_rows_that_are_missing_there_are_found_though_the_sums_fit(folder: Path, name: str) -> None:
    less_by_one(name)(folder)
    assert resealed(folder).findings != ()


def vectors_of_passages_as_those_of_sentences(folder: Path) -> None:
    (folder / "sentences.faiss").write_bytes((folder / "passages.faiss").read_bytes())


def more_words(folder: Path) -> None:
    stored = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
    (folder / "vocabulary.json").write_text(json.dumps({**stored, "passages": 4}), encoding="utf-8")


def other_words(folder: Path) -> None:
    stored = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
    (folder / "vocabulary.json").write_text(json.dumps({**stored, "words": {"en": {"gone": 1}}}), encoding="utf-8")


CHANGED_FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "bounds": (less_by_one("bounds.npy"), "bounds.npy does not match"),
    "owners": (less_by_one("owners.npy"), "owners.npy does not match"),
    "word vectors": (less_by_one("words.npy"), "words.npy has 32: expected 33"),
    "words": (without_a_word, "words.txt does not match the words of the vocabulary"),
    "sentence vectors": (vectors_of_passages_as_those_of_sentences, "has 3 sentence vectors: expected 9"),
    "counted passages": (more_words, "vocabulary.json has 4: expected 3"),
    "vocabulary": (other_words, "vocabulary.json does not match the words of the passages"),
}


@pytest.mark.parametrize("what", CHANGED_FILES)
def test_counts_that_disagree_are_found_though_the_sums_fit(folder: Path, what: str) -> None:
    change, expected = CHANGED_FILES[what]
    change(folder)
    assert expected in "\n".join(resealed(folder).findings)


CHANGED_MANIFESTS: dict[str, tuple[dict[str, object], str]] = {
    "no model": ({"model": {}}, "its model is incomplete"),
    "no weights": (
        {"model": {"name": "m", "sha256": "?", "dtype": "float32", "query_prompt": "", "passage_prompt": ""}},
        "expected 64 hex digits",
    ),
    "another setting": ({"settings": {"passage_words": 99, "search": "exact"}}, "is of the snapshot"),
    "another id": ({"id": "other"}, "is of the snapshot"),
    "other counts": ({"counts": {"articles": 3, "passages": 3, "sentences": 9}}, "manifest.json has {'articles': 3"),
    "fewer texts": ({"texts": 1}, "manifest.json, texts has 1"),
    "another dimension": ({"dimension": 3}, "vectors of ['256', '3'] dimensions"),
}


@pytest.mark.parametrize("what", CHANGED_MANIFESTS)
def test_a_manifest_that_says_what_is_not_so_is_found(folder: Path, what: str) -> None:
    changes, expected = CHANGED_MANIFESTS[what]
    assert expected in "\n".join(resealed(folder, **changes).findings)
