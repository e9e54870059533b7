"""Charts: every province once, readable shades, a text that says the same, and nothing that could be markup."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import coedu_zones as cz
from coedu_zones.charts import history_chart, province_chart
from coedu_zones.charts.drawing import DARK, INK, LIGHT, PAPER

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


@pytest.mark.parametrize("shades", [LIGHT[1:], DARK[1:][::-1]])
def test_shades_go_from_one_end_to_the_other(shades: tuple[tuple[str, str], ...]) -> None:
    steps = [luminance(ground) for ground, _ in shades]
    assert steps == sorted(steps, reverse=True)


def test_every_province_has_its_tile_and_its_place_in_the_text() -> None:
    chart = province_chart({"江西": 4, "沪": 0, "440000": None}, title="zones")
    shown = titles(chart.svg)
    assert len(shown) == len(cz.provinces())
    assert {"江西省 4", "上海市 0", "广东省 无数据"} <= set(shown)
    assert "江西省 4；" in str(chart)
    english = province_chart({"江西": 4}, language="en")
    assert "Jiangxi 4; " in english.text
    assert "Jiangxi 4" in titles(english.svg)


def test_darker_means_more_on_both_scales() -> None:
    values = {"京": 0, "津": 1, "沪": 10, "渝": 100, "粤": 1000}
    linear, even = province_chart(values).svg, province_chart(values, scale="log").svg

    def shade(svg: str, name: str) -> int:
        group = next(g for g in ET.fromstring(svg).iter(f"{SVG}g") if (g.findtext(f"{SVG}title") or "").startswith(name))  # noqa: S314
        return int(group.attrib["class"][1:])

    names = ["北京市", "天津市", "上海市", "重庆市", "广东省"]
    assert [shade(linear, name) for name in names] == [1, 1, 1, 1, 5]
    assert [shade(even, name) for name in names] == [1, 1, 2, 4, 5]
    assert shade(linear, "江西省") == 0


@pytest.mark.parametrize("values", [{}, {"京": None}, {"京": 0}, {"京": 0.2, "津": 1e7}])
def test_odd_values_still_make_a_chart(values: dict[str, float | None]) -> None:
    assert len(titles(province_chart(values).svg)) == 34


@pytest.mark.parametrize(
    ("values", "message"),
    [({"江西": 1, "赣": 2}, "same province"), ({"京": -1}, "from 0 upwards"), ({"京": float("nan")}, "from 0 upwards")],
)
def test_what_cannot_be_drawn_is_refused(values: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        province_chart(values)


def test_a_name_that_is_no_province_is_refused() -> None:
    with pytest.raises(cz.UnresolvedNameError):
        province_chart({"渝水区": 1})


def test_a_title_is_text_and_not_markup() -> None:
    chart = province_chart({}, title="<b>&")
    assert ET.fromstring(chart.svg).findtext(f"{SVG}title") == "<b>&"  # noqa: S314


def test_a_timeline_has_a_bar_for_each_period_and_says_the_history() -> None:
    chart = history_chart("祁阳市")
    found = cz.history("祁阳市")
    assert chart.text == str(found)
    shown = titles(chart.svg)
    assert [f"{p.name} {p.code} {p.first}–{p.last or ''}" for p in found.periods] == shown[: len(found.periods)]
    assert [t for t in shown if t.startswith("2021 改设")]


def test_a_change_shows_its_document() -> None:
    documents = {c.document for c in cz.history("330104").changes if c.document}
    shown = " ".join(titles(history_chart("330104").svg))
    assert documents
    assert all(document in shown for document in documents)


def test_a_part_that_went_over_is_dashed() -> None:
    assert "stroke-dasharray" in history_chart("330104").svg
    assert "stroke-dasharray" not in history_chart("祁阳市").svg


@pytest.mark.parametrize("code", ["110101", "500157", "330102", "650106", "710000"])
def test_timelines_of_all_kinds_are_well_formed(code: str) -> None:
    ET.fromstring(history_chart(code, language="en").svg)  # noqa: S314


def test_a_chart_saves_itself_and_shows_itself(tmp_path: Path) -> None:
    chart = province_chart({"京": 1})
    chart.save(tmp_path / "chart.svg")
    assert (tmp_path / "chart.svg").read_text("utf-8") == chart._repr_svg_() == chart.svg
    assert "http://www.w3.org/2000/svg" in chart.svg
    assert chart.svg.count("http") == 1
