"""The map of all passages, a question's place on it and what is nearest to it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from index.ask import Answerer
from index.errors import QuestionError
from index.evidence import Floats
from index.query import check_question
from web.plain import words
from web.plain.drawing import Drawing, Frame, Mark, Point, drawing_of, points_of
from web.plain.pages import page
from web.plain.working import worked

NEAREST = 5
# A list of more would be no help: the articles themselves are.
MOST_LISTED = 400
# A label right of this share of the drawing stands left of its mark.
_LEFT = 0.7


@dataclass(frozen=True, slots=True)
class Near:
    """A passage near the question: its number, and where its ring is drawn."""

    number: int
    point: Point
    place: tuple[float, float]
    mark: Mark
    drawn: bool


async def passages_map(request: Request) -> Response:
    """The map; with `q`, the question's place and the passages nearest to it."""
    question = request.query_params.get("q", "").strip()

    def work(answerer: Answerer) -> Response:
        drawing = drawing_of(answerer)
        vector, said = _vector(answerer, question)
        return page(
            request,
            "map.html",
            words=words,
            drawing=drawing,
            question=question,
            said=said,
            **_placed(answerer, drawing, vector),
        )

    return await worked(request, work, question or None, counted=bool(question))


def _vector(answerer: Answerer, question: str) -> tuple[Floats | None, str | None]:
    """The question's vector, or why there is none."""
    if not question:
        return None, None
    try:
        return answerer.encoder.encode_query(check_question(question))[0], None
    except QuestionError:
        return None, words.MAP_EMPTY


def _placed(answerer: Answerer, drawing: Drawing, vector: Floats | None) -> dict[str, Any]:
    """Everything in the drawing's units, for the template."""
    if vector is None:
        frame, here, near = Frame.around(drawing.places), None, []
    else:
        place = drawing.plane.places(vector[None, :])
        rows = answerer.engine.candidates(vector, [], NEAREST)
        cosines = answerer.engine.scores(vector, [], rows).dense
        # Candidates come from the sentences too: the nearest passages are among them, and not all are.
        best = rows[np.argsort(-cosines, kind="stable")[:NEAREST]]
        places = drawing.plane.places(answerer.engine.passage_vectors(best))
        frame = Frame.around(np.concatenate([drawing.places, places, place]))
        here = frame.at(place[0])
        known = set(drawing.rows.tolist())
        near = [
            Near(number, point, frame.at(at), drawing.mark(point.article_id), int(row) in known)
            for number, (row, at, point) in enumerate(
                zip(best, places, points_of(answerer, best), strict=True), start=1
            )
        ]
    drawn = [
        (point, frame.at(at), drawing.mark(point.article_id))
        for point, at in zip(drawing.points, drawing.places, strict=True)
    ]
    listed = drawing.points if len(drawing.points) <= MOST_LISTED else ()
    by_article = [(name, list(points)) for name, points in groupby(listed, key=lambda point: point.article_id)]
    return {
        "frame": frame,
        "here": here,
        "beside": here is not None and here[0] > _LEFT * frame.width,
        "near": near,
        "drawn": drawn,
        "by_article": by_article,
        "titles": {**drawing.titles, **_titles(answerer, near)},
    }


def _titles(answerer: Answerer, near: list[Near]) -> dict[str, str]:
    found = {}
    for item in near:
        article, _ = answerer.engine.article(item.point.article_id)
        found[article.id] = article.card.title or article.origin
    return found


routes = [Route("/library/map", passages_map, methods=["GET"])]
