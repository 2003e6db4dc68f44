"""A part: a bounded piece of a build's work or its results, stored as a Parquet file with a checksum.

The only importer of pyarrow.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Step = Literal["read", "clean", "encode"]
# A key, such as a file's name, and a value.
Row = tuple[str, bytes]

_NAME, _STEP, _CONTEXT, _PROGRAM, _SUM = b"name", b"step", b"context", b"program", b"sum"


class DamagedPartError(Exception):
    """A part's file has changed since it was written."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the input `rows` of `step`, or its results. `context` is JSON that applies to all rows.

    `program` is the digest of the program that described the part; it is empty for results.
    """

    name: str
    step: Step
    context: str
    rows: Sequence[Row]
    program: str = ""

    def to_bytes(self) -> bytes:
        """The part as a Parquet file; its metadata contains a checksum of the whole part."""
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
        """The part in a Parquet file. Raises `DamagedPartError` if the content does not match its checksum."""
        from pyarrow import parquet

        try:
            table = parquet.read_table(io.BytesIO(data), use_threads=False)
            about = table.schema.metadata
            step: Step = about[_STEP].decode()
            keys = [key.decode("utf-8", "surrogatepass") for key in table["key"].to_pylist()]
            rows = list(zip(keys, table["value"].to_pylist(), strict=True))
            part = cls(about[_NAME].decode(), step, about[_CONTEXT].decode(), rows, about[_PROGRAM].decode())
            expected = about[_SUM].decode()
        # On a damaged file, pyarrow may raise its own errors or Python's.
        except Exception as error:
            raise DamagedPartError(f"{type(error).__name__}: {error}") from error
        if _sum(part) != expected:
            raise DamagedPartError("its checksum does not match")
        return part


def part_name(*about: str, texts: Iterable[str | bytes]) -> str:
    """The name of a part with these inputs: the hex sha256 of `about` and `texts`."""
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
