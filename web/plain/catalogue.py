"""The catalogue: the metadata of every article, for the pages, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from index.article import FIELDS, Card, Field, Skipped
from index.ask import Answerer
from index.contract import wire
from index.corpus.inspect import words_by_reason
from index.storage.manifest import Counts
from web.plain.working import PerSnapshot

SCHEMA_VERSION = 1
_LINKED = ("http://", "https://")
# Characters that begin a formula in spreadsheets, also in full width.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article in the library. `aside` has the number of words set aside for each reason, most first."""

    id: str
    origin: str
    sha256: str
    card: Card
    words: int
    aside: tuple[tuple[str, int], ...]
    passages: int
    sentences: int

    @property
    def title(self) -> str:
        """The article's title, or its origin if it states none."""
        return self.card.title or self.origin

    @property
    def not_stated(self) -> list[Field]:
        """The fields of the card that the article does not state."""
        return [field for field in FIELDS if self.card.value(field) is None]

    @property
    def link(self) -> str | None:
        """The URL of the original, if it can be linked to (http or https)."""
        url = self.card.url or ""
        return url if url.lower().startswith(_LINKED) else None

    @property
    def words_aside(self) -> int:
        """The total number of words set aside."""
        return sum(count for _, count in self.aside)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The articles of a snapshot, sorted by id, and the files that the build skipped."""

    snapshot: str
    created: str
    counts: Counts
    entries: tuple[Entry, ...]
    skipped: tuple[Skipped, ...]


def _catalogue(answerer: Answerer) -> Catalogue:
    about = answerer.manifest
    sizes = answerer.engine.sizes()
    entries = tuple(_entry(answerer, name, *sizes[name]) for name in answerer.engine.article_ids())
    return Catalogue(answerer.snapshot, about.created, about.counts, entries, about.inputs.skipped)


catalogue_of = PerSnapshot(_catalogue)


def _entry(answerer: Answerer, article_id: str, passages: int, sentences: int) -> Entry:
    article, sha256 = answerer.engine.article(article_id)
    counted = words_by_reason(article)
    kept = counted.pop(None, 0)
    aside = sorted(((reason or "", count) for reason, count in counted.items()), key=lambda pair: (-pair[1], pair[0]))
    return Entry(article.id, article.origin, sha256, article.card, kept, tuple(aside), passages, sentences)


def as_json(catalogue: Catalogue) -> bytes:
    """The articles' metadata as JSON."""
    return wire(
        {
            "schema_version": SCHEMA_VERSION,
            "snapshot": catalogue.snapshot,
            "created": catalogue.created,
            "counts": asdict(catalogue.counts),
            "articles": [_json(entry) for entry in catalogue.entries],
            "skipped": [asdict(skip) for skip in catalogue.skipped],
        }
    )


def _json(entry: Entry) -> dict[str, object]:
    card = {s.field: {"value": s.value, "words": s.words, "place": s.place} for s in entry.card.statements}
    plain = {name: value for name, value in asdict(entry).items() if name not in {"card", "aside"}}
    return {**plain, "words_aside": dict(entry.aside), "card": card}


def as_csv(catalogue: Catalogue) -> bytes:
    """The articles' metadata as CSV, one line per article, safe from formula injection."""
    table = io.StringIO(newline="")
    lines = csv.writer(table)
    lines.writerow(["id", "origin", "sha256", *FIELDS, "words", "words_aside", "passages", "sentences"])
    for entry in catalogue.entries:
        said = (entry.card.value(field) or "" for field in FIELDS)
        lines.writerow(
            [
                *_harmless([entry.id, entry.origin, entry.sha256, *said]),
                entry.words,
                entry.words_aside,
                entry.passages,
                entry.sentences,
            ]
        )
    # The byte order mark makes spreadsheets read the file as UTF-8.
    return table.getvalue().encode("utf-8-sig", "replace")


def _harmless(cells: Iterable[str]) -> list[str]:
    return [f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell for cell in cells]
