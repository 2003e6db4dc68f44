"""Which tests one worker of a run gets to itself: those that share a browser with its service, or the real model."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

# Each group is one worker's; of a file that is in none, all tests are.
GROUPS = {
    "browser, furnished": (
        "tests/browser/test_keyboard.py",
        "tests/browser/test_library.py",
        "tests/browser/test_screenshots.py",
    ),
    "browser": ("tests/browser/",),
    "model": (
        "tests/encoding/",
        "tests/evaluation/test_floors.py",
        "tests/evaluation/test_in_milvus.py",
        "tests/test_docs.py",
        "tests/web/test_texts.py",
    ),
    # They share nothing, but take long: together they are many, and so begun early.
    "processes": (
        "tests/benchmarks/",
        "tests/deploy/",
        "tests/reliability/",
        "tests/test_offline.py",
        "tests/web/test_fairness.py",
        "tests/web/test_gate.py",
        "tests/web/test_mcp.py",
        "tests/web/test_standalone.py",
    ),
}


def group_of(nodeid: str) -> str:
    """The group of a test, or its file."""
    return next((name for name, paths in GROUPS.items() if nodeid.startswith(paths)), nodeid.partition("::")[0])


class Sharing(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    """Hands out groups as a whole, those of most tests first."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
