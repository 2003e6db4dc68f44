"""The baseline without search: only the tutorial's `model.encode(question)`."""

from __future__ import annotations

from sentence_transformers import SentenceTransformer

from benchmarks.peers.speaking import Search, speak


def build(model: str, _texts: list[str], _k: int) -> Search:
    """Load the model."""
    encoder = SentenceTransformer(model)

    def search(question: str) -> list[int]:
        encoder.encode(question)
        return []

    return search


if __name__ == "__main__":
    speak(build)
