"""Processors: how threads wait for work, and how many of them one task uses. Measured in docs/performance.md."""

from __future__ import annotations

import os

from threadpoolctl import ThreadpoolController

# Turns that a thread waits awake. Between the products of one batch it finds the next; after the last it soon sleeps:
# threads that spin for long slow everything down as soon as another process wants the processor too.
_TURNS = 10_000


def wait_briefly() -> None:
    """Tell torch's threads how to wait; to be called before torch is imported."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", str(_TURNS))


def keep_numpy_to_one() -> None:
    """Let numpy's products be computed by the thread that wants them.

    They are small, and OpenBLAS' own threads spin for milliseconds after each, where torch's are to work.
    """
    ThreadpoolController().select(threading_layer="pthreads").limit(limits=1)
