"""A directory may only name files of a snapshot."""

from __future__ import annotations

import json

import pytest

from index.engine.milvus.stored.content import Directory

SUM = "0" * 64


def test_a_directory_comes_back_as_it_was_written() -> None:
    directory = Directory("0123456789abcdef", {"a": 3}, {"bm25/terms.txt": (1, 2, SUM), "words.npy": (2, 9, SUM)})
    assert Directory.of(directory.as_text()) == directory


@pytest.mark.parametrize(
    "name", ["../words.txt", "/etc/passwd", "a/../../b", "", ".", "..", "a\\b", "a\n", "a//b", ".hidden"]
)
def test_a_file_outside_of_the_folder_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="it names the file"):
        Directory.of(json.dumps({"snapshot": "x", "rows": {}, "files": {name: [1, 2, SUM]}}))
