"""Schemas and indexes as pymilvus has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.engine.milvus.schema import CONTENT, LABELS, Schema

if TYPE_CHECKING:
    from pymilvus import MilvusClient


def of_labels(client: MilvusClient) -> Any:
    """The index by which a filter finds its rows."""
    indexes = client.prepare_index_params()
    indexes.add_index(LABELS, index_type="INVERTED")
    return indexes


def described(client: MilvusClient, schema: Schema) -> tuple[Any, Any]:
    """A schema and its indexes as the client has them."""
    from pymilvus import DataType

    fields = client.create_schema(auto_id=False, enable_dynamic_field=False)
    fields.add_field("id", DataType.INT64, is_primary=True)
    indexes = client.prepare_index_params()
    for field, dimension in schema.dense.items():
        fields.add_field(field, DataType.FLOAT_VECTOR, dim=dimension)
        if schema.exact:
            indexes.add_index(field, index_type="FLAT", metric_type="IP")
        else:
            indexes.add_index(field, index_type="HNSW", metric_type="IP", params={"M": 16, "efConstruction": 200})
    for field in schema.sparse:
        fields.add_field(field, DataType.SPARSE_FLOAT_VECTOR)
        indexes.add_index(field, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    if schema.labels:
        fields.add_field(LABELS, DataType.ARRAY, element_type=DataType.INT64, max_capacity=schema.labels)
    if schema.text:
        fields.add_field(CONTENT, DataType.VARCHAR, max_length=schema.text)
    return fields, indexes
