"""The interface for delegating reading and cleaning to other processes or machines."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Protocol

from index.corpus.article_store import ArticleStore
from index.corpus.clean_articles import ArticleCleaning
from index.corpus.cleaning import Overrides
from index.corpus.reading import Limits
from index.corpus.reading.worker import Outcome


class Delegate(Protocol):
    """Reads files and cleans articles elsewhere, with the same results as in this process."""

    def read(self, folder: Path, files: Mapping[str, str], limits: Limits) -> Generator[tuple[str, Outcome]]:
        """The name and the reading or error of each of `files` (name → sha256 of its bytes, or ''), in order."""
        ...

    def clean(
        self, cleaning: ArticleCleaning, articles: ArticleStore, overrides: Mapping[str, Overrides], limits: Limits
    ) -> None:
        """Clean and split those `articles` that are not cached, and cache the results.

        A result may be missing; the caller then cleans the article itself.
        """
        ...
