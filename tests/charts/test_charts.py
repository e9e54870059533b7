"""Charts: every province once, readable shades, a text that says the same, and nothing that could be markup."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest

import coedu_zones as cz
from coedu_zones.charts import history_chart, province_chart
from coedu_zones.charts.drawing import DARK, INK, LIGHT, PAPER

CHANGES = Path(cz.__file__).parent / "data" / "changes.tsv"
DASHED = 'stroke-dasharray="4 3"'
SVG = "{http://www.w3.org/2000/svg}"


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def titles(svg: str) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314 - our own text
    return [title.text or "" for group in root.iter(f"{SVG}g") for title in group.findall(f"{SVG}title")]


@pytest.mark.parametrize("pair", [*LIGHT, *DARK, *zip(INK, PAPER, strict=True)])
def test_writing_can_be_read_on_every_shade(pair: tuple[str, str]) -> None:
    assert contrast(*pair) >= 4.5


@pytest.mark.parametrize("shades", [LIGHT, DARK[::-1]])
def test_shades_go_from_one_end_to_the_other(shades: tuple[tuple[str, str], ...]) -> None:
    steps = [luminance(ground) for ground, _ in shades]
    assert steps == sorted(steps, reverse=True)
    assert all(contrast(first, second) >= 1.2 for first, second in pairwise(ground for ground, _ in shades))


def test_every_province_has_its_tile_and_its_place_in_the_text() -> None:
    chart = province_chart({"江西": 4, "沪": 0, "440000": None}, title="zones")
    shown = titles(chart.svg)
    assert len(shown) == len(cz.provinces())
    assert {"江西省 4", "上海市 0", "广东省 无数据"} <= set(shown)
    assert "江西省 4；" in str(chart)
    english = province_chart({"江西": 4}, lang="en")
    assert "Jiangxi 4; " in english.text
    assert "Jiangxi 4" in titles(english.svg)


def groups(svg: str) -> list[tuple[int, str]]:
    """The shade and the writing of each tile and of each entry of the legend."""
    return [(int(group.attrib["class"][1:]), "".join(group.itertext()))
            for group in ET.fromstring(svg).iter(f"{SVG}g") if group.attrib["class"][1:].isdigit()]  # noqa: S314 # fmt: skip


def shades(svg: str, *names: str) -> list[int]:
    return [next(shade for shade, text in groups(svg) if text.startswith(name)) for name in names]


def legend(svg: str) -> list[tuple[int, str]]:
    return groups(svg)[34:]


def test_darker_means_more_on_both_scales() -> None:
    values = {"京": 0, "津": 1, "沪": 10, "渝": 100, "粤": 1000}
    names = ["北京市", "天津市", "上海市", "重庆市", "广东省"]
    assert shades(province_chart(values).svg, *names) == [1, 2, 2, 2, 5]
    assert shades(province_chart(values, scale="log").svg, *names) == [1, 2, 3, 4, 5]
    assert shades(province_chart(values).svg, "江西省") == [0]


def test_the_legend_says_what_the_shades_hold() -> None:
    zones = province_chart({p.name: len(p.zones) for p in cz.provinces()})
    assert legend(zones.svg) == [(1, "0"), (2, "1"), (3, "2–3"), (4, "4"), (5, "5–6")]
    some = province_chart({"京": 92.4, "津": 99.9}).svg
    assert legend(some) == [(0, "无数据"), (1, "≤ 93.9"), (2, "≤ 95.4"), (3, "≤ 96.9"), (4, "≤ 98.4"), (5, "≤ 99.9")]
    assert legend(province_chart({"京": 3, "津": 3}, lang="en").svg) == [(0, "no value"), (3, "3")]


@pytest.mark.parametrize("scale", ["linear", "log"])
@pytest.mark.parametrize("values", [
    [0, 0.5, 1, 7, 7.1], [3, 3], [-1.5e9, 0, 2], [1e-7, 2e-7], [12345, 99999, 10], [0], [-0.0, 4], list(range(34)),
])  # fmt: skip
def test_the_lowest_is_the_lightest_and_the_highest_the_darkest(
    values: list[float], scale: Literal["linear", "log"]
) -> None:
    if scale == "log" and min(values) < 0:
        return
    names = [p.name for p in cz.provinces()][: len(values)]
    svg = province_chart(dict(zip(names, values, strict=True)), scale=scale).svg
    ordered = sorted(zip(values, shades(svg, *names), strict=True))
    assert [shade for _, shade in ordered] == sorted(shade for _, shade in ordered)
    if min(values) < max(values):
        assert [ordered[0][1], ordered[-1][1]] == [1, legend(svg)[-1][0]]


def test_a_number_fits_its_tile() -> None:
    values = {"京": 0.256, "津": 1234, "沪": 98765, "渝": -3456789, "粤": 2.5e9, "琼": 0}
    svg = province_chart(values).svg
    tiles = {p.abbreviation: text for p, (_, text) in zip(cz.provinces(), groups(svg), strict=False)}
    shown = [tiles[name].rpartition(name)[2] for name in values]
    assert shown == ["0.3", "1234", "98.8k", "−3.46M", "2.5G", "0"]


def test_a_column_of_counts_can_be_drawn() -> None:
    pd = pytest.importorskip("pandas")
    column = pd.Series(["江西省", "江西省", "北京市", None])
    assert "江西省 2；" in province_chart(column.value_counts()).text
    assert shades(
        province_chart(pd.Series({"江西": 1, "京": float("nan"), "沪": pd.NA})).svg, "江西省", "北京市", "上海市"
    ) == [3, 0, 0]


@pytest.mark.parametrize("values", [{}, {"京": None}, {"京": 0}, {"京": 0.2, "津": 1e7}, {"京": -1}])
def test_odd_values_still_make_a_chart(values: dict[str, float | None]) -> None:
    assert len(groups(province_chart(values).svg)) >= 34


@pytest.mark.parametrize(
    ("values", "message"), [({"江西": 1, "赣": 2}, "same province"), ({"京": float("inf")}, "no place on a log"), ({"京": -1}, "no place on a log")],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(values: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        province_chart(values, scale="log")


def test_a_name_that_is_no_province_is_refused() -> None:
    with pytest.raises(cz.UnresolvedNameError):
        province_chart({"渝水区": 1})


def test_a_title_is_text_and_not_markup() -> None:
    chart = province_chart({}, title="<b>&")
    assert ET.fromstring(chart.svg).findtext(f"{SVG}title") == "<b>&"  # noqa: S314


def test_a_timeline_has_a_bar_for_each_period_and_says_the_history() -> None:
    found = cz.history("祁阳市")
    english = history_chart("祁阳市", lang="en")
    assert [f"{p.name} {p.code}  {p.first}–{p.last or 'now'}" for p in found.periods] == bars(english.svg)
    assert set(map(str, found.changes)) <= set(titles(english.svg))
    assert all(str(change) in english.text for change in found.changes)
    chinese = history_chart("祁阳市")
    assert "2021–今 祁阳市 431181" in chinese.text
    assert "2021 年改设：祁阳县（431121） → 祁阳市（431181），全部" in titles(chinese.svg)


def bars(svg: str) -> list[str]:
    return [text for _, text in groups(svg)]


@pytest.mark.parametrize("code", ["659013", "500157", "431181", "530925", "110101"])
def test_the_labels_of_a_timeline_stay_on_the_page(code: str) -> None:
    root = ET.fromstring(history_chart(code).svg)  # noqa: S314 - our own text
    width = float(root.attrib["width"])
    for label in root.iter(f"{SVG}text"):
        if "label" in label.attrib["class"]:
            length = sum(13 if ord(char) > 0x2E80 else 7.5 for char in label.text or "")
            x = float(label.attrib["x"])
            start = x - length if label.attrib["class"].endswith("end") else x
            assert start >= 0
            assert start + length <= width


def test_the_former_name_of_the_option_is_taken_with_a_hint() -> None:
    with pytest.warns(DeprecationWarning, match="language= is called lang= now"):
        old = history_chart("祁阳市", language="en")  # type: ignore[call-arg]
    assert old.svg == history_chart("祁阳市", lang="en").svg
    with pytest.raises(ValueError, match="expected 'en' or 'zh'"):
        province_chart({"江西": 4}, lang="fr")  # type: ignore[arg-type]


def test_a_change_shows_its_document() -> None:
    documents = {c.document for c in cz.history("330104").changes if c.document}
    shown = " ".join(titles(history_chart("330104").svg))
    assert documents
    assert all(document in shown for document in documents)


def test_a_part_that_went_over_is_dashed() -> None:
    assert DASHED in history_chart("330104").svg
    assert DASHED not in history_chart("祁阳市").svg


@pytest.mark.parametrize("code", ["110101", "500157", "330102", "650106", "710000"])
def test_timelines_of_all_kinds_are_well_formed(code: str) -> None:
    ET.fromstring(history_chart(code, lang="en").svg)  # noqa: S314


def test_a_chart_saves_itself_and_shows_itself(tmp_path: Path) -> None:
    chart = province_chart({"京": 1})
    chart.save(tmp_path / "chart.svg")
    assert (tmp_path / "chart.svg").read_text("utf-8") == chart._repr_svg_() == chart.svg
    assert "http://www.w3.org/2000/svg" in chart.svg
    assert chart.svg.count("http") == 1
