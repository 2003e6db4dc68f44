"""Vectors, BM25, word vectors and stored text of one snapshot, behind the interface in `protocol.py`."""
