"""Reading and cleaning elsewhere: what a build may leave to other processes or machines."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Protocol

from index.corpus.article_store import ArticleStore
from index.corpus.clean_articles import ArticleCleaning
from index.corpus.cleaning import Overrides
from index.corpus.reading import Limits
from index.corpus.reading.worker import Outcome


class Elsewhere(Protocol):
    """Reads files and cleans articles with the same results as here."""

    def read(self, folder: Path, files: Mapping[str, str], limits: Limits) -> Generator[tuple[str, Outcome]]:
        """Each of `files` (the sha256 of its bytes, or '', by name) with its reading or what is wrong, in order."""
        ...

    def clean(
        self, cleaning: ArticleCleaning, articles: ArticleStore, overrides: Mapping[str, Overrides], limits: Limits
    ) -> None:
        """Cache the results of cleaning `articles`, and their splits, where they are not cached.

        A result may be missing: the caller cleans what is not cached.
        """
        ...
