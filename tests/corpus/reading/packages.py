"""Packages for the tests: the sample of a format with other members."""

from __future__ import annotations

import io
import struct
import zipfile

from tests.corpus.reading.fuzz import samples


def packed(members: dict[str, bytes]) -> bytes:
    """A zip of these members."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return data.getvalue()


def members_of(ending: str) -> dict[str, bytes]:
    """What the sample of a format packs."""
    with zipfile.ZipFile(io.BytesIO(samples()[ending])) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(ending: str, **members: bytes | None) -> bytes:
    """The sample with these members; `None` leaves one out. A name's `/` is `__`, its `.` is `_0`."""
    given = {name.replace("__", "/").replace("_0", "."): content for name, content in members.items()}
    merged = {**members_of(ending), **given}
    return packed({name: content for name, content in merged.items() if content is not None})


def lying(data: bytes, name: str, size: int) -> bytes:
    """`data` whose directory says that the member has `size` bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        real = struct.pack("<L", package.getinfo(name).file_size)
    place = data.rindex(b"PK\x01\x02", 0, data.rindex(name.encode()))
    assert data[place + 24 : place + 28] == real
    return data[: place + 24] + struct.pack("<L", size) + data[place + 28 :]
