"""The engine in Milvus, here milvus-lite, which compares every vector."""

from __future__ import annotations

from pathlib import Path

from tests.engine.contract import EngineContract
from tests.engine.milvus.lite import needs_milvus


@needs_milvus
class TestMilvusEngine(EngineContract):
    """Does what every engine does."""

    @staticmethod
    def engine(folder: Path) -> dict[str, str]:
        """A file of its own."""
        return {"kind": "milvus", "uri": str(folder / "milvus.db")}
