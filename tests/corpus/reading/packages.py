"""Builds packages for the tests: a format's sample file with changed members."""

from __future__ import annotations

import io
import struct
import zipfile

from tests.corpus.reading.fuzz import samples


def packed(members: dict[str, bytes]) -> bytes:
    """A zip file with these members."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return data.getvalue()


def members_of(ending: str) -> dict[str, bytes]:
    """The members of a format's sample file."""
    with zipfile.ZipFile(io.BytesIO(samples()[ending])) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(ending: str, **members: bytes | None) -> bytes:
    """The sample with these members; `None` removes one. In names, `__` stands for `/` and `_0` for `.`."""
    given = {name.replace("__", "/").replace("_0", "."): content for name, content in members.items()}
    merged = {**members_of(ending), **given}
    return packed({name: content for name, content in merged.items() if content is not None})


def lying(data: bytes, name: str, size: int) -> bytes:
    """`data` with a directory that claims that the member has `size` bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        real = struct.pack("<L", package.getinfo(name).file_size)
    place = data.rindex(b"PK\x01\x02", 0, data.rindex(name.encode()))
    assert data[place + 24 : place + 28] == real
    return data[: place + 24] + struct.pack("<L", size) + data[place + 28 :]
