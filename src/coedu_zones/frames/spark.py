"""Columns and a SQL function for Spark.

::

    from coedu_zones.frames import spark as places

    places.resolve(schools, "addr")    # the frame with place_status, place_code, ... after its own columns
    places.register(session)           # SELECT resolve_place(addr).code FROM schools

Texts are ``string``, ``score`` is ``double``, ``zones`` is ``array<int>``,
``candidates`` an array of structs. Every executor needs coedu_zones and pyarrow
installed. A Python worker process loads the gazetteer once, at its first batch;
a ``normalizer`` of one's own travels with every task. Nothing is shuffled, and
partitions stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Unpack

from coedu_zones.frames.columns import ColumnResolver
from coedu_zones.frames.engines import CANDIDATE_FIELDS, Options, missing_backend

try:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession, functions
    from pyspark.sql.types import (
        ArrayType,
        DataType,
        DoubleType,
        IntegerType,
        StringType,
        StructField,
        StructType,
    )

    from coedu_zones.frames.arrow import resolve_array
except ImportError as error:
    raise missing_backend("spark", error) from error

_CANDIDATE: Final = StructType(
    [StructField(field, DoubleType() if field == "score" else StringType()) for field in CANDIDATE_FIELDS]
)
_NOT_TEXT: Final[dict[str, DataType]] = {
    "score": DoubleType(),
    "zones": ArrayType(IntegerType()),
    "candidates": ArrayType(_CANDIDATE),
}


def resolve(df: DataFrame, column: str, *, prefix: str = "place_", **options: Unpack[Options]) -> DataFrame:
    """Give the frame with the fields of ``column`` after its own columns, by ``mapInArrow``.

    The rows keep their order inside their partitions. All columns of the frame
    pass through the Python workers; of a very wide frame, ``register`` and the
    SQL function send only the one column.

    Raises:
        ValueError: the frame has no such column, or two of that name, or one that a field would replace.
        TypeError: the column holds no texts.
        AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.

    """
    resolver = ColumnResolver(**options)
    if df.columns.count(column) != 1:
        raise ValueError(f"the frame has {df.columns.count(column)} columns {column!r}: {df.columns}")
    position = df.columns.index(column)
    if not isinstance(df.schema.fields[position].dataType, StringType):
        raise TypeError(f"the column {column!r} is of type {df.dtypes[position][1]}; cast it to string first")
    fields = _fields(resolver, prefix)
    present = {name.lower() for name in df.columns}  # Spark does not tell Code from code
    taken = [field.name for field in fields if field.name.lower() in present]
    if taken:
        raise ValueError(f"the frame already has the columns {taken}; choose another prefix than {prefix!r}")
    schema = StructType([*df.schema.fields, *fields])
    names = schema.names

    def resolve_places(rows: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in rows:
            answers = resolve_array(resolver, batch.column(position))
            yield pa.RecordBatch.from_arrays([*batch.columns, *answers.flatten()], names=names)

    return df.mapInArrow(resolve_places, schema)


def register(session: SparkSession, *, name: str = "resolve_place", **options: Unpack[Options]) -> Any:
    """Give a session the SQL function ``name(text)``, which returns a struct; the struct of NULL is NULL.

    Options belong to the function: register it under several names to use
    several settings in one query.

    Returns:
        The function, for use in ``df.select(function("addr"))``.

    Raises:
        AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.

    """
    resolver = ColumnResolver(**options)
    schema = StructType(_fields(resolver))

    def by_column(texts: pa.Array) -> pa.Array:
        return resolve_array(resolver, texts)

    def by_row(text: str | None) -> tuple[Any, ...] | None:
        return None if text is None else tuple(values[0] for values in resolver.columns([text]).values())

    arrow_udf = getattr(functions, "arrow_udf", None)  # from Spark 4.1
    function = functions.udf(by_row, schema) if arrow_udf is None else arrow_udf(by_column, schema)
    return session.udf.register(name, function)


def _fields(resolver: ColumnResolver, prefix: str = "") -> list[StructField]:
    return [StructField(prefix + field, _NOT_TEXT.get(field, StringType())) for field in resolver.fields]
