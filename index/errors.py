"""All errors. Each message says what was found, what was expected, and the next command.

VerbatimError                 exit 2 on the command line
├── RequestError              the question or its options; HTTP 4xx
│   ├── QuestionError             empty question, k out of range, a bad batch line; HTTP 422
│   ├── UnknownArticleError       no article of that id; HTTP 404
│   └── UnknownFilterError        a filter with an unknown key or value; HTTP 422
├── SettingsError             verbatim.toml or a VERBATIM_… variable
├── CorpusError               no corpus, or nothing in it could be read
│   └── UnreadableFileError       one file: reported and skipped, the others are built
├── BlockError                no block with that id
├── FetchError                one URL: reported and not added, the others are
├── ModelError                the embedding model cannot be loaded, or is not the one pinned
├── IndexWriteError           the index folder cannot be written
├── IndexUnavailableError     HTTP 503
│   ├── IndexMissingError         nothing was built yet
│   ├── IndexDamagedError         a file is missing or is not what was published
│   ├── IndexOutdatedError        another format, model or dimension
│   └── EngineUnreachableError    Milvus does not answer, or not yet; HTTP 503, try again
├── AnswererClosedError       the answerer was used after it was closed
├── FeedbackError             feedback cannot be stored or read
├── KeyFileError              the API keys cannot be read or written, or a key's name is not valid
├── MissingExtraError         a package of an optional extra is not installed
├── WorkersError              the workers of a build cannot do a part of it
└── ServiceError              the service cannot start (a port in use)
    └── BusyError                 too many requests are in flight; HTTP 503, try again
        └── OutOfTimeError            the answer took too long; HTTP 503
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal

Extra = Literal["mcp", "plots", "benchmarks", "milvus", "redis", "ray"]
_PACKAGES: dict[Extra, str] = {
    "mcp": "mcp",
    "plots": "matplotlib",
    "benchmarks": "sklearn",
    "milvus": "pymilvus",
    "redis": "redis",
    "ray": "ray",
}


class VerbatimError(Exception):
    """Root of the hierarchy. `str(error)` is a sentence or two, ready to be shown to a person."""


class RequestError(VerbatimError):
    """The request cannot be answered as it is."""


class QuestionError(RequestError):
    """The question or one of its options is out of bounds."""


class UnknownArticleError(RequestError):
    """The snapshot has no article with that id."""


class UnknownFilterError(RequestError):
    """A filter has a key that does not exist or a value that no article has."""


class SettingsError(VerbatimError):
    """A setting has a value that cannot be used."""


class CorpusError(VerbatimError):
    """The corpus folder is missing, invalid, or contains nothing to build."""


class UnreadableFileError(CorpusError):
    """One file cannot be read; the build skips it and names it."""


class FetchError(VerbatimError):
    """One URL cannot or must not be fetched; it is named and nothing of it is kept."""


class BlockError(VerbatimError):
    """A decision on blocks cannot be stored."""


class ModelError(VerbatimError):
    """The embedding model cannot be loaded or is not the pinned one."""


class IndexWriteError(VerbatimError):
    """The index folder cannot be written."""


class IndexUnavailableError(VerbatimError):
    """There is no index to answer from."""


class IndexMissingError(IndexUnavailableError):
    """No snapshot was published yet."""


class IndexDamagedError(IndexUnavailableError):
    """A published file is missing or has changed."""


class IndexOutdatedError(IndexUnavailableError):
    """The snapshot has another format, model or dimension."""


class EngineUnreachableError(IndexUnavailableError):
    """The server that holds the snapshot does not answer, or does not let us in."""


class AnswererClosedError(VerbatimError):
    """The answerer was used after it was closed."""


class FeedbackError(VerbatimError):
    """Feedback cannot be stored or read."""


class KeyFileError(VerbatimError):
    """The API keys cannot be read or written, or a key's name is invalid."""


class MissingExtraError(VerbatimError):
    """A package of an optional extra is not installed."""


class WorkersError(VerbatimError):
    """The workers of a build cannot do a part of it."""


class ServiceError(VerbatimError):
    """The service cannot start."""


class BusyError(ServiceError):
    """Too many requests are in flight."""


class OutOfTimeError(BusyError):
    """The work for a question did not end before its deadline and was aborted."""


def require_extra(extra: Extra, what: str) -> None:
    """Raise `MissingExtraError` unless the package behind an optional extra is installed; `what` needs it."""
    if find_spec(_PACKAGES[extra]) is None:
        raise MissingExtraError(f"{what} needs the extra `{extra}`: pip install 'verbatim[{extra}]'.")
