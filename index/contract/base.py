"""What every part of the contract is."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

SCHEMA_VERSION: Literal[1] = 1


class Contract(BaseModel):
    """Closed and immutable: a key that is not listed is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def wire(value: Contract | Any) -> bytes:
    """`value` as JSON in UTF-8. A half character, which UTF-8 has not, is written as JSON's own escape for it."""
    plain = value.model_dump() if isinstance(value, Contract) else value
    return json.dumps(plain, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace")
