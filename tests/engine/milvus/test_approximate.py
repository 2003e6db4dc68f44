"""A large collection in Milvus: HNSW finds its passages, and its sentences are scored in int8."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import numpy as np

from index.filtering.filters import ALL
from index.opening import open_answerer
from index.search.question.understand import understand
from index.search.scoring.encode import encode
from tests.conftest import HEAT, ICE
from tests.engine.contract import ODD, QUESTION, publish, same
from tests.engine.milvus.lite import needs_milvus

pytestmark = needs_milvus


def test_every_score_is_that_of_the_local_engine_of_a_large_collection(tmp_path: Path) -> None:
    folders = {kind: tmp_path / kind for kind in ("local", "milvus")}
    answerers = []
    for kind, folder in folders.items():
        folder.mkdir()
        given = {"kind": kind, "mode": "approximate", "uri": str(folder / "milvus.db")}
        answerers.append(open_answerer(publish(folder, given, ICE, HEAT, ODD)))
    local, milvus = answerers
    with closing(local), closing(milvus):
        query = understand(QUESTION, 5, ALL, local.engine.vocabulary, None)
        asked = encode(query, local.engine, local.encoder)
        rows = milvus.engine.candidates(asked.vector, query.terms, 100)
        assert rows.tolist() == list(range(local.engine.count))
        found, expected = (one.engine.scores(asked.vector, query.terms, rows) for one in (milvus, local))
        same(asdict(found), asdict(expected))
        found_sentences, wanted = (one.engine.sentence_scores(asked, query.terms, rows) for one in (milvus, local))
        same(asdict(found_sentences), asdict(wanted))
        assert np.array_equal(milvus.engine.passage_vectors(rows), local.engine.passage_vectors(rows))
