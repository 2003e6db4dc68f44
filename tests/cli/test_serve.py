"""Starting the service."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from index.cli.serve import APP, api_command, become, check_port, mcp_command, service_command, service_environment
from index.errors import ServiceError
from index.settings import load_settings


def test_the_service_is_the_app_at_the_given_address() -> None:
    command = service_command(load_settings(service={"host": "127.0.0.2", "port": 9000}))
    assert command[1:6] == ["-P", "-m", "streamlit", "run", str(APP)]
    assert {"--server.address=127.0.0.2", "--server.port=9000", "--browser.gatherUsageStats=false"} <= set(command)


def test_the_app_is_there() -> None:
    assert APP.is_file()


def test_folders_given_as_options_reach_the_service_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    environment = service_environment(load_settings(corpus=Path("mine"), index=Path("built")))
    assert (environment["VERBATIM_CORPUS"], environment["VERBATIM_INDEX"]) == (f"{tmp_path}/mine", f"{tmp_path}/built")


def test_starting_replaces_this_process_by_that_command(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []
    monkeypatch.setattr("os.execve", lambda *arguments: started.extend(arguments))
    settings = load_settings()
    become(service_command(settings), settings)
    assert started[1:] == [service_command(settings), service_environment(settings)]


def test_a_free_port_is_accepted() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    check_port(load_settings(service={"port": port}))


def test_an_address_that_is_not_this_machine_s_is_refused() -> None:
    with pytest.raises(ServiceError, match=r"cannot listen on 192\.0\.2\.1:8501"):
        check_port(load_settings(service={"host": "192.0.2.1"}))


def test_the_other_faces_are_processes_of_their_own() -> None:
    assert api_command()[1:] == ["-P", "-m", "web.serving.standalone"]
    assert mcp_command(http=False)[1:] == ["-P", "-m", "web.mcp.server"]
    assert mcp_command(http=True)[1:] == ["-P", "-m", "web.mcp.server", "--http"]


def test_the_base_path_reaches_the_page() -> None:
    assert "--server.baseUrlPath=deep/verbatim" in service_command(
        load_settings(service={"base_path": "/deep/verbatim/"})
    )


def test_no_proxy_is_believed_that_is_not_named() -> None:
    assert service_environment(load_settings())["FORWARDED_ALLOW_IPS"] == ""
    named = load_settings(service={"trusted_proxies": ["192.0.2.1", "10.0.0.0/8"]})
    assert service_environment(named)["FORWARDED_ALLOW_IPS"] == "192.0.2.1,10.0.0.0/8"
