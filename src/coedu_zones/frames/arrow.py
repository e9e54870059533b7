"""Arrow arrays of texts → Arrow arrays of answers, for the engines that speak Arrow."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from coedu_zones.frames.columns import ColumnResolver
from coedu_zones.frames.engines import CANDIDATE_FIELDS, coded, holds_codes

_CANDIDATE: Final = pa.struct(
    [(field, pa.float64() if field == "score" else pa.string()) for field in CANDIDATE_FIELDS]
)
_NOT_TEXT: Final = {"score": pa.float64(), "zones": pa.list_(pa.int32()), "candidates": pa.list_(_CANDIDATE)}


def answer_type(resolver: ColumnResolver) -> pa.StructType:
    """Give the type of the structs of ``resolve_array``."""
    return pa.struct([(field, _NOT_TEXT.get(field, pa.string())) for field in resolver.fields])


def resolve_array(resolver: ColumnResolver, column: pa.Array | pa.ChunkedArray) -> pa.StructArray:
    """Give one struct a row, null where the text is null; each distinct text is resolved once.

    Raises:
        TypeError: the column holds neither texts nor numbers that may be codes.

    """
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        column = _as_texts(column)
    encoded = column.dictionary_encode()
    values, places, remainders = coded(resolver, encoded.dictionary.to_pylist())
    rows = pa.array(places, type=pa.int32()).take(encoded.indices)
    fields = list(answer_type(resolver))
    arrays = [
        pa.array(remainders, type=field.type).take(encoded.indices)
        if field.name == "remainder"
        else pa.array(values[field.name], type=field.type).take(rows)
        for field in fields
    ]
    return pa.StructArray.from_arrays(arrays, fields=fields, mask=rows.is_null())


def _as_texts(column: pa.Array) -> pa.Array:
    """The column as texts; numbers that may be codes stay numbers."""
    if (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)) and holds_codes(column.to_pylist()):
        return column
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_null(kind) or pa.types.is_string_view(kind) or pa.types.is_string(kind):
        return column.cast(pa.large_string())
    raise TypeError(f"the column is of type {column.type} and holds no texts and no codes; cast it to a text type first")
