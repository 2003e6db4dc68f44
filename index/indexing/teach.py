"""A snapshot's weights for its notices: the shipped ones, or fitted to the file's own examples."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.arrays import Floats

if TYPE_CHECKING:
    from index.notices.fit import OrdinarySentences
    from index.notices.rules import NoticeRules

Encode = Callable[[Sequence[str]], Floats]


class Teaching(Protocol):
    """Writes one snapshot's weights, once it has seen the corpus' sentences."""

    def see(self, sentences: Sequence[str], vectors: Floats) -> None:
        """Learn of ordinary `sentences` with their `vectors` [n, d]."""
        ...

    def write(self, folder: Path, encode: Encode) -> int:
        """Write the weights into `folder`; how many examples were embedded. Raises `OSError` and `ModelError`."""
        ...


def teaching(published: Mapping[str, Any]) -> Teaching | None:
    """What writes the weights for the manifest's part on notices; `None` for a corpus without any."""
    if not published:
        return None
    if published["shipped"] is not None:
        return _Shipped()
    # A collection without notices of its own loads nothing of theirs.
    from index.notices.fit import OrdinarySentences
    from index.notices.rules import NoticeRules

    return _Own(NoticeRules.model_validate(published["file"]), OrdinarySentences())


def embedded_examples(published: Mapping[str, Any]) -> list[str]:
    """The examples that a build embedded for the manifest's part on notices."""
    if not published or published["shipped"] is not None:
        return []
    return [example for rule in published["file"]["notice"] for example in rule["examples"]]


class _Shipped:
    def see(self, sentences: Sequence[str], vectors: Floats) -> None:
        """Shipped weights need none."""

    def write(self, folder: Path, encode: Encode) -> int:
        """Copy them."""
        del encode
        from index.notices.shipped import WEIGHTS
        from index.notices.weights import FILE

        shutil.copyfile(WEIGHTS, folder / FILE)
        return 0


class _Own:
    def __init__(self, rules: NoticeRules, ordinary: OrdinarySentences) -> None:
        self._rules, self._ordinary = rules, ordinary

    def see(self, sentences: Sequence[str], vectors: Floats) -> None:
        """Have them among the ordinary sentences."""
        self._ordinary.add(sentences, vectors)

    def write(self, folder: Path, encode: Encode) -> int:
        """Fit the examples."""
        from index.notices.fit import fit_examples
        from index.notices.weights import FILE

        examples = self._rules.examples
        fit_examples(self._rules, encode(examples), self._ordinary).save(folder / FILE)
        return len(examples)
