"""Quality: the figures of the last evaluation, the snapshot they belong to, and the questions that fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from index.ask import Answerer
from index.errors import IndexDamagedError
from index.evaluation.evaluate import Place
from index.evaluation.kept import FILE, read_quality
from web.plain.pages import page, spoken
from web.plain.problems import calm
from web.plain.working import counted
from web.serving.service import service
from web.words.words import Words

_COMMAND = "verbatim eval --keep"
# The evaluation's names of its figures, in the order of the page.
MEASURES = ("hit@1", "hit@3", "hit@10", "coverage", "false answers", "AUROC")
COLUMNS = ("questions", "hit@1", "hit@3", "hit@10", "coverage", "false answers")
# The plots' units.
_BAR = 320
_SIDE = 360


@dataclass(frozen=True, slots=True)
class Bar:
    """One share as a bar of at most `_BAR` units, with the interval it may lie in."""

    name: str
    label: str
    share: float
    width: float
    low: float | None
    high: float | None
    interval: str


@dataclass(frozen=True, slots=True)
class Dot:
    """Questions of like confidence on the reliability plot."""

    x: float
    y: float
    said: str


@calm
async def quality(request: Request) -> Response:
    """The figures, or how to get them."""

    def work(answerer: Answerer) -> Response:
        kept = read_quality(service().settings.index)
        if kept is None:
            return page(request, "quality.html", command=_COMMAND, kept=None)
        try:
            values = _values(spoken(request), kept, answerer)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise IndexDamagedError(
                f"{FILE} holds no figures ({error!r}): expected those of an evaluation. Run: verbatim eval --keep"
            ) from error
        return page(request, "quality.html", command=_COMMAND, kept=kept, **values)

    return await counted(request, work)


def _values(say: Words, kept: Mapping[str, Any], answerer: Answerer) -> dict[str, Any]:
    figures = kept["figures"]
    return {
        "other": kept["snapshot"] != answerer.snapshot,
        "published": answerer.snapshot,
        "bars": [_bar(say, figures, name) for name in MEASURES if figures.get(name) is not None],
        "bar_units": _BAR,
        "rows": [
            _row(say, say("quality.all"), figures),
            *(_row(say, kind, of) for kind, of in sorted(kept["by_kind"].items())),
        ],
        "columns": [say(f"column.{name}") for name in COLUMNS],
        "dots": [_dot(say, part) for part in kept["bins"]],
        "ece": figures.get("ECE"),
        "side": _SIDE,
        "failing": [
            (how, [_shown(answerer, question) for question in group]) for how, group in _failing(kept["questions"])
        ],
    }


def _bar(say: Words, figures: Mapping[str, Any], name: str) -> Bar:
    share = float(figures[name])
    low, high = figures.get(f"{name} 95%", (None, None))
    said = "" if low is None else say("quality.interval", low=low, high=high)
    first, last = (None, None) if low is None else (round(low * _BAR, 1), round(high * _BAR, 1))
    return Bar(name, say(f"measure.{name}"), share, round(share * _BAR, 1), first, last, said)


def _row(say: Words, kind: str, figures: Mapping[str, Any]) -> tuple[str, list[str]]:
    """A line of the table: a kind of questions and its figures."""
    shares = (say.percent(figures.get(name)) for name in COLUMNS[1:])
    return kind, [say.figure(figures["questions"]), *shares]


def _dot(say: Words, part: Mapping[str, Any]) -> Dot:
    sure, right, count = float(part["confidence"]), float(part["right"]), int(part["count"])
    said = say("quality.dot", questions=count, sure=sure, right=right)
    return Dot(round(sure * _SIDE, 1), round((1 - right) * _SIDE, 1), said)


def _failing(questions: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The questions that fail, by how they do; the surest first, for those mislead most."""
    found: dict[str, list[Mapping[str, Any]]] = {"answered": [], "missed": [], "refused": [], "late": []}
    for question in questions:
        if (how := _failure(question)) is not None:
            found[how].append(question)
    return [
        (how, sorted(group, key=lambda question: -float(question["confidence"])))
        for how, group in found.items()
        if group
    ]


def _failure(question: Mapping[str, Any]) -> str | None:
    answered = question["verdict"] != "unanswered"
    if not question["answerable"]:
        return "answered" if answered else None
    if not answered:
        return "refused"
    if question["best"] is None:
        return "missed"
    return "late" if question["best"] > 1 else None


def _shown(answerer: Answerer, question: Mapping[str, Any]) -> dict[str, Any]:
    """A question with the words that its places have in the published articles."""
    expected = [_quoted(answerer, place) for place in question["expected"]]
    return {**question, "expected": expected, "came": _quoted(answerer, question["place"])}


def _quoted(answerer: Answerer, place: Mapping[str, Any] | None) -> tuple[str, str] | None:
    """The words at a place that was kept and their article's title, or `None`: they are not published any more."""
    if place is None:
        return None
    try:
        article, _ = answerer.engine.article(place["article"])
    except KeyError:
        return None
    words = Place(**place).words(article)
    return None if words is None else (words, article.card.title or article.origin)


routes = [Route("/quality", quality, methods=["GET"])]
