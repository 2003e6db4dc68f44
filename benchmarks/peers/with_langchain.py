"""LangChain's documented hybrid search: an ensemble of BM25 and a FAISS store with equal weights."""

from __future__ import annotations

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings

from benchmarks.peers.speaking import Search, speak


def build(model: str, texts: list[str], k: int) -> Search:
    """A search over `texts` with both retrievers; it returns positions in `texts`."""
    rows = [{"row": row} for row in range(len(texts))]
    words = BM25Retriever.from_texts(texts, metadatas=rows, k=k)
    vectors = FAISS.from_texts(texts, HuggingFaceEmbeddings(model_name=model), metadatas=rows)
    nearest = vectors.as_retriever(search_kwargs={"k": k})
    both = EnsembleRetriever(retrievers=[words, nearest], weights=[0.5, 0.5])

    def search(question: str) -> list[int]:
        return [found.metadata["row"] for found in both.invoke(question)[:k]]

    return search


if __name__ == "__main__":
    speak(build)
