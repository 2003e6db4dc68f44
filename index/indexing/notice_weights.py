"""Writes a snapshot's notice weights: the shipped ones, or weights fitted to the examples in `notices.toml`."""

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


class NoticeFitting(Protocol):
    """Writes the notice weights of one snapshot after it has seen the sentences of the corpus."""

    def see(self, sentences: Sequence[str], vectors: Floats) -> None:
        """Take in ordinary `sentences` with their `vectors` [n, d], as examples that call for no notice."""
        ...

    def write(self, folder: Path, encode: Encode) -> int:
        """Write the weights into `folder`; returns how many examples were embedded.

        Raises `OSError` and `ModelError`.
        """
        ...


def notice_fitting(published: Mapping[str, Any]) -> NoticeFitting | None:
    """The writer of the weights for a manifest's `notices`; `None` if there are no notices."""
    if not published:
        return None
    if published["shipped"] is not None:
        return _Shipped()
    # Imported here so that a collection without notices of its own does not load it.
    from index.notices.fit import OrdinarySentences
    from index.notices.rules import NoticeRules

    return _Own(NoticeRules.model_validate(published["file"]), OrdinarySentences())


def embedded_examples(published: Mapping[str, Any]) -> list[str]:
    """The examples that a build embedded for a manifest's `notices`."""
    if not published or published["shipped"] is not None:
        return []
    return [example for rule in published["file"]["notice"] for example in rule["examples"]]


class _Shipped:
    def see(self, sentences: Sequence[str], vectors: Floats) -> None:
        """Ignore them: the shipped weights are already fitted."""

    def write(self, folder: Path, encode: Encode) -> int:
        """Copy the shipped weights."""
        del encode
        from index.notices.shipped import WEIGHTS
        from index.notices.weights import FILE

        shutil.copyfile(WEIGHTS, folder / FILE)
        return 0


class _Own:
    def __init__(self, rules: NoticeRules, ordinary: OrdinarySentences) -> None:
        self._rules, self._ordinary = rules, ordinary

    def see(self, sentences: Sequence[str], vectors: Floats) -> None:
        """Add them to the ordinary sentences."""
        self._ordinary.add(sentences, vectors)

    def write(self, folder: Path, encode: Encode) -> int:
        """Fit weights to the examples and save them."""
        from index.notices.fit import fit_examples
        from index.notices.weights import FILE

        examples = self._rules.examples
        fit_examples(self._rules, encode(examples), self._ordinary).save(folder / FILE)
        return len(examples)
