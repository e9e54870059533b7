"""The ``coedu`` namespace of Polars; importing this module registers it.

>>> import polars as pl
>>> import coedu_zones.frames.polars
>>> schools = pl.DataFrame({"地址": ["渝水区", "朝阳区", None]})
>>> schools.select(pl.col("地址").coedu.resolve().struct.field("code")).to_series().to_list()
['360502', None, None]
>>> schools.lazy().coedu.annotate("地址").select("place_zones").collect().to_series().to_list()
[[48], None, None]

The struct has fixed dtypes: texts are ``String``, ``score`` is ``Float64``,
``zones`` is ``List(Int32)``, ``candidates`` is a list of structs. The struct of
a missing text is null. Eager, lazy and streaming queries give the same answers.
"""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Unpack

from coedu_zones.frames.columns import ColumnResolver
from coedu_zones.frames.engines import CANDIDATE_FIELDS, Options, coded, holds_codes, missing_backend

try:
    import polars as pl
except ImportError as error:
    raise missing_backend("polars", error) from error

if TYPE_CHECKING:
    from polars._typing import PolarsDataType

_CANDIDATE: Final = pl.Struct(
    {field: pl.Float64 if field == "score" else pl.String for field in CANDIDATE_FIELDS}
)
_NOT_TEXT: Final = {"score": pl.Float64(), "zones": pl.List(pl.Int32), "candidates": pl.List(_CANDIDATE)}
_HELD: Final = "coedu_zones.place"  # the name of the struct until its fields are columns


@pl.api.register_expr_namespace("coedu")
class PlaceExpr:
    """``expr.coedu``: what the texts of an expression mean."""

    def __init__(self, expr: pl.Expr) -> None:
        self._expr = expr

    def resolve(self, **options: Unpack[Options]) -> pl.Expr:
        """Give a struct with the fields of an answer, under the name of the expression.

        Raises:
            AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.
            TypeError: when the query runs, the column holds no texts.

        >>> import polars as pl
        >>> frame = pl.DataFrame({"a": ["朝阳区"]})
        >>> frame.select(pl.col("a").coedu.resolve(within="北京")).unnest("a")["path"].to_list()
        ['北京市/朝阳区']
        """
        resolver = ColumnResolver(**options)
        dtype = pl.Struct({field: _NOT_TEXT.get(field, pl.String()) for field in resolver.fields})
        return self._expr.map_batches(
            partial(_structs, resolver, dtype), return_dtype=dtype, is_elementwise=True
        )


@pl.api.register_series_namespace("coedu")
class PlaceSeries:
    """``series.coedu``: what the texts of a series mean."""

    def __init__(self, series: pl.Series) -> None:
        self._series = series

    def resolve(self, **options: Unpack[Options]) -> pl.Series:
        """Give a series of structs, under the name of the series; see ``PlaceExpr.resolve``.

        >>> import polars as pl
        >>> pl.Series(["新余渝水"]).coedu.resolve().struct.field("code").to_list()
        ['360502']
        """
        return self._series.to_frame().select(PlaceExpr(pl.first()).resolve(**options)).to_series()


@pl.api.register_dataframe_namespace("coedu")
class PlaceFrame:
    """``frame.coedu``: a frame with what one of its columns means beside it."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def annotate(self, column: str, *, prefix: str = "place_", **options: Unpack[Options]) -> pl.DataFrame:
        """Give the frame with the fields of ``column`` after its own columns.

        Raises:
            polars.exceptions.ColumnNotFoundError: the frame has no such column.
            polars.exceptions.DuplicateError: it has a column that a field would replace.

        >>> import polars as pl
        >>> pl.DataFrame({"a": ["赣州市定南县"]}).coedu.annotate("a", prefix="p_")["p_path"].to_list()
        ['江西省/赣州市/定南县']
        """
        return self._frame.with_columns(_held(column, prefix, options)).unnest(_HELD)


@pl.api.register_lazyframe_namespace("coedu")
class PlaceLazyFrame:
    """``lazy_frame.coedu``: the same for a query that has not run."""

    def __init__(self, frame: pl.LazyFrame) -> None:
        self._frame = frame

    def annotate(self, column: str, *, prefix: str = "place_", **options: Unpack[Options]) -> pl.LazyFrame:
        """Give the query with the fields of ``column`` after its own columns; see ``PlaceFrame.annotate``."""
        return self._frame.with_columns(_held(column, prefix, options)).unnest(_HELD)


def _held(column: str, prefix: str, options: Options) -> pl.Expr:
    return PlaceExpr(pl.col(column)).resolve(**options).name.prefix_fields(prefix).alias(_HELD)


def _structs(resolver: ColumnResolver, dtype: pl.Struct, series: pl.Series) -> pl.Series:
    """One batch: answer the texts and spread the different answers over the rows."""
    numbers = series.to_list() if series.dtype.is_numeric() else []
    if not (isinstance(series.dtype, pl.String | pl.Categorical | pl.Enum | pl.Null) or (numbers and holds_codes(numbers))):
        raise TypeError(
            f"the column {series.name!r} is of dtype {series.dtype} and holds no texts and no codes; "
            "convert it first, such as with .cast(pl.String)"
        )
    values, places, remainders = coded(resolver, numbers or series.cast(pl.String).to_list())
    rows = pl.Series(places, dtype=pl.UInt32)
    columns = [
        _series(field.name, remainders, field.dtype)
        if field.name == "remainder"
        else _series(field.name, values[field.name], field.dtype).gather(rows)
        for field in dtype.fields
    ]
    answers = pl.DataFrame(columns).to_struct(series.name)
    missing = columns[0].is_null()
    if not missing.any():
        return answers
    return answers.zip_with(~missing, pl.Series(series.name, [None], dtype=answers.dtype))  # ``set`` came later


def _series(name: str, values: list[Any], dtype: PolarsDataType) -> pl.Series:
    """Make a series; of lists by way of their items, which is many times faster than list by list."""
    if not isinstance(dtype, pl.List):
        return pl.Series(name, values, dtype=dtype)
    items = [item for value in values if value for item in value]
    if isinstance(dtype.inner, pl.Struct):
        columns = [
            pl.Series(f.name, [item[f.name] for item in items], dtype=f.dtype) for f in dtype.inner.fields
        ]
        flat = pl.DataFrame(columns).to_struct(name)
    else:
        flat = pl.Series(name, items, dtype=dtype.inner)
    owners = pl.Series(
        "row", [row for row, value in enumerate(values) if value for _ in value], dtype=pl.UInt32
    )
    full = pl.DataFrame([owners, flat]).group_by("row", maintain_order=True).agg(name).get_column(name)
    lists = pl.concat([full, pl.Series(name, [[]], dtype=dtype)])
    following = count()
    places = [None if value is None else next(following) if value else len(full) for value in values]
    return lists.gather(pl.Series(places, dtype=pl.UInt32))
