"""The base class of all JSON objects."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

SCHEMA_VERSION: Literal[1] = 1


class Contract(BaseModel):
    """An immutable object without further keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def wire(value: Contract | Any) -> bytes:
    """`value` as JSON in UTF-8. A lone surrogate, which UTF-8 cannot encode, is written as a JSON escape."""
    plain = value.model_dump() if isinstance(value, Contract) else value
    return json.dumps(plain, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace")
