"""A file in, its text, blocks and card out. One small module per format."""

from index.corpus.reading.reading import Limits

__all__ = ["Limits"]
