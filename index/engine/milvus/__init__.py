"""Snapshots in Milvus: a set of immutable collections each, with the same engine interface as local ones."""
