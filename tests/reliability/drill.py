"""What all drills share: a small corpus in two versions, and the check that an index is intact."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from index.answer import Answer
from index.build import build
from index.indexing.draft import draft
from index.maintenance.verify import others, verify
from index.opening import open_answerer
from index.settings import Settings, load_settings
from index.storage.embeddings.cache import FILE as EMBEDDINGS
from index.storage.snapshot import FOLDER

# Plain text, because only that is read exactly as in the file and can be compared with it.
ARTICLES = {
    "ice.txt": "Ice for a sore back\n\nWrap the ice pack in a towel. Hold it there for 20 minutes.\n\n"
    "When to stop\n\nStop when the skin turns white. Ask a nurse when it stays numb.\n",
    "heat.txt": "Heat for a sore back\n\nA warm bath loosens the muscles. Heat pads work as well as baths do.\n\n"
    "Never sleep on a heat pad. It burns the skin.\n",
    "walk.txt": "Walking with a sore back\n\nA short walk keeps the back supple. Rest between two walks, and drink.\n",
}
QUESTIONS = ("How long do I hold the ice?", "Is a bath good?", "May I sleep on a heat pad?", "Should I rest or walk?")


@dataclass(frozen=True)
class Ground:
    """A corpus whose next build publishes `new` instead of `old`; `template` is the index before that build."""

    settings: Settings
    template: Path
    old: str
    new: str

    def reset(self) -> None:
        """Restore the index from before the build."""
        shutil.rmtree(self.settings.index, ignore_errors=True)
        shutil.copytree(self.template, self.settings.index)

    def trouble(self) -> str | None:
        """Why the index is neither the complete old one nor the complete new one; `None` if it is either."""
        found = whole(self.settings)
        return None if found in (self.old, self.new) else found


def ground(folder: Path, search: str = "exact") -> Ground:
    """A corpus in `folder`, with one article changed and one added since its index was built.

    `search` is the kind of vector search.
    """
    corpus = folder / "articles"
    corpus.mkdir(parents=True)
    for name, text in ARTICLES.items():
        (corpus / name).write_text(text, encoding="utf-8")
    settings = load_settings(corpus=corpus, index=folder / "index", model={"name": "hash"}, engine={"mode": search})
    old = build(settings).snapshot
    shutil.copytree(settings.index, folder / "template")
    (corpus / "heat.txt").write_text(ARTICLES["heat.txt"] + "\nA wet cloth holds the heat longer.\n", encoding="utf-8")
    (corpus / "swim.txt").write_text("Swimming\n\nWarm water carries the sore back.\n", encoding="utf-8")
    return Ground(settings, folder / "template", old, draft(settings).inputs.id)


def whole(settings: Settings) -> str:
    """The published snapshot's id if all snapshots verify and its quotes are right; otherwise what is wrong."""
    published = verify(settings.index)
    beside = [name for name in others(settings.index, published.snapshot) if not name.startswith(".")]
    for verification in (published, *(verify(settings.index, name) for name in beside)):
        if verification.findings:
            return f"{verification.snapshot}: {verification.findings}"
    answerer = open_answerer(settings)
    for question in QUESTIONS:
        if wrong := wrong_quotes(answerer.ask(question), texts_of(settings)):
            return f"{published.snapshot}: {wrong}"
    answerer.close()
    return published.snapshot


def texts_of(settings: Settings) -> list[str]:
    """All text that may be quoted."""
    files = [path for path in settings.corpus.iterdir() if path.suffix in (".md", ".txt")]
    return [*(path.read_text(encoding="utf-8") for path in files), *ARTICLES.values()]


def wrong_quotes(answer: Answer, texts: list[str]) -> list[str]:
    """The quotes and passages of an answer that are not at their offsets in any of `texts`."""
    shown = [*answer.evidence, *answer.by_article]
    return [
        item.quoted
        for item in shown
        if not any(
            text[item.quote.start : item.quote.end] == item.quoted
            and text[item.passage.start : item.passage.end] == item.passage.text
            for text in texts
        )
        or not item.quoted
    ]


def without_embeddings(index: Path) -> list[Path]:
    """Every file of an index that is part of a snapshot."""
    return sorted(path for path in (index / FOLDER).rglob("*") if path.is_file() and path.name != EMBEDDINGS)
