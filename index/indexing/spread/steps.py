"""Computes parts: reads files, cleans and splits articles, or encodes texts."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from index.corpus.clean_articles import cleaned_line, is_long
from index.corpus.reading import Limits
from index.corpus.reading.worker import job_line, outcome_line
from index.corpus.reading.workers import read_away, results
from index.encoding.load import load_encoder
from index.errors import UnreadableFileError
from index.indexing.splitting import split_line
from index.indexing.spread.part import Part, Row, Step
from index.models.identity import ModelIdentity
from index.settings import load_settings
from index.storage.article_row import CLEANED
from index.storage.article_row import Row as ArticleRow
from index.storage.embeddings.cache import text_key
from index.storage.embeddings.token_codec import TokenCodec
from index.storage.embeddings.values import TokenValues, Values, VectorValues

# The kinds of texts to encode.
PASSAGE, SENTENCE = "passage", "sentence"
# Texts encoded together; all their token vectors are in memory at once.
_CHUNK = 1024


def compute(part: Part) -> Part:
    """The results of a part. Raises `VerbatimError`, and `OSError` if the model cannot be stored."""
    done = _STEPS[part.step](part.context, part.rows)
    return Part(part.name, part.step, "", list(done))


def read_context(folder: Path, limits: dict[str, int]) -> str:
    """The context of parts whose keys are names of files in `folder`."""
    return json.dumps({"folder": str(folder.resolve()), "limits": limits})


def _read(context: str, rows: Sequence[Row]) -> Iterator[Row]:
    """Each file's name, with its reading or error as one line."""
    given = json.loads(context)
    files = {name: sha256.decode() for name, sha256 in rows}
    for name, outcome in read_away(Path(given["folder"]), files, Limits(**given["limits"]), most=1):
        yield name, outcome_line(outcome)


def clean_context(limits: dict[str, int], passage_words: int) -> str:
    """The context of parts whose values are the arguments of `cleaned_line`, by file."""
    return json.dumps({"limits": limits, "passage_words": passage_words})


def _clean(context: str, rows: Sequence[Row]) -> Iterator[Row]:
    """The cleaned and split article as JSON, by file, for each article that can be cleaned in time."""
    given = json.loads(context)
    limits, words = Limits(**given["limits"]), given["passage_words"]
    for name, value in rows:
        row, furniture, overrides = json.loads(value)
        cleaned = _line(row, limits, "cleaned", cleaned_line, row, furniture, overrides)
        if isinstance(cleaned, UnreadableFileError):
            # The build will try again, and report the error as it does without workers.
            continue
        split = _line(row, limits, "split", split_line, (*row[:CLEANED], *json.loads(cleaned)[:2]), words)
        yield name, json.dumps([cleaned, None if isinstance(split, UnreadableFileError) else split]).encode()


def _line(
    row: ArticleRow, limits: Limits, doing: str, function: Callable[..., str], *arguments: object
) -> str | UnreadableFileError:
    """The result of `function`; for a long article, computed in a process with a time limit."""
    if not is_long(row):
        return function(*arguments)
    _, result = next(iter(results([(None, job_line(function, *arguments))], 1, limits, doing)))
    return result if isinstance(result, UnreadableFileError) else result.rstrip()


def encode_context(index: Path, model: dict[str, Any], identity: dict[str, str], codec: TokenCodec) -> str:
    """The context of parts of texts to encode. `model` has the settings of the group `model`."""
    saved = io.BytesIO()
    np.save(saved, codec.projection.astype(np.float16))
    encoded = base64.b64encode(saved.getvalue()).decode()
    return json.dumps({"index": str(index.resolve()), "model": model, "identity": identity, "codec": encoded})


def _encode(context: str, rows: Sequence[Row]) -> Iterator[Row]:
    """The value to cache for each text; the key is from `value_key`."""
    values = _values(context)
    for kind in (PASSAGE, SENTENCE):
        texts = sorted((value.decode("utf-8", "surrogatepass") for key, value in rows if key == kind), key=len)
        for first in range(0, len(texts), _CHUNK):
            chunk = texts[first : first + _CHUNK]
            for text, value in zip(chunk, values[kind].compute(chunk, lambda _: None), strict=True):
                yield value_key(kind, text), value


def value_key(kind: str, text: str) -> str:
    """The key of a text's value among the results of a part."""
    return f"{kind} {text_key(text)}"


@lru_cache(maxsize=1)
def _values(context: str) -> dict[str, Values]:
    """How to compute each kind of value. A worker holds one model."""
    given = json.loads(context)
    settings = load_settings(index=Path(given["index"]), model=given["model"])
    encoder = load_encoder(settings, ModelIdentity(**given["identity"]))
    codec = TokenCodec(np.load(io.BytesIO(base64.b64decode(given["codec"]))).astype(np.float32))
    return {PASSAGE: VectorValues(encoder), SENTENCE: TokenValues(encoder, codec)}


_STEPS: dict[Step, Callable[[str, Sequence[Row]], Iterable[Row]]] = {"read": _read, "clean": _clean, "encode": _encode}
