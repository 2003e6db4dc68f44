"""Creates a virtual environment with pinned versions for each peer in `.bench/`. The others run in the current one.

Packages that Verbatim pins have the same version everywhere. pip's own variables and files configure where packages
come from: on Linux, the default build of torch includes gigabytes of CUDA libraries, the CPU build does not.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / ".bench"
_SHARED = ("torch", "sentence-transformers", "transformers", "faiss-cpu")
REQUIREMENTS = {
    "txtai": ("txtai==9.14.0",),
    "haystack": ("haystack-ai==3.4.1", "faiss-haystack==3.0.0", "sentence-transformers-haystack==2.0.0"),
    "langchain": (
        "langchain-classic==1.0.8",
        "langchain-community==0.4.2",
        "langchain-huggingface==1.2.3",
        "rank-bm25==0.2.2",
    ),
}


def python_of(peer: str) -> str:
    """The interpreter with the peer's packages, which are installed if necessary."""
    if peer not in REQUIREMENTS:
        return sys.executable
    folder = FOLDER / peer
    python = folder / "bin" / "python"
    wanted = "\n".join([*REQUIREMENTS[peer], *_shared()])
    ready = folder / "ready"
    if not ready.is_file() or ready.read_text(encoding="utf-8") != wanted:
        print(f"installing {peer} into {folder.relative_to(ROOT)} …", flush=True)
        _run([sys.executable, "-m", "venv", "--clear", str(folder)])
        _run([str(python), "-m", "pip", "install", "--quiet", *wanted.split("\n")])
        ready.write_text(wanted, encoding="utf-8")
    return str(python)


def environment() -> dict[str, str]:
    """The environment of every peer's process: the current one, with model hubs disabled."""
    return {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)}


def versions_of(peer: str) -> dict[str, str]:
    """The packages in a peer's virtual environment with their versions; empty if it has none of its own."""
    if peer not in REQUIREMENTS:
        return {}
    listed = _run([python_of(peer), "-m", "pip", "list", "--format", "freeze"])
    return dict(line.split("==", 1) for line in listed.splitlines() if "==" in line)


def _shared() -> list[str]:
    """The pins of `constraints.txt` that apply to all peers."""
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    return [found[0] for name in _SHARED if (found := re.findall(rf"^{re.escape(name)}==\S+", pins, re.MULTILINE))]


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
