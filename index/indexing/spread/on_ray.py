"""A crew of Ray Data actors on a Ray cluster. The only importer of ray.

`RAY_ADDRESS` names a running cluster; without it, Ray starts one on this machine. Every machine of the cluster has this
program installed, and sees the corpus and the parts at the same paths as the build.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence

import ray
import ray.data

from index.indexing.spread.crew import Finished
from index.indexing.spread.part import Step
from index.indexing.spread.worker import do

# A private cluster on this machine. Only the names of parts pass through Ray; their contents are in files.
_OWN = {"include_dashboard": False, "_node_ip_address": "127.0.0.1", "object_store_memory": 100_000_000}


class OnRay:
    """One actor per processor or GPU of the cluster."""

    def __init__(self) -> None:
        # Do not shut down a cluster that the caller connected to.
        self._ours = not ray.is_initialized()

    def close(self) -> None:
        """See `Crew`."""
        if self._ours:
            ray.shutdown()

    def work(self, url: str, step: Step, names: Sequence[str], *, gpu: bool) -> Iterator[Finished]:
        """See `Crew`. Ray retries the part of an actor that died."""
        _connect()
        kind = "GPU" if gpu else "CPU"
        most = max(1, min(len(names), int(ray.cluster_resources().get(kind, 1))))
        # One block per part, so that an actor that dies costs one part.
        parts = ray.data.from_items([{"name": name} for name in names], override_num_blocks=len(names))
        done = parts.map_batches(
            _Actor,
            fn_constructor_args=(url, step),
            batch_size=1,
            num_cpus=0 if gpu else 1,
            num_gpus=1 if gpu else 0,
            compute=ray.data.ActorPoolStrategy(min_size=1, max_size=most),
        )
        return (Finished(str(row["name"]), str(row["error"])) for row in done.iter_rows())


def _connect() -> None:
    """Connect to the cluster of `RAY_ADDRESS`, or start one on this machine."""
    if not ray.is_initialized():
        ray.init(log_to_driver=False, logging_level="error", **({} if os.environ.get("RAY_ADDRESS") else _OWN))
    # The build shows its own progress.
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = context.print_on_execution_start = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)


class _Actor:
    """Computes the parts of one step, and holds the model."""

    def __init__(self, url: str, step: str) -> None:
        self._url, self._step = url, step

    def __call__(self, batch: dict[str, Sequence[str]]) -> dict[str, list[str]]:
        """One row per part: its name, and an error message or an empty string."""
        names = [str(name) for name in batch["name"]]
        return {"name": names, "error": [do(self._url, self._step, name) for name in names]}
