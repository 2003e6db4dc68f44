"""Feedback → candidate golden questions, which a person has to review before they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from index.article import Article
from index.feedback.store import OPINIONS, Feedback, quote_sum

KIND = "candidate"
Place = tuple[str, int, int, str]
# Returns the article with an id, or `None` if it no longer exists.
Articles = Callable[[str], Article | None]


@dataclass(frozen=True, slots=True)
class JudgedQuote:
    """A quote from the article whose origin is `source`; white space is collapsed."""

    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question with the quotes that people found right (`evidence`) and wrong (`wrong`).

    `said` counts the opinions by kind, and `gone` those on quotes that have changed since.
    """

    id: str
    question: str
    evidence: tuple[JudgedQuote, ...]
    wrong: tuple[JudgedQuote, ...]
    said: Mapping[str, int]
    comments: tuple[str, ...]
    gone: int

    def as_json(self) -> dict[str, object]:
        """A line of `questions.jsonl`, marked as a candidate."""
        return {
            "id": self.id,
            "question": self.question,
            "kind": KIND,
            "evidence": [asdict(quote) for quote in self.evidence],
            "judged": [{**asdict(quote), "right": False} for quote in self.wrong],
            "candidate": True,
            "said": dict(self.said),
            "comments": list(self.comments),
            "gone": self.gone,
        }


@dataclass(slots=True)
class _Asked:
    """One question, and the opinions on each of its quotes."""

    question: str
    said: dict[Place, Counter[str]] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)


def candidates(feedback: Sequence[Feedback], articles: Articles) -> list[Candidate]:
    """A candidate for each question that has feedback.

    A quote that more people found right than not becomes evidence; every other is judged wrong.
    """
    asked: dict[str, _Asked] = {}
    for item in feedback:
        words = " ".join(item.question.split())
        one = asked.setdefault(words.casefold(), _Asked(words))
        place = (item.article_id, item.start, item.end, item.quote_sha256)
        one.said.setdefault(place, Counter())[item.opinion] += 1
        if item.comment:
            one.comments.append(item.comment)
    return [_candidate(number, one, articles) for number, one in enumerate(asked.values())]


def _candidate(number: int, asked: _Asked, articles: Articles) -> Candidate:
    evidence, wrong, gone = [], [], 0
    for place, said in asked.said.items():
        quote = _quote(place, articles)
        if quote is None:
            gone += said.total()
        elif said["up"] > said["down"] + said["not-an-answer"]:
            evidence.append(quote)
        else:
            wrong.append(quote)
    total: Counter[str] = sum(asked.said.values(), Counter())
    return Candidate(
        f"candidate-{number:03d}",
        asked.question,
        tuple(evidence),
        tuple(wrong),
        {opinion: total[opinion] for opinion in OPINIONS},
        tuple(asked.comments),
        gone,
    )


def _quote(place: Place, articles: Articles) -> JudgedQuote | None:
    """The quote for a golden question, or `None` if the article has different words there now."""
    article_id, start, end, sha256 = place
    article = articles(article_id)
    if article is None or quote_sum(article.text[start:end]) != sha256:
        return None
    return JudgedQuote(article.origin, " ".join(article.text[start:end].split()))
