"""A few seconds of the load that `load.py` puts on for minutes, as far as no other load on the machine can spoil it."""

from __future__ import annotations

import pytest

from tests.reliability import load


def test_twice_what_it_can_do_brings_no_error_and_a_swap_loses_no_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "SWAP_SECONDS", 1)
    figures = load.run(seconds=3, model="hash", warm=0.5)
    assert figures["errors"] == 0
    assert figures["snapshots answered from"] == 2
