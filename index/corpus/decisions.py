"""Finds a maintainer's decisions on blocks again after a file was renamed or its article's id changed."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import PurePosixPath

from index.article import Article, slug
from index.corpus.cleaning import Overrides, block_ids
from index.corpus.sources import Source


def article_id(name: str, taken: Collection[str] = ()) -> str:
    """The id for the article in the file `name`; a short hash is added if the plain id is `taken`."""
    plain = slug(PurePosixPath(name).with_suffix("").as_posix())
    if plain not in taken:
        return plain
    return f"{plain}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def ids_of(name: str) -> tuple[str, ...]:
    """Every id that the article in the file `name` may have had: with or without a hash, in any Unicode form."""
    spelled = {name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)}
    plain = article_id(name)
    return plain, *sorted(article_id(each, {plain}) for each in spelled)


def tables_of(names: Iterable[str], tables: Collection[str]) -> dict[str, str]:
    """For each file, the table of `sources.toml` with its name, in the same or another Unicode normal form."""
    by_form = {unicodedata.normalize("NFC", table): table for table in tables}
    found = {name: name if name in tables else by_form.get(unicodedata.normalize("NFC", name)) for name in names}
    return {name: table for name, table in found.items() if table is not None and (name == table or table not in found)}


def overrides_of(source: Source, name: str) -> Overrides:
    """The decisions in a table about the blocks of the file `name`, for which it was written."""
    return Overrides(source.keep, source.set_aside, ids_of(name))


def moved(
    orphans: Mapping[str, Source], names: Collection[str], cleaned: Callable[[str], Article]
) -> dict[str, tuple[str, Source]]:
    """For files without a table: the table of a missing file, if the file has every block the table decides on.

    Returns the table's name and contents by file name. `cleaned` gives a file's article as cleaned by the rules alone.
    """
    found: dict[str, tuple[str, Source]] = {}
    wanted = {table: source for table, source in orphans.items() if source.keep or source.set_aside}
    for name in names if wanted else ():
        article = cleaned(name)
        for table, source in wanted.items():
            known = {identity for as_id in ids_of(table) for identity in block_ids(article, as_id)}
            if known.issuperset((*source.keep, *source.set_aside)):
                found[name] = table, source
    return found
