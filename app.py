"""The service: `streamlit run app.py` serves the page at / and the JSON API at /api, in one process."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from index.settings import load_settings
from web.mounting import OursFirst


def plain() -> Sequence[Route]:
    """The plain pages, imported when they are needed."""
    from web.plain.routes import routes

    return routes


def warm() -> None:
    """Import what the page's first moments do not need, and load the model."""
    from web.service import service

    plain()
    service().warm()


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Load the model beside the page, so that the page is there at once and the first question does not wait long."""
    load_settings()  # a wrong one stops the service here
    threading.Thread(target=warm, name="warm", daemon=True).start()
    yield {}


# Streamlit puts its own pages under the base path; the API comes before them, and before Streamlit's rules for paths.
base = str(st.get_option("server.baseUrlPath") or "").strip("/")
app = st.App("web/page.py", lifespan=lifespan, middleware=[Middleware(OursFirst, base_path=base, plain=plain)])
