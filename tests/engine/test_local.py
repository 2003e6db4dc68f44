"""The local engine, which compares every vector of a small corpus."""

from __future__ import annotations

from pathlib import Path

from tests.engine.contract import EngineContract


class TestLocalEngine(EngineContract):
    """Does what every engine does."""

    @staticmethod
    def engine(folder: Path) -> dict[str, str]:  # noqa: ARG004 - keeps all in its index folder
        """Files of its own."""
        return {"kind": "local", "mode": "exact"}
