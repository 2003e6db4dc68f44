"""The examples for Docker, nginx and systemd, and the docs, use the current names of settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from index.settings.settings import LEAVES
from tests.paths import ROOT

EXAMPLES = sorted(path for path in (ROOT / "deploy").iterdir() if path.is_file())
# settings.md has the table of old names.
PAGES = [ROOT / "README.md", *(page for page in sorted((ROOT / "docs").glob("*.md")) if page.name != "settings.md")]
KNOWN = {f"VERBATIM_{name.upper().replace('.', '__')}" for name in LEAVES}


@pytest.mark.parametrize("path", [*EXAMPLES, *PAGES], ids=lambda path: path.name)
def test_every_variable_that_is_named_is_a_setting(path: Path) -> None:
    assert set(re.findall(r"VERBATIM_[A-Z_]+", path.read_text(encoding="utf-8"))) - KNOWN == set()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_names_the_host_that_is_answered_to(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r"(VERBATIM_SERVICE__HOSTS=|service\.hosts = \[\")verbatim\.example\.org", text)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_names_the_proxy_that_is_believed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r"(VERBATIM_SERVICE__TRUSTED_PROXIES=|service\.trusted_proxies = \[\")[0-9.]+", text)


def test_milvus_is_asked_by_nobody_without_a_password_or_in_the_clear() -> None:
    of_compose = yaml.safe_load((ROOT / "deploy/milvus/user.yaml").read_text(encoding="utf-8"))
    values = yaml.safe_load((ROOT / "deploy/milvus/values.yaml").read_text(encoding="utf-8"))
    of_helm = yaml.safe_load(values["extraConfigFiles"]["user.yaml"])
    for found in (of_compose, of_helm):
        assert found["common"]["security"] == {"authorizationEnabled": True, "tlsMode": 1}


def test_compose_lets_nothing_but_nginx_be_reached() -> None:
    services = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    assert {line for name in ("verbatim-1", "verbatim-2") for line in services[name]["environment"]} >= {
        "VERBATIM_ENGINE__KIND=milvus",
        "VERBATIM_ENGINE__URI=https://milvus:19530",
    }


def test_nginx_before_two_services_differs_in_nothing_else() -> None:
    one, two = ((ROOT / "deploy" / name).read_text(encoding="utf-8") for name in ("nginx.conf", "nginx-replicas.conf"))
    own = {"upstream", "server verbatim", "server 127.0.0.1", "ip_hash", "proxy_next_upstream", "proxy_connect_timeout"}
    rest = [
        [line for line in text.split("\nlog_format", 1)[1].splitlines() if not any(word in line for word in own)]
        for text in (one, two)
    ]
    assert rest[0] == rest[1]
