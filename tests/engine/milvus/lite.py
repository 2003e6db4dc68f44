"""Tests that need milvus-lite: skipped where the extra `milvus` is not installed, which `make test` installs."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

needs_milvus = pytest.mark.skipif(find_spec("milvus_lite") is None, reason="the extra `milvus` is not installed")
