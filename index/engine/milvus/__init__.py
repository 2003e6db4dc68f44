"""A snapshot in Milvus: one set of immutable collections each, behind the same interface as the local engine."""
