"""Start-up times: `python -m benchmarks.start` starts commands and the page, cold, on a built index.

Every start is a separate process. Each round runs all of them in turn, so that other load on the machine affects all
alike. For comparison, a bare interpreter is started, and a program that imports sentence-transformers, loads the model
and encodes one word.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from benchmarks.report import Cell, Report, options
from index.build import build
from index.cli.serve import service_command, service_environment
from index.models.files import model_folder
from index.settings import Settings, load_settings

_ASKED = "Ice or heat for a back spasm?"
_LOAD = (
    "import sys; from sentence_transformers import SentenceTransformer as S; S(sys.argv[1], device='cpu').encode('a')"
)
_PATIENCE = 120.0
# The libraries that take longest to import.
_HEAVY = ("torch", "sentence_transformers", "onnxruntime", "faiss", "streamlit", "numpy", "pydantic")


def main() -> None:
    """Measure and print."""
    parser = options(__doc__, rounds=3)
    given = parser.parse_args()
    settings = load_settings()
    report = Report("start", settings, vars(given))
    with tempfile.TemporaryDirectory() as folder:
        here = load_settings(index=Path(folder))
        build(here)
        starts = _starts(here)
        seconds: dict[str, list[float]] = {}
        for _ in range(given.rounds):
            for start in starts:
                for name, spent in start().items():
                    seconds.setdefault(name, []).append(spent)
        report.add(
            "From the start of the process",
            [
                {"what": name, "median s": round(statistics.median(spent), 2), "least s": round(min(spent), 2)}
                for name, spent in seconds.items()
            ],
        )
        commands = (["--help"], ["verify"], ["ask", _ASKED])
        report.add("What a command imports", [_imports(here, command) for command in commands])
    report.write(given.results)


def _starts(settings: Settings) -> list[Callable[[], Mapping[str, float]]]:
    environment = {**service_environment(settings), "HF_HUB_OFFLINE": "1"}

    def command(name: str, *arguments: str) -> Callable[[], Mapping[str, float]]:
        return lambda: {name: _until_end([sys.executable, *arguments], environment)}

    starts = [
        command("bare interpreter", "-c", "pass"),
        command("verbatim --help", "-m", "index", "--help"),
        command("verbatim verify", "-m", "index", "verify"),
        command("verbatim ask, one answer", "-m", "index", "ask", _ASKED),
        lambda: _page(settings, environment),
    ]
    if settings.model.name != "hash":
        folder = str(model_folder(settings.model.name, offline=settings.model.offline))
        starts.insert(3, command("the model alone: import, load, encode", "-c", _LOAD, folder))
    return starts


def _until_end(command: list[str], environment: Mapping[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def _page(settings: Settings, environment: Mapping[str, str]) -> dict[str, float]:
    """The seconds until the page can be fetched, and until the API has answered a question sent immediately after."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = settings.evolve(service={"host": "127.0.0.1", "port": port})
    started = time.perf_counter()
    process = subprocess.Popen(
        service_command(own), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _fetch(f"http://127.0.0.1:{port}/")
        page = time.perf_counter() - started
        _fetch(f"http://127.0.0.1:{port}/api/v1/ask?{urlencode({'q': _ASKED})}")
        return {"page reachable": page, "page's service, first answer": time.perf_counter() - started}
    finally:
        process.terminate()
        process.wait()


def _fetch(url: str) -> None:
    """Fetch `url`, retrying until there is an answer."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            with urlopen(url, timeout=_PATIENCE) as answer:  # noqa: S310  # nosec B310 - a server of our own
                answer.read()
                return
        except (URLError, ConnectionError) as error:
            if time.monotonic() > until:
                raise
            # A service that is still loading may report that it is busy; immediate retries would keep it busy.
            time.sleep(0.25 if isinstance(error, HTTPError) else 0.01)


def _imports(settings: Settings, arguments: list[str]) -> dict[str, Cell]:
    """Which of the heavy libraries a command imports."""
    code = (
        "import sys; from index.__main__ import app\n"
        f"try: app({arguments})\n"
        "except SystemExit: pass\n"
        "print(len(sys.modules), *sys.modules)"
    )
    environment = {**os.environ, **service_environment(settings)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    count, *modules = done.stdout.splitlines()[-1].split()
    row: dict[str, Cell] = {"command": f"verbatim {arguments[0]}", "modules": int(count)}
    return {**row, **{name: "yes" if name in modules else "no" for name in _HEAVY}}


if __name__ == "__main__":
    main()
