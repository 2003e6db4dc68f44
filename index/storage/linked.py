"""Makes a snapshot of hard links to another one's files, for a build in which only `collection.toml` has changed."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from index.storage.manifest import Inputs, Manifest
from index.storage.snapshot import Snapshot


def linked(twin: Snapshot, inputs: Inputs, folder: Path) -> Manifest:
    """Link the files of the snapshot `twin` into `folder`; returns a manifest with these `inputs`. Raises `OSError`.

    Files of a snapshot are never modified, so both snapshots can share them on disk.
    """
    for name in twin.manifest.files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(twin.folder / name, path)
        except OSError:
            # Some file systems have no hard links.
            shutil.copyfile(twin.folder / name, path)
    created = datetime.now(UTC).isoformat(timespec="seconds")
    return replace(twin.manifest, id=inputs.id, inputs=inputs, created=created)
