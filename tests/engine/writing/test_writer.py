"""The files of a new engine while they are written."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from index.engine.writing.writer import EngineWriter
from index.storage.embeddings.token_codec import TokenCodec


def opened_below(folder: Path) -> list[str]:
    """The names of the files in a folder that this process has open."""
    handles = [Path(handle) for handle in Path("/proc/self/fd").iterdir()]
    files = [handle.readlink() for handle in handles if handle.is_symlink()]
    return sorted(file.name for file in files if file.is_relative_to(folder))


@pytest.mark.skipif(sys.platform != "linux", reason="open files are listed in /proc")
@pytest.mark.parametrize("exact", [True, False])
def test_a_writer_that_fails_leaves_no_file_open(tmp_path: Path, *, exact: bool) -> None:
    writer = EngineWriter(tmp_path, 8, TokenCodec(np.eye(8, dtype=np.float32)), exact=exact)
    assert "texts.sqlite" in opened_below(tmp_path)
    with pytest.raises(OSError, match="the disk is full"), writer:
        raise OSError("the disk is full")
    assert opened_below(tmp_path) == []
