"""Texts → vectors: the Encoder interface, its implementations, batching, and the optional reranker."""
