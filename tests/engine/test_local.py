"""The local engine, with exact search on a small corpus."""

from __future__ import annotations

from pathlib import Path

from tests.engine.contract import EngineContract


class TestLocalEngine(EngineContract):
    """The contract tests."""

    @staticmethod
    def engine(folder: Path) -> dict[str, str]:  # noqa: ARG004 - it stores everything in its index folder
        """No settings: all data is in the index folder."""
        return {"kind": "local", "mode": "exact"}
