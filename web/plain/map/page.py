"""The page with the map of all passages, a question's position and the nearest passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from index.arrays import Floats
from index.ask import Answerer
from index.errors import QuestionError
from index.query import check_question
from web.plain.map.drawing import Drawing, Mark, Point, drawing_of, points_of
from web.plain.map.frame import Frame, Spot, label_of_question, label_of_ring
from web.plain.pages import page, spoken
from web.plain.problems import calm
from web.plain.working import counted

NEAREST = 5
# With more passages, the page does not list them: the articles themselves are more helpful.
MOST_LISTED = 400


@dataclass(frozen=True, slots=True)
class Near:
    """A passage near the question, with the positions of its ring and number. If `drawn`, it also has a mark."""

    number: int
    point: Point
    place: Spot
    label: Spot
    mark: Mark
    drawn: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn passage with its position and its article's mark."""

    point: Point
    place: Spot
    mark: Mark


@dataclass(frozen=True, slots=True)
class Asked:
    """The position of the question, and the offset and anchor of its label."""

    place: Spot
    label: tuple[float, float, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """The points of one article, for the list below the map."""

    article_id: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """The map in drawing units. `titles` maps the ids of all articles shown to their titles."""

    frame: Frame
    asked: Asked | None
    near: tuple[Near, ...]
    drawn: tuple[Drawn, ...]
    listed: tuple[Listed, ...]
    titles: dict[str, str]


@calm
async def passages_map(request: Request) -> Response:
    """The map and, with the parameter `q`, the question's position and the nearest passages."""
    question = request.query_params.get("q", "").strip()

    def work(answerer: Answerer) -> Response:
        if not answerer.engine.count:
            say = spoken(request)
            return page(
                request, "problem.html", title=say("map.title"), said=say("answer.empty"), language=say.language
            )
        drawing = drawing_of(answerer)
        vector = _vector(answerer, question)
        return page(
            request,
            "map.html",
            drawing=drawing,
            question=question,
            wordless=bool(question) and vector is None,
            placed=_placed(answerer, drawing, vector),
        )

    return await counted(request, work, question or None)


def _vector(answerer: Answerer, question: str) -> Floats | None:
    """The question's vector [dimension]; `None` if it has no words."""
    try:
        return answerer.encoder.encode_query(check_question(question)).vectors[0] if question else None
    except QuestionError:
        return None


def _placed(answerer: Answerer, drawing: Drawing, vector: Floats | None) -> Placed:
    found = _nearest(answerer, vector) if vector is not None else []
    rows = np.array([row for row, _ in found], dtype=np.int64)
    places = drawing.places
    if vector is not None:
        added = np.concatenate([answerer.engine.passage_vectors(rows), vector[None, :]])
        places = np.concatenate([places, drawing.plane.places(added)])
    frame = Frame.around(places)
    spots = [frame.at(place) for place in places]
    drawn = tuple(
        Drawn(point, spot, drawing.mark(point.article_id)) for point, spot in zip(drawing.points, spots, strict=False)
    )
    rings = spots[len(drawn) :]
    asked = Asked(rings[-1], label_of_question(rings[-1], spots, frame)) if rings else None
    known = set(drawing.rows.tolist())
    near = tuple(
        Near(number, point, spot, label_of_ring(spot, rings), drawing.mark(point.article_id), row in known)
        for number, ((row, point), spot) in enumerate(zip(found, rings, strict=False), start=1)
    )
    return Placed(frame, asked, near, drawn, _listed(drawing), {**drawing.titles, **_titles(answerer, near)})


def _nearest(answerer: Answerer, vector: Floats) -> list[tuple[int, Point]]:
    """The rows and points of the nearest passages, each with its sentence nearest to the question."""
    # Candidates also come from sentence vectors, so they contain the nearest passages and others.
    scores = answerer.engine.scores(vector, [], answerer.engine.candidates(vector, [], NEAREST))
    best = np.argsort(-scores.dense, kind="stable")[:NEAREST]
    rows = scores.passages[best]
    sentences = [int(number) for number in scores.best[best]]
    return list(zip(rows.tolist(), points_of(answerer, rows, sentences), strict=True))


def _listed(drawing: Drawing) -> tuple[Listed, ...]:
    """The points grouped by article; empty if there are too many to list."""
    points = drawing.points if len(drawing.points) <= MOST_LISTED else ()
    return tuple(Listed(name, tuple(own)) for name, own in groupby(points, key=lambda point: point.article_id))


def _titles(answerer: Answerer, near: Sequence[Near]) -> dict[str, str]:
    found = {}
    for item in near:
        article, _ = answerer.engine.article(item.point.article_id)
        found[article.id] = article.card.title or article.origin
    return found


routes = [Route("/library/map", passages_map, methods=["GET"])]
