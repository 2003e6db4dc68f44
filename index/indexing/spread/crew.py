"""The crew of a build: the workers that compute its parts. `crew_of` chooses between processes and Ray."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.errors import require_extra
from index.indexing.spread.part import Step

# Passages per part: the most work that is lost with a killed worker.
PASSAGES = 1000


@dataclass(frozen=True, slots=True)
class Workers:
    """A build's workers: `count` processes on this machine, or a Ray cluster if `count` is `None`.

    `parts` is the folder or URL of the parts, by default a folder in the index folder. A part has about `passages`
    passages.
    """

    count: int | None = None
    parts: str | None = None
    passages: int = PASSAGES


@dataclass(frozen=True, slots=True)
class Finished:
    """A part that was computed, or failed: `error` is then the message.

    It is `lost` if every worker that tried died without an error message.
    """

    name: str
    error: str = ""
    lost: bool = False


class Crew(Protocol):
    """Workers that compute parts until they are closed."""

    def work(self, url: str, step: Step, names: Sequence[str], *, gpu: bool) -> Iterator[Finished]:
        """Compute the parts `names` that are described at `url`; yields each as it finishes, in any order.

        The work continues while the caller is not iterating. With `gpu`, each worker gets a GPU.
        """
        ...

    def close(self) -> None:
        """Stop the workers."""
        ...


def crew_of(workers: Workers) -> Crew:
    """The crew for these workers. Raises `MissingExtraError`."""
    if workers.count is not None:
        from index.indexing.spread.processes import Processes

        return Processes(workers.count)
    require_extra("ray", "A build by Ray")
    from index.indexing.spread.on_ray import OnRay

    return OnRay()
