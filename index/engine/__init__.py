"""One snapshot's vectors, BM25, word vectors and stored text, behind the interface in `protocol.py`."""
