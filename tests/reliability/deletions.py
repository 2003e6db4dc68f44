"""Deleted articles: after a build, no answer contains them; after gc, no file does."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from index.build import build
from index.indexing.draft import Draft, draft
from index.indexing.notice_weights import embedded_examples
from index.maintenance.garbage import collect
from index.opening import open_answerer
from index.settings import Settings, load_settings
from index.storage.embeddings.cache import FILE, text_key
from index.storage.snapshot import open_snapshot
from index.text.words import words

_SHORTEST = 10


def deleted_articles(corpus: dict[str, bytes], folder: Path) -> dict[str, object]:
    """Build a corpus, then without each of its articles in turn, and search for what only that article contained."""
    settings = load_settings(corpus=folder / "articles", index=folder / "index", model={"name": "hash"})
    settings.corpus.mkdir(parents=True)
    for name, text in corpus.items():
        (settings.corpus / name).write_bytes(text)
    build(settings)
    full = draft(settings)
    figures = {"articles": 0, "sentences": 0, "words": 0}
    failures: list[str] = []
    for name, text in corpus.items():
        if name.endswith(("jsonl", "toml")):
            continue
        (settings.corpus / name).unlink()
        build(settings)
        only = _only(full, draft(settings))
        failures += _answered(settings, only)
        collect(settings.index)
        failures += _kept(settings, only)
        (settings.corpus / name).write_bytes(text)
        build(settings)
        figures["articles"] += 1
        figures["sentences"] += len(only[0])
        figures["words"] += len(only[1])
    return {**figures, "failures": failures}


def _only(full: Draft, rest: Draft) -> tuple[set[str], set[str]]:
    """The sentences and the words that are in `full` but nowhere in `rest`, not even set aside."""
    articles = [article for article, _ in rest.passages()]
    texts = "\n".join(article.text for article in articles)
    cards = " ".join(statement.value for article in articles for statement in article.card.statements)
    sentences = {
        passage.quote(sentence) for _, own in full.passages() for passage in own for sentence in passage.sentences
    }
    # The examples of notices are embedded too, and some are single words.
    examples = embedded_examples(rest.inputs.notices)
    had = set(words(texts)) | set(words(cards)) | set(examples)
    gone = {sentence for sentence in sentences if sentence not in texts}
    return gone, {word for sentence in gone for word in words(sentence)} - had


def _answered(settings: Settings, only: tuple[set[str], set[str]]) -> list[str]:
    answerer = open_answerer(settings)
    said = []
    for sentence in sorted(only[0]):
        answer = answerer.ask(sentence[:900], k=10)
        shown = [text for item in (*answer.evidence, *answer.by_article) for text in (item.quoted, item.passage.text)]
        said += [f"answered: {sentence}" for text in shown if sentence in text]
    answerer.close()
    return said


def _kept(settings: Settings, only: tuple[set[str], set[str]]) -> list[str]:
    """What is still in any file of the index: as bytes, as a word in a list, or as the key of an embedding."""
    found = []
    contents = {path: path.read_bytes() for path in settings.index.rglob("*") if path.is_file()}
    # Shorter sentences ("2.") occur in any file by chance.
    for sentence in (sentence for sentence in only[0] if len(sentence) >= _SHORTEST):
        forms = sentence.encode(), json.dumps(sentence)[1:-1].encode()
        found += [
            f"{path.name} has: {sentence}" for path, bytes_ in contents.items() if any(f in bytes_ for f in forms)
        ]
        key = text_key(sentence)
        found += [
            f"{path.name} has the key of: {sentence}" for path, bytes_ in contents.items() if key.encode() in bytes_
        ]
    with closing(sqlite3.connect(settings.index / FILE)) as database:
        kept = {row[0] for row in database.execute("SELECT text FROM keys")}
    found += [f"the word {word!r} is embedded" for word in only[1] if text_key(word) in kept]
    snapshot = open_snapshot(settings.index)
    listed = {*(snapshot.folder / "words.txt").read_text(encoding="utf-8").splitlines()}
    listed |= set(json.loads((snapshot.folder / "vocabulary.json").read_text(encoding="utf-8"))["words"])
    return [*found, *(f"the word {word!r} is listed" for word in only[1] & listed)]
