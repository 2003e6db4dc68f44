"""Reads damaged copies of the sample files, and prints violations: `python -m tests.corpus.reading.fuzz --minutes 10`.

Covers every format with a `bicycle` file in tests/data. The outcome must be a Reading or an `UnreadableFileError`;
anything else is a crash, and anything slower than the limit is a hang.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import random
import resource
import time
import zipfile
import zlib
from collections import Counter
from concurrent.futures import TimeoutError as OutOfTimeError

from pebble import ProcessExpired, ProcessPool

from index.corpus.reading.formats import ENDINGS, read_as
from index.corpus.reading.reading import Limits, Reading
from index.errors import UnreadableFileError
from tests.paths import DATA

SECONDS = 10
_BATCH = 200
_MEMORY = 4_000_000_000
_LIMITS = Limits(unpacked_megabytes=20)


def samples() -> dict[str, bytes]:
    """The sample file of each format that has one."""
    files = ((ending, DATA / f"bicycle{ending}") for ending in ENDINGS)
    return {ending: file.read_bytes() for ending, file in files if file.is_file()}


def damaged(data: bytes, seed: int) -> bytes:
    """`data` with random damage, determined by the seed. Packages are often damaged in their members."""
    chance = random.Random(seed)
    if data.startswith(b"PK") and chance.random() < 0.8:
        return _with_damaged_member(data, chance)
    return _damaged_bytes(data, chance)


def check(name: str, data: bytes) -> str:
    """The outcome of reading: `read`, `refused`, or the error."""
    try:
        reading = read_as(name, data, _LIMITS)
    except UnreadableFileError as error:
        return "refused" if "\n" not in str(error) else f"a cause of several lines: {error}"
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - any other error is a finding
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        return f"{type(error).__name__}: {' '.join(str(error).split())[:100]} at {where}"
    return fault(reading, marks=name.endswith(".md")) or "read"


def fault(reading: Reading, *, marks: bool = False) -> str:
    """What is wrong with a reading: blocks out of order, or text outside blocks, apart from a format's own marks."""
    at = 0
    for block in reading.blocks:
        if not at <= block.start < block.end <= len(reading.text):
            return f"block {block.start}–{block.end} after {at}"
        if reading.text[at : block.start].strip() and not marks:
            return "text between blocks"
        at = block.end
    try:
        reading.text.encode()
    except UnicodeEncodeError:
        return "half a character"
    return "text after the last block" if reading.text[at:].strip() and not marks else ""


def _damaged_bytes(data: bytes, chance: random.Random) -> bytes:
    damaged_data = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        if not damaged_data:
            break
        place = chance.randrange(len(damaged_data))
        length = min(chance.choice((1, 4, 30, 300)), len(damaged_data) - place)
        other = chance.randrange(len(damaged_data))
        kind = chance.randrange(6)
        if kind == 0:
            damaged_data[place] ^= 1 << chance.randrange(8)
        elif kind == 1:
            damaged_data[place] = chance.choice(b"\x00\xff<>&{}\\/()%0189-\n")
        elif kind == 2:
            del damaged_data[place : place + length]
        elif kind == 3:
            damaged_data[other:other] = damaged_data[place : place + length]
        elif kind == 4:
            damaged_data[place : place + length] = damaged_data[other : other + length]
        elif chance.random() < 0.3:
            del damaged_data[place:]
    return bytes(damaged_data)


def _with_damaged_member(data: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        names = package.namelist()
        chosen = chance.choice([name for name in names if name.endswith((".xml", ".rels", ".opf", ".xhtml"))] or names)
        gone = chance.random() < 0.05
        for name in names:
            if name != chosen:
                copy.writestr(name, package.read(name))
            elif not gone:
                copy.writestr(name, _damaged_bytes(package.read(name), chance))
    return out.getvalue()


def _damage_and_check(ending: str, data: bytes, seed: int) -> tuple[str, float]:
    began = time.monotonic()
    return check(f"file{ending}", damaged(data, seed)), time.monotonic() - began


def _bound_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _fuzz(pool: ProcessPool, ending: str, data: bytes, seeds: range) -> tuple[Counter[str], float]:
    """The outcomes of one batch, and the time of its slowest file."""
    ends: Counter[str] = Counter()
    longest = 0.0
    waiting = {seed: pool.schedule(_damage_and_check, args=(ending, data, seed), timeout=SECONDS) for seed in seeds}
    for seed, future in waiting.items():
        try:
            end, seconds = future.result()
        except OutOfTimeError:
            end, seconds = "hang", float(SECONDS)
        except (ProcessExpired, MemoryError) as error:
            end, seconds = f"{type(error).__name__}: {error}", 0.0
        longest = max(longest, seconds)
        if end not in {"read", "refused"}:
            print(f"{ending} seed {seed}: {end}", flush=True)
            end = "wrong"
        ends[end] += 1
    return ends, longest


def main() -> None:
    """Fuzz until the time is over, then print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=zlib.crc32(str(time.time()).encode()), help="the first seed")
    parser.add_argument("--only", help="one format, such as .pdf")
    options = parser.parse_args()
    files = {ending: data for ending, data in samples().items() if options.only in (None, ending)}
    totals = {ending: Counter[str]() for ending in files}
    slowest = dict.fromkeys(files, 0.0)
    until, seed = time.monotonic() + options.minutes * 60, options.seed
    context = multiprocessing.get_context("spawn")
    with ProcessPool(2, initializer=_bound_memory, context=context) as pool:
        while time.monotonic() < until:
            for ending, data in files.items():
                ends, longest = _fuzz(pool, ending, data, range(seed, seed + _BATCH))
                totals[ending] += ends
                slowest[ending] = max(slowest[ending], longest)
            seed += _BATCH
    for ending, ends in totals.items():
        print(f"{ending}: {dict(ends)}, slowest {slowest[ending]:.2f} s")


if __name__ == "__main__":
    main()
