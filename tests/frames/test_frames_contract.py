"""Rule: every engine gives what ``resolve_columns`` gives, in the caller's order."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coedu_zones.frames.columns import FIELDS
from tests.frames.conftest import QUIET_SPARK, need, plain_answers
from tests.frames.texts import COUNT, varied_texts

pytestmark = QUIET_SPARK

Columns = dict[str, list[Any]]
Same = Callable[[Columns], None]


def test_the_texts_are_varied(texts: list[str | None], answers: Columns) -> None:
    assert len(texts) == COUNT
    assert len(set(texts)) > 0.6 * len(texts)
    assert set(answers["status"]) == {None, "resolved", "ambiguous", "conflict", "unresolved", "error"}
    assert all(answers["status"].count(status) >= 4 for status in set(answers["status"]))


def test_pandas(texts: list[str | None], same: Same) -> None:
    need("pandas")
    import pandas as pd

    import coedu_zones.frames.pandas  # noqa: F401 - it registers the accessor

    series: Any = pd.Series(texts, dtype=object)
    found = series.coedu.resolve()
    same({field: _none(found[field]) for field in found.columns})


@pytest.mark.parametrize("way", ["eager", "lazy", "streaming"])
def test_polars(way: str, texts: list[str | None], same: Same) -> None:
    need("polars")
    import polars as pl

    import coedu_zones.frames.polars  # noqa: F401 - it registers the namespaces

    frame = pl.DataFrame({"row": range(len(texts)), "地址": texts}, schema_overrides={"地址": pl.String})
    column: Any = pl.col("地址")
    if way == "eager":
        found = frame.select(column.coedu.resolve().alias("place")).unnest("place")
    else:
        query = frame.lazy().select("row", column.coedu.resolve().alias("place")).unnest("place")
        found = query.collect(engine="streaming" if way == "streaming" else "auto").sort("row").drop("row")
    same(found.to_dict(as_series=False))


def test_duckdb(texts: list[str | None], same: Same) -> None:
    need("duckdb", "pyarrow")
    import duckdb
    import pyarrow as pa

    from coedu_zones.frames.duckdb import register

    with duckdb.connect() as con:
        register(con)
        con.register("schools", pa.table({"id": range(len(texts)), "addr": pa.array(texts, pa.string())}))
        query = "SELECT id, unnest(resolve_place(addr)) FROM schools ORDER BY id"
        found = con.sql(query).to_arrow_table().drop_columns(["id"])
    same(found.to_pydict())


def test_spark(spark: Any, tmp_path: Path, texts: list[str | None], same: Same) -> None:
    """A partitioned Parquet file, two workers, no shuffle."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from coedu_zones.frames import spark as places

    count = len(texts)
    table = pa.table(
        {
            "id": range(count),
            "addr": pa.array(texts, pa.string()),
            "part": [i * 8 // count for i in range(count)],
        }
    )
    pq.write_to_dataset(table, tmp_path / "in", partition_cols=["part"])
    schools = spark.read.parquet(str(tmp_path / "in"))
    assert schools.rdd.getNumPartitions() >= 2
    found = places.resolve(schools, "addr", prefix="")
    plan = found._jdf.queryExecution().executedPlan().toString()
    assert "MapInArrow" in plan
    assert "Exchange" not in plan
    found.write.parquet(str(tmp_path / "out"))
    rows = pa.concat_tables(pq.read_table(path) for path in sorted((tmp_path / "out").glob("*.parquet")))
    same(rows.sort_by("id").select(list(FIELDS)).to_pydict())


@pytest.mark.parametrize("engine", ["pandas", "polars", "polars_series", "duckdb", "spark", "spark_sql"])
@pytest.mark.parametrize(
    "options",
    [{"candidates": True}, {"within": "北京"}, {"within": "江西", "level": "county", "candidates": True}],
    ids=["candidates", "within", "all"],
)
def test_options_reach_every_engine(engine: str, options: dict[str, Any], request: pytest.FixtureRequest) -> None:
    texts = [*varied_texts(400, seed=9), "朝阳区", "渝水区", "鼓楼区"]
    assert ENGINES[engine](texts, options, request) == _plain(*texts, **options)


@cache
def _plain(*texts: str | None, **options: Any) -> Columns:
    return plain_answers(texts, **options)


@pytest.mark.parametrize("engine", ["pandas", "polars", "polars_series", "duckdb", "spark", "spark_sql"])
def test_an_own_normalizer_reaches_every_engine(engine: str, request: pytest.FixtureRequest) -> None:
    from coedu_zones import Normalizer

    own = Normalizer(aliases={"咱们区": "360502"})
    found = ENGINES[engine](["咱们区", None, "渝水区"], {"normalizer": own}, request)
    assert found["code"] == ["360502", None, "360502"]
    assert found["zones"] == [[48], None, [48]]


def _none(series: Any) -> list[Any]:
    """The cells of a pandas column with ``None`` for every missing one."""
    return [None if gone else cell for cell, gone in zip(series.tolist(), series.isna(), strict=True)]


def _by_pandas(texts: list[Any], options: Any, request: pytest.FixtureRequest) -> Columns:
    need("pandas")
    import pandas as pd

    import coedu_zones.frames.pandas  # noqa: F401 - it registers the accessor

    frame: Any = pd.DataFrame({"a": pd.Series(texts, dtype=object)})
    found = frame.coedu.annotate("a", prefix="", **options)
    return {field: _none(found[field]) for field in found.columns[1:]}


def _by_polars(texts: list[Any], options: Any, request: pytest.FixtureRequest) -> Columns:
    need("polars")
    import polars as pl

    import coedu_zones.frames.polars  # noqa: F401 - it registers the namespaces

    frame: Any = pl.DataFrame({"a": texts})
    found: Columns = frame.coedu.annotate("a", prefix="", **options).drop("a").to_dict(as_series=False)
    return found


def _by_polars_series(texts: list[Any], options: Any, request: pytest.FixtureRequest) -> Columns:
    need("polars")
    import polars as pl

    import coedu_zones.frames.polars  # noqa: F401 - it registers the namespaces

    series: Any = pl.Series("a", texts)
    found: Columns = series.coedu.resolve(**options).struct.unnest().to_dict(as_series=False)
    return found


def _by_duckdb(texts: list[Any], options: Any, request: pytest.FixtureRequest) -> Columns:
    need("duckdb", "pyarrow")
    import duckdb
    import pyarrow as pa

    from coedu_zones.frames.duckdb import register

    with duckdb.connect() as con:
        register(con, name="f", **options)
        con.register("t", pa.table({"a": pa.array(texts, pa.string())}))
        found: Columns = con.sql("SELECT unnest(f(a)) FROM t").to_arrow_table().to_pydict()
    return found


def _by_spark(texts: list[Any], options: Any, request: pytest.FixtureRequest) -> Columns:
    session = request.getfixturevalue("spark")
    from coedu_zones.frames import spark as places

    schools = session.createDataFrame([(text,) for text in texts], "a string").coalesce(1)
    return _collected(places.resolve(schools, "a", prefix="", **options).drop("a"))


def _by_spark_sql(texts: list[Any], options: Any, request: pytest.FixtureRequest) -> Columns:
    session = request.getfixturevalue("spark")
    from coedu_zones.frames import spark as places

    schools = session.createDataFrame([(text,) for text in texts], "a string").coalesce(1)
    function = places.register(session, name="f", **options)
    return _collected(schools.select(function("a").alias("p")).select("p.*"))


def _collected(frame: Any) -> Columns:
    rows = [row.asDict(recursive=True) for row in frame.collect()]
    return {field: [row[field] for row in rows] for field in frame.columns}


ENGINES: dict[str, Callable[[list[Any], Any, pytest.FixtureRequest], Columns]] = {
    "pandas": _by_pandas,
    "polars": _by_polars,
    "polars_series": _by_polars_series,
    "duckdb": _by_duckdb,
    "spark": _by_spark,
    "spark_sql": _by_spark_sql,
}
