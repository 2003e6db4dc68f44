"""A real Milvus server at MILVUS_URI: the whole contract, or the part that a version before 2.4 supports.

Milvus before 2.4 has no sparse vectors. The last server on PyPI is such a version. Run it in a separate virtual
environment, and in a separate network namespace, because it listens on all addresses:

    pip install milvus==2.3.5 pymilvus==2.3.7 "setuptools<80" "marshmallow<4"
    unshare -n bash -c 'ip link set lo up; milvus-server --data d & MILVUS_URI=http://127.0.0.1:19530 pytest THIS'
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from index.engine.milvus.client import CollectionMissingError, Database
from index.engine.milvus.schema import CONTENT, DENSE, LABELS, LONGEST_TEXT, NO_VECTOR, TEXTS, Schema, expression
from index.engine.milvus.schema import label_number as number
from index.filtering.filters import Filters
from index.settings.groups import EngineSettings
from tests.engine.contract import EngineContract

URI = os.environ.get("MILVUS_URI", "")
if not URI:
    pytest.skip("no MILVUS_URI: the address of a Milvus server to test with", allow_module_level=True)
VECTORS = np.random.default_rng(0).normal(size=(200, 8)).astype(np.float32)
TAGS = ("a", "b", "c")


@cache
def has_sparse_vectors() -> bool:
    from pymilvus import MilvusClient

    major, minor = MilvusClient(URI).get_server_version().lstrip("v").split(".")[:2]
    return (int(major), int(minor)) >= (2, 4)


@pytest.fixture(scope="module")
def database() -> Database:
    return Database(EngineSettings(kind="milvus", uri=URI, timeout_seconds=30))


@pytest.fixture(params=[True, False], ids=["exact", "graph"])
def filled(database: Database, request: pytest.FixtureRequest) -> Iterator[str]:
    """A collection with 200 vectors, every third with the same tag."""
    name = f"test_{uuid4().hex}"
    database.create(name, Schema({DENSE: 8}, labels=100, exact=request.param))
    rows = [{"id": row, DENSE: vector, LABELS: [number("tag", TAGS[row % 3])]} for row, vector in enumerate(VECTORS)]
    database.insert(name, rows)
    database.flush(name)
    database.load(name)
    yield name
    database.drop(name)


def nearest(rows: list[int], asked: int, depth: int) -> list[int]:
    return sorted(rows, key=lambda row: -float(VECTORS[row] @ VECTORS[asked]))[:depth]


def test_the_nearest_are_found(database: Database, filled: str) -> None:
    found = database.search(filled, DENSE, VECTORS[7], 10)
    assert found.tolist() == nearest(list(range(200)), 7, 10)


def test_filters_come_before_the_ranking(database: Database, filled: str) -> None:
    chosen = expression(Filters.of(["tag:a", "tag:b"]))
    assert chosen
    found = database.search(filled, DENSE, VECTORS[7], 100, chosen)
    assert found.tolist() == nearest([row for row in range(200) if row % 3 < 2], 7, 100)


def test_what_was_deleted_is_not_found(database: Database, filled: str) -> None:
    database.delete(filled, below=100)
    assert database.count(filled) == 100
    found = database.search(filled, DENSE, VECTORS[7], 10)
    assert found.tolist() == nearest(list(range(100, 200)), 7, 10)


def test_vectors_come_back_as_they_were(database: Database, filled: str) -> None:
    found = database.get(filled, [3, 150, 999], [DENSE])
    assert found.keys() == {3, 150}
    assert np.array_equal(found[150][DENSE], VECTORS[150])


def test_a_row_can_be_read_once_it_was_written(database: Database) -> None:
    name = f"test_{uuid4().hex}"
    database.create(name, TEXTS)
    for row in range(5):
        database.insert(name, [{"id": row, CONTENT: "x" * LONGEST_TEXT, **NO_VECTOR}])
        assert len(database.get(name, [row], [CONTENT])[row][CONTENT]) == LONGEST_TEXT
    assert [row["id"] for row in database.rows_from(name, 2, 4, [])] == [2, 3]
    database.drop(name)
    with pytest.raises(CollectionMissingError, match="Run: verbatim build"):
        database.count(name)


class TestMilvusServer(EngineContract):
    """The contract tests, if the server has sparse vectors."""

    @staticmethod
    def engine(folder: Path) -> dict[str, str]:
        """A separate prefix; its data stays on the server."""
        if not has_sparse_vectors():
            pytest.skip("this server has no sparse vectors: expected Milvus 2.4 or newer")
        return {"kind": "milvus", "uri": URI, "prefix": f"test{folder.name}{uuid4().hex[:8]}".replace("-", "")[:32]}
