"""Health and metrics endpoints."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from index.contract import BuildJson, HealthJson, LiveJson
from web.api import examples
from web.api.access import clear_parameters, known_asker
from web.api.documented import answers, refuses
from web.serving.background.building import build_now
from web.serving.metrics import CONTENT_TYPE
from web.serving.service import service

router = APIRouter(tags=["operation"], dependencies=[Depends(clear_parameters)])


@router.get("/v1/health", response_model=HealthJson, responses={**answers(examples.HEALTH), **refuses(only=(422, 503))})
@router.get(
    "/v1/health/ready", response_model=HealthJson, responses={**answers(examples.HEALTH), **refuses(only=(422, 503))}
)
async def ready() -> HealthJson:
    """Whether questions can be answered now, and from which snapshot: status 200 or 503."""
    return await run_in_threadpool(_ready)


@router.get("/v1/health/live", response_model=LiveJson, responses={**answers(examples.LIVE), **refuses(only=(422,))})
async def live() -> LiveJson:
    """Whether the process is alive: always status 200."""
    return LiveJson(status="live")


@router.get(
    "/v1/metrics",
    response_class=Response,
    dependencies=[Depends(known_asker)],
    responses={
        200: {"description": "Counters.", "content": {"text/plain": {"example": examples.METRICS}}},
        **refuses(only=(401, 422)),
    },
)
async def metrics() -> Response:
    """Counters in Prometheus' format; no question, address or key is among them."""
    return Response(service().metrics.text(), media_type=CONTENT_TYPE)


def _ready() -> HealthJson:
    answerer = service().answerer()
    answerer.check_sums()
    build = build_now()
    return HealthJson(
        status="ready",
        snapshot=answerer.snapshot,
        passages=answerer.engine.count,
        build=BuildJson(**asdict(build)) if build else None,
    )
