"""Weights that come with the program: fitted on thousands of questions, for one model and one file of notices.

`python -m benchmarks.notices.fit` writes both files. They are used for these alone: each notice's id and examples, and
the model's own weights and prompts, have to be those that they were fitted for.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from index.encoding.protocol import ModelIdentity
from index.notices.rules import NoticeRules
from index.storage.manifest import file_sha256

WEIGHTS = Path(__file__).with_name("weights.npz")
ABOUT = Path(__file__).with_name("weights.json")


def fitted_for(rules: NoticeRules, model: ModelIdentity) -> dict[str, str]:
    """What weights depend on. A model's precision does not count: it only rounds."""
    return {
        "notices": rules.digest,
        "model": model.sha256,
        "query_prompt": model.query_prompt,
        "passage_prompt": model.passage_prompt,
    }


def shipped_sum(rules: NoticeRules, model: ModelIdentity) -> str | None:
    """Hex digest of the shipped weights, where they are fitted for these notices and this model; else `None`."""
    about: dict[str, Any] = json.loads(ABOUT.read_text(encoding="utf-8"))
    return file_sha256(WEIGHTS) if about["fitted for"] == fitted_for(rules, model) else None
