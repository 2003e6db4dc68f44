"""The corpus folder in, Articles and skipped files out. One small module per format."""

from index.reading.corpus import read_corpus

__all__ = ["read_corpus"]
