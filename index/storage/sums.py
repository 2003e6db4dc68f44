"""Verifies the checksums of an open snapshot in the background: reading all of a large one takes minutes."""

from __future__ import annotations

import logging
import threading

from index.errors import IndexDamagedError
from index.storage.snapshot import Snapshot, damage_of

_log = logging.getLogger(__name__)


class Sums:
    """Verifies every file of a snapshot once, in a thread of its own. Damage is logged, and questions are refused."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._damage: str | None = None
        # The process may end without waiting for the thread: every quote is verified individually anyway.
        self._thread = threading.Thread(target=self._check, name="sums", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Wait until all files have been checked."""
        self._thread.join()

    def refuse_damage(self) -> None:
        """Raises `IndexDamagedError` once a file has been found to be changed."""
        if self._damage is not None:
            raise IndexDamagedError(self._damage)

    @property
    def rebuilt(self) -> bool:
        """Whether a file was found to be changed and the snapshot's folder has been replaced since."""
        return self._damage is not None and not self._snapshot.hold.stands()

    def _check(self) -> None:
        damage = damage_of(self._snapshot)
        # If the snapshot was closed or replaced meanwhile, missing or different files are no damage.
        if damage is not None and self._snapshot.hold.stands():
            _log.error("%s", damage)
            self._damage = damage
