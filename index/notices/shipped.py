"""Weights that come with the program: fitted on thousands of questions, for one model and one file of notices.

`python -m benchmarks.notices.fit` writes both files. They are used for these alone: each notice's id and examples, and
the model's own weights and prompts, have to be those that they were fitted for.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from index.models.identity import ModelIdentity
from index.notices.rules import NoticeRules
from index.storage.manifest import file_sha256

WEIGHTS = Path(__file__).with_name("weights.npz")
ABOUT = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class FittedFor:
    """What weights depend on: the notices and the model, each by its digest, and the model's prompts.

    A model's precision does not count: it only rounds.
    """

    notices: str
    model: str
    query_prompt: str
    passage_prompt: str

    @classmethod
    def of(cls, rules: NoticeRules, model: ModelIdentity) -> FittedFor:
        """What weights for these notices and this model depend on."""
        return cls(rules.digest, model.sha256, model.query_prompt, model.passage_prompt)


def shipped_sum(rules: NoticeRules, model: ModelIdentity) -> str | None:
    """Hex digest of the shipped weights, where they are fitted for these notices and this model; else `None`."""
    shipped = json.loads(ABOUT.read_text(encoding="utf-8"))["fitted for"]
    return file_sha256(WEIGHTS) if shipped == asdict(FittedFor.of(rules, model)) else None
