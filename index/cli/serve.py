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

# In the wheel as in a checkout, `web` lies beside `index`.
PAGE = Path(__file__).resolve().parents[2] / "web" / "page"
APP = PAGE / "app.py"
OPTIONS = PAGE / "streamlit.toml"
# Without -P, `python -m` would import a module of the working folder that is called like one of ours or a library.
_PYTHON = (sys.executable, "-P")


def check_port(settings: Settings) -> None:
    """Raises `ServiceError` where the address cannot be listened on."""
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
    """The command that serves the page. The address is given, for Streamlit would look its own up in the internet."""
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
    """The command that serves the tools for assistants."""
    return [*_PYTHON, "-m", "web.mcp.server", *(["--http"] if http else [])]


def service_environment(settings: Settings) -> dict[str, str]:
    """This process' environment with the settings that options have changed; relative folders are made absolute."""
    given = {
        "VERBATIM_CORPUS": str(settings.corpus.resolve()),
        "VERBATIM_INDEX": str(settings.index.resolve()),
        "VERBATIM_SERVICE__HOST": settings.service.host,
        "VERBATIM_SERVICE__PORT": str(settings.service.port),
        "VERBATIM_SERVICE__BUILD": str(settings.service.build).lower(),
        # Each thread's own store of freed memory would grow with every snapshot that is opened.
        "MALLOC_ARENA_MAX": os.environ.get("MALLOC_ARENA_MAX", "2"),
        # uvicorn, which Streamlit starts, would believe every proxy on this machine.
        "FORWARDED_ALLOW_IPS": ",".join(settings.service.trusted_proxies),
    }
    return {**os.environ, **option_variables(OPTIONS, os.environ), **given}


def become(command: list[str], settings: Settings) -> NoReturn:
    """Become the service: this process is replaced, so that signals reach it."""
    sys.stdout.flush()
    # The command is our own; nothing of it comes from a request.
    os.execve(sys.executable, command, service_environment(settings))  # noqa: S606 - that is its purpose
