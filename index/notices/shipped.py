"""The shipped weights: fitted to thousands of questions, for one model and one file of notices.

`python -m benchmarks.notices.fit` writes both files. The weights are only used if the ids and examples of the notices,
and the model's weights and prompts, are those that they were fitted for.
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
    """What the weights depend on: the notices and the model, each by its digest, and the model's prompts.

    A model's precision does not matter: it only affects rounding.
    """

    notices: str
    model: str
    query_prompt: str
    passage_prompt: str

    @classmethod
    def of(cls, rules: NoticeRules, model: ModelIdentity) -> FittedFor:
        """What weights for these notices and this model would depend on."""
        return cls(rules.digest, model.sha256, model.query_prompt, model.passage_prompt)


def shipped_sum(rules: NoticeRules, model: ModelIdentity) -> str | None:
    """Hex digest of the shipped weights if they were fitted for these notices and this model; else `None`."""
    shipped = json.loads(ABOUT.read_text(encoding="utf-8"))["fitted for"]
    return file_sha256(WEIGHTS) if shipped == asdict(FittedFor.of(rules, model)) else None
