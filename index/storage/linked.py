"""A snapshot of the same files as another: what a build publishes that has nothing to encode."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from index.storage.manifest import Inputs, Manifest
from index.storage.snapshot import Snapshot


def linked(twin: Snapshot, inputs: Inputs, folder: Path) -> Manifest:
    """Fill `folder` with the files of a whole snapshot; its manifest, of these `inputs`. Raises `OSError`.

    No file of a snapshot is ever written again, so both may have the same one on disk.
    """
    for name in twin.manifest.files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(twin.folder / name, path)
        except OSError:
            # Some file systems have no links.
            shutil.copyfile(twin.folder / name, path)
    created = datetime.now(UTC).isoformat(timespec="seconds")
    return replace(twin.manifest, id=inputs.id, inputs=inputs, created=created)
