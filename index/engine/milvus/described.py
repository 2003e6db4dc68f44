"""Translates schemas to the fields and indexes of pymilvus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from index.engine.milvus.schema import CONTENT, LABELS, Schema

if TYPE_CHECKING:
    from pymilvus import MilvusClient


def fields_of(client: MilvusClient, schema: Schema) -> Any:
    """The fields of a collection as a pymilvus schema."""
    from pymilvus import DataType

    fields = client.create_schema(auto_id=False, enable_dynamic_field=False)
    fields.add_field("id", DataType.INT64, is_primary=True)
    for field, dimension in schema.dense.items():
        fields.add_field(field, DataType.FLOAT_VECTOR, dim=dimension)
    for field in schema.sparse:
        fields.add_field(field, DataType.SPARSE_FLOAT_VECTOR)
    if schema.labels:
        fields.add_field(LABELS, DataType.ARRAY, element_type=DataType.INT64, max_capacity=schema.labels)
    if schema.text:
        fields.add_field(CONTENT, DataType.VARCHAR, max_length=schema.text)
    return fields


def indexes_of(schema: Schema) -> Iterator[dict[str, Any]]:
    """The parameters of a collection's indexes. The index of labels comes last, because it is optional."""
    graph = {"index_type": "HNSW", "params": {"M": 16, "efConstruction": 200}}
    for field in schema.dense:
        yield {"field_name": field, "metric_type": "IP", **({"index_type": "FLAT"} if schema.exact else graph)}
    for field in schema.sparse:
        yield {"field_name": field, "metric_type": "IP", "index_type": "SPARSE_INVERTED_INDEX"}
    if schema.labels:
        yield {"field_name": LABELS, "index_type": "INVERTED"}
