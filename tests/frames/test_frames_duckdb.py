"""What is particular to DuckDB: types, nulls, registration, threads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
pytest.importorskip("pyarrow", reason="pyarrow is not installed")

from coedu_zones import AmbiguousNameError  # noqa: E402
from coedu_zones.frames.duckdb import register  # noqa: E402
from tests.frames.conftest import plain_answers  # noqa: E402

TEXTS = ["渝水区", None, "朝阳区", "渝水区", "", "某某县"]


@pytest.fixture
def con() -> Iterator[Any]:
    with duckdb.connect() as connection:
        register(connection)
        connection.execute("CREATE TABLE schools (id INTEGER, addr VARCHAR)")
        connection.executemany("INSERT INTO schools VALUES (?, ?)", list(enumerate(TEXTS)))
        yield connection


def rows(con: Any, query: str) -> list[Any]:
    found: list[Any] = con.execute(query).fetchall()
    return found


def test_fields_nulls_and_types(con: Any) -> None:
    for field, values in plain_answers(TEXTS).items():
        query = f"SELECT resolve_place(addr).{field} FROM schools ORDER BY id"  # noqa: S608 - a field of ours
        assert rows(con, query) == [(value,) for value in values]
    assert rows(con, "SELECT id FROM schools WHERE resolve_place(addr) IS NULL ORDER BY id") == [(1,), (4,)]
    query = "SELECT DISTINCT typeof(p.zones), typeof(p.score) FROM (SELECT resolve_place(addr) AS p FROM schools)"
    assert rows(con, query) == [("INTEGER[]", "DOUBLE")]


def test_constants_and_empty_tables(con: Any) -> None:
    assert rows(con, "SELECT resolve_place('渝水区').code, resolve_place(NULL)") == [("360502", None)]
    assert rows(con, "SELECT resolve_place(addr) FROM schools WHERE id > 99") == []
    found = con.sql("SELECT resolve_place(addr) AS p FROM schools WHERE id > 99")
    assert str(found.types[0]).startswith("STRUCT(status VARCHAR, code VARCHAR")


def test_numbers_are_refused(con: Any) -> None:
    with pytest.raises(duckdb.BinderException):
        rows(con, "SELECT resolve_place(id) FROM schools")


def test_views_of_strings(con: Any) -> None:
    con.execute("SET produce_arrow_string_view = true")
    assert rows(con, "SELECT resolve_place(addr).code FROM schools WHERE id = 0") == [("360502",)]


def test_joins_and_filters(con: Any) -> None:
    con.execute("CREATE TABLE names AS SELECT '360502' AS code, '渝水' AS name")
    query = "SELECT id, name FROM schools JOIN names ON resolve_place(addr).code = names.code ORDER BY id"
    assert rows(con, query) == [(0, "渝水"), (3, "渝水")]
    query = "SELECT id FROM schools WHERE list_contains(resolve_place(addr).zones, 48) ORDER BY id"
    assert rows(con, query) == [(0,), (3,)]


def test_a_name_is_replaced_and_options_belong_to_it(con: Any) -> None:
    register(con, within="北京")
    register(con, name="among", candidates=True)
    register(con, name="among", candidates=True)
    query = "SELECT resolve_place(addr).code, among(addr).candidates[1].code FROM schools WHERE id = 2"
    assert rows(con, query)[0][0] == "110105"
    assert rows(con, query)[0][1] is not None


def test_a_wrong_option_is_an_error_of_the_registration(con: Any) -> None:
    with pytest.raises(AmbiguousNameError):
        register(con, name="f", within="朝阳区")
    with pytest.raises(ValueError, match="village"):
        register(con, name="f", level="village")


def test_several_threads_give_the_same(con: Any) -> None:
    con.execute("SET threads = 4")
    con.execute("CREATE TABLE many AS SELECT addr, id, i FROM schools, range(40000) AS r(i)")
    query = "SELECT DISTINCT id, resolve_place(addr).code, resolve_place(addr).status FROM many ORDER BY id"
    expected = plain_answers(TEXTS)
    assert rows(con, query) == list(zip(range(6), expected["code"], expected["status"], strict=True))
