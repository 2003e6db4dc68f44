"""What people said of evidence → candidate golden questions, for a person to judge before they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.article import Article
from index.feedback.store import OPINIONS, Feedback, quote_sum

KIND = "candidate"
Place = tuple[str, int, int, str]
# From an article's id to the article, or `None` where it is gone.
Articles = Callable[[str], Article | None]


@dataclass(slots=True)
class _Asked:
    """One question, and what was said of each quote that it got."""

    question: str
    said: dict[Place, Counter[str]] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)


def candidates(feedback: Sequence[Feedback], articles: Articles) -> list[dict[str, Any]]:
    """A line of `questions.jsonl` for each question that people judged evidence of, flagged as a candidate.

    A quote that more people found right than not is evidence; every other is judged wrong. `gone` counts opinions on
    quotes whose article has changed since.
    """
    asked: dict[str, _Asked] = {}
    for item in feedback:
        words = " ".join(item.question.split())
        one = asked.setdefault(words.casefold(), _Asked(words))
        place = (item.article_id, item.start, item.end, item.quote_sha256)
        one.said.setdefault(place, Counter())[item.opinion] += 1
        if item.comment:
            one.comments.append(item.comment)
    return [_line(number, one, articles) for number, one in enumerate(asked.values())]


def _line(number: int, asked: _Asked, articles: Articles) -> dict[str, Any]:
    evidence, judged, gone = [], [], 0
    for place, said in asked.said.items():
        quote = _quote(place, articles)
        if quote is None:
            gone += said.total()
        elif said["up"] > said["down"] + said["not-an-answer"]:
            evidence.append(quote)
        else:
            judged.append({**quote, "right": False})
    total: Counter[str] = sum(asked.said.values(), Counter())
    return {
        "id": f"candidate-{number:03d}",
        "question": asked.question,
        "kind": KIND,
        "evidence": evidence,
        "judged": judged,
        "candidate": True,
        "said": {opinion: total[opinion] for opinion in OPINIONS},
        "comments": asked.comments,
        "gone": gone,
    }


def _quote(place: Place, articles: Articles) -> dict[str, str] | None:
    """The quote's words as a golden question has them, or `None` where the article has others there now."""
    article_id, start, end, sha256 = place
    article = articles(article_id)
    if article is None or quote_sum(article.text[start:end]) != sha256:
        return None
    return {"source": article.origin, "quote": " ".join(article.text[start:end].split())}
