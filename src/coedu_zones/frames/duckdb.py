"""SQL functions for DuckDB.

>>> import duckdb
>>> import coedu_zones.frames.duckdb
>>> con = duckdb.connect()
>>> coedu_zones.frames.duckdb.register(con)
>>> con.execute("SELECT resolve_place('渝水区').path").fetchone()
('江西省/新余市/渝水区',)
>>> con.execute("SELECT a FROM (VALUES ('渝水区'), ('朝阳区')) t(a) WHERE len(resolve_place(a).zones) > 0").fetchall()
[('渝水区',)]

The function takes a ``VARCHAR``, or several from large to small, and returns a
``STRUCT``: texts are ``VARCHAR``, ``score`` is ``DOUBLE``, ``remainder_is_division`` is
``BOOLEAN``, ``zones`` is ``INTEGER[]``, ``zone_names`` is ``VARCHAR[]``, ``candidates`` is a
list of structs. The struct of a missing or blank text is ``NULL``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Final, Unpack

from coedu_zones.frames.columns import ColumnResolver
from coedu_zones.frames.conversion import CONVERSION_FIELDS, ColumnConverter
from coedu_zones.frames.engines import Options, missing_backend, takes_options
from coedu_zones.messages import say
from coedu_zones.places.inputs import options_named
from coedu_zones.resolution.answers import CANDIDATE_FIELDS, kind_of

try:
    import duckdb

    from coedu_zones.frames.arrow import convert_array, resolve_array
except ImportError as error:
    raise missing_backend("duckdb", error) from error

_CANDIDATE: Final = ", ".join(f"{field} {'DOUBLE' if field == 'score' else 'VARCHAR'}" for field in CANDIDATE_FIELDS)
_TYPES: Final = {
    "text": "VARCHAR", "number": "DOUBLE", "truth": "BOOLEAN", "numbers": "INTEGER[]", "texts": "VARCHAR[]",
    "candidates": f"STRUCT({_CANDIDATE})[]",
}  # fmt: skip


@takes_options
def register(
    con: duckdb.DuckDBPyConnection, *, name: str = "resolve_place", columns: int = 1, **options: Unpack[Options]
) -> None:
    """Give a connection the function ``name(text)``; a function of that name from before is replaced.

    With ``columns=3`` it takes three texts from large to small, ``name(province, prefecture,
    county)``. The other options are those of ``resolve_columns``, and belong to the function:
    register it under several names to use several settings in one query. Rows go through
    Arrow, a vector at a time, and a text that comes again is not resolved again.

    Raises:
        AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.
        ValueError: ``columns`` is less than one, or an option has a value that it does not take.

    >>> con = duckdb.connect()
    >>> register(con, name="place_in_beijing", within="北京")
    >>> register(con, name="in_2010", columns=2, terms_of=2010)
    >>> con.execute("SELECT place_in_beijing('朝阳区').code, in_2010('湖南省', '祁阳市').code").fetchall()
    [('110105', '431121')]
    """
    if columns < 1:
        raise ValueError(
            say("columns={columns}: expected the number of texts that the function takes, 1 or more", columns=columns)
        )
    resolver = ColumnResolver(**options)
    fields = ", ".join(f"{field} {_TYPES[kind_of(field)]}" for field in resolver.fields)
    _create(con, name, partial(resolve_array, resolver), columns, fields)


@options_named
def register_convert(
    con: duckdb.DuckDBPyConnection,
    *,
    from_year: int,
    to_year: int,
    edition: str | None = None,
    name: str = "convert_code",
) -> None:
    """Give a connection the function ``name(code)``: codes of one year in those of another, as ``convert_columns`` gives them.

    Raises:
        UnknownYearError: the tables do not hold one of the years.
        ValueError: ``edition`` is none.

    >>> con = duckdb.connect()
    >>> register_convert(con, from_year=2015, to_year=2024)
    >>> con.execute("SELECT convert_code('431121').code").fetchone()
    ('431181',)
    """
    converter = ColumnConverter(from_year=from_year, to_year=to_year, edition=edition)
    _create(
        con, name, partial(convert_array, converter), 1, ", ".join(f"{field} VARCHAR" for field in CONVERSION_FIELDS)
    )


def _create(con: duckdb.DuckDBPyConnection, name: str, function: Callable[..., Any], columns: int, fields: str) -> None:
    parameters = [inspect.Parameter(f"text_{at}", inspect.Parameter.POSITIONAL_ONLY) for at in range(1, columns + 1)]
    function.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] # DuckDB counts them
    with suppress(duckdb.InvalidInputException):  # there was none
        con.remove_function(name)
    create: Any = con.create_function  # its stubs know the words below only as members of moving enumerations
    create(name, function, ["VARCHAR"] * columns, f"STRUCT({fields})", type="arrow", null_handling="special")
