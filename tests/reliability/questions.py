"""Thousands of questions through the API: `python -m tests.reliability.questions [COUNT]`.

Half are random text, half golden questions with something done to them. Each must be answered or refused, never fail,
and each quote must be the article's own words where it says, in an article that the corpus has now.
"""

from __future__ import annotations

import random
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from index.article import Article
from index.build import build
from index.corpus.folder import read_corpus
from index.corpus.golden import read_questions
from index.corpus.reading import Limits
from index.settings import Settings, load_settings
from tests.paths import ROOT
from web.serving.service import service

SEED = 6
# The client under test refuses to write longer addresses than the service reads.
_LONGEST_IN_ADDRESS = 5_000
Ask = Callable[[str, bool], None]
_JOINERS = ["", " ", "\u00ad", "\u200b", "\n", "\t", "' OR 1=1 --", "<b>", "\u202e", "%00", "\\", "{{7*7}}"]


class Judge:
    """Asks, and counts what came; a broken promise is noted with the question."""

    def __init__(self, client: TestClient, articles: list[Article]) -> None:
        self._client = client
        self._articles = {article.id: article for article in articles}
        self.statuses: Counter[int] = Counter()
        self.quotes = 0
        self.failures: list[str] = []

    def ask(self, question: str, posted: bool) -> None:
        """Ask `question`, in the body or in the address."""
        if posted or len(question) > _LONGEST_IN_ADDRESS:
            response = self._client.post("/v1/ask", json={"question": question})
        else:
            response = self._client.get("/v1/ask", params={"q": question})
        self.statuses[response.status_code] += 1
        if response.status_code == 200:
            answer = response.json()
            wrong = [item for item in (*answer["evidence"], *answer["by_article"]) if not self._proven(item)]
            if wrong or answer["withheld"]:
                self.failures.append(f"{question!r}: {wrong or 'withheld'}")
        elif response.status_code not in {413, 422}:
            self.failures.append(f"{question!r}: {response.status_code} {response.text[:200]}")

    def _proven(self, item: dict[str, Any]) -> bool:
        """Whether the corpus of now has the words of `item` where it says; so for every place of the same sentence."""
        self.quotes += 1
        article = self._articles.get(item["article"]["id"])
        return (
            article is not None
            and article.text[item["quote_start"] : item["quote_end"]] == item["quote"]
            and article.text[item["start"] : item["end"]] == item["passage"]
            and item["start"] <= item["quote_start"] <= item["quote_end"] <= item["end"]
            and all(self._stands(twin) for twin in item["also_in"])
        )

    def _stands(self, twin: dict[str, Any]) -> bool:
        article = self._articles.get(twin["article"])
        return article is not None and 0 <= twin["quote_start"] < twin["quote_end"] <= len(article.text)


def mutated(questions: list[str], count: int) -> Iterator[str]:
    """`count` golden questions with something left out, doubled, turned round, joined or mistyped."""
    chance = random.Random(SEED)
    for _ in range(count):
        words = chance.choice(questions).split()
        for _ in range(chance.randint(1, 3)):
            words = _changed(words, questions, chance)
        yield chance.choice(_JOINERS).join(words) if chance.random() < 0.2 else " ".join(words)


def _changed(words: list[str], questions: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words)) if words else 0
    word = words[at] if words else "ice"
    letter = chance.randrange(len(word)) if word else 0
    changes: list[Callable[[], list[str]]] = [
        lambda: words[:at] + words[at + 1 :],
        lambda: words * chance.randint(2, 6),
        lambda: chance.sample(words, len(words)),
        lambda: [*words[:at], word.upper(), *words[at:]],
        lambda: [*words[:at], word[:letter] + chance.choice("aeiouxyz é-'") + word[letter + 1 :], *words[at + 1 :]],
        lambda: [*words, *chance.choice(questions).split()],
        lambda: [*words[:at], chance.choice(_JOINERS), *words[at:]],
    ]
    return chance.choice(changes)()


def random_texts(count: int, ask: Ask) -> None:
    """Ask `count` texts of hypothesis' making, the same each time."""

    @hypothesis_settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=400), posted=st.booleans())
    def each(text: str, posted: bool) -> None:
        ask(text, posted)

    each()


def examine(client: TestClient, settings: Settings, questions: Path, count: int) -> Judge:
    """Ask `count` questions of the service behind `client`, which serves `settings`."""
    articles = read_corpus(settings.corpus, Limits.of(settings)).articles
    judge = Judge(client, list(articles.values()))
    random_texts(count // 2, judge.ask)
    golden = [question.question for question in read_questions(questions)]
    for number, question in enumerate(mutated(golden, count - sum(judge.statuses.values()))):
        judge.ask(question, number % 2 == 0)
    return judge


def main(count: int) -> int:
    """Examine the five articles with the real model."""
    import os

    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "VERBATIM_INDEX": folder,
            "VERBATIM_CORPUS": str(ROOT / "corpus"),
            "VERBATIM_SERVICE__RATE_LIMIT": "none",
        }
        settings = load_settings()
        build(settings)
        service.forget()
        from web.api import api

        judge = examine(TestClient(api), settings, ROOT / "corpus" / "questions.jsonl", count)
    print(f"questions {sum(judge.statuses.values())}, by status {dict(sorted(judge.statuses.items()))}")
    print(f"quotes checked {judge.quotes}, failures {len(judge.failures)}")
    for failure in judge.failures[:20]:
        print(f"  {failure}")
    return 1 if judge.failures else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
