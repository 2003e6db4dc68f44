"""The sums of an opened snapshot's files, checked beside its answers: reading all of a large one takes minutes."""

from __future__ import annotations

import logging
import threading

from index.errors import IndexDamagedError
from index.storage.snapshot import Snapshot, damage_of

_log = logging.getLogger(__name__)


class Sums:
    """Checks every file of a snapshot once, in a thread of its own. What is found is logged, and then refused."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._damage: str | None = None
        # Nobody waits for it, not even the end of the process: each quote is proven by itself.
        self._thread = threading.Thread(target=self._check, name="sums", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Return when all files have been checked."""
        self._thread.join()

    def refuse_damage(self) -> None:
        """Raises `IndexDamagedError` from when a file has been found to be another."""
        if self._damage is not None:
            raise IndexDamagedError(self._damage)

    @property
    def rebuilt(self) -> bool:
        """Whether a file was found to be another, and a new folder stands in the place of its own since."""
        return self._damage is not None and not self._snapshot.hold.stands()

    def _check(self) -> None:
        damage = damage_of(self._snapshot)
        # Of one that was closed or replaced meanwhile, files are gone or another's.
        if damage is not None and self._snapshot.hold.stands():
            _log.error("%s", damage)
            self._damage = damage
