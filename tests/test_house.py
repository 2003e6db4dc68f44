"""The structure of the code: the size of packages, and one importer for each heavy library.

The direction of imports is checked by the contracts in `pyproject.toml`.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests.paths import ROOT

MODULES = sorted(path for room in ("index", "web") for path in (ROOT / room).rglob("*.py"))
# Libraries that any package may import.
MATERIALS = {"fastapi", "numpy", "pydantic", "starlette", "streamlit", "typer"}
# Libraries that several modules of one package import, each with the reason.
ROOMS = {
    "faiss": "index/engine/dense",  # exact, inverted, and the files of both
    "httpcore": "index/corpus/fetching",  # `connect` opens connections, `fetch` names its errors
    "jinja2": "web",  # the plain pages' templates, and the API's one page of reference
    "lxml": "index/corpus/reading",  # untrusted XML, and saved web pages
    "pypdfium2": "index/corpus/reading/pdf",  # `pages` reads the text, `objects` the drawings around it
    "pymilvus": "index/engine/milvus",  # `client` sends requests, `described` describes collections
    "rapidfuzz": "index",  # edit distances: spelling, notices, doubtful sentences
    "rich": "index/cli/terminal",  # all output for people
    "scipy": "index",  # sparse BM25 and a paired test: two packages, one function each
    "sentence_transformers": "index",  # encoders, and the CrossEncoder for reranking
    "torch": "index/encoding",  # runs models, and detects a GPU
    "trafilatura": "index/corpus/reading/html",  # its vote on a page, and the page's metadata
}
MOST_MODULES = 14


def imports(path: Path) -> set[str]:
    """The top-level packages that a module imports, at any level."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.split(".")[0] for name in plain | named}


@cache
def importers() -> dict[str, list[Path]]:
    """The modules that import each third-party library, except `MATERIALS`."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in MODULES:
        for name in imports(path) - sys.stdlib_module_names - MATERIALS - {"index", "web"}:
            found[name].append(path)
    return found


def test_each_library_has_one_importer_or_one_room() -> None:
    crowded = {
        name: [str(path.relative_to(ROOT)) for path in paths]
        for name, paths in importers().items()
        if len(paths) > 1 and not (name in ROOMS and all(path.is_relative_to(ROOT / ROOMS[name]) for path in paths))
    }
    assert crowded == {}


def test_the_list_of_shared_libraries_names_none_too_many() -> None:
    found = importers()
    assert [name for name in ROOMS if len(found[name]) < 2] == []


@pytest.mark.parametrize("heavy", ["faiss", "onnxruntime", "torch", "sentence_transformers", "lxml", "trafilatura"])
def test_the_faces_import_no_heavy_library(heavy: str) -> None:
    assert [path for path in importers()[heavy] if path.is_relative_to(ROOT / "web")] == []


def test_no_room_is_crowded() -> None:
    rooms = {path.parent for path in MODULES}
    crowded = {room: count for room in rooms if (count := len(list(room.glob("*.py")))) > MOST_MODULES}
    assert crowded == {}


def test_the_library_s_root_holds_the_nouns_and_the_journeys_alone() -> None:
    assert len([path for path in (ROOT / "index").iterdir() if path.is_file()]) <= MOST_MODULES
