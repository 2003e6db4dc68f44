"""txtai's documented hybrid index with content: vectors and BM25 in one `Embeddings`, with equal weights."""

from __future__ import annotations

from txtai import Embeddings

from benchmarks.peers.speaking import Search, speak


def build(model: str, texts: list[str], k: int) -> Search:
    """Index the texts by number."""
    embeddings = Embeddings(path=model, hybrid=True, content=True)
    embeddings.index(enumerate(texts))

    def search(question: str) -> list[int]:
        return [int(found["id"]) for found in embeddings.search(question, k)]

    return search


if __name__ == "__main__":
    speak(build)
