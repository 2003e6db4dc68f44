"""The arguments of `st.App`: host check, API and plain pages in front of Streamlit's page, and a warm start.

Streamlit recognizes an app only if the script itself calls `st.App`, so two scripts do: `app.py` at the root of the
repository for `streamlit run app.py`, and `web/page/app.py` in the installed package for `verbatim serve`.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from index.settings import load_settings
from web.serving.background.building import building_beside
from web.serving.background.evaluating import evaluating_beside
from web.serving.host_check import HostCheck, Hosts
from web.serving.mounting import Dispatcher
from web.serving.page_middleware import PageMiddleware

PAGE = Path(__file__).resolve().parents[1] / "page" / "page.py"


def composition() -> dict[str, Any]:
    """The arguments of `st.App` besides the page's script."""
    # Streamlit serves its page under the base path. Ours come first, so Streamlit's rules for paths do not apply.
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    middleware = [
        Middleware(HostCheck, base_path=base, hosts=_hosts),
        Middleware(Dispatcher, base_path=base, plain=_plain),
        Middleware(PageMiddleware, base_path=base),
    ]
    return {"lifespan": _lifespan, "middleware": middleware}


def _hosts() -> Hosts:
    """The host names to answer to. `streamlit run` may listen on another address than the settings say."""
    settings = load_settings().service
    return Hosts(str(st.get_option("server.address") or ""), settings.hosts)


def _plain() -> Sequence[Route]:
    """The routes of the plain pages, imported at the first request for one."""
    from web.plain.routes import routes

    return routes


def _warm() -> None:
    """Import what the page does not need at first, and load the model."""
    from web.serving.service import service

    _plain()
    service().warm()


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Load the model in the background, so that the page appears at once and the first question is answered soon."""
    settings = load_settings()  # an invalid setting stops the service here
    threading.Thread(target=_warm, name="warm", daemon=True).start()
    with building_beside(settings), evaluating_beside(settings):
        yield {}
