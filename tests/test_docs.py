"""The docs are right: links have targets, commands exist, and stated results match the printed ones."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from index.evaluation.evaluate import Evaluation
from index.settings import Settings
from tests.paths import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = re.findall(r"`((?:index|web|tests|corpus|docs|benchmarks)/[\w/.-]*)`", page.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_make_targets_of_the_readme_exist() -> None:
    targets = set(re.findall(r"(?:^|`)make (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {"run", "test", "setup"} <= targets
    assert [target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


@pytest.mark.model
def test_the_figures_of_the_readme_are_those_of_the_golden_set(evaluation: Evaluation) -> None:
    figures = evaluation.figures()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    printed = dict(
        re.findall(
            r"^ *(hit@1|hit@3|hit@10|MRR|marked right|coverage|false answers|AUROC) +(\d\.\d+)", readme, re.MULTILINE
        )
    )
    assert len(printed) == 8
    # Another processor may reverse a near tie.
    assert {name: figures.metrics[name] for name in printed} == pytest.approx(
        {name: float(value) for name, value in printed.items()}, abs=0.012
    )


@pytest.mark.model
def test_the_answer_in_the_readme_is_what_the_command_prints(real_settings: Settings) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```console\n\$ verbatim ask (.+)\n((?:.*\n)*?)```", readme)
    assert shown
    environment = {**os.environ, "VERBATIM_INDEX": str(real_settings.index), "COLUMNS": "100"}
    command = [sys.executable, "-m", "index", "ask", *shlex.split(shown[1])]
    printed = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    lines = [[line.rstrip() for line in text.strip("\n").splitlines()] for text in (shown[2], printed)]
    assert lines[0] == lines[1]
