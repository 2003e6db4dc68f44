"""Opens an answerer on the published snapshot: loads its model, its engine and its notices."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from index.arrays import multiply_in_one_thread
from index.ask import Answerer
from index.encoding.load import load_encoder
from index.encoding.protocol import Encoder
from index.engine.snapshots import Snapshots, snapshots
from index.errors import EngineUnreachableError, IndexOutdatedError, IndexUnavailableError
from index.models.identity import ModelIdentity, identify
from index.search.rerank import Reranker
from index.settings import Settings
from index.storage.snapshot import Snapshot

if TYPE_CHECKING:
    from index.notices.match import NoticeMatcher

LoadEncoder = Callable[[ModelIdentity], Encoder]


def open_answerer(
    settings: Settings,
    load: LoadEncoder | None = None,
    reranker: Reranker | None = None,
    source: Snapshots | None = None,
) -> Answerer:
    """Open an answerer on the published snapshot.

    `load` may return an encoder that is already loaded, and `reranker` may be loaded already; by default both are
    loaded as the settings say. `source` overrides where the settings say the snapshots are. Model and snapshot are
    loaded in parallel. The checksums of a local snapshot's files are verified in the background. Raises
    `IndexUnavailableError` and `ModelError`.
    """
    multiply_in_one_thread()
    source = source or snapshots(settings)
    with source.opening() as snapshot:
        with ThreadPoolExecutor(1, "model") as pool:
            loading = pool.submit(_load_encoder, settings, snapshot, load)
            try:
                engine = source.engine(snapshot)
            except IndexUnavailableError:
                # If the snapshot was built with another model, report that error instead.
                loading.result()
                raise
            encoder = loading.result()
        manifest = snapshot.manifest
        if manifest.dimension != encoder.dimension:
            raise IndexOutdatedError(
                f"The snapshot {snapshot.id} has vectors of {manifest.dimension} dimensions: the model has "
                f"{encoder.dimension}. Run: verbatim build"
            )
        if reranker is None and settings.model.reranker is not None:
            reranker = Reranker(settings.model.reranker, offline=settings.model.offline)
        notices, sums = _notices(snapshot, manifest.dimension), source.sums(snapshot)
    return Answerer(manifest, engine, encoder, notices, reranker, settings.search.candidates, sums)


def can_open(settings: Settings) -> bool:
    """Whether `open_answerer` would succeed, as far as can be told without loading the model. Raises `ModelError`.

    A Milvus server that does not respond now is expected to respond later.
    """
    source = snapshots(settings)
    try:
        with source.opening() as snapshot:
            _check_model(snapshot, identify(settings))
            source.engine(snapshot).close()
    except EngineUnreachableError:
        return True
    except IndexUnavailableError:
        return False
    return True


def _load_encoder(settings: Settings, snapshot: Snapshot, load: LoadEncoder | None) -> Encoder:
    """The encoder of the snapshot's model. Raises `IndexOutdatedError` if the settings name another model."""
    identity = identify(settings)
    _check_model(snapshot, identity)
    return load(identity) if load else load_encoder(settings, identity)


def _notices(snapshot: Snapshot, dimension: int) -> NoticeMatcher | None:
    """The matcher for the snapshot's notices; `None` if it has none."""
    if not (published := snapshot.manifest.inputs.notices):
        return None
    # Imported here so that a collection without notices does not load it.
    from index.notices.match import open_notices

    return open_notices(snapshot.folder, published, dimension)


def _check_model(snapshot: Snapshot, identity: ModelIdentity) -> None:
    """Raises `IndexOutdatedError` unless the snapshot was built with this model, in whatever precision."""
    built = snapshot.manifest.inputs.model
    if built != replace(identity, dtype=built.dtype):
        raise IndexOutdatedError(
            f"The snapshot {snapshot.id} was built with the model {built.name!r} ({built.sha256[:8]}): "
            f"the settings name {identity.name!r} ({identity.sha256[:8]}) or other prompts. Run: verbatim build"
        )
