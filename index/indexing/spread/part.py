"""A part: a bounded piece of a build's work, or its results, as a Parquet file with a checksum.

The only importer of pyarrow.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Step = Literal["read", "clean", "encode"]
# What a row is about, such as a file's name, and its bytes.
Row = tuple[str, bytes]

_NAME, _STEP, _CONTEXT, _SUM = b"name", b"step", b"context", b"sum"


class DamagedPartError(Exception):
    """A part's file is not what was written."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the `rows` that `step` works on, or its results. `context` is JSON that holds for all its rows."""

    name: str
    step: Step
    context: str
    rows: Sequence[Row]

    def to_bytes(self) -> bytes:
        """The part as a Parquet file whose metadata has a checksum of everything in it."""
        # Imported here, because a build without workers has no parts.
        import pyarrow as pa
        from pyarrow import parquet

        about = {_NAME: self.name.encode(), _STEP: self.step.encode(), _CONTEXT: self.context.encode()}
        columns = [("key", pa.string()), ("value", pa.binary())]
        schema = pa.schema(columns, metadata={**about, _SUM: _sum(self).encode()})
        table = pa.table([[key for key, _ in self.rows], [value for _, value in self.rows]], schema=schema)
        written = io.BytesIO()
        parquet.write_table(table, written)
        return written.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Part:
        """The part in a file. Raises `DamagedPartError` if a single byte of it has changed its content."""
        from pyarrow import parquet

        try:
            table = parquet.read_table(io.BytesIO(data))
            about = table.schema.metadata
            step: Step = about[_STEP].decode()
            rows = list(zip(table["key"].to_pylist(), table["value"].to_pylist(), strict=True))
            part = cls(about[_NAME].decode(), step, about[_CONTEXT].decode(), rows)
            expected = about[_SUM].decode()
        # Whatever a damaged file makes of pyarrow: its own errors, or Python's.
        except Exception as error:
            raise DamagedPartError(f"{type(error).__name__}: {error}") from error
        if _sum(part) != expected:
            raise DamagedPartError("its checksum is another")
        return part


def part_name(*about: str, texts: Iterable[str | bytes]) -> str:
    """A name for a part with these inputs: hex sha256 of what it is `about` and of its `texts`."""
    return _digest([*about, *texts])


def _sum(part: Part) -> str:
    own = (each for row in part.rows for each in row)
    return _digest([part.name, part.step, part.context, *own])


def _digest(texts: Iterable[str | bytes]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        encoded = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()
