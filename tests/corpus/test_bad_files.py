"""In a corpus with realistic bad files, each is reported on one line with its cause, and all others are built."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.build import BuildReport, build
from index.corpus.folder import read_corpus
from index.corpus.reading import Limits
from index.opening import open_answerer
from index.settings import Settings, load_settings
from index.storage.snapshot import open_snapshot
from tests.data.make_files import docx, epub, pdf
from tests.paths import ROOT

PARAGRAPH = "<p>Oil the chain after every wet ride, and wipe off what does not soak in within a minute.</p>"


def pages(count: int) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    data = io.BytesIO()
    canvas = Canvas(data)
    for page in range(count):
        canvas.drawString(72, 720, f"Words of page {page}.")
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def drawing() -> bytes:
    """A page without text, as from a scanner."""
    from reportlab.pdfgen.canvas import Canvas

    data = io.BytesIO()
    canvas = Canvas(data)
    canvas.rect(72, 600, 300, 100, fill=1)
    canvas.save()
    return data.getvalue()


def locked() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    data = io.BytesIO()
    canvas = Canvas(data, encrypt=StandardEncryption("secret"))
    canvas.drawString(72, 720, "Words that nobody may read.")
    canvas.save()
    return data.getvalue()


def bomb(made: bytes, ending: str) -> bytes:
    """The package with its first member of this extension unpacking to 300 MB."""
    data = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as good,
        zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bad,
    ):
        large = next(name for name in good.namelist() if name.endswith(ending))
        for name in good.namelist():
            if name != large:
                bad.writestr(name, good.read(name))
        with bad.open(large, "w") as part:
            for _ in range(300):
                part.write(b" " * 1_000_000)
    return data.getvalue()


# Created on demand, because the large ones take seconds.
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.pdf": (lambda: b"", "it is empty"),
    "truncated.pdf": (lambda: pdf()[:1500], "it is damaged"),
    "locked.pdf": (locked, "it is encrypted; save it without a password"),
    "long.pdf": (lambda: pages(500), "it has 500 pages; the setting reading.pdf_pages allows 300"),
    "scan.pdf": (drawing, "it has no text: its pages are images"),
    "bomb.docx": (lambda: bomb(docx(), "document.xml"), "the limit set by reading.unpacked_megabytes"),
    "bomb.epub": (lambda: bomb(epub(), ".xhtml"), "the limit set by reading.unpacked_megabytes"),
    "deep.html": (lambda: b"<div>" * 10_000 + b"text", "nested more than 1000 deep"),
    "page.txt": (
        lambda: b"<!DOCTYPE html><html><p>Words</p></html>",
        "its extension is .txt, but its content is that of .html",
    ),
    "paper.docx": (pdf, "its extension is .docx, but its content is that of .pdf"),
    "two\nlines.txt": (lambda: b"Some text.", "its name contains a line break"),
    "noise.txt": (
        lambda: bytes(range(256)) * 40,
        "it is not text (it contains too many control or undecodable characters)",
    ),
}
GOOD: dict[str, bytes] = {
    "latin.txt": "Öl löst Schmutz. Die Kälte macht Fett zäh, sagt André.".encode("latin-1"),
    "wide.txt": "A chain wears. It shows as stretch.".encode("utf-16"),
    "🚲.md": b"# Bells\n\nA bell is heard from far.",
    "page.html": f"<title>Chains</title><h1>Chains</h1>{PARAGRAPH * 5}".encode(),
}


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, BuildReport]:
    folder = tmp_path_factory.mktemp("zoo")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, data in (*((name, made()) for name, (made, _) in BAD.items()), *GOOD.items()):
        (corpus / name).write_bytes(data)
    with (corpus / "huge.txt").open("wb") as huge:
        huge.truncate(100_000_000)
    (folder / "outside.txt").write_text("Not of the corpus.", encoding="utf-8")
    (corpus / "link.txt").symlink_to(folder / "outside.txt")
    settings = load_settings(corpus=corpus, index=folder / "index", model={"name": "hash"})
    return settings, build(settings)


def causes(report: BuildReport) -> dict[str, str]:
    return {skip.file: skip.cause for skip in report.skipped}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_skipped_with_its_cause(zoo: tuple[Settings, BuildReport], name: str) -> None:
    assert BAD[name][1] in causes(zoo[1])[name.replace("\n", r"\n")]


def test_a_huge_file_and_a_link_out_of_the_corpus_are_skipped(zoo: tuple[Settings, BuildReport]) -> None:
    found = causes(zoo[1])
    assert "it has 100,000,000 bytes; the setting reading.file_megabytes allows 20,000,000" in found["huge.txt"]
    assert "points outside the corpus" in found["link.txt"]


def test_every_cause_is_one_line(zoo: tuple[Settings, BuildReport]) -> None:
    assert [skip for skip in zoo[1].skipped if "\n" in skip.file + skip.cause] == []


def test_all_other_files_are_built(zoo: tuple[Settings, BuildReport]) -> None:
    assert zoo[1].articles == len(GOOD)
    assert len(zoo[1].skipped) == len(BAD) + 2


def test_the_snapshot_lists_what_was_skipped(zoo: tuple[Settings, BuildReport]) -> None:
    listed = open_snapshot(zoo[0].index).manifest.inputs.skipped
    assert {skip.file for skip in listed} == set(causes(zoo[1]))


def test_the_good_files_answer(zoo: tuple[Settings, BuildReport]) -> None:
    answer = open_answerer(zoo[0]).ask("When is the chain to be oiled?")
    assert answer.evidence[0].passage.article_id == "page"


def test_a_file_that_takes_too_long_is_skipped(corpus: Path) -> None:
    (corpus / "slow.html").write_text(PARAGRAPH * 100_000, encoding="utf-8")
    skipped = read_corpus(corpus, Limits(seconds=1)).skipped
    assert [skip.file for skip in skipped] == ["slow.html"]
    assert "it was not read within 1 seconds, the limit set by reading.file_seconds" in skipped[0].cause


def test_a_reader_that_is_killed_costs_its_file_alone(corpus: Path) -> None:
    (corpus / "slow.html").write_text(PARAGRAPH * 100_000, encoding="utf-8")
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read_corpus, corpus)
        while not (found := children()) and not reading.done():
            time.sleep(0.01)
        for child in found:
            os.kill(child, signal.SIGKILL)
        read = reading.result()
    assert [f"{skip.file}: {skip.cause}" for skip in read.skipped] == ["slow.html: its reader crashed (exit code -9)"]
    assert len(read.articles) == 2


def children() -> list[int]:
    """The workers of this process."""
    pids = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    threads = [path.read_text(encoding="ascii").split() for path in Path("/proc/self/task").glob("*/children")]
    return [int(pid) for pid in {*pids, *(pid for found in threads for pid in found)} if is_worker(pid)]


def is_worker(pid: str) -> bool:
    return b"index.corpus.reading.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()


def test_a_script_without_a_main_guard_may_read_a_corpus(corpus: Path) -> None:
    (corpus / "page.html").write_bytes(GOOD["page.html"])
    script = (
        "from pathlib import Path; from index.corpus.folder import read_corpus; "
        f"print(len(read_corpus(Path({str(corpus)!r})).articles))"
    )
    done = subprocess.run([sys.executable, "-"], input=script, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.stdout, done.stderr) == ("3\n", "")


def test_a_file_that_changes_while_it_is_read_is_skipped(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look = os.fstat

    def look_and_write(handle: int) -> os.stat_result:
        found = look(handle)
        with (corpus / "ice.md").open("a", encoding="utf-8") as file:
            file.write("More.")
        return found

    monkeypatch.setattr("index.corpus.reading.file.os.fstat", look_and_write)
    assert "ice.md: it changed while it was being read; build again" in [
        f"{skip.file}: {skip.cause}" for skip in read_corpus(corpus).skipped
    ]
