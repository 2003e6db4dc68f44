"""What a snapshot's collections are called, and what their rows have.

PREFIX_published            which snapshot is current, and who writes another: a row for each word that was left
PREFIX_SNAPSHOT             a row per passage: its vector, BM25 as a sparse vector, the labels that filters ask for
PREFIX_SNAPSHOT_sentences   a row per sentence, where a question is compared with every sentence
PREFIX_SNAPSHOT_content     everything else in parts, by number: what passages are scored by, texts, files

Filters ask for numbers, so that no text of a question or an article ever stands in an expression.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from index.filtering.filters import KEYS, Filters, Key
from index.filtering.labels import Labels

DENSE, SPARSE, LABELS, CONTENT = "dense", "sparse", "labels", "data"
# Milvus keeps so many bytes in one text, and so many numbers in one list.
LONGEST_TEXT, MOST_LABELS = 65_535, 4096
# The sparse vector of a passage without terms may not be empty: this one is asked for by no question.
NO_TERM = 0


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields beside `id`: vectors with their dimensions, sparse vectors, how many labels, a text's bytes.

    `exact`: every vector is compared. `on_disk`: a server may leave its rows there.
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
        """Those of a snapshot."""
        name = f"{prefix}_{snapshot}"
        return cls(name, f"{name}_sentences", f"{name}_content")

    def schemas(self, dimension: int, *, exact: bool) -> dict[str, Schema]:
        """The collections of a snapshot by their names; the content last, whose first row says that all is there."""
        found = {
            self.passages: Schema({DENSE: dimension}, (SPARSE,), labels=MOST_LABELS, exact=exact),
            self.sentences: Schema({DENSE: dimension}, labels=MOST_LABELS),
            self.content: TEXTS,
        }
        if not exact:
            del found[self.sentences]
        return found


# A collection has a vector, whether it is one or not.
NO_VECTOR = {DENSE: [0.0, 0.0]}
TEXTS = Schema({DENSE: 2}, text=LONGEST_TEXT, on_disk=True)


def published_name(prefix: str) -> str:
    """The name of the collection that says which snapshot is current."""
    return f"{prefix}_published"


def snapshot_of(prefix: str, collection: str) -> str | None:
    """The snapshot that a collection is of; `None` for any other, which is somebody else's."""
    found = re.fullmatch(rf"{re.escape(prefix)}_([0-9a-f]{{16}})(_sentences|_content)?", collection)
    return found[1] if found else None


def label_number(key: Key, value: str) -> int:
    """The number of a label: 62 bits of its sum, so that two labels never meet."""
    return int.from_bytes(hashlib.sha256(f"{key}:{value}".encode()).digest()[:8], "big") >> 2


def label_numbers(labels: Labels) -> list[int]:
    """The numbers of what an article is filed under."""
    return sorted({label_number(key, value) for key in KEYS for value in labels.get(key, ())})


def expression(filters: Filters) -> str | None:
    """The condition that the rows of the selected articles meet; `None` where no article can."""
    asked = [_any_of(label_number(key, value) for value in values) for key, values in filters.chosen]
    return None if None in asked else " and ".join(one for one in asked if one)


def _any_of(numbers: Iterable[int]) -> str | None:
    listed = list(numbers)
    return f"array_contains_any({LABELS}, {listed})" if listed else None
