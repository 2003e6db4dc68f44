"""The build's side: describes parts, hands them to a crew, and returns the results in order."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from index.errors import WorkersError
from index.execution.progress import Watcher
from index.indexing.spread.crew import Crew, Finished
from index.indexing.spread.folder import PartFolder
from index.indexing.spread.part import Part, Row, Step


@dataclass(frozen=True, slots=True)
class PartCounts:
    """The number of parts used by a build, of parts computed, and of parts computed more than once (`again`).

    `computed` and `again` include the interrupted builds that this one resumed.
    """

    parts: int
    computed: int
    again: int


class Exchange:
    """The parts of one build at `url`. `taken` is the number of results read so far."""

    def __init__(self, url: str, crew: Crew, watcher: Watcher) -> None:
        self._url, self._crew, self._watcher = url, crew, watcher
        self._folder = PartFolder(url)
        self.taken = 0

    def results(
        self, step: Step, parts: Iterable[Part], *, doing: str = "", gpu: bool = False
    ) -> Generator[Sequence[Row] | None]:
        """The results of each of `parts`, in order; `None` for a part without rows or without results.

        All parts are described first, except those that already have results from an interrupted build. Progress is
        reported to the watcher under the name `doing`, if given. Raises `WorkersError`.
        """
        with self._usable():
            names = [(part.name if part.rows else None, self._describe(part)) for part in parts]
        todo = list(dict.fromkeys(name for name, described in names if name is not None and described))
        if doing and todo:
            self._watcher.begin(doing, len(todo))
        finished = self._crew.work(self._url, step, todo, gpu=gpu) if todo else iter(())
        return self._in_order(step, [name for name, _ in names], set(todo), finished, told=bool(doing))

    def _describe(self, part: Part) -> bool:
        """Describe the part if it has to be computed; returns whether it has."""
        if not part.rows or self._folder.results(part.step, part.name) is not None:
            return False
        self._folder.describe(part)
        return True

    def _in_order(
        self, step: Step, names: Iterable[str | None], todo: set[str], finished: Iterator[Finished], *, told: bool
    ) -> Generator[Sequence[Row] | None]:
        for name in names:
            while name in todo:
                one = next(finished)
                if one.error:
                    raise WorkersError(one.error)
                todo.remove(one.name)
                if told:
                    self._watcher.advance(1)
            yield None if name is None else self._taken(step, name)

    def _taken(self, step: Step, name: str) -> Sequence[Row] | None:
        with self._usable():
            part = self._folder.results(step, name)
        self.taken += 1
        if part is None:
            self._watcher.tell(f"The part {name} of {step!r} is lost or damaged: it is done here instead.")
        return None if part is None else part.rows

    def drop(self, step: Step, name: str) -> None:
        """Remove a part whose results are now stored elsewhere. Raises `WorkersError`."""
        with self._usable():
            self._folder.drop(step, name)

    def clear(self) -> PartCounts:
        """Remove all parts, which contain articles' texts. Raises `WorkersError`."""
        with self._usable():
            counts = self._folder.computed()
            self._folder.clear()
        return PartCounts(self.taken, len(counts), sum(count > 1 for count in counts.values()))

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise WorkersError(
                f"The parts in {self._url!r} cannot be read or written ({error}): expected a folder with free space "
                "that the build and its workers can write. Name another with --parts URL."
            ) from error
