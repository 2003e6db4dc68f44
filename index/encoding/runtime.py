"""Runs a model's exported graph with ONNX Runtime on the CPU. The only importer of onnxruntime and tokenizers.

Graphs are exported once and kept in the index folder, so that asking needs no torch. Safe to delete at any time:

.verbatim/models/SHA256/   named by the sha256 of the model's weights
├── graph.onnx             the model with its pooling and all later modules
├── tokenizer.json         its tokenizer, which truncates texts as the model does
└── model.json             the checksums of both and of the files they were made from; or why there is no graph
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from index.encoding.model import batches, piece_of
from index.encoding.protocol import Piece, Progress

GRAPH, TOKENIZER = "graph.onnx", "tokenizer.json"
# The outputs of a graph: unit vectors [n, d] of texts, and unit vectors [n, t, e] of tokens.
VECTORS, TOKENS = "vectors", "tokens"
# Tokens per batch, including padding: larger batches do not fit into a core's cache (docs/performance.md).
_TOKENS = 512
_ERRORS = 3
_ABOUT = "model.json"
# Increase this whenever the same model would be exported differently.
_FORMAT = 2
_SHAPING = ("*.json", "*.txt", "*.model", "*/*.json")


class RuntimeModel:
    """The graph and tokenizer in `folder`. Each batch runs in one thread; several batches run in parallel.

    Raises the libraries' own errors if the files are damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._session = open_session(folder / GRAPH)
        self._inputs = {given.name for given in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        # `write_tokenizer` always sets it.
        self._padding = (self._tokenizer.padding or {})["pad_id"]
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str], progress: Progress, *, tokens: bool = True) -> list[Piece]:
        """A piece for each text; a single batch runs in the calling thread."""
        encodings = self._tokenizer.encode_batch(list(texts))

        def run(rows: list[int]) -> list[Piece]:
            own = [encodings[row] for row in rows]
            vectors, *found = self._run(own, [VECTORS, TOKENS][: 1 + tokens])
            if not tokens:
                return [piece_of(vector, vector[None][:0], ((), (), ())) for vector in vectors]
            told = [(one.ids, one.offsets, one.special_tokens_mask) for one in own]
            return [piece_of(vectors[at], found[0][at, : len(one)], told[at]) for at, one in enumerate(own)]

        parts = list(batches([len(one) for one in encodings], _TOKENS))
        pieces: dict[int, Piece] = {}
        for rows, some in zip(parts, (map if len(parts) == 1 else self._pool.map)(run, parts), strict=True):
            pieces.update(zip(rows, some, strict=True))
            progress(len(rows))
        return [pieces[row] for row in range(len(texts))]

    def _run(self, encodings: Sequence[Encoding], wanted: list[str]) -> Any:
        shape = len(encodings), max(1, *(len(one) for one in encodings), 1)
        feed = {name: np.zeros(shape, np.int64) for name in ("input_ids", "attention_mask", "token_type_ids")}
        feed["input_ids"] += self._padding
        for at, one in enumerate(encodings):
            for values, own in zip(feed.values(), (one.ids, one.attention_mask, one.type_ids), strict=True):
                values[at, : len(one)] = own
        return self._session.run(wanted, {name: feed[name] for name in self._inputs})

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        """One thread per processor. Each batch runs in one thread, because sharing it would mean waiting.

        Where several processes share the processors, `OMP_NUM_THREADS` says how many this one may use.
        """
        count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        given = os.environ.get("OMP_NUM_THREADS", "")
        return ThreadPoolExecutor(int(given) if given.isdecimal() and int(given) else count, "encode")


def open_session(path: Path, *, simpler: Path | None = None) -> Any:
    """A session for the graph in `path`. With a path `simpler`, the graph is optimized first and saved there."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS
    # The memory arena would grow to the largest batch and never shrink.
    options.enable_cpu_mem_arena = False
    level = onnxruntime.GraphOptimizationLevel
    # The saved graph must run on any CPU, so only portable optimizations are used; once saved, it needs no more.
    options.graph_optimization_level = level.ORT_ENABLE_EXTENDED if simpler else level.ORT_DISABLE_ALL
    if simpler:
        options.optimized_model_filepath = str(simpler)
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def write_tokenizer(path: Path, tokenizer: str, longest: int, padding: int) -> None:
    """Write a `tokenizer`, given as JSON, that truncates texts to `longest` tokens and pads with the id `padding`."""
    own = Tokenizer.from_str(tokenizer)
    own.enable_truncation(longest)
    own.enable_padding(pad_id=padding)
    own.save(str(path), pretty=False)


def source_sum(folder: Path) -> str:
    """Hex digest of everything in a model's `folder` besides its weights that may affect a vector."""
    paths = sorted({path for pattern in _SHAPING for path in folder.glob(pattern)})
    sums = {path.relative_to(folder).as_posix(): _sum(path) for path in paths}
    return hashlib.sha256(json.dumps([_FORMAT, sums]).encode()).hexdigest()


def find_graph(kept: Path, source: str) -> RuntimeModel | str | None:
    """The graph in `kept`, or why there can be none; `None` if it is missing, damaged or made from other files."""
    try:
        about = json.loads((kept / _ABOUT).read_text(encoding="utf-8"))
        if about["source"] != source:
            return None
        if "refused" in about:
            return str(about["refused"])
        with ThreadPoolExecutor(1) as beside:
            # The checksums are computed while the graph is loaded.
            sums = beside.submit(_sums, kept)
            model = RuntimeModel(kept)
            return model if sums.result() == about["files"] else None
    except Exception:  # noqa: BLE001 - for a damaged file, each library raises its own errors
        return None


def keep(kept: Path, source: str, write: Callable[[Path], str]) -> None:
    """Publish as `kept` the folder that `write` fills with graph and tokenizer; it appears complete or not at all.

    `write` returns why there can be no graph, or ''. Raises `OSError`, and what `write` raises.
    """
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=kept.parent, ignore_cleanup_errors=True) as unfinished:
        fresh = Path(unfinished) / "fresh"
        fresh.mkdir()
        refused = write(fresh)
        about = {"source": source, **({"refused": refused} if refused else {"files": _sums(fresh)})}
        (fresh / _ABOUT).write_text(json.dumps(about, indent=1), encoding="utf-8")
        # An existing folder is damaged or made from other files; it is removed with the unfinished one.
        with suppress(FileNotFoundError):
            kept.rename(Path(unfinished) / "old")
        fresh.rename(kept)


def _sums(folder: Path) -> dict[str, str]:
    return {name: _sum(folder / name) for name in (GRAPH, TOKENIZER)}


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
