"""Fits the default model's token codec, without text of any collection: `python -m benchmarks.token_codec`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from index.encoding.load import load_encoder
from index.models.identity import identify
from index.settings import load_settings
from index.storage.embeddings.token_codec import SHIPPED, fit_codec


def main() -> None:
    """Fit the codec and write it into the package."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(index=Path(folder))
        identity = identify(settings)
        codec = fit_codec(load_encoder(settings, identity))
    SHIPPED.mkdir(exist_ok=True)
    path = SHIPPED / f"{identity.sha256}.npy"
    codec.save(path)
    print(f"{path.name}: {codec.projection.shape}, {path.stat().st_size} bytes, codec {codec.id}")


if __name__ == "__main__":
    main()
