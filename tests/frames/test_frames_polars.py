"""What is particular to Polars: dtypes, nulls, contexts and engines."""

from __future__ import annotations

from typing import Any

import pytest

pl = pytest.importorskip("polars", reason="polars is not installed")

import coedu_zones.frames.polars  # noqa: E402, F401 - it registers the namespaces
from coedu_zones import AmbiguousNameError  # noqa: E402
from coedu_zones.frames.columns import FIELDS  # noqa: E402
from tests.frames.conftest import plain_answers  # noqa: E402

TEXTS = ["渝水区", None, "朝阳区", "渝水区", "", "某某县"]
CANDIDATE = pl.Struct({"path": pl.String, "code": pl.String, "score": pl.Float64, "method": pl.String})
SCHEMA = dict.fromkeys(FIELDS, pl.String) | {
    "score": pl.Float64, "remainder_is_division": pl.Boolean, "zones": pl.List(pl.Int32), "zone_names": pl.List(pl.String),
}  # fmt: skip


def place(**options: Any) -> Any:
    column: Any = pl.col("地址")
    return column.coedu.resolve(**options)


@pytest.fixture
def frame() -> Any:
    return pl.DataFrame({"地址": TEXTS, "n": range(6)})


@pytest.mark.parametrize("texts", [TEXTS, [None], [], ["渝水区"]], ids=len)
def test_the_dtypes_of_the_answer_are_fixed(texts: list[str | None]) -> None:
    frame = pl.DataFrame({"地址": texts}, schema={"地址": pl.String})
    full = pl.Struct({**SCHEMA, "candidates": pl.List(CANDIDATE)})
    assert frame.select(place()).schema == {"地址": pl.Struct(SCHEMA)}
    assert frame.lazy().select(place(candidates=True)).collect_schema() == {"地址": full}
    assert frame.select(place(candidates=True)).schema == {"地址": full}
    assert frame.select(place()).unnest("地址").to_dict(as_series=False) == plain_answers(texts)


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical, pl.Enum(["渝水区", "朝阳区", "", "某某县"])], ids=str)
def test_every_dtype_of_text(dtype: Any) -> None:
    frame = pl.DataFrame({"地址": pl.Series(TEXTS, dtype=pl.String).cast(dtype)})
    before = frame.clone()
    assert frame.select(place()).unnest("地址").to_dict(as_series=False) == plain_answers(TEXTS)
    assert frame.equals(before)


def test_the_struct_of_null_is_null(frame: Any) -> None:
    assert frame.select(place().is_null()).to_series().to_list() == [False, True, False, False, True, False]
    nulls = pl.DataFrame({"地址": [None, None]})
    assert nulls.select(place().is_null().all()).item()
    assert nulls.select(place()).schema == {"地址": pl.Struct(SCHEMA)}


def test_a_column_of_numbers_is_refused(frame: Any) -> None:
    with pytest.raises(Exception, match="holds no texts"):
        frame.select(pl.col("n").coedu.resolve())


def test_a_wrong_option_is_an_error_when_the_expression_is_made() -> None:
    with pytest.raises(AmbiguousNameError):
        place(within="朝阳区")
    with pytest.raises(ValueError, match="village"):
        place(level="village")


def test_in_filters_groups_and_windows(frame: Any) -> None:
    assert frame.lazy().filter(place().struct.field("zones").list.contains(48)).collect()["n"].to_list() == [
        0,
        3,
    ]
    by_status = frame.group_by(place().struct.field("status").alias("s")).agg(pl.len()).sort("s", nulls_last=True)
    assert dict(by_status.iter_rows()) == {"ambiguous": 1, "resolved": 2, "unresolved": 1, None: 2}
    grouped = frame.group_by("地址", maintain_order=True).agg(place().struct.field("code").alias("code"))
    assert grouped["code"].to_list() == [["360502", "360502"], [None], [None], [None], [None]]
    over = frame.select(place().struct.field("code").first().over("地址"))
    assert over.to_series().to_list() == ["360502", None, None, "360502", None, None]


@pytest.mark.parametrize("lazy", [False, True])
def test_annotate(frame: Any, lazy: bool) -> None:
    found = (frame.lazy() if lazy else frame).coedu.annotate("地址", prefix="p_", within="北京")
    found = found.collect(engine="streaming") if lazy else found
    assert found.columns == ["地址", "n", *(f"p_{field}" for field in FIELDS)]
    expected = {f"p_{field}": values for field, values in plain_answers(TEXTS, within="北京").items()}
    assert found.drop("地址", "n").to_dict(as_series=False) == expected
    assert frame.columns == ["地址", "n"]


def test_annotate_refuses_what_it_cannot_do(frame: Any) -> None:
    with pytest.raises(pl.exceptions.DuplicateError):
        frame.with_columns(place_code=1).coedu.annotate("地址")
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        frame.coedu.annotate("b")


def test_a_series_keeps_its_name() -> None:
    series: Any = pl.Series("地址", TEXTS)
    found = series.coedu.resolve(candidates=True)
    assert found.name == "地址"
    assert found.struct.unnest().to_dict(as_series=False) == plain_answers(TEXTS, candidates=True)
