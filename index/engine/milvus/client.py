"""The Milvus client: every call has a time limit, and reads are strongly consistent."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from index.arrays import Floats, Ints
from index.engine.milvus.described import fields_of, indexes_of
from index.engine.milvus.schema import DENSE, LABELS, Schema
from index.errors import EngineUnreachableError, IndexDamagedError, SettingsError, require_extra
from index.execution.deadline import check_deadline, seconds_left
from index.settings.groups import EngineSettings

if TYPE_CHECKING:
    from pymilvus import MilvusClient

T = TypeVar("T")
Row = Mapping[str, Any]
# Milvus' error codes.
_NO_COLLECTION, _NOT_LOADED, _LOADING = 100, 101, 103
_STRONG = {"consistency_level": "Strong"}
# The largest number of results of a search or a query.
MOST = 16_384


class CollectionMissingError(IndexDamagedError):
    """A collection does not exist."""


class Database:
    """The collections at one address. Connects on first use, and again if connecting has failed."""

    def __init__(self, settings: EngineSettings) -> None:
        require_extra("milvus", "`engine.kind = milvus`")
        if not settings.uri:
            raise SettingsError(
                "The setting `engine.uri` is not set: expected the address of Milvus, such as http://127.0.0.1:19530, "
                "or a file for milvus-lite. Correct engine.uri in verbatim.toml, or VERBATIM_ENGINE__URI."
            )
        self._settings = settings
        self._connecting = threading.Lock()
        self._client: MilvusClient | None = None

    @property
    def uri(self) -> str:
        """The address of the server, or the file of milvus-lite."""
        return self._settings.uri

    def close(self) -> None:
        """Close the connection."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(Exception):
                client.close()

    def collections(self) -> list[str]:
        """The names of all collections."""
        return sorted(self._do(lambda client, wait: client.list_collections(timeout=wait)))

    def create(self, name: str, schema: Schema) -> None:
        """Create a collection with its indexes and load it. If it exists, add missing indexes."""
        most = self._settings.load_seconds

        def make(client: MilvusClient, wait: float) -> None:
            if not client.has_collection(name, timeout=wait):
                properties = {"mmap.enabled": "true"} if schema.on_disk and not self._is_file else None
                fields = fields_of(client, schema)
                client.create_collection(name, schema=fields, properties=properties, timeout=wait, **_STRONG)

        self._do(make, most)
        for index in indexes_of(schema):
            # A server that cannot index array fields filters by scanning all rows.
            with suppress(EngineUnreachableError) if index["field_name"] == LABELS else nullcontext():
                self._do(partial(_index, name, index), most)
        self.load(name)

    def insert(self, name: str, rows: Sequence[Row]) -> None:
        """Insert rows with new ids."""
        self._do(lambda client, wait: client.insert(name, list(rows), timeout=wait), self._settings.load_seconds)

    def flush(self, name: str) -> None:
        """Flush a collection to disk, and wait until it is indexed."""
        self._do(lambda client, wait: client.flush(name, timeout=wait), self._settings.load_seconds)
        until = time.monotonic() + self._settings.load_seconds
        while self._do(lambda client, _: _unindexed(client, name)) and time.monotonic() < until:
            time.sleep(_LOOK_SECONDS)

    def load(self, name: str) -> None:
        """Load a collection, so that it can be searched."""
        self._do(lambda client, wait: client.load_collection(name, timeout=wait), self._settings.load_seconds)

    def drop(self, name: str) -> None:
        """Remove a collection."""
        self._do(lambda client, wait: client.drop_collection(name, timeout=wait), self._settings.load_seconds)

    def delete(self, name: str, below: int) -> None:
        """Delete the rows whose ids are lower than `below`."""
        self._do(lambda client, wait: client.delete(name, filter=f"id < {int(below)}", timeout=wait))

    def count(self, name: str) -> int:
        """How many rows a collection has, including duplicate ids."""
        return int(self._query(name, "", ["count(*)"])[0]["count(*)"])

    def rows_from(self, name: str, first: int, last: int, fields: Sequence[str]) -> list[Row]:
        """The rows with ids from `first` to below `last`, at most `MOST`."""
        return self._query(name, f"id >= {int(first)} and id < {int(last)}", ["id", *fields], limit=MOST)

    def get(self, name: str, ids: Sequence[int] | Ints, fields: Sequence[str]) -> dict[int, Row]:
        """The rows with these `ids`, by id; missing ones are left out."""
        found: dict[int, Row] = {}
        for first in range(0, len(ids), _AT_ONCE):
            wanted = [int(one) for one in ids[first : first + _AT_ONCE]]
            rows = self._query(name, f"id in {wanted}", ["id", *fields])
            found.update((int(row["id"]), row) for row in rows)
        return found

    def search(self, name: str, field: str, asked: Floats | Mapping[int, float], depth: int, chosen: str = "") -> Ints:
        """The ids of the `depth` rows nearest to `asked`, nearest first, among those that match `chosen`."""
        breadth = {"ef": max(depth, _EF)} if field == DENSE else {}

        def find(client: MilvusClient, wait: float) -> Any:
            return client.search(
                name,
                data=[asked],
                anns_field=field,
                limit=min(depth, MOST),
                filter=chosen,
                output_fields=["id"],
                search_params={"metric_type": "IP", "params": breadth},
                timeout=wait,
                **_STRONG,
            )

        return np.array([hit["id"] for hit in self._do(find, name=name)[0]], dtype=np.int64)

    def _query(self, name: str, chosen: str, fields: Sequence[str], **more: Any) -> list[Row]:
        def ask(client: MilvusClient, wait: float) -> list[Row]:
            return list(client.query(name, filter=chosen, output_fields=list(fields), timeout=wait, **more, **_STRONG))

        return self._do(ask, name=name)

    @property
    def _is_file(self) -> bool:
        return self._settings.is_file

    def _do(self, work: Callable[[MilvusClient, float], T], most: float | None = None, name: str = "") -> T:
        """The result of `work`, with a time limit in seconds; the client retries while Milvus does not respond."""
        check_deadline()
        asked = seconds_left()
        # More time if no question is waiting, such as while a snapshot is opened.
        wait = most or self._settings.timeout_seconds * (_PATIENT if asked is None else 1)
        wait = wait if asked is None else max(0.001, min(wait, asked))
        with self._errors(name):
            try:
                return work(self._connected(wait), wait)
            except Exception as error:
                # A restarted server may have unloaded its collections.
                if getattr(error, "code", None) != _NOT_LOADED:
                    raise
                self._connected(wait).load_collection(name, timeout=wait)
                return work(self._connected(wait), wait)

    def _connected(self, wait: float) -> MilvusClient:
        from pymilvus import MilvusClient

        with self._connecting:
            if self._client is None:
                # The libraries log every error with a traceback; our own message is enough.
                for name in ("pymilvus", "grpc._server"):
                    logging.getLogger(name).setLevel(logging.CRITICAL)
                token = self._settings.token
                self._client = MilvusClient(
                    self._settings.uri,
                    token=token.get_secret_value() if token else "",
                    timeout=wait,
                    dedicated=True,
                    # Servers may treat pings on an idle connection as abuse.
                    grpc_options={"grpc.keepalive_permit_without_calls": False},
                )
            return self._client

    @contextmanager
    def _errors(self, name: str) -> Iterator[None]:
        """Turns errors of Milvus, gRPC and the network in its block into ours."""
        from grpc import RpcError
        from pymilvus.exceptions import MilvusException

        try:
            yield
        except (MilvusException, RpcError, OSError, ValueError) as error:
            check_deadline()
            code = getattr(error, "code", None)
            said = " ".join(str(getattr(error, "message", "") or error).split())[:300]
            if code == _NO_COLLECTION or (name and name in said and "not found" in said):
                raise CollectionMissingError(
                    f"There is no collection {name!r} in {self.uri}: expected that of the published snapshot. "
                    "Run: verbatim build"
                ) from error
            if code in {_NOT_LOADED, _LOADING} or "not loaded" in said:
                raise EngineUnreachableError(
                    f"The collection {name!r} in {self.uri} is not loaded ({said}): expected one that can be searched. "
                    "Try again in a moment, or run: verbatim build"
                ) from error
            raise EngineUnreachableError(
                f"Milvus at {self.uri} cannot be used ({said}): expected a running server that accepts "
                "`engine.token`. Start it, or correct engine.uri and engine.token; then try again."
            ) from error


def _index(name: str, index: dict[str, Any], client: MilvusClient, wait: float) -> None:
    """Create an index on a field that has none, without waiting for it."""
    if not client.list_indexes(name, index["field_name"]):
        asked = client.prepare_index_params()
        asked.add_index(**index)
        client.create_index(name, asked, timeout=wait, sync=False)


def _unindexed(client: MilvusClient, name: str) -> int:
    """How many rows are not indexed yet."""
    found = (client.describe_index(name, index) or {} for index in client.list_indexes(name))
    return sum(int(one.get("pending_index_rows") or 0) for one in found)


# Seconds between checks of an index that is being built.
_LOOK_SECONDS = 0.5
# The factor on the time limit if no question is waiting.
_PATIENT = 6
# The number of ids per query, each with up to 64 kB; and the minimum search breadth (ef) of HNSW.
_AT_ONCE = 250
_EF = 256
