"""Rule: every parameter that means a place takes every way of saying one, with the same errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import coedu_zones as cz
from coedu_zones.charts import history_chart

#: 渝水区, which is a zone, in every way of saying it.
YUSHUI: dict[str, Callable[[], Any]] = {
    "a name": lambda: "渝水区",
    "a path": lambda: "江西省/新余市/渝水区",
    "a code": lambda: "360502",
    "a whole number": lambda: 360502,
    "a number of a spreadsheet": lambda: 360502.0,
    "a division": lambda: cz.get_division("360502"),
    "a zone": lambda: cz.get_zone(48),
    "a resolution": lambda: cz.resolve("新余渝水"),
}
JIANGXI: dict[str, Callable[[], Any]] = {
    "a name": lambda: "江西",
    "a letter": lambda: "赣",
    "a code": lambda: "360000",
    "a number": lambda: 360000,
    "a division": lambda: cz.get_division("360000"),
    "a province": lambda: cz.get_province("江西"),
    "a resolution": lambda: cz.resolve("江西省"),
}
#: What takes a place → what it gives for 渝水区.
TAKES_A_PLACE: dict[str, tuple[Callable[[Any], object], object]] = {
    "resolve": (lambda place: cz.resolve("良山镇", within=place).code, "360502"),
    "resolve_many": (lambda place: cz.resolve_many(["良山镇"], within=place)[0].code, "360502"),
    "resolve_columns": (lambda place: cz.resolve_columns(["良山镇"], within=place)["code"], ["360502"]),
    "divisions": (lambda place: cz.divisions(within=place, level="township")[0].parent, "360502"),
    "zones": (lambda place: [zone.number for zone in cz.zones(within=place)], [48]),
    "zones_covering": (lambda place: [(c.zone.number, c.how.value) for c in cz.zones_covering(place)], [(48, "equal")]),
    "find_zone": (lambda place: getattr(cz.find_zone(place), "number", None), 48),
    "history": (lambda place: cz.history(place).code, "360502"),
    "successors": (lambda place: [successor.code for successor in cz.successors(place)], ["360502"]),
    "predecessors": (lambda place: [successor.code for successor in cz.predecessors(place)], ["362224"]),
    "history_chart": (lambda place: history_chart(place).text.split(" ")[0], "渝水区"),
}
TAKES_A_PROVINCE: dict[str, tuple[Callable[[Any], object], object]] = {
    "zones": (lambda place: [zone.number for zone in cz.zones(province=place)], [47, 48, 49, 50]),
    "find_zone": (lambda place: getattr(cz.find_zone("渝水区", province=place), "number", None), 48),
    "get_province": (lambda place: cz.get_province(place).code, "360000"),
}
#: Not one place → its error, and what the message holds.
NOT_ONE: dict[str, tuple[Callable[[], Any], type[Exception], str]] = {
    "several places": (lambda: "朝阳区", cz.AmbiguousNameError, "='朝阳区' may mean 2 places: 北京市/朝阳区"),
    "a resolution to several": (lambda: cz.resolve("朝阳区"), cz.AmbiguousNameError, "='朝阳区' may mean 2 places"),
    "a contradiction": (lambda: "广东省南昌市", cz.UnresolvedNameError, "='广东省南昌市' contradicts itself"),
    "no place": (lambda: "苹果手机", cz.UnresolvedNameError, "='苹果手机' names no place that is known"),
    "a number that is no code": (lambda: 5, TypeError, "=5: expected a name, a code, a division"),
    "a list": (lambda: ["渝水区"], TypeError, "=['渝水区']: expected a name, a code, a division"),
}


@pytest.mark.parametrize("way", YUSHUI)
@pytest.mark.parametrize("function", TAKES_A_PLACE)
def test_every_way_is_taken_everywhere(function: str, way: str) -> None:
    call, expected = TAKES_A_PLACE[function]
    assert call(YUSHUI[way]()) == expected


def test_a_former_division_is_taken_by_texts_and_by_columns() -> None:
    """江干区 has ended; what lay in it is found in its successors."""
    [jianggan] = [place for place in cz.divisions(name="江干区", as_of=2019) if place.last_year]
    assert cz.resolve("九堡街道", within=jianggan).code == "330102"
    assert cz.resolve_many(["九堡街道"], within=jianggan)[0].code == "330102"
    assert cz.resolve_columns(["九堡街道"], within=jianggan)["code"] == ["330102"]


@pytest.mark.parametrize("way", JIANGXI)
@pytest.mark.parametrize("function", TAKES_A_PROVINCE)
def test_every_way_of_saying_a_province(function: str, way: str) -> None:
    call, expected = TAKES_A_PROVINCE[function]
    assert call(JIANGXI[way]()) == expected


@pytest.mark.parametrize("what", NOT_ONE)
@pytest.mark.parametrize("function", sorted(TAKES_A_PLACE.keys() - {"find_zone"}))
def test_what_is_not_one_place_has_the_same_error_everywhere(function: str, what: str) -> None:
    make, error, message = NOT_ONE[what]
    with pytest.raises(error) as caught:
        TAKES_A_PLACE[function][0](make())
    assert message in str(caught.value)


@pytest.mark.parametrize("function", TAKES_A_PROVINCE)
@pytest.mark.parametrize("way", ["渝水区", 360502, "苹果手机"])
def test_what_is_no_province_is_named(function: str, way: object) -> None:
    with pytest.raises(cz.UnresolvedNameError, match=f"={way!r} names none of the 34"):
        TAKES_A_PROVINCE[function][0](way)


@pytest.mark.parametrize("corps", ["兵团", "新疆兵团", "新疆生产建设兵团"])
def test_the_corps_is_a_row_of_the_notice(corps: str) -> None:
    assert [zone.number for zone in cz.zones(province=corps)] == [96, 97]
    assert getattr(cz.find_zone("胡杨河市", province=corps), "number", None) == 97
    assert cz.find_zone("渝水区", province=corps) is None


def test_an_area_has_no_history_and_the_error_says_where_to_look() -> None:
    for way in ("南京江北新区", cz.get_area("nanjing-jiangbei-new-area"), cz.get_zone(32)):
        with pytest.raises(cz.UnknownCodeError, match=r"functional area.*320100"):
            cz.history(way)
