"""The names and schemas of a snapshot's collections.

PREFIX_published            which snapshot is current or being written: one row per entry of the record
PREFIX_SNAPSHOT             a row per passage: its vector, BM25 as a sparse vector, its labels for filters
PREFIX_SNAPSHOT_sentences   a row per sentence, if sentences are searched
PREFIX_SNAPSHOT_content     everything else in numbered parts: data for scoring passages, texts, files

Filter expressions contain only numbers, so that text of a question or an article cannot be injected into them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from index.filtering.filters import KEYS, Filters, Key
from index.filtering.labels import Labels

DENSE, SPARSE, LABELS, CONTENT = "dense", "sparse", "labels", "data"
# Milvus' limits: bytes in a text field, and numbers in an array field.
LONGEST_TEXT, MOST_LABELS = 65_535, 4096
# Milvus does not allow empty sparse vectors. Passages without terms have this term, which no question contains.
NO_TERM = 0


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields besides `id`: vectors with their dimensions, sparse vectors, the capacity of labels and of the text.

    `exact` means exhaustive vector search; `on_disk` means that a server may leave the rows on disk.
    """

    dense: Mapping[str, int] = field(default_factory=dict)
    sparse: tuple[str, ...] = ()
    labels: int = 0
    text: int = 0
    exact: bool = True
    on_disk: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one snapshot's collections."""

    passages: str
    sentences: str
    content: str

    @classmethod
    def of(cls, prefix: str, snapshot: str) -> Names:
        """The names of a snapshot's collections."""
        name = f"{prefix}_{snapshot}"
        return cls(name, f"{name}_sentences", f"{name}_content")

    def schemas(self, dimension: int, *, exact: bool) -> dict[str, Schema]:
        """The schemas of a snapshot's collections, by name; last the content, which marks the snapshot complete."""
        found = {
            self.passages: Schema({DENSE: dimension}, (SPARSE,), labels=MOST_LABELS, exact=exact),
            self.sentences: Schema({DENSE: dimension}, labels=MOST_LABELS),
            self.content: TEXTS,
        }
        if not exact:
            del found[self.sentences]
        return found


# Milvus requires every collection to have a vector.
NO_VECTOR = {DENSE: [0.0, 0.0]}
TEXTS = Schema({DENSE: 2}, text=LONGEST_TEXT, on_disk=True)


def published_name(prefix: str) -> str:
    """The name of the collection with the record."""
    return f"{prefix}_published"


def snapshot_of(prefix: str, collection: str) -> str | None:
    """The id of the snapshot that a collection belongs to; `None` for any other collection."""
    found = re.fullmatch(rf"{re.escape(prefix)}_([0-9a-f]{{16}})(_sentences|_content)?", collection)
    return found[1] if found else None


def label_number(key: Key, value: str) -> int:
    """The number of a label: 62 bits of its sha256, so that collisions are practically impossible."""
    return int.from_bytes(hashlib.sha256(f"{key}:{value}".encode()).digest()[:8], "big") >> 2


def label_numbers(labels: Labels) -> list[int]:
    """The numbers of an article's labels, ascending."""
    return sorted({label_number(key, value) for key in KEYS for value in labels.get(key, ())})


def expression(filters: Filters) -> str | None:
    """The filter expression that selects the rows of the matching articles; `None` if no article can match."""
    asked = [_any_of(label_number(key, value) for value in values) for key, values in filters.chosen]
    return None if None in asked else " and ".join(one for one in asked if one)


def _any_of(numbers: Iterable[int]) -> str | None:
    listed = list(numbers)
    return f"array_contains_any({LABELS}, {listed})" if listed else None
