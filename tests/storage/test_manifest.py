"""A manifest stays readable for every later program of the same format."""

from __future__ import annotations

import json

from index.storage.manifest import sealed


def test_a_manifest_that_another_version_sealed_is_sealed_to_the_same_bytes() -> None:
    # As written in November 2026: a change of these bytes makes every published snapshot a damaged one.
    written = (
        b'{\n "id": "a",\n "files": {\n  "texts.sqlite": "0123"\n },\n'
        b' "sum": "0d73afad31f99d8f80ed908d34a26ce9522f72f39c3b818a0329b550535fc8a2"\n}'
    )
    stored = json.loads(written)
    del stored["sum"]
    assert sealed(stored) == written
