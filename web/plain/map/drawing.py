"""The content of the map: the position, mark and sentence of each passage, and the legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.arrays import Floats, Ints
from index.ask import Answerer
from index.search.verify_quotes import holds_passage, is_intact
from web.markup import language_of
from web.plain.map.projection import Plane, plane_of, sample_rows
from web.plain.working import PerSnapshot

MOST_DRAWN = 3_000
# The most articles with a mark of their own; a longer legend would not be read.
MOST_MARKS = 12
# The shapes of marks; `plain.css` has as many colours, and no combination repeats.
SHAPES = (
    "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0",
    "M-5-5h10v10h-10z",
    "M0-6.5L6.2 4.8H-6.2z",
    "M0-7L7 0L0 7L-7 0z",
    "M0 6.5L6.2-4.8H-6.2z",
    "M-2.2-6.5h4.4v4.3h4.3v4.4h-4.3v4.3h-4.4v-4.3h-4.3v-4.4h4.3z",
)
_OTHER = "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0"
_LONGEST = 180


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of an article's passages: a shape, and the number of a colour."""

    shape: str
    colour: str


@dataclass(frozen=True, slots=True)
class Point:
    """A passage on the map, with offsets and text of the sentence in its tooltip; `None` if it is withheld."""

    article_id: str
    start: int
    end: int
    sentence: str | None
    heading: str
    language: str


@dataclass(frozen=True, slots=True)
class Named:
    """A legend entry: an article, and how many of its passages are drawn; `None` stands for all other articles."""

    article_id: str | None
    title: str
    mark: Mark
    count: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map of one snapshot: points with their positions [n, 2] on the plane."""

    plane: Plane
    places: Floats
    rows: Ints
    points: tuple[Point, ...]
    legend: tuple[Named, ...]
    marks: dict[str, Mark]
    titles: dict[str, str]
    count: int

    def mark(self, article_id: str) -> Mark:
        """The mark of this article's passages."""
        return self.marks.get(article_id, Mark(_OTHER, "other"))


def _drawing(answerer: Answerer) -> Drawing:
    engine = answerer.engine
    rows = sample_rows(engine.count, MOST_DRAWN)
    vectors = engine.passage_vectors(rows)
    plane = plane_of(vectors)
    points = tuple(points_of(answerer, rows))
    drawn = Counter(point.article_id for point in points)
    titles = {}
    for name in drawn:
        article, _ = engine.article(name)
        titles[name] = article.card.title or article.origin
    legend, marks = _legend(drawn, titles, {point.article_id: point.language for point in points})
    return Drawing(plane, plane.places(vectors), rows, points, legend, marks, titles, engine.count)


drawing_of = PerSnapshot(_drawing)


def points_of(answerer: Answerer, rows: Ints, sentences: Sequence[int] | None = None) -> list[Point]:
    """The points of the passages in `rows`, with the sentences at the positions `sentences`, by default the first."""
    found = []
    intact: dict[str, bool] = {}
    for passage, number in zip(answerer.engine.passages(rows), sentences or [0] * len(rows), strict=True):
        shown = passage.sentences[number]
        article, sha256 = answerer.engine.article(passage.article_id)
        if article.id not in intact:
            intact[article.id] = is_intact(article, sha256)
        verified = intact[article.id] and holds_passage(article, passage)
        words = " ".join(passage.quote(shown).split())
        short = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
        place = passage.article_id, shown.start, shown.end
        heading = " › ".join(passage.heading)
        found.append(Point(*place, short if verified else None, heading, language_of(article.card)))
    return found


def _legend(
    drawn: Counter[str], titles: dict[str, str], languages: dict[str, str]
) -> tuple[tuple[Named, ...], dict[str, Mark]]:
    """The legend, sorted by id, with one entry for all articles without a mark, and the marks by article id."""
    most = sorted(sorted(drawn), key=lambda name: -drawn[name])[:MOST_MARKS]
    marks = {name: _mark(number) for number, name in enumerate(sorted(most))}
    legend = [Named(name, titles[name], mark, drawn[name], languages[name]) for name, mark in marks.items()]
    rest = drawn.total() - sum(named.count for named in legend)
    if rest:
        legend.append(Named(None, "", Mark(_OTHER, "other"), rest))
    return tuple(legend), marks


def _mark(number: int) -> Mark:
    turn = len(SHAPES)
    return Mark(SHAPES[number % turn], str((number + number // turn) % turn))
