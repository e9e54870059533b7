"""Columns and SQL functions for Spark.

::

    from coedu_zones.frames import spark as places

    schools.coedu.annotate("addr")     # the frame with place_status, place_code, ... after its own columns
    schools.coedu.convert("code", from_year=2015, to_year=2024)
    places.register(session)           # SELECT resolve_place(addr).code FROM schools

Importing the module gives frames the property ``coedu``; ``coedu(frame)`` is the same
object, with types. Texts are ``string``, ``score`` is ``double``,
``remainder_is_division`` is ``boolean``, ``zones`` is ``array<int>``, ``zone_names`` is
``array<string>``, ``candidates`` an array of structs. Every executor needs coedu_zones
and pyarrow installed. A Python worker process loads the gazetteer once, at its first
batch; a ``normalizer`` of one's own travels with every task. Nothing is shuffled, and
partitions stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, Unpack

from coedu_zones.frames.columns import ColumnResolver
from coedu_zones.frames.conversion import CONVERSION_FIELDS, ColumnConverter
from coedu_zones.frames.engines import (
    FrameOptions,
    Options,
    alone,
    columns_of,
    missing_backend,
    takes_columns,
    takes_options,
)
from coedu_zones.messages import say
from coedu_zones.places.inputs import joined, options_named
from coedu_zones.resolution.answers import CANDIDATE_FIELDS, kind_of

try:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession, functions
    from pyspark.sql.types import (
        ArrayType,
        BooleanType,
        DataType,
        DoubleType,
        IntegerType,
        NumericType,
        StringType,
        StructField,
        StructType,
    )

    from coedu_zones.frames.arrow import convert_array, resolve_array
except ImportError as error:
    raise missing_backend("spark", error) from error

_CANDIDATE: Final = StructType(
    [StructField(field, DoubleType() if field == "score" else StringType()) for field in CANDIDATE_FIELDS]
)
_TYPES: Final[dict[str, DataType]] = {
    "text": StringType(), "number": DoubleType(), "truth": BooleanType(), "numbers": ArrayType(IntegerType()),
    "texts": ArrayType(StringType()), "candidates": ArrayType(_CANDIDATE),
}  # fmt: skip


class PlaceFrame:
    """``frame.coedu``: what one or several columns of a frame mean.

    The place is in ``column``, in a list of columns from large to small, or in the columns
    that ``province``, ``prefecture`` and ``county`` name, with ``column`` after them. The
    rows keep their order inside their partitions. All columns of the frame pass through the
    Python workers; of a very wide frame, ``register`` and the SQL function send only those of
    the place.
    """

    def __init__(self, frame: DataFrame) -> None:
        self._frame = frame

    @takes_columns
    def annotate(
        self, column: str | Sequence[str] | None = None, *, prefix: str = "place_", **options: Unpack[FrameOptions]
    ) -> DataFrame:
        """Give the frame with the fields after its own columns, by ``mapInArrow``.

        Raises:
            ValueError: the frame has no such column, or two of that name, or one that a field would replace.
            TypeError: a column holds neither texts nor numbers, or there is no such option.
            AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.

        """
        columns, others = columns_of(column, options)
        resolver = ColumnResolver(**others)
        places = [self._position(name) for name in columns]

        def answer(batch: pa.RecordBatch) -> pa.StructArray:
            return resolve_array(resolver, *(batch.column(place) for place in places))

        return self._with(answer, _fields(resolver, prefix), prefix)

    @takes_columns
    def resolve(self, column: str | Sequence[str] | None = None, **options: Unpack[FrameOptions]) -> DataFrame:
        """Give a frame with the fields alone."""
        mark = "coedu_zones.place."  # no column of the frame is called so
        found = self.annotate(column, prefix=mark, **options)
        added = found.columns[len(self._frame.columns) :]
        return found.select(*(functions.col(f"`{name}`").alias(name.removeprefix(mark)) for name in added))

    @takes_columns
    def code(self, column: str | Sequence[str] | None = None, **options: Unpack[FrameOptions]) -> DataFrame:
        """Give a frame with the codes alone."""
        return self.resolve(column, **alone("code", options))

    @takes_columns
    def zones(self, column: str | Sequence[str] | None = None, **options: Unpack[FrameOptions]) -> DataFrame:
        """Give a frame with the lists of the numbers of the zones alone."""
        return self.resolve(column, **alone("zones", options))

    @options_named
    def convert(
        self, column: str, *, from_year: int, to_year: int, edition: str | None = None, prefix: str = ""
    ) -> DataFrame:
        """Give the frame with the codes of another year after its own columns; see ``convert_columns``.

        Raises:
            UnknownYearError: the tables do not hold one of the years.
            ValueError: ``edition`` is none, or a column is not there, there twice or in the way.

        """
        converter = ColumnConverter(from_year=from_year, to_year=to_year, edition=edition)
        place = self._position(column)

        def answer(batch: pa.RecordBatch) -> pa.StructArray:
            return convert_array(converter, batch.column(place))

        return self._with(answer, [StructField(prefix + name, StringType()) for name in converter.names], prefix)

    def _position(self, column: str) -> int:
        names = self._frame.columns
        if names.count(column) != 1:
            raise ValueError(
                say(
                    "the frame has {number} columns {column!r}: {names}",
                    number=names.count(column),
                    column=column,
                    names=names,
                )
            )
        position: int = names.index(column)
        if not isinstance(self._frame.schema.fields[position].dataType, StringType | NumericType):
            raise TypeError(
                say(
                    "the column {column!r} is of type {kind}; cast it to string first",
                    column=column,
                    kind=self._frame.dtypes[position][1],
                )
            )
        return position

    def _with(
        self, answer: Callable[[pa.RecordBatch], pa.StructArray], fields: list[StructField], prefix: str
    ) -> DataFrame:
        """The frame with the fields of what ``answer`` gives for a batch."""
        present = {name.lower() for name in self._frame.columns}  # Spark does not tell Code from code
        taken = [field.name for field in fields if field.name.lower() in present]
        if taken:
            raise ValueError(
                say(
                    "the frame already has the columns {taken}; choose another prefix than {prefix!r}",
                    taken=taken,
                    prefix=prefix,
                )
            )
        schema = StructType([*self._frame.schema.fields, *fields])
        names = schema.names

        def answered(rows: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for batch in rows:
                yield pa.RecordBatch.from_arrays([*batch.columns, *answer(batch).flatten()], names=names)

        return self._frame.mapInArrow(answered, schema)


def coedu(data: DataFrame) -> PlaceFrame:
    """Give what ``frame.coedu`` is, with a type that type checkers know."""
    return PlaceFrame(data)


setattr(DataFrame, "coedu", property(coedu))  # noqa: B010 - its types do not know the property


@takes_columns
def resolve(
    df: DataFrame, column: str | Sequence[str] | None = None, *, prefix: str = "place_", **options: Unpack[FrameOptions]
) -> DataFrame:
    """Give the frame with the fields after its own columns, as ``df.coedu.annotate`` does."""
    return PlaceFrame(df).annotate(column, prefix=prefix, **options)


@takes_options
def register(session: SparkSession, *, name: str = "resolve_place", **options: Unpack[Options]) -> Any:
    """Give a session the SQL function ``name(text, ...)``, which returns a struct; that of missing or blank texts is NULL.

    The function takes one text, or several from large to small. The options are those of
    ``resolve_columns``, and belong to the function: register it under several names to use
    several settings in one query.

    Returns:
        The function, for use in ``df.select(function("addr"))``.

    Raises:
        AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.

    """
    resolver = ColumnResolver(**options)

    def by_column(*texts: pa.Array) -> pa.Array:
        return resolve_array(resolver, *texts)

    def by_row(*texts: str | None) -> tuple[Any, ...] | None:
        text = joined(texts)
        return None if text is None else tuple(values[0] for values in resolver.columns([text]).values())

    return _registered(session, name, by_column, by_row, StructType(_fields(resolver)))


@options_named
def register_convert(
    session: SparkSession, *, from_year: int, to_year: int, edition: str | None = None, name: str = "convert_code"
) -> Any:
    """Give a session the SQL function ``name(code)``: codes of one year in those of another, as ``convert_columns`` gives them.

    Raises:
        UnknownYearError: the tables do not hold one of the years.
        ValueError: ``edition`` is none.

    """
    converter = ColumnConverter(from_year=from_year, to_year=to_year, edition=edition)

    def by_column(codes: pa.Array) -> pa.Array:
        return convert_array(converter, codes)

    def by_row(code: str | None) -> tuple[Any, ...] | None:
        row = converter.rows([code])[0]
        return None if row[1] is None else row

    schema = StructType([StructField(field, StringType()) for field in CONVERSION_FIELDS])
    return _registered(session, name, by_column, by_row, schema)


def _registered(
    session: SparkSession, name: str, by_column: Callable[..., Any], by_row: Callable[..., Any], schema: StructType
) -> Any:
    arrow_udf = getattr(functions, "arrow_udf", None)  # from Spark 4.1
    function = functions.udf(by_row, schema) if arrow_udf is None else arrow_udf(by_column, schema)
    return session.udf.register(name, function)


def _fields(resolver: ColumnResolver, prefix: str = "") -> list[StructField]:
    return [StructField(prefix + field, _TYPES[kind_of(field)]) for field in resolver.fields]
