"""`verbatim diff`: what a build would change in articles, settings, model and answers. Publishes nothing."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from index.article import Skipped
from index.ask import Answerer
from index.build import build_draft
from index.corpus.golden import GoldenQuestion
from index.engine.snapshots import snapshots
from index.errors import IndexMissingError, IndexOutdatedError, ModelError
from index.execution.progress import NullWatcher, Watcher
from index.indexing.draft import Draft, draft
from index.opening import open_answerer
from index.settings import Settings
from index.storage.embeddings.cache import EmbeddingCache
from index.storage.manifest import Inputs, Manifest

Value = str | int | None


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A question whose verdict or first quote would change, before and after; a quote is empty if there is none."""

    id: str
    question: str
    verdict: tuple[str, str]
    quote: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a build would change. `settings` and `model` give the old and new value by name.

    `asked` is how many questions were compared; `note` says why if they could not be compared.
    """

    published: str | None
    would_be: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    settings: dict[str, tuple[Value, Value]]
    model: dict[str, tuple[Value, Value]]
    asked: int = 0
    answers: tuple[ChangedAnswer, ...] = ()
    note: str | None = None

    @property
    def nothing(self) -> bool:
        """Whether the published snapshot is up to date."""
        return self.published == self.would_be


def difference(
    settings: Settings, questions: Sequence[GoldenQuestion] = (), watcher: Watcher | None = None
) -> Difference:
    """What a build would change now. Raises `CorpusError`, `ModelError`, `IndexDamagedError`, `IndexOutdatedError`.

    In the index folder, only the embedding cache is written, and only if a snapshot is published.
    """
    would_be = draft(settings)
    try:
        published = snapshots(settings).manifest()
    except IndexMissingError:
        return _compared(would_be, None)
    if published.id == would_be.inputs.id or not questions:
        return _compared(would_be, published)
    try:
        before = open_answerer(_settings_of(published, settings))
    except (ModelError, IndexOutdatedError) as error:
        return replace(_compared(would_be, published), note=f"The questions were not asked: {error}")
    with tempfile.TemporaryDirectory(prefix="verbatim-") as folder:
        own = settings.evolve(index=Path(folder), engine={"kind": "local"})
        build_draft(would_be, own, watcher, EmbeddingCache(settings.index))
        same = published.inputs.model == would_be.inputs.model
        after = open_answerer(own, (lambda _: before.encoder) if same else None, before.reranker)
        answers = _answers(before, after, questions, watcher or NullWatcher())
        after.close()
    before.close()
    return replace(_compared(would_be, published), asked=len(questions), answers=answers)


def _compared(would_be: Draft, published: Manifest | None) -> Difference:
    inputs = would_be.inputs
    old, new = (published.inputs.articles if published else {}), inputs.articles
    return Difference(
        published=published.id if published else None,
        would_be=inputs.id,
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(name for name in new.keys() & old.keys() if new[name] != old[name])),
        gone=tuple(sorted(old.keys() - new.keys())),
        skipped=inputs.skipped,
        settings=_changes(_settings(published.inputs if published else None), _settings(inputs)),
        model=_changes(asdict(published.inputs.model) if published else {}, asdict(inputs.model)),
    )


def _settings(inputs: Inputs | None) -> dict[str, Value]:
    """The settings, and short hashes of the notices and of the collection's statements."""
    shape = asdict(inputs.settings) if inputs else {}
    stated = {"notices": inputs.notices, "collection": inputs.collection} if inputs else {}
    return {**shape, **{name: _short_sum(value) for name, value in stated.items()}}


def _short_sum(stated: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()[:8]


def _changes(old: dict[str, Value], new: dict[str, Value]) -> dict[str, tuple[Value, Value]]:
    names = sorted(old.keys() | new.keys())
    return {name: (old.get(name), new.get(name)) for name in names if old and old.get(name) != new.get(name)}


def _settings_of(published: Manifest, settings: Settings) -> Settings:
    """The settings with the model that the published snapshot was built with."""
    model = published.inputs.model
    return settings.evolve(
        model={"name": model.name, "query_prompt": model.query_prompt, "passage_prompt": model.passage_prompt}
    )


def _answers(
    before: Answerer, after: Answerer, questions: Sequence[GoldenQuestion], watcher: Watcher
) -> tuple[ChangedAnswer, ...]:
    """The questions that the two answerers answer differently."""
    changed = []
    watcher.begin("asking", len(questions))
    for question in questions:
        (was, was_quote), (will, will_quote) = (_first(answerer, question) for answerer in (before, after))
        # The passages shown for an unanswered question do not count as an answer.
        if was != will or (was_quote != will_quote and was != "unanswered"):
            quotes = was_quote[1], will_quote[1]
            changed.append(ChangedAnswer(question.id, question.question, (was, will), quotes))
        watcher.advance(1)
    return tuple(changed)


def _first(answerer: Answerer, question: GoldenQuestion) -> tuple[str, tuple[str, str]]:
    """The verdict, and the article and words of the first quote."""
    answer = answerer.ask(question.question)
    first = answer.evidence[0] if answer.evidence else None
    return answer.verdict, (first.passage.article_id, first.quoted) if first else ("", "")
