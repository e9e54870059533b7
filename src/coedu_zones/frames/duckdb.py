"""A SQL function for DuckDB.

>>> import duckdb
>>> import coedu_zones.frames.duckdb
>>> con = duckdb.connect()
>>> coedu_zones.frames.duckdb.register(con)
>>> con.execute("SELECT resolve_place('渝水区').path").fetchone()
('江西省/新余市/渝水区',)
>>> con.execute("SELECT a FROM (VALUES ('渝水区'), ('朝阳区')) t(a) WHERE len(resolve_place(a).zones) > 0").fetchall()
[('渝水区',)]

The function takes a ``VARCHAR`` and returns a ``STRUCT``: texts are ``VARCHAR``,
``score`` is ``DOUBLE``, ``zones`` is ``INTEGER[]``, ``candidates`` is a list of
structs. The struct of ``NULL`` is ``NULL``.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any, Final, Unpack

from coedu_zones.frames.columns import ColumnResolver
from coedu_zones.frames.engines import CANDIDATE_FIELDS, Options, missing_backend

try:
    import duckdb

    from coedu_zones.frames.arrow import resolve_array
except ImportError as error:
    raise missing_backend("duckdb", error) from error

_CANDIDATE: Final = ", ".join(
    f"{field} {'DOUBLE' if field == 'score' else 'VARCHAR'}" for field in CANDIDATE_FIELDS
)
_NOT_TEXT: Final = {"score": "DOUBLE", "zones": "INTEGER[]", "candidates": f"STRUCT({_CANDIDATE})[]"}


def register(
    con: duckdb.DuckDBPyConnection, *, name: str = "resolve_place", **options: Unpack[Options]
) -> None:
    """Give a connection the function ``name(text)``; a function of that name from before is replaced.

    Options belong to the function: register it under several names to use
    several settings in one query. Rows go through Arrow, a vector at a time, and
    a text that comes again is not resolved again.

    Raises:
        AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.

    >>> con = duckdb.connect()
    >>> register(con, name="place_in_beijing", within="北京")
    >>> con.execute("SELECT place_in_beijing('朝阳区').code").fetchone()
    ('110105',)
    """
    resolver = ColumnResolver(**options)
    fields = ", ".join(f"{field} {_NOT_TEXT.get(field, 'VARCHAR')}" for field in resolver.fields)
    with suppress(duckdb.InvalidInputException):  # there was none
        con.remove_function(name)
    create: Any = con.create_function  # its stubs know the words below only as members of moving enumerations
    create(
        name,
        partial(resolve_array, resolver),
        ["VARCHAR"],
        f"STRUCT({fields})",
        type="arrow",
        null_handling="special",
    )
