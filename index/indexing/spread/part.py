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

_NAME, _STEP, _CONTEXT, _PROGRAM, _SUM = b"name", b"step", b"context", b"program", b"sum"


class DamagedPartError(Exception):
    """A part's file is not what was written."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the `rows` that `step` works on, or its results. `context` is JSON that holds for all its rows.

    `program` is the digest of the program that described the part; results have none.
    """

    name: str
    step: Step
    context: str
    rows: Sequence[Row]
    program: str = ""

    def to_bytes(self) -> bytes:
        """The part as a Parquet file whose metadata has a checksum of everything in it."""
        # Imported here, because a build without workers has no parts.
        import pyarrow as pa
        from pyarrow import parquet

        about = {
            _NAME: self.name.encode(),
            _STEP: self.step.encode(),
            _CONTEXT: self.context.encode(),
            _PROGRAM: self.program.encode(),
            _SUM: _sum(self).encode(),
        }
        # A file's name need not be valid Unicode.
        columns = [_bytes(key) for key, _ in self.rows], [value for _, value in self.rows]
        schema = pa.schema([("key", pa.binary()), ("value", pa.binary())], metadata=about)
        table = pa.table(list(columns), schema=schema)
        written = io.BytesIO()
        parquet.write_table(table, written, use_dictionary=False)
        return written.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Part:
        """The part in a file. Raises `DamagedPartError` if a single byte of it has changed its content."""
        from pyarrow import parquet

        try:
            table = parquet.read_table(io.BytesIO(data), use_threads=False)
            about = table.schema.metadata
            step: Step = about[_STEP].decode()
            keys = [key.decode("utf-8", "surrogatepass") for key in table["key"].to_pylist()]
            rows = list(zip(keys, table["value"].to_pylist(), strict=True))
            part = cls(about[_NAME].decode(), step, about[_CONTEXT].decode(), rows, about[_PROGRAM].decode())
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
    return _digest([part.name, part.step, part.context, part.program, *own])


def _digest(texts: Iterable[str | bytes]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        encoded = _bytes(text) if isinstance(text, str) else text
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
