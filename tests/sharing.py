"""Groups of tests that run in one worker because they share an expensive resource: a browser, or the real model."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

# Each group runs in one worker; so do the tests of a file that is in no group.
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
    # These share nothing but take long: as a large group they start early.
    "processes": (
        "tests/benchmarks/",
        "tests/deploy/",
        "tests/reliability/",
        "tests/test_offline.py",
        "tests/web/test_fairness.py",
        "tests/web/test_host_check.py",
        "tests/web/test_mcp.py",
        "tests/web/test_standalone.py",
    ),
}


def group_of(nodeid: str) -> str:
    """The group of a test, or its file if it is in none."""
    return next((name for name, paths in GROUPS.items() if nodeid.startswith(paths)), nodeid.partition("::")[0])


class Sharing(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    """Schedules groups as a whole, largest first."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
