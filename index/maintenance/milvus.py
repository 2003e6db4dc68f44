"""Verifies and removes snapshots in Milvus."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.engine.milvus.client import MOST
from index.engine.milvus.publishing import check, sample
from index.engine.milvus.registry import SnapshotRegistry
from index.engine.milvus.schema import DENSE
from index.engine.milvus.stored.content import read_directory
from index.engine.milvus.stored.export import export
from index.engine.milvus.stored.folder import TEXTS
from index.engine.vector_files import PASSAGES
from index.errors import IndexMissingError, IndexUnavailableError
from index.execution.progress import Watcher
from index.maintenance.verify import Verification, verify_folder
from index.storage.manifest import Manifest, write_manifest

# Files whose bytes depend on the versions of SQLite and FAISS, although their content is the same.
_AS_WRITTEN = {TEXTS, PASSAGES}


def verify_stored(registry: SnapshotRegistry, watcher: Watcher, name: str | None = None) -> Verification:
    """Verify the published snapshot in Milvus, or the one called `name`, by exporting it and checking the files.

    Also checks the number of rows and the ids of each collection, and a sample of the searched vectors. Raises
    `EngineUnreachableError`, and `IndexMissingError` if nothing is published.
    """
    name = name or registry.record.current()
    if name is None:
        raise IndexMissingError(
            f"There is no index in Milvus at {registry.database.uri}: expected one that was built. Run: verbatim build"
        )
    with tempfile.TemporaryDirectory(prefix="verbatim-") as place:
        folder = Path(place) / name
        folder.mkdir()
        try:
            with registry.opening(name) as snapshot:
                published = snapshot.manifest
            manifest = export(registry.database, registry.names(name), folder, watcher)
            findings = [*_files(published, manifest), *_rows(registry, name), *_searched(registry, name)]
        except IndexUnavailableError as error:
            return Verification(name, (str(error),))
        write_manifest(folder, manifest)
        verified = verify_folder(folder, manifest)
    # Findings about the temporary folder are findings about the snapshot.
    within = (finding.replace(str(folder), f"{registry.database.uri} {name}") for finding in verified.findings)
    return replace(verified, findings=(*findings, *within))


def _files(published: Manifest, read: Manifest) -> Iterator[str]:
    for file, sha256 in published.files.items():
        if file not in _AS_WRITTEN and read.files.get(file) != sha256:
            yield f"{published.id}: the content of {file} has changed: expected the sha256 {sha256[:12]}…"


def _rows(registry: SnapshotRegistry, name: str) -> Iterator[str]:
    """Findings on collections with missing, additional or duplicate rows."""
    directory = read_directory(registry.database, registry.names(name).content)
    for collection, rows in (directory.rows if directory else {}).items():
        if (found := registry.database.count(collection)) != rows:
            yield f"{collection} has {found} rows: expected {rows}"
        for first in range(0, rows, MOST):
            expected = range(first, min(rows, first + MOST))
            ids = {row["id"] for row in registry.database.rows_from(collection, expected.start, expected.stop, [])}
            if missing := sorted(set(expected) - ids):
                yield f"{collection} has no row {missing[0]}, and {len(missing) - 1} more are missing"


def _searched(registry: SnapshotRegistry, name: str) -> Iterator[str]:
    """Findings on a sample of searched vectors that differ from the scored ones. Raises if they are not found."""
    names = registry.names(name)
    with registry.opening(name) as snapshot:
        engine = registry.engine(snapshot)
    rows = sample(engine.count)
    stored = registry.database.get(names.passages, rows, [DENSE])
    for row, vector in zip(rows.tolist(), engine.passage_vectors(rows), strict=True):
        if row not in stored or not np.allclose(stored[row][DENSE], vector, atol=2e-3):
            yield f"{names.passages}: the vector of row {row} is not the one that was written"
    check(engine)


def collect_stored(registry: SnapshotRegistry, *, dry_run: bool = False) -> dict[str, int]:
    """Drop unused snapshots, or with `dry_run` only list them; returns their numbers of collections by id.

    Raises `EngineUnreachableError`.
    """
    stored = registry.stored()
    names = registry.removable(keep=1)
    if not dry_run:
        for name in names:
            registry.drop(name)
    return {name: len(stored[name]) for name in names}
