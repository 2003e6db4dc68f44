"""Starts the service: the page and the API in one Streamlit process, the API alone, or the MCP server."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import NoReturn

from index.cli.streamlit_options import option_variables
from index.errors import ServiceError
from index.settings import Settings

# `web` is next to `index`, both in the wheel and in a checkout.
PAGE = Path(__file__).resolve().parents[2] / "web" / "page"
APP = PAGE / "app.py"
OPTIONS = PAGE / "streamlit.toml"
# Without -P, `python -m` would import modules from the working folder that have the name of one of ours or a library.
_PYTHON = (sys.executable, "-P")


def check_port(settings: Settings) -> None:
    """Raises `ServiceError` if the service cannot listen on its address."""
    host, port = settings.service.host, settings.service.port
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, UnicodeError) as error:
        raise ServiceError(
            f"The service cannot listen on {host}:{port} ({error}): expected an address of this machine and a free "
            f"port. Try: verbatim serve --port {port % 65535 + 1}"
        ) from error


def service_command(settings: Settings) -> list[str]:
    """The command that serves the page. It states the address, because Streamlit would look it up on the internet."""
    service = settings.service
    return [
        *(*_PYTHON, "-m", "streamlit", "run", str(APP)),
        f"--server.address={service.host}",
        f"--server.port={service.port}",
        f"--browser.serverAddress={service.host}",
        "--server.headless=true",
        "--browser.gatherUsageStats=false",
        *([f"--server.baseUrlPath={service.base_path}"] if service.base_path else []),
    ]


def api_command() -> list[str]:
    """The command that serves the API without the page."""
    return [*_PYTHON, "-m", "web.serving.standalone"]


def mcp_command(*, http: bool) -> list[str]:
    """The command that serves the MCP tools."""
    return [*_PYTHON, "-m", "web.mcp.server", *(["--http"] if http else [])]


def service_environment(settings: Settings) -> dict[str, str]:
    """This process' environment, with the settings that command-line options changed; folders are made absolute."""
    given = {
        "VERBATIM_CORPUS": str(settings.corpus.resolve()),
        "VERBATIM_INDEX": str(settings.index.resolve()),
        "VERBATIM_SERVICE__HOST": settings.service.host,
        "VERBATIM_SERVICE__PORT": str(settings.service.port),
        "VERBATIM_SERVICE__BUILD": str(settings.service.build).lower(),
        # Otherwise each thread's malloc arena would grow with every snapshot that is opened.
        "MALLOC_ARENA_MAX": os.environ.get("MALLOC_ARENA_MAX", "2"),
        # Otherwise uvicorn, which Streamlit starts, would trust every proxy on this machine.
        "FORWARDED_ALLOW_IPS": ",".join(settings.service.trusted_proxies),
    }
    return {**os.environ, **option_variables(OPTIONS, os.environ), **given}


def become(command: list[str], settings: Settings) -> NoReturn:
    """Replace this process with the service, so that signals reach it."""
    sys.stdout.flush()
    # The command is our own; nothing of it comes from a request.
    os.execve(sys.executable, command, service_environment(settings))  # noqa: S606 - that is its purpose
