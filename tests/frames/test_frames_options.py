"""Rule: the options are the same in every engine, under the same names, and give what ``resolve_columns`` gives."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import coedu_zones as cz
from coedu_zones.files.annotation import annotate
from coedu_zones.frames.columns import resolve_columns
from coedu_zones.places.inputs import is_missing
from coedu_zones.resolution.answers import FIELDS
from tests.frames.conftest import QUIET_SPARK, SOURCE, need, plain_answers

pytestmark = QUIET_SPARK

Columns = dict[str, list[Any]]
TEXTS: list[Any] = [
    "祁阳市", "祁阳县", "江干区", "上城区九堡街道", "上城区", "三沙市", "朝阳区", "江西省新余市某某区", "新余市", "雁塔区长安路", "",
    " ", None, "431121", "南京江北新区", "苹果手机", "浦口区泰山街道", "x" * 2001,
]  # fmt: skip
PROVINCES = ["湖南", None, "浙江", "浙江", "江西", "北京市", "", "江西省"]
COUNTIES = ["祁阳市", "渝水区", "江干区", "上城区", "余水区", "朝阳区", None, "某某区"]
LAST = [None, "仙来大道1号", None, "九堡街道", None, "", None, " "]
OPTIONS: list[dict[str, Any]] = [
    {}, {"split": "main"}, {"terms_of": 2010}, {"terms_of": [2010, 2020], "candidates": True}, {"as_of": 2005},
    {"fields": ["zones", "zone_names", "coverage", "remainder_is_division", "point", "pinyin", "evidence"]},
    {"fields": ["code"], "terms_of": 2000, "split": "main", "within": "浙江", "level": "county"},
]  # fmt: skip


def _none(series: Any) -> list[Any]:
    return [None if gone else cell for cell, gone in zip(series.tolist(), series.isna(), strict=True)]


def by_pandas(columns: Columns, options: dict[str, Any], request: Any) -> Columns:
    need("pandas")
    import pandas as pd

    from coedu_zones.frames.pandas import coedu

    names: dict[str, Any] = {name: name for name in columns if name != "addr"}
    frame = pd.DataFrame(columns, dtype=object)
    found = coedu(frame).resolve("addr", **names, **options)
    return {field: _none(found[field]) for field in found.columns}


def by_pandas_series(columns: Columns, options: dict[str, Any], request: Any) -> Columns:
    need("pandas")
    import pandas as pd

    from coedu_zones.frames.pandas import coedu

    before = {name: cells for name, cells in columns.items() if name != "addr"}
    found = coedu(pd.Series(columns["addr"], dtype=object)).resolve(**before, **options)  # type: ignore[arg-type]
    return {field: _none(found[field]) for field in found.columns}


def by_polars(columns: Columns, options: dict[str, Any], request: Any) -> Columns:
    need("polars")
    import polars as pl

    from coedu_zones.frames.polars import coedu

    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    found = coedu(frame.lazy()).annotate(list(columns), prefix="p_", **options).drop(list(columns)).collect()
    return {name.removeprefix("p_"): values for name, values in found.to_dict(as_series=False).items()}


def by_polars_expression(columns: Columns, options: dict[str, Any], request: Any) -> Columns:
    need("polars")
    import polars as pl

    from coedu_zones.frames.polars import coedu

    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    before = {name: pl.col(name) for name in columns if name != "addr"}
    expr = coedu(pl.col("addr")).resolve(**before, **options)  # type: ignore[arg-type]
    return frame.select(expr.alias("p")).unnest("p").to_dict(as_series=False)


def by_duckdb(columns: Columns, options: dict[str, Any], request: Any) -> Columns:
    need("duckdb", "pyarrow")
    import duckdb
    import pyarrow as pa

    from coedu_zones.frames.duckdb import register

    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    with duckdb.connect() as con:
        register(con, name="f", columns=len(columns), **options)
        con.register("t", table)
        found: Columns = con.sql(f"SELECT unnest(f({', '.join(columns)})) FROM t").to_arrow_table().to_pydict()  # noqa: S608
    return found


def by_spark(columns: Columns, options: dict[str, Any], request: Any) -> Columns:
    session = request.getfixturevalue("spark")
    import coedu_zones.frames.spark  # noqa: F401 - it registers the property

    rows = list(zip(*columns.values(), strict=True))
    schools = session.createDataFrame(rows, ", ".join(f"{name} string" for name in columns)).coalesce(1)
    found = schools.coedu.resolve(list(columns), **options)
    kept = [row.asDict(recursive=True) for row in found.collect()]
    return {field: [row[field] for row in kept] for field in found.columns}


ENGINES: dict[str, Callable[[Columns, dict[str, Any], Any], Columns]] = {
    "pandas": by_pandas, "pandas_series": by_pandas_series, "polars": by_polars, "polars_expression": by_polars_expression,
    "duckdb": by_duckdb, "spark": by_spark,
}  # fmt: skip


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("engine", ENGINES)
def test_one_column(engine: str, options: dict[str, Any], request: pytest.FixtureRequest) -> None:
    assert same(ENGINES[engine]({"addr": TEXTS}, options, request)) == same(plain_answers(TEXTS, **options))


@pytest.mark.parametrize("options", [{}, {"terms_of": [2010]}, {"fields": ["path", "coverage"]}], ids=str)
@pytest.mark.parametrize("engine", ENGINES)
def test_several_columns(engine: str, options: dict[str, Any], request: pytest.FixtureRequest) -> None:
    columns: Columns = {"province": PROVINCES, "county": COUNTIES, "addr": LAST}
    expected = plain_answers(LAST, province=PROVINCES, county=COUNTIES, **options)
    assert same(ENGINES[engine](columns, options, request)) == same(expected)
    assert same(plain_answers([PROVINCES, COUNTIES, LAST], **options)) == same(expected)


def same(columns: Columns) -> dict[str, list[str]]:
    """The columns as text: NaN is None in an engine of floats."""
    return {
        field: ["None" if is_missing(value) else str(value) for value in values] for field, values in columns.items()
    }


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_a_file(options: dict[str, Any], tmp_path: Path) -> None:
    need("pyarrow")
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = TEXTS[:-1]
    pq.write_table(pa.table({"a": pa.array(texts, pa.string())}), tmp_path / "in.parquet")
    annotate(tmp_path / "in.parquet", tmp_path / "out.parquet", column="a", prefix="", **options)
    found = pq.read_table(tmp_path / "out.parquet").drop_columns(["a"]).to_pydict()
    expected = plain_answers(texts, **options)
    found.pop("candidates", None)
    expected.pop("candidates", None)  # a file has them as text
    assert same(found) == same(expected)


@pytest.mark.parametrize("engine", ["resolve", "many", "columns", "pandas", "polars", "duckdb", "annotate"])
def test_a_wrong_option_is_named_with_the_one_that_was_meant(engine: str) -> None:
    def ask(**wrong: Any) -> object:
        if engine == "pandas":
            need("pandas")
            import pandas as pd

            from coedu_zones.frames import pandas

            return pandas.coedu(pd.Series(["渝水区"])).resolve(**wrong)
        if engine == "polars":
            need("polars")
            import polars as pl

            from coedu_zones.frames import polars

            return polars.coedu(pl.col("a")).resolve(**wrong)
        if engine == "duckdb":
            need("duckdb", "pyarrow")
            from coedu_zones.frames.duckdb import register

            return register(None, **wrong)  # type: ignore[arg-type]
        function: Any = {
            "resolve": cz.resolve,
            "many": cz.resolve_many,
            "columns": resolve_columns,
            "annotate": cz.annotate,
        }[engine]
        return function("x", **wrong)

    with pytest.raises(TypeError, match=r"no option 'term_of'; did you mean 'terms_of'"):
        ask(term_of=2010)


def test_the_signatures_are_spelt_out() -> None:
    wanted = {"within", "level", "as_of", "split", "terms_of", "normalizer"}
    functions: list[Any] = [cz.resolve, cz.resolve_many, cz.normalize, cz.resolve_columns, cz.annotate]
    for module, names in (
        ("pandas", ["PlaceSeries", "PlaceFrame"]),
        ("polars", ["PlaceExpr", "PlaceSeries", "PlaceFrame"]),
    ):
        need(module)
        loaded = __import__(f"coedu_zones.frames.{module}", fromlist=names)
        functions += [
            getattr(getattr(loaded, name), method) for name in names for method in ("resolve", "code", "zones")
        ]
        functions += [loaded.PlaceFrame.annotate]
    for function in functions:
        parameters = inspect.signature(function).parameters
        assert wanted | {"province", "prefecture", "county"} <= set(parameters), function.__qualname__
        assert not [p for p in parameters.values() if p.kind is p.VAR_KEYWORD], function.__qualname__


@pytest.mark.parametrize("module", ["pandas", "polars", "spark"])
def test_the_accessors_have_the_same_methods(module: str) -> None:
    need({"spark": "pyspark"}.get(module, module))
    loaded = __import__(f"coedu_zones.frames.{module}", fromlist=["PlaceFrame"])
    for method in ("resolve", "annotate", "code", "zones", "convert"):
        assert callable(getattr(loaded.PlaceFrame, method))


def test_codes_as_numbers() -> None:
    need("pandas", "polars")
    import pandas as pd
    import polars as pl

    from coedu_zones.frames import pandas, polars

    for dtype in ("int64", "Int64", "float64"):
        series = pd.Series([360502, 431121] if dtype == "int64" else [360502, 431121, None], dtype=dtype)
        assert _none(pandas.coedu(series).code())[:2] == ["360502", "431181"]
        assert _none(pandas.coedu(series).convert(from_year=2015, to_year=2024)["code_2024"])[:2] == [
            "360502",
            "431181",
        ]
    assert polars.coedu(pl.Series([360502, None])).code().to_list() == ["360502", None]


def test_convert_in_every_engine() -> None:
    need("pandas", "polars", "duckdb", "pyarrow")
    import duckdb
    import pandas as pd
    import polars as pl

    from coedu_zones.frames import pandas, polars
    from coedu_zones.frames.duckdb import register_convert

    codes = ["431121", "330104", None, "", "999999", "渝水区"]
    years = {"from_year": 2015, "to_year": 2024}
    expected = cz.convert_columns(codes, **years)  # type: ignore[arg-type]
    assert expected["outcome"] == ["same", "main", None, None, "unknown", "unknown"]
    by_pandas = pandas.coedu(pd.DataFrame({"c": codes})).convert("c", **years)  # type: ignore[arg-type]
    assert [_none(by_pandas[name]) for name in ("code_2024", "outcome", "targets")] == list(expected.values())
    by_polars = polars.coedu(pl.DataFrame({"c": codes})).convert("c", **years)  # type: ignore[arg-type]
    assert list(by_polars.drop("c").to_dict(as_series=False).values()) == list(expected.values())
    with duckdb.connect() as con:
        register_convert(con, **years)  # type: ignore[arg-type]
        con.register("t", pl.DataFrame({"c": codes}).to_arrow())
        found = con.sql("SELECT unnest(convert_code(c)) FROM t").to_arrow_table().to_pydict()
    assert found == expected


def test_one_field_alone_takes_no_other_fields() -> None:
    need("pandas")
    import pandas as pd

    from coedu_zones.frames.pandas import coedu

    with pytest.raises(TypeError, match=r"code\(\) gives the field 'code' alone"):
        coedu(pd.Series(["渝水区"])).code(fields=["path"])


def test_wrong_fields_are_named() -> None:
    with pytest.raises(ValueError, match="no field 'coverge'; did you mean 'coverage'"):
        resolve_columns(["渝水区"], fields=["coverge"])
    with pytest.raises(ValueError, match="'terms' without terms_of="):
        resolve_columns(["渝水区"], fields=["terms"])
    with pytest.raises(TypeError, match="expected a list of fields"):
        resolve_columns(["渝水区"], fields="code")
    with pytest.raises(ValueError, match="not of one length: province= has 1, texts has 2"):
        resolve_columns(["渝水区", "x"], province=["江西"])
    assert tuple(resolve_columns([], candidates=True)) == (*FIELDS, "candidates")


def test_type_checkers_know_the_accessors(tmp_path: Path) -> None:
    need("mypy", "pandas", "polars")
    snippet = tmp_path / "snippet.py"
    snippet.write_text(
        "import pandas as pd\nimport polars as pl\n"
        "from coedu_zones.frames import pandas as on_pandas, polars as on_polars\n"
        "frame = on_pandas.coedu(pd.DataFrame()).annotate('a', terms_of=[2010], province='p')\n"
        "codes = on_pandas.coedu(pd.Series(['a'])).code(within='x')\n"
        "lazy = on_polars.coedu(pl.LazyFrame()).annotate('a', split='main')\n"
        "reveal_type(frame)\nreveal_type(codes)\nreveal_type(lazy)\n"
        "on_pandas.coedu(pd.DataFrame()).annotate('a', wthin='x')\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path / "cache"), str(snippet)],
        capture_output=True, text=True, check=False, env={"MYPYPATH": SOURCE, "PYTHONPATH": SOURCE}, cwd=tmp_path,
    )  # fmt: skip
    notes = [line for line in done.stdout.splitlines() if "snippet.py" in line]
    assert len(notes) >= 4, done.stdout
    assert "DataFrame" in notes[0]
    assert "Series" in notes[1]
    assert "LazyFrame" in notes[2]
    assert 'Unexpected keyword argument "wthin"' in notes[3]
