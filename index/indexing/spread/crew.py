"""The crew of a build: who does the parts. `crew_of` chooses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.errors import require_extra
from index.indexing.spread.part import Step

# Passages in a part, with their sentences: what a killed worker loses, about ten seconds of one processor.
PASSAGES = 1000


@dataclass(frozen=True, slots=True)
class Workers:
    """What a build is told of its workers: `count` processes of this machine, or Ray's if that is `None`.

    `parts` is the folder or address where parts are, by default a folder in the index folder; a part has about
    `passages` passages.
    """

    count: int | None = None
    parts: str | None = None
    passages: int = PASSAGES


@dataclass(frozen=True, slots=True)
class Finished:
    """A part that nobody works on any more: `error` says why it cannot be done.

    It is `lost` if every worker that tried ended without a word.
    """

    name: str
    error: str = ""
    lost: bool = False


class Crew(Protocol):
    """Workers that do parts, from the first part until they are closed."""

    def work(self, url: str, step: Step, names: Sequence[str], *, gpu: bool) -> Iterator[Finished]:
        """Have the parts `names` done, which are described at `url`; yields each when it is finished, in any order.

        The work goes on while nobody asks for the next one. With `gpu`, a worker has a GPU.
        """
        ...

    def close(self) -> None:
        """End the workers."""
        ...


def crew_of(workers: Workers) -> Crew:
    """The crew that is asked for. Raises `MissingExtraError`."""
    if workers.count is not None:
        from index.indexing.spread.processes import Processes

        return Processes(workers.count)
    require_extra("ray", "A build by Ray")
    from index.indexing.spread.on_ray import OnRay

    return OnRay()
