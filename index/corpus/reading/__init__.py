"""The corpus folder in, Articles and skipped files out. One small module per format."""

from index.corpus.folder import Corpus, read_corpus, shown
from index.corpus.reading.reading import Limits

__all__ = ["Corpus", "Limits", "read_corpus", "shown"]
