"""The engine in Milvus, with milvus-lite, which searches exactly."""

from __future__ import annotations

from pathlib import Path

from tests.engine.contract import EngineContract
from tests.engine.milvus.lite import needs_milvus


@needs_milvus
class TestMilvusEngine(EngineContract):
    """The contract tests."""

    @staticmethod
    def engine(folder: Path) -> dict[str, str]:
        """A separate database file."""
        return {"kind": "milvus", "uri": str(folder / "milvus.db")}
