"""A virtual environment a peer, in `.bench/`, with pinned versions; Verbatim and the tutorial run in this one.

What Verbatim pins too has the same version in all of them. pip's own variables and files say where packages come from:
on Linux, its ordinary torch brings gigabytes of CUDA libraries with it, which the CPU build does not.
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
    "haystack": ("haystack-ai==3.4.0", "faiss-haystack==3.0.0", "sentence-transformers-haystack==2.0.0"),
    "langchain": (
        "langchain-classic==1.0.8",
        "langchain-community==0.4.2",
        "langchain-huggingface==1.2.3",
        "rank-bm25==0.2.2",
    ),
}


def python_of(peer: str) -> str:
    """The interpreter that has the peer's packages, installed first where they are not."""
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
    """What every peer's process has: this one's variables, and no way out to a model hub."""
    return {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)}


def versions_of(peer: str) -> dict[str, str]:
    """Every package in a peer's own environment and its version; none where it runs in this one."""
    if peer not in REQUIREMENTS:
        return {}
    listed = _run([python_of(peer), "-m", "pip", "list", "--format", "freeze"])
    return dict(line.split("==", 1) for line in listed.splitlines() if "==" in line)


def _shared() -> list[str]:
    """The pins of `constraints.txt` that count for all."""
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    return [found[0] for name in _SHARED if (found := re.findall(rf"^{re.escape(name)}==\S+", pins, re.MULTILINE))]


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
