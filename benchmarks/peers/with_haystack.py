"""Haystack's documented hybrid retrieval: an embedder, a FAISS retriever, BM25, and reciprocal rank fusion.

The FAISS store has no BM25, so words are searched in the in-memory store. The documented pipeline ends with a
cross-encoder, a second model that none of the other libraries has here; it is left out.
"""

from __future__ import annotations

import os

os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from haystack_integrations.components.retrievers.faiss import FAISSEmbeddingRetriever
from haystack_integrations.document_stores.faiss import FAISSDocumentStore

from benchmarks.peers.speaking import Search, speak


def build(model: str, texts: list[str], k: int) -> Search:
    """Write the texts into both stores, and connect the pipeline."""
    embedder = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
    documents = [Document(id=str(row), content=text) for row, text in enumerate(texts)]
    embedded = embedder.run(documents=documents)["documents"]
    vectors = FAISSDocumentStore(embedding_dim=len(embedded[0].embedding))
    vectors.write_documents(embedded)
    words = InMemoryDocumentStore()
    words.write_documents(documents)
    pipeline = Pipeline()
    pipeline.add_component("embedder", SentenceTransformersTextEmbedder(model=model, progress_bar=False))
    pipeline.add_component("vectors", FAISSEmbeddingRetriever(document_store=vectors, top_k=k))
    pipeline.add_component("words", InMemoryBM25Retriever(document_store=words, top_k=k))
    pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=k))
    pipeline.connect("embedder.embedding", "vectors.query_embedding")
    pipeline.connect("vectors", "joiner")
    pipeline.connect("words", "joiner")

    def search(question: str) -> list[int]:
        found = pipeline.run({"embedder": {"text": question}, "words": {"query": question}})
        return [int(document.id) for document in found["joiner"]["documents"]]

    return search


if __name__ == "__main__":
    speak(build)
