"""What is particular to pandas: index, dtypes, kinds of missing values, cells that are no texts."""

from __future__ import annotations

from typing import Any

import pytest

pd = pytest.importorskip("pandas", reason="pandas is not installed")
np = pytest.importorskip("numpy")

import coedu_zones.frames.pandas  # noqa: E402
from coedu_zones import AmbiguousNameError, Normalizer, UnresolvedNameError  # noqa: E402
from coedu_zones.frames.columns import FIELDS, ColumnResolver  # noqa: E402
from tests.frames.conftest import plain_answers  # noqa: E402

TEXTS = ["渝水区", None, "朝阳区", "渝水区", "", "某某县"]


def resolved(series: Any, **options: Any) -> Any:
    return series.coedu.resolve(**options)


def plain(frame: Any) -> dict[str, list[Any]]:
    return {c: [None if gone else v for v, gone in zip(frame[c], frame[c].isna(), strict=True)] for c in frame}


def dtypes() -> list[Any]:
    kinds = ["object", "string", "string[python]", "category"]
    try:
        import pyarrow as pa
    except ImportError:
        return kinds
    arrow = [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())]
    return [*kinds, "string[pyarrow]", *map(pd.ArrowDtype, arrow)]


@pytest.mark.parametrize("dtype", dtypes(), ids=str)
def test_every_dtype_of_text(dtype: Any) -> None:
    series = pd.Series(TEXTS).astype(dtype)
    before = series.copy(deep=True)
    assert plain(resolved(series)) == plain_answers(TEXTS)
    pd.testing.assert_series_equal(series, before)


def test_the_default_dtype_of_text() -> None:
    assert plain(resolved(pd.Series(TEXTS))) == plain_answers(TEXTS)


def test_the_dtypes_of_the_answer_are_fixed() -> None:
    for series in (
        pd.Series(TEXTS),
        pd.Series([None]),
        pd.Series([], dtype=object),
        pd.Series([], dtype="str"),
    ):
        found = resolved(series, candidates=True)
        assert list(found.columns) == [*FIELDS, "candidates"]
        assert len(found) == len(series)
        assert found.dtypes["score"] == "float64"
        assert found.dtypes["zones"] == found.dtypes["candidates"] == "object"
        assert found.dtypes["remainder_is_division"] == "boolean"
        texts = found.drop(columns=["score", "remainder_is_division", "zones", "zone_names", "candidates"])
        assert all(dtype == pd.StringDtype("python") for dtype in texts.dtypes)


@pytest.mark.parametrize(
    "index",
    [
        pd.Index([7, 7, 1, 0, -1, 7], name="id"),
        pd.MultiIndex.from_product([["a", "b"], [1, 1, 2]], names=["x", "y"]),
    ],
    ids=["repeated", "multi"],
)
def test_the_index_and_the_order_are_the_callers(index: Any) -> None:
    series = pd.Series(TEXTS, index=index)
    pd.testing.assert_index_equal(resolved(series).index, index)
    annotated = pd.DataFrame({"地址": series, "n": range(6)}).coedu.annotate("地址")
    pd.testing.assert_index_equal(annotated.index, index)
    assert annotated["place_code"].tolist() == resolved(series)["code"].tolist()


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT, np.float64("nan")], ids=repr)
def test_every_kind_of_missing_value(missing: Any) -> None:
    found = resolved(pd.Series(["渝水区", missing], dtype=object), candidates=True)
    assert found.iloc[1].isna().all()
    assert found["zones"].tolist() == [[48], None]


def test_a_column_of_missing_values_has_no_texts_and_no_error() -> None:
    """An empty column of a CSV file is one of floats."""
    assert resolved(pd.Series([np.nan, np.nan])).isna().all(axis=None)


@pytest.mark.parametrize("cells", [[36050, 1], [1.5, 2.5], [True, False]], ids=str)
def test_a_column_of_numbers_is_refused(cells: list[Any]) -> None:
    with pytest.raises(TypeError, match="dtype"):
        resolved(pd.Series(cells, name="code"))


def test_a_cell_that_is_no_text_is_an_error_of_its_row() -> None:
    cells = [
        1,
        True,
        1.0,
        "渝水区",
        "1",
        ["渝水区"],
        {},
        b"x",
        pd.Timestamp("2024-01-01"),
        "x" * 5000,
        "渝水区",
    ]
    found = resolved(pd.Series(cells, dtype=object))
    assert plain(found) == plain_answers(cells)
    assert found["status"].tolist()[:4] == ["error", "error", "error", "resolved"]
    assert "bool" in found["remainder"][1]


def test_a_lone_surrogate_passes() -> None:
    cells = ["\ud800渝水区", "渝水区\udfff", "\ud83d"]
    assert plain(resolved(pd.Series(cells, dtype=object))) == plain_answers(cells)


def test_lists_are_the_rows_own() -> None:
    found = resolved(pd.Series(["渝水区", "渝水区"]), candidates=True)
    found["zones"][0].append(0)
    found["candidates"][0].clear()
    assert found["zones"][1] == [48]
    assert found["candidates"][1]
    assert resolved(pd.Series(["渝水区"]))["zones"][0] == [48]


def test_each_distinct_text_is_resolved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    one = ColumnResolver._one

    def spy(
        self: ColumnResolver, engine: Normalizer, text: object, *context: Any, **options: Any
    ) -> tuple[tuple[Any, ...], str | None]:
        if isinstance(text, str):
            asked.append(text)
        return one(self, engine, text, *context, **options)

    monkeypatch.setattr(ColumnResolver, "_one", spy)
    resolved(pd.Series(TEXTS * 100))
    assert len(asked) == len(set(asked))
    assert "朝阳区" in asked  # a text that C leaves to Python


def test_code_and_zones_are_columns_of_resolve() -> None:
    series: Any = pd.Series(TEXTS, index=list("abcdef"))
    found = resolved(series)
    pd.testing.assert_series_equal(series.coedu.code(), found["code"])
    pd.testing.assert_series_equal(series.coedu.zones(), found["zones"])
    assert pd.Series(["朝阳区"]).coedu.code(within="北京").tolist() == ["110105"]


def test_annotate_gives_a_copy() -> None:
    frame: Any = pd.DataFrame({"地址": TEXTS, "n": range(6)})
    before = frame.copy(deep=True)
    found = frame.coedu.annotate("地址", prefix="p_")
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(found[["地址", "n"]], before)
    assert list(found.columns) == ["地址", "n", *(f"p_{field}" for field in FIELDS)]
    found.loc[0, "n"] = 99
    pd.testing.assert_frame_equal(frame, before)


def test_annotate_refuses_what_it_cannot_do() -> None:
    frame: Any = pd.DataFrame({"a": ["渝水区"], "place_code": ["x"]})
    with pytest.raises(ValueError, match="already has"):
        frame.coedu.annotate("a")
    with pytest.raises(KeyError):
        frame.coedu.annotate("b")
    with pytest.raises(ValueError, match="several"):
        pd.concat([frame, frame], axis=1).coedu.annotate("a", prefix="p_")


def test_a_wrong_option_is_an_error_and_not_a_column_of_errors() -> None:
    series: Any = pd.Series(TEXTS)
    with pytest.raises(AmbiguousNameError):
        series.coedu.resolve(within="朝阳区")
    with pytest.raises(UnresolvedNameError):
        series.coedu.resolve(within="苹果手机")
    with pytest.raises(ValueError, match="village"):
        series.coedu.resolve(level="village")


def test_answers_join_with_texts_of_any_dtype() -> None:
    names = pd.DataFrame({"code": ["360502"], "name": ["渝水"]})
    found = resolved(pd.Series(["渝水区", None]))[["code"]].merge(names, on="code", how="left")
    assert found["name"].tolist()[0] == "渝水"
    assert found["code"].dtype == coedu_zones.frames.pandas.TEXT or found["code"].dtype == object
