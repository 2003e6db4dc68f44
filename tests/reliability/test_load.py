"""A few seconds of the load test in `load.py`, with the checks that do not depend on other load on the machine."""

from __future__ import annotations

import pytest

from tests.reliability import load

pytestmark = pytest.mark.repeats


def test_twice_what_it_can_do_brings_no_error_and_a_swap_loses_no_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "SWAP_SECONDS", 0.5)
    figures = load.run(seconds=2.5, model="hash", warm=0.3)
    assert figures["errors"] == 0
    assert figures["snapshots answered from"] == 2


def test_attacks_bring_no_error_and_each_is_refused() -> None:
    figures = load.run_hostile(seconds=3, model="hash", warm=0.5)
    assert figures["errors"] == 0
    assert {name for name in figures if name.startswith("uploaded")} == {"uploaded: 404"}
    assert {name for name in figures if name.startswith("other names")} == {"other names: 421"}
    assert figures["asked the API: 200"] > 0
    assert figures["asked the page: answered"] > 0
    assert figures["large messages: ConnectionClosedError"] > 0
    assert figures["endless messages: ConnectionClosedError"] > 0
