"""The short form of every drill."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.paths import CORPUS
from tests.reliability.deletions import deleted_articles
from tests.reliability.faults import faulty_builds, limited_builds
from tests.reliability.flips import flipped_bytes
from tests.reliability.kills import killed_builds
from tests.reliability.swaps import swapped_snapshots

pytestmark = pytest.mark.repeats

needs_compiler = pytest.mark.skipif(shutil.which("cc") is None, reason="the shim that lets steps fail needs cc")


def test_a_killed_build_leaves_the_old_or_the_new_snapshot(tmp_path: Path) -> None:
    figures = killed_builds(tmp_path, 1)
    assert (figures["kills"], figures["failures"]) == (1, [])


@needs_compiler
def test_a_build_killed_at_a_write_step_leaves_the_old_or_the_new_snapshot(tmp_path: Path) -> None:
    figures = faulty_builds(tmp_path, ("kill",), every=97)
    assert figures["failures"] == []
    assert figures["killed"] == figures["faults"]


@needs_compiler
def test_a_write_step_that_fails_is_told_and_leaves_the_old_or_the_new_snapshot(tmp_path: Path) -> None:
    figures = faulty_builds(tmp_path, ("ENOSPC", "EACCES", "short"), every=151)
    assert figures["failures"] == []


@needs_compiler
def test_files_that_cannot_grow_are_told_and_leave_the_old_snapshot(tmp_path: Path) -> None:
    figures = limited_builds(tmp_path, every=100_000, step=4)
    assert figures["failures"] == []
    assert figures["told"] == figures["faults"]


@pytest.mark.parametrize("search", ["exact", "approximate"])
def test_a_flipped_byte_is_found_and_gives_no_wrong_quote(tmp_path: Path, search: str) -> None:
    figures = flipped_bytes(tmp_path, 12, search)
    assert figures["failures"] == []


def test_of_a_deleted_article_nothing_is_answered_and_nothing_is_kept(tmp_path: Path) -> None:
    names = ("massage-for-back-spasms.txt", "exercises-for-back-spasms.txt")
    figures = deleted_articles({name: (CORPUS / name).read_bytes() for name in names}, tmp_path)
    assert (figures["articles"], figures["failures"]) == (2, [])


def test_no_question_is_lost_while_builds_swap_snapshots(tmp_path: Path) -> None:
    figures = swapped_snapshots(tmp_path, 2)
    assert figures["failures"] == []
    assert figures["builds"] == 2
    assert figures["folders held open at the end"] == 1
