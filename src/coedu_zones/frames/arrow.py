"""Arrow arrays of texts → Arrow arrays of answers, for the engines that speak Arrow."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa

from coedu_zones.frames.columns import ColumnResolver
from coedu_zones.frames.conversion import CONVERSION_FIELDS, ColumnConverter
from coedu_zones.frames.engines import coded, holds_codes
from coedu_zones.messages import say
from coedu_zones.places.inputs import joined
from coedu_zones.resolution.answers import CANDIDATE_FIELDS, kind_of

_CANDIDATE: Final = pa.struct(
    [(field, pa.float64() if field == "score" else pa.string()) for field in CANDIDATE_FIELDS]
)
_TYPES: Final = {
    "text": pa.string(), "number": pa.float64(), "truth": pa.bool_(), "numbers": pa.list_(pa.int32()),
    "texts": pa.list_(pa.string()), "candidates": pa.list_(_CANDIDATE),
}  # fmt: skip


def answer_type(resolver: ColumnResolver) -> pa.StructType:
    """Give the type of the structs of ``resolve_array``."""
    return pa.struct([(field, _TYPES[kind_of(field)]) for field in resolver.fields])


def resolve_array(resolver: ColumnResolver, *columns: pa.Array | pa.ChunkedArray) -> pa.StructArray:
    """Give one struct per row, null where the text is missing or blank; each distinct text is resolved once.

    Several columns are joined row by row, from large to small.

    Raises:
        TypeError: a column holds neither texts nor numbers that may be codes.

    """
    encoded = _texts(columns).dictionary_encode()
    values, places, remainders = coded(resolver, encoded.dictionary.to_pylist())
    rows = pa.array(places, type=pa.int32()).take(encoded.indices)
    fields = list(answer_type(resolver))
    arrays = [
        pa.array(remainders, type=field.type).take(encoded.indices)
        if field.name == "remainder"
        else pa.array(values[field.name], type=field.type).take(rows)
        for field in fields
    ]
    status = pa.array(values["status"], type=pa.string()).take(rows)
    return pa.StructArray.from_arrays(arrays, fields=fields, mask=status.is_null())


def convert_array(converter: ColumnConverter, column: pa.Array | pa.ChunkedArray) -> pa.StructArray:
    """Give one struct per code, null where it is missing or blank."""
    rows = converter.rows(_texts((column,)).to_pylist())
    fields = [pa.field(name, pa.string()) for name in CONVERSION_FIELDS]
    arrays = [pa.array([row[at] for row in rows], type=pa.string()) for at in range(len(fields))]
    return pa.StructArray.from_arrays(arrays, fields=fields, mask=arrays[1].is_null())


def _texts(columns: tuple[Any, ...]) -> Any:
    """The columns as one array of texts, or of numbers that are codes."""
    held = [_as_texts(c.combine_chunks() if isinstance(c, pa.ChunkedArray) else c) for c in columns]
    if len(held) == 1:
        return held[0]
    return pa.array(map(joined, zip(*(column.to_pylist() for column in held), strict=True)), type=pa.large_string())


def _as_texts(column: pa.Array) -> pa.Array:
    """The column as texts; numbers that may be codes stay numbers."""
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return column
    if (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)) and holds_codes(column.to_pylist()):
        return column
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_null(kind) or pa.types.is_string_view(kind) or pa.types.is_string(kind):
        return column.cast(pa.large_string())
    raise TypeError(
        say(
            "the column is of type {column} and holds no texts and no codes; cast it to a text type first",
            column=column.type,
        )
    )
