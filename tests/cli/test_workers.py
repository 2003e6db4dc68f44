"""`verbatim build --workers`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import verbatim


@pytest.fixture
def environment(corpus: Path, tmp_path: Path) -> dict[str, str]:
    return {
        "VERBATIM_CORPUS": str(corpus),
        "VERBATIM_INDEX": str(tmp_path / "index"),
        "VERBATIM_MODEL__NAME": "hash",
    }


def test_a_build_with_workers_says_how_many_parts_there_were(environment: dict[str, str]) -> None:
    done = verbatim(environment, "build", "--workers", "1")
    assert (done.returncode, "Parts     2, 2 computed by workers\n" in done.stdout) == (0, True)


@pytest.mark.parametrize("given", ["0", "-1", "two", ""])
def test_a_number_of_workers_that_is_none_is_refused(environment: dict[str, str], given: str) -> None:
    done = verbatim(environment, "build", f"--workers={given}")
    assert (done.returncode, f"{given!r} is given: expected a number" in done.stderr) == (2, True)


def test_a_folder_of_parts_without_workers_is_refused(environment: dict[str, str]) -> None:
    done = verbatim(environment, "build", "--parts", "shared")
    assert (done.returncode, "--workers: expected both" in done.stderr) == (2, True)
