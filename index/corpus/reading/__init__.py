"""Reads a file into its text, blocks and provenance card. One module or folder per format."""

from index.corpus.reading.reading import Limits

__all__ = ["Limits"]
