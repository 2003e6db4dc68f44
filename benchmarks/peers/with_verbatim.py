"""Verbatim itself, with all steps of `verbatim ask`, from spelling correction to verified and cited quotes.

It builds its index from the corpus in `VERBATIM_CORPUS`. Unlike the other builds, this one also reads and cleans the
articles, and embeds sentences and words as well as passages.
"""

from __future__ import annotations

import atexit
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.peers.speaking import Search, speak
from index.build import build as build_index
from index.opening import open_answerer
from index.settings import load_settings


def build(_model: str, _texts: list[str], k: int) -> Search:
    """Build the corpus and open the answerer."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    settings = load_settings(index=Path(folder.name))
    build_index(settings)
    answerer = open_answerer(settings)
    passages = answerer.engine.passages(np.arange(answerer.engine.count))
    rows = {(passage.article_id, passage.start): row for row, passage in enumerate(passages)}

    def search(question: str) -> list[int]:
        evidence = answerer.ask(question, k).evidence
        return [rows[item.passage.article_id, item.passage.start] for item in evidence]

    return search


if __name__ == "__main__":
    speak(build)
