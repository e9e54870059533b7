"""Batches of a Polars query: texts → structs of answers, with fixed dtypes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from coedu_zones.frames.columns import ColumnResolver
from coedu_zones.frames.conversion import CONVERSION_FIELDS, ColumnConverter
from coedu_zones.frames.engines import coded, holds_codes
from coedu_zones.messages import say
from coedu_zones.places.inputs import joined
from coedu_zones.resolution.answers import CANDIDATE_FIELDS

if TYPE_CHECKING:
    from polars._typing import PolarsDataType

_CANDIDATE: Final = pl.Struct({field: pl.Float64 if field == "score" else pl.String for field in CANDIDATE_FIELDS})
#: What the values of a field are → their dtype.
TYPES: Final[dict[str, PolarsDataType]] = {
    "text": pl.String(), "number": pl.Float64(), "truth": pl.Boolean(), "numbers": pl.List(pl.Int32),
    "texts": pl.List(pl.String), "candidates": pl.List(_CANDIDATE),
}  # fmt: skip


def _cells(series: pl.Series) -> list[Any]:
    """The texts of a batch, or the numbers that are codes; the parts of a struct joined row by row."""
    if isinstance(series.dtype, pl.Struct):
        return [joined(row) for row in zip(*(_cells(part) for part in series.struct.unnest()), strict=True)]
    numbers = series.to_list() if series.dtype.is_numeric() else []
    if not (
        isinstance(series.dtype, pl.String | pl.Categorical | pl.Enum | pl.Null) or (numbers and holds_codes(numbers))
    ):
        raise TypeError(
            say(
                "the column {name!r} is of dtype {dtype} and holds no texts and no codes; convert it "
                "first, such as with .cast(pl.String)",
                name=series.name,
                dtype=series.dtype,
            )
        )
    return numbers or series.cast(pl.String).to_list()


def structs(resolver: ColumnResolver, dtype: pl.Struct, series: pl.Series) -> pl.Series:
    """One batch: answer the texts and spread the different answers over the rows."""
    values, places, remainders = coded(resolver, _cells(series))
    rows = pl.Series(places, dtype=pl.UInt32)
    columns = [
        _series(field.name, remainders, field.dtype)
        if field.name == "remainder"
        else _series(field.name, values[field.name], field.dtype).gather(rows)
        for field in dtype.fields
    ]
    missing = pl.Series(values["status"], dtype=pl.String).is_null().gather(rows)
    return _masked(columns, missing, series.name)


def converted_structs(converter: ColumnConverter, series: pl.Series) -> pl.Series:
    """One batch of codes, converted."""
    rows = converter.rows(_cells(series))
    columns = [pl.Series(name, [row[at] for row in rows], dtype=pl.String) for at, name in enumerate(CONVERSION_FIELDS)]
    return _masked(columns, columns[1].is_null(), series.name)


def _masked(columns: Sequence[pl.Series], missing: pl.Series, name: str) -> pl.Series:
    """Columns as structs, null where a row is missing."""
    answers = pl.DataFrame(columns).to_struct(name)
    if not missing.any():
        return answers
    return answers.zip_with(~missing, pl.Series(name, [None], dtype=answers.dtype))  # ``set`` came later


def _series(name: str, values: list[Any], dtype: PolarsDataType) -> pl.Series:
    """Make a series; of lists by way of their items, which is many times faster than list by list."""
    if not isinstance(dtype, pl.List):
        return pl.Series(name, values, dtype=dtype)
    items = [item for value in values if value for item in value]
    if isinstance(dtype.inner, pl.Struct):
        columns = [pl.Series(f.name, [item[f.name] for item in items], dtype=f.dtype) for f in dtype.inner.fields]
        flat = pl.DataFrame(columns).to_struct(name)
    else:
        flat = pl.Series(name, items, dtype=dtype.inner)
    owners = pl.Series("row", [row for row, value in enumerate(values) if value for _ in value], dtype=pl.UInt32)
    full = pl.DataFrame([owners, flat]).group_by("row", maintain_order=True).agg(name).get_column(name)
    lists = pl.concat([full, pl.Series(name, [[]], dtype=dtype)])
    following = count()
    places = [None if value is None else next(following) if value else len(full) for value in values]
    return lists.gather(pl.Series(places, dtype=pl.UInt32))
