"""The quality page: the metrics of the last evaluation, its snapshot, and the questions that fail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from index.ask import Answerer
from index.evaluation.evaluate import Place
from index.evaluation.figures import Figures
from index.evaluation.metrics import Bin
from index.evaluation.stored import Quality, StoredQuestion, read_quality
from web.plain.pages import page, spoken
from web.plain.problems import calm
from web.plain.working import counted
from web.serving.background.evaluating import evaluation_now
from web.serving.service import service
from web.words.words import Words

_COMMAND = "verbatim eval --keep"
# The metrics that the page shows, in order.
MEASURES = ("hit@1", "hit@3", "hit@10", "coverage", "false answers", "AUROC")
COLUMNS = ("questions", "hit@1", "hit@3", "hit@10", "coverage", "false answers")
# The sizes of the plots, in their units.
_BAR = 320
_SIDE = 360


@dataclass(frozen=True, slots=True)
class Bar:
    """A metric as a bar of at most `_BAR` units, with its confidence interval."""

    name: str
    label: str
    share: float
    width: float
    low: float | None
    high: float | None
    interval: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One bin of the reliability plot: questions of similar confidence."""

    x: float
    y: float
    said: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: a kind of question, and its cells."""

    kind: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Text of a published article, and the article's title."""

    words: str
    title: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A question that fails, with the current text at its recorded places; `None` if that is gone."""

    kept: StoredQuestion
    expected: tuple[Quoted | None, ...]
    came: Quoted | None


@dataclass(frozen=True, slots=True)
class Failing:
    """Questions that fail in the same way, most confident first, because those mislead most."""

    how: str
    questions: tuple[Failed, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An evaluation as the page shows it."""

    kept: Quality
    published: str
    bars: tuple[Bar, ...]
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    dots: tuple[Dot, ...]
    failing: tuple[Failing, ...]
    bar_units: int = _BAR
    side: int = _SIDE

    @property
    def other(self) -> bool:
        """Whether the evaluation is of a snapshot other than the published one."""
        return self.kept.snapshot != self.published

    @property
    def ece(self) -> float | None:
        """The expected calibration error, if there is one."""
        return self.kept.figures.metrics.get("ECE")


@calm
async def quality(request: Request) -> Response:
    """The page with the metrics, or with how to measure them."""

    def work(answerer: Answerer) -> Response:
        kept = read_quality(service().settings.index)
        shown = None if kept is None else _shown(spoken(request), kept, answerer)
        vocabulary = answerer.engine.vocabulary
        unknown = sorted(set(vocabulary.languages) - vocabulary.understood)
        lexical = ", ".join(spoken(request).known("tongue", code) for code in unknown)
        return page(
            request, "quality.html", command=_COMMAND, shown=shown, evaluation=evaluation_now(), lexical=lexical
        )

    return await counted(request, work)


def _shown(say: Words, kept: Quality, answerer: Answerer) -> Shown:
    kinds = sorted(kept.by_kind.items())
    return Shown(
        kept,
        answerer.snapshot,
        tuple(_bar(say, kept.figures, name) for name in MEASURES if name in kept.figures.metrics),
        (_row(say, say("quality.all"), kept.figures), *(_row(say, kind, figures) for kind, figures in kinds)),
        tuple(say(f"column.{name}") for name in COLUMNS),
        tuple(_dot(say, part) for part in kept.bins),
        _failing(answerer, kept.questions),
    )


def _bar(say: Words, figures: Figures, name: str) -> Bar:
    share, bounds = figures.metrics[name], figures.intervals.get(name)
    label, width = say(f"measure.{name}"), round(share * _BAR, 1)
    if bounds is None:
        return Bar(name, label, share, width, None, None, "")
    low, high = bounds
    said = say("quality.interval", low=low, high=high)
    return Bar(name, label, share, width, round(low * _BAR, 1), round(high * _BAR, 1), said)


def _row(say: Words, kind: str, figures: Figures) -> Row:
    shares = (say.percent(figures.metrics.get(name)) for name in COLUMNS[1:])
    return Row(kind, (say.figure(figures.questions), *shares))


def _dot(say: Words, part: Bin) -> Dot:
    said = say("quality.dot", questions=part.count, sure=part.confidence, right=part.right)
    return Dot(round(part.confidence * _SIDE, 1), round((1 - part.right) * _SIDE, 1), said)


def _failing(answerer: Answerer, questions: Sequence[StoredQuestion]) -> tuple[Failing, ...]:
    """The questions that fail, grouped by how they fail."""
    found: dict[str, list[StoredQuestion]] = {"answered": [], "missed": [], "refused": [], "late": []}
    for question in questions:
        if (how := _failure(question)) is not None:
            found[how].append(question)
    return tuple(
        Failing(how, tuple(_failed(answerer, one) for one in sorted(group, key=lambda one: -one.confidence)))
        for how, group in found.items()
        if group
    )


def _failure(question: StoredQuestion) -> str | None:
    answered = question.verdict != "unanswered"
    if not question.answerable:
        return "answered" if answered else None
    if not answered:
        return "refused"
    if question.best is None:
        return "missed"
    return "late" if question.best > 1 else None


def _failed(answerer: Answerer, question: StoredQuestion) -> Failed:
    expected = tuple(_quoted(answerer, place) for place in question.expected)
    return Failed(question, expected, _quoted(answerer, question.place))


def _quoted(answerer: Answerer, place: Place | None) -> Quoted | None:
    """The text at a recorded place; `None` if it is no longer published."""
    if place is None:
        return None
    try:
        article, _ = answerer.engine.article(place.article)
    except KeyError:
        return None
    words = place.words(article)
    return None if words is None else Quoted(words, article.card.title or article.origin)


routes = [Route("/quality", quality, methods=["GET"])]
