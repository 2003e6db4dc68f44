"""Packs arrays into one run of bytes, and bytes into base64 texts of the length that Milvus allows."""

from __future__ import annotations

import binascii
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engine.milvus.schema import LONGEST_TEXT

# The number of bytes whose base64 fits into one text.
_PART = LONGEST_TEXT // 4 * 3


def pack(arrays: Sequence[NDArray[Any]]) -> bytes:
    """The bytes of the arrays in succession, preceded by their sizes."""
    bodies = [np.ascontiguousarray(array).tobytes() for array in arrays]
    return b"".join([np.array([len(body) for body in bodies], "<u4").tobytes(), *bodies])


def unpack(packed: bytes, types: Sequence[str]) -> list[NDArray[Any]]:
    """The packed arrays, flattened, with these types. Raises `ValueError` if the sizes do not match."""
    sizes = np.frombuffer(packed, "<u4", len(types))
    ends = np.cumsum(sizes) + sizes.nbytes
    if ends[-1] != len(packed):
        raise ValueError(f"{len(packed)} bytes: expected {ends[-1]}")
    return [
        np.frombuffer(packed[end - size : end], kind)
        for kind, size, end in zip(types, sizes.tolist(), ends.tolist(), strict=True)
    ]


def parts(data: bytes) -> list[str]:
    """`data` in base64, in as few texts as possible, but at least one."""
    return [
        binascii.b2a_base64(data[first : first + _PART], newline=False).decode()
        for first in range(0, max(1, len(data)), _PART)
    ]


def joined(texts: Iterable[str]) -> bytes:
    """The bytes of such texts. Raises `ValueError` if one is not base64."""
    return b"".join(binascii.a2b_base64(text, strict_mode=True) if text else b"" for text in texts)
