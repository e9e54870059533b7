"""What is particular to Spark: schema, partitions, workers, nulls of the SQL function."""

from __future__ import annotations

from typing import Any

import pytest

from coedu_zones import AmbiguousNameError
from coedu_zones.frames.columns import FIELDS
from tests.frames.conftest import QUIET_SPARK, plain_answers

pytestmark = QUIET_SPARK

TEXTS = ["渝水区", None, "朝阳区", "渝水区", "", "某某县"]


@pytest.fixture
def schools(spark: Any) -> Any:
    return spark.createDataFrame([(i, text) for i, text in enumerate(TEXTS)], "id int, addr string")


def test_schema_and_rows(schools: Any) -> None:
    from coedu_zones.frames.spark import resolve

    found = resolve(schools, "addr", candidates=True)
    types = {name.removeprefix("place_"): kind for name, kind in found.dtypes}
    assert list(types) == ["id", "addr", *FIELDS, "candidates"]
    assert types["score"] == "double"
    assert types["zones"] == "array<int>"
    assert types["candidates"] == "array<struct<path:string,code:string,score:double,method:string>>"
    rows = [row.asDict(recursive=True) for row in found.orderBy("id").collect()]
    for field, values in plain_answers(TEXTS, candidates=True).items():
        assert [row[f"place_{field}"] for row in rows] == values


def test_the_sql_function_and_its_nulls(spark: Any, schools: Any) -> None:
    from coedu_zones.frames.spark import register

    schools.createOrReplaceTempView("schools")
    register(spark)
    register(spark, name="place_in_beijing", within="北京")
    query = (
        "SELECT resolve_place(addr).code, resolve_place(addr) IS NULL, place_in_beijing(addr).code"
        " FROM schools ORDER BY id"
    )
    here = plain_answers(TEXTS)["code"]
    beijing = plain_answers(TEXTS, within="北京")["code"]
    gone = [not text for text in TEXTS]
    assert [tuple(row) for row in spark.sql(query).collect()] == list(zip(here, gone, beijing, strict=True))


def test_empty_frames_and_empty_partitions(spark: Any, schools: Any) -> None:
    from coedu_zones.frames.spark import resolve

    assert resolve(schools.where("id > 99"), "addr").collect() == []
    assert resolve(schools.repartition(13), "addr").count() == len(TEXTS)


def test_partitions_and_their_rows_stay(spark: Any) -> None:
    from pyspark.sql import functions

    from coedu_zones.frames.spark import resolve

    frame = spark.range(0, 5000, numPartitions=5).withColumn("addr", functions.lit("渝水区"))
    found = resolve(frame, "addr")
    assert found.rdd.getNumPartitions() == 5
    assert [row.id for row in found.select("id").collect()] == list(range(5000))


def test_a_process_loads_the_gazetteer_once(spark: Any) -> None:
    """Many small batches, on workers that live on: one gazetteer a process."""
    from pyspark.sql import functions

    from coedu_zones.frames.spark import resolve

    def witness(rows: Any) -> Any:
        import os

        import pyarrow as pa

        from coedu_zones.gazetteer import Gazetteer

        for batch in rows:
            seen = f"{os.getpid()} {id(Gazetteer.current())}"
            yield pa.RecordBatch.from_arrays([pa.array([seen] * batch.num_rows)], names=["seen"])

    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 50)
    try:
        frame = spark.range(0, 4000, numPartitions=8).withColumn("addr", functions.lit("渝水区"))
        seen = {row.seen for row in resolve(frame, "addr").mapInArrow(witness, "seen string").collect()}
    finally:
        spark.conf.unset("spark.sql.execution.arrow.maxRecordsPerBatch")
    assert len(seen) == len({entry.split()[0] for entry in seen})


def test_refuses_what_it_cannot_do(schools: Any) -> None:
    from coedu_zones.frames.spark import resolve

    with pytest.raises(ValueError, match="0 columns 'b'"):
        resolve(schools, "b")
    with pytest.raises(ValueError, match="already has"):
        resolve(schools.withColumnRenamed("id", "PLACE_CODE"), "addr")
    with pytest.raises(TypeError, match="cast it to string"):
        resolve(schools.selectExpr("*", "id > 1 AS truth"), "truth")
    with pytest.raises(AmbiguousNameError):
        resolve(schools, "addr", within="朝阳区")
    with pytest.raises(ValueError, match="2 columns"):
        resolve(schools.join(schools.alias("other")), "addr")
