"""The ``coedu`` namespace of Polars; importing this module registers it.

>>> import polars as pl
>>> import coedu_zones.frames.polars
>>> schools = pl.DataFrame({"地址": ["渝水区", "朝阳区", None]})
>>> schools.select(pl.col("地址").coedu.code()).to_series().to_list()
['360502', None, None]
>>> schools.lazy().coedu.annotate("地址").select("place_zones").collect().to_series().to_list()
[[48], None, None]

Expressions and series have ``resolve``, ``code``, ``zones`` and ``convert``; frames, lazy
or not, have these for the columns that are named, and ``annotate``. A type checker
does not know a namespace that is registered while a program runs: ``coedu(...)`` of an
expression, a series or a frame is the same object, with types.

The struct of an answer has fixed dtypes: texts are ``String``, ``score`` is ``Float64``,
``remainder_is_division`` is ``Boolean``, ``zones`` is ``List(Int32)``, ``zone_names`` is
``List(String)``, ``candidates`` is a list of structs. The struct of a missing or blank
text is null. Eager, lazy and streaming queries give the same answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final, Generic, TypeVar, Unpack, cast, overload

from coedu_zones.frames.columns import ColumnResolver
from coedu_zones.frames.conversion import CONVERSION_FIELDS, ColumnConverter
from coedu_zones.frames.engines import (
    FrameOptions,
    Options,
    SeriesOptions,
    alone,
    columns_of,
    missing_backend,
    parted,
    takes_columns,
    takes_options,
)
from coedu_zones.messages import say
from coedu_zones.places.inputs import options_named
from coedu_zones.resolution.answers import kind_of

try:
    import polars as pl

    from coedu_zones.frames.polars_batches import TYPES, converted_structs, structs
except ImportError as error:
    raise missing_backend("polars", error) from error

_HELD: Final = "coedu_zones.place"  # the name of the struct until its fields are columns
Column = str | pl.Expr | pl.Series


_Frame = TypeVar("_Frame")
_Alone = TypeVar("_Alone")


class ExprOptions(Options, total=False):
    """The options of a method of an expression: also the columns that are put before its texts."""

    province: Column | None
    prefecture: Column | None
    county: Column | None


@pl.api.register_expr_namespace("coedu")
class PlaceExpr:
    """``expr.coedu``: what the texts of an expression mean; numbers are codes.

    ``province``, ``prefecture`` and ``county`` are further expressions or names of columns that are put before the
    texts. The other options are those of ``resolve_columns``.
    """

    def __init__(self, expr: pl.Expr) -> None:
        self._expr = expr

    @takes_columns
    def resolve(self, **options: Unpack[ExprOptions]) -> pl.Expr:
        """Give a struct with the fields of an answer, under the name of the expression.

        Raises:
            AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.
            TypeError: there is no such option; when the query runs, the column holds no texts.

        >>> import polars as pl
        >>> frame = pl.DataFrame({"a": ["朝阳区"], "b": ["北京"]})
        >>> frame.select(pl.col("a").coedu.resolve(within="北京")).unnest("a")["path"].to_list()
        ['北京市/朝阳区']
        >>> frame.select(pl.col("a").coedu.code(province="b")).to_series().to_list()
        ['110105']
        """
        columns, others = parted(options)
        return self._of([c for c in columns if c is not None], ColumnResolver(**others))

    def _of(self, before: Sequence[Column], resolver: ColumnResolver) -> pl.Expr:
        dtype = pl.Struct({field: TYPES[kind_of(field)] for field in resolver.fields})
        texts = self._expr
        if before:
            parts = [pl.col(c) if isinstance(c, str) else pl.lit(c) if isinstance(c, pl.Series) else c for c in before]
            named = [part.alias(f"part {at}") for at, part in enumerate(parts)]
            texts = pl.struct(*named, texts.alias("last")).alias(texts.meta.output_name())
        return texts.map_batches(partial(structs, resolver, dtype), return_dtype=dtype, is_elementwise=True)

    @takes_columns
    def code(self, **options: Unpack[ExprOptions]) -> pl.Expr:
        """Give the codes alone."""
        return self.resolve(**alone("code", options)).struct.field("code")

    @takes_columns
    def zones(self, **options: Unpack[ExprOptions]) -> pl.Expr:
        """Give the lists of the numbers of the zones alone."""
        return self.resolve(**alone("zones", options)).struct.field("zones")

    @options_named
    def convert(self, *, from_year: int, to_year: int, edition: str | None = None) -> pl.Expr:
        """Give a struct with the code of another year, the outcome and the targets; see ``convert_columns``.

        >>> import polars as pl
        >>> frame = pl.DataFrame({"c": ["431121"]})
        >>> frame.select(pl.col("c").coedu.convert(from_year=2015, to_year=2024)).unnest("c").row(0)
        ('431181', 'same', '431181:whole')
        """
        converter = ColumnConverter(from_year=from_year, to_year=to_year, edition=edition)
        dtype = pl.Struct(dict.fromkeys(CONVERSION_FIELDS, pl.String))
        return self._expr.map_batches(partial(converted_structs, converter), return_dtype=dtype, is_elementwise=True)


@pl.api.register_series_namespace("coedu")
class PlaceSeries:
    """``series.coedu``: what the texts of a series mean, as ``PlaceExpr`` says it of an expression."""

    def __init__(self, series: pl.Series) -> None:
        self._series = series

    @takes_columns
    def resolve(self, **options: Unpack[SeriesOptions]) -> pl.Series:
        """Give a series of structs, under the name of the series; see ``PlaceExpr.resolve``.

        >>> import polars as pl
        >>> pl.Series(["新余渝水"]).coedu.resolve().struct.field("code").to_list()
        ['360502']
        """
        columns, others = parted(options)
        before = [c if isinstance(c, pl.Series) else pl.Series(c) for c in columns if c is not None]
        frame = pl.DataFrame([*(c.alias(f"part {at}") for at, c in enumerate(before)), self._series.alias("last")])
        expr = PlaceExpr(pl.col("last"))._of([f"part {at}" for at in range(len(before))], ColumnResolver(**others))  # noqa: SLF001
        return frame.select(expr).to_series().alias(self._series.name)

    @takes_options
    def annotate(self, *, prefix: str = "place_", **options: Unpack[Options]) -> pl.DataFrame:
        """Give the series as a frame, with the fields after it."""
        name = self._series.name or "text"
        return PlaceFrame(self._series.alias(name).to_frame()).annotate(name, prefix=prefix, **options)

    @takes_columns
    def code(self, **options: Unpack[SeriesOptions]) -> pl.Series:
        """Give the codes alone.

        >>> import polars as pl
        >>> pl.Series(["祁阳市", "祁阳县"]).coedu.code(terms_of=2010).to_list()
        ['431121', '431121']
        """
        return self.resolve(**alone("code", options)).struct.field("code")

    @takes_columns
    def zones(self, **options: Unpack[SeriesOptions]) -> pl.Series:
        """Give the lists of the numbers of the zones alone."""
        return self.resolve(**alone("zones", options)).struct.field("zones")

    @options_named
    def convert(self, *, from_year: int, to_year: int, edition: str | None = None) -> pl.Series:
        """Give a series of structs; see ``PlaceExpr.convert``."""
        expr = PlaceExpr(pl.first()).convert(from_year=from_year, to_year=to_year, edition=edition)
        return self._series.to_frame().select(expr).to_series()


class _Frames(Generic[_Frame, _Alone]):
    """What frames have in common, lazy or not: the methods of an expression over the columns that are named."""

    def __init__(self, frame: _Frame) -> None:
        self._frame: Any = frame

    @takes_columns
    def resolve(self, column: str | Sequence[str] | None = None, **options: Unpack[FrameOptions]) -> _Frame:
        """Give a frame with one column per field.

        Raises:
            polars.exceptions.ColumnNotFoundError: the frame has no such column.

        """
        found: _Frame = self._frame.select(_held(column, "", options)).unnest(_HELD)
        return found

    @takes_columns
    def annotate(
        self, column: str | Sequence[str] | None = None, *, prefix: str = "place_", **options: Unpack[FrameOptions]
    ) -> _Frame:
        """Give the frame with the fields after its own columns.

        Raises:
            polars.exceptions.ColumnNotFoundError: the frame has no such column.
            polars.exceptions.DuplicateError: it has a column that a field would replace.

        >>> import polars as pl
        >>> pl.DataFrame({"a": ["赣州市定南县"]}).coedu.annotate("a", prefix="p_")["p_path"].to_list()
        ['江西省/赣州市/定南县']
        """
        found: _Frame = self._frame.with_columns(_held(column, prefix, options)).unnest(_HELD)
        return found

    @takes_columns
    def code(self, column: str | Sequence[str] | None = None, **options: Unpack[FrameOptions]) -> _Alone:
        """Give the codes alone: a series of a frame, a query with one column of a lazy one."""
        return self._one("code", column, options)

    @takes_columns
    def zones(self, column: str | Sequence[str] | None = None, **options: Unpack[FrameOptions]) -> _Alone:
        """Give the lists of the numbers of the zones alone, as ``code`` does."""
        return self._one("zones", column, options)

    @options_named
    def convert(
        self, column: str, *, from_year: int, to_year: int, edition: str | None = None, prefix: str = ""
    ) -> _Frame:
        """Give the frame with the codes of another year after its own columns; see ``convert_columns``."""
        names = [f"{prefix}code_{to_year}", *(prefix + field for field in CONVERSION_FIELDS[1:])]
        converted = PlaceExpr(pl.col(column)).convert(from_year=from_year, to_year=to_year, edition=edition)
        found: _Frame = self._frame.with_columns(converted.struct.rename_fields(names).alias(_HELD)).unnest(_HELD)
        return found

    def _one(self, field: str, column: object, options: FrameOptions) -> _Alone:
        found: Any = self._frame.select(_held(column, "", alone(field, options))).unnest(_HELD).select(field)
        return cast("_Alone", found if isinstance(found, pl.LazyFrame) else found.to_series())


@pl.api.register_dataframe_namespace("coedu")
class PlaceFrame(_Frames[pl.DataFrame, pl.Series]):
    """``frame.coedu``: what one or several columns of a frame mean.

    The place is in ``column``, in a list of columns from large to small, or in the columns
    that ``province``, ``prefecture`` and ``county`` name, with ``column`` after them.
    """


@pl.api.register_lazyframe_namespace("coedu")
class PlaceLazyFrame(_Frames[pl.LazyFrame, pl.LazyFrame]):
    """``lazy_frame.coedu``: the same for a query that has not run."""


@overload
def coedu(data: pl.DataFrame) -> PlaceFrame: ...
@overload
def coedu(data: pl.LazyFrame) -> PlaceLazyFrame: ...
@overload
def coedu(data: pl.Series) -> PlaceSeries: ...
@overload
def coedu(data: pl.Expr) -> PlaceExpr: ...
def coedu(
    data: pl.DataFrame | pl.LazyFrame | pl.Series | pl.Expr,
) -> PlaceFrame | PlaceLazyFrame | PlaceSeries | PlaceExpr:
    """Give the namespace of a frame, a series or an expression: ``coedu(frame)`` is ``frame.coedu``, with types.

    Raises:
        TypeError: it is none of these.

    >>> import polars as pl
    >>> coedu(pl.Series(["渝水区"])).code().to_list()
    ['360502']
    """
    if isinstance(data, pl.DataFrame):
        return PlaceFrame(data)
    if isinstance(data, pl.LazyFrame):
        return PlaceLazyFrame(data)
    if isinstance(data, pl.Series):
        return PlaceSeries(data)
    if isinstance(data, pl.Expr):
        return PlaceExpr(data)
    raise TypeError(say("expected a Polars frame, series or expression, got {data}", data=type(data).__name__))


def _held(column: object, prefix: str, options: FrameOptions) -> pl.Expr:
    columns, others = columns_of(column, options)
    last = columns[-1] if isinstance(columns[-1], pl.Expr) else pl.col(columns[-1])
    expr = PlaceExpr(last)._of(columns[:-1], ColumnResolver(**others))  # noqa: SLF001
    return expr.name.prefix_fields(prefix).alias(_HELD)
