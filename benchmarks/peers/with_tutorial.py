"""The recipe of most tutorials: SentenceTransformer.encode and an IndexFlatIP, without lexical search."""

from __future__ import annotations

import faiss
from sentence_transformers import SentenceTransformer

from benchmarks.peers.speaking import Search, speak


def build(model: str, texts: list[str], k: int) -> Search:
    """Encode the texts into a flat inner-product index."""
    encoder = SentenceTransformer(model)
    vectors = encoder.encode(texts)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)

    def search(question: str) -> list[int]:
        _, rows = index.search(encoder.encode([question]), k)
        return [row for row in rows[0] if row >= 0]

    return search


if __name__ == "__main__":
    speak(build)
