"""Threads wait briefly and stay out of each other's way."""

import os
import subprocess
import sys

import numpy as np
from threadpoolctl import threadpool_info

from index.encoding.processors import keep_numpy_to_one
from tests.paths import ROOT

TOLD = (
    "import os; from index.encoding.processors import wait_briefly; wait_briefly(); print(os.environ['GOMP_SPINCOUNT'])"
)


def told(**more: str) -> int:
    """How many turns threads wait awake in a process with `more` in its environment."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("OMP_", "GOMP_"))}
    done = subprocess.run(
        [sys.executable, "-c", TOLD], env={**inherited, **more}, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def test_threads_wait_awake_for_a_while_that_is_neither_nothing_nor_long() -> None:
    assert 1000 < told() < 100_000


def test_whoever_runs_it_can_say_how_long_threads_wait() -> None:
    assert told(GOMP_SPINCOUNT="7") == 7


def test_products_of_numpy_keep_to_one_processor() -> None:
    np.ones((2, 2)) @ np.ones((2, 2))
    keep_numpy_to_one()
    libraries: list[dict[str, object]] = threadpool_info()
    own = [library["num_threads"] for library in libraries if library.get("threading_layer") == "pthreads"]
    assert set(own) == {1}
