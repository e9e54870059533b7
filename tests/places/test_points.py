"""Where divisions lie: points, what they are the points of, and when the table is read."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections import Counter

import pytest

import coedu_zones as cz
from coedu_zones.gazetteer.townships import Townships
from coedu_zones.places.points import place_of, places, point_of


class TestADivision:
    @pytest.mark.parametrize(
        ("code", "latitude", "longitude", "precision"),
        [
            ("110000", 39.9075, 116.3972, "own"),
            ("330000", 30.2936, 120.1614, "own"),  # 杭州, where its government sits
            ("330100", 30.2936, 120.1614, "own"),
            ("222400", 42.8882, 129.5024, "own"),  # 延吉, where the government of 延边 sits
            ("350200", 24.4798, 118.0819, "own"),  # of which GeoNames has no name in Han characters
            ("370783", 36.8800, 118.7369, "own"),  # 寿光市, the same
            ("130322", 39.7067, 119.1536, "own"),  # 昌黎县
            ("810000", 22.2783, 114.1747, "own"),
            ("hk-sha-tin", 22.3833, 114.1833, "own"),
            ("tw-taipei", 25.0531, 121.5264, "own"),
            ("tw-new-taipei-banqiao", 25.0143, 121.4672, "own"),
        ],
    )
    def test_a_point_of_its_own(self, code: str, latitude: float, longitude: float, precision: str) -> None:
        point = cz.get_division(code).point
        assert point is not None
        assert (point.latitude, point.longitude) == pytest.approx((latitude, longitude), abs=0.05)
        assert (point.precision, point.datum) == (precision, "WGS84")

    def test_the_middle_of_its_townships(self) -> None:
        point = cz.get_division("330102").point
        assert point is not None
        assert point.precision is cz.PointPrecision.TOWNSHIPS
        towns = [point_of(unit.code) for unit in Townships.current().of_county("330102") if unit.code]
        assert (point.latitude, point.longitude) in {(town.latitude, town.longitude) for town in towns if town}

    @pytest.mark.parametrize(("code", "holder"), [("510107", "510100"), ("500103", "500000")])
    def test_the_point_of_its_prefecture_or_municipality(self, code: str, holder: str) -> None:
        own, above = cz.get_division(code).point, cz.get_division(holder).point
        assert own is not None
        assert above is not None
        assert own[:2] == above[:2]
        assert (own.precision, above.precision) == ("prefecture", "own")

    def test_one_of_which_none_is_known(self) -> None:
        assert cz.get_division("659005").point is None

    def test_one_that_has_ended(self) -> None:
        former = [d for d in cz.divisions(within="杭州市", as_of=2020) if d.name == "江干区"]
        assert [division.point for division in former] == [None]

    def test_one_of_another_year_that_still_exists(self) -> None:
        [same] = [d for d in cz.divisions(within="杭州市", as_of=2020) if d.name == "余杭区"]
        assert same.point == cz.get_division("330110").point

    def test_a_province_says_the_same_as_its_division(self) -> None:
        assert cz.get_province("浙江").point == cz.get_division("330000").point

    def test_it_is_no_field_of_the_record(self) -> None:
        assert "point" not in cz.get_division("330100").to_record()


class TestAPoint:
    def test_it_is_one_readable_line(self) -> None:
        assert str(cz.get_division("110000").point) == "39.9075°N 116.3972°E (WGS84, own)"
        assert str(cz.Point(-1.5, -2.25, cz.PointPrecision.OWN)) == "1.5°S 2.25°W (WGS84, own)"

    def test_it_has_four_decimals(self) -> None:
        for division in cz.divisions(level="county", within="浙江"):
            if division.point:
                assert round(division.point.latitude, 4) == division.point.latitude
                assert round(division.point.longitude, 4) == division.point.longitude

    def test_it_can_be_stored_and_compared(self) -> None:
        point = cz.get_division("110000").point
        assert pickle.loads(pickle.dumps(point)) == point  # noqa: S301 - our own
        assert len({point, cz.get_division("110000").point}) == 1


class TestTownships:
    def test_each_lies_near_its_county(self) -> None:
        """A degree is about 100 km; only counties of Xizang, Qinghai and Xinjiang are as wide."""
        far = []
        for county in ("330102", "330110", "360781", "441900", "130322", "500101"):
            own = point_of(county)
            assert own is not None
            for unit in Townships.current().of_county(county):
                point = point_of(unit.code)
                if point and max(abs(point.latitude - own.latitude), abs(point.longitude - own.longitude)) > 0.8:
                    far.append(unit)
        assert far == []

    def test_a_code_that_there_is_not(self) -> None:
        assert point_of("330102999") is None
        assert point_of("") is None
        assert place_of("999999") is None

    def test_of_nine_digits_is_the_township(self) -> None:
        [unit] = [u for u in Townships.current().of_county("441900") if u.name == "虎门镇"]
        town, city = point_of(unit.code), point_of("441900")
        assert town is not None
        assert city is not None
        assert town != city
        assert town.precision is cz.PointPrecision.OWN


def test_how_many_have_one_and_of_what() -> None:
    found: dict[str, Counter[str]] = {level.value: Counter() for level in cz.Level}
    for division in cz.divisions():
        if division.code:
            found[division.level.value][division.point.precision.value if division.point else "none"] += 1
    assert found["province"] == {"own": 34}
    assert found["prefecture"] == {"own": 333}
    assert found["county"] == {"own": 2114, "townships": 325, "prefecture": 399, "none": 9}


def test_in_hong_kong_macao_and_taiwan_all_have_one() -> None:
    inside = [d for province in ("香港", "澳门", "台湾") for d in cz.divisions(within=province)]
    found = Counter((d.id[:2], d.point.precision.value if d.point else "none") for d in inside)
    assert found == {
        ("hk", "own"): 10, ("hk", "townships"): 8, ("mo", "own"): 2, ("mo", "prefecture"): 6,
        ("tw", "own"): 81, ("tw", "townships"): 8, ("tw", "prefecture"): 301,
    }  # fmt: skip


def test_how_many_townships_have_one() -> None:
    units = [unit for holder in Townships.current().holders for unit in Townships.current().of_county(holder)]
    assert sum(point_of(unit.code) is not None for unit in units if unit.last_year is None) == 12011


def test_a_place_leads_to_the_divisions_that_bear_its_name() -> None:
    assert place_of("330100") == "1808926"
    assert place_of("330000") is None  # the place is the seat, and has another name
    assert ("330100", "1808926") in set(places())
    assert [d.code for d in cz.find_by("geonames_place", 1808926)] == ["330100"]
    assert [d.path_text for d in cz.find_by("geonames_place", "1806696")] == ["广东省/东莞市/虎门镇"]
    assert [d.name for d in cz.find_by("geonames_place", place_of("130322"))] == ["昌黎县", "昌黎镇"]


def test_every_place_leads_back() -> None:
    for division_id, place in list(places())[::97]:
        assert place_of(division_id) == place
        assert division_id in [division.id for division in cz.find_by("geonames_place", place)]


def test_a_township_is_a_division_with_a_point() -> None:
    town = cz.get_division("441900121")
    assert town.point == point_of("441900121")
    assert town.identifiers == {"geonames_place": "1806696"}
    assert cz.get_division("330102010").point is None  # 望江街道: GeoNames has no such place


def test_the_table_is_read_when_it_is_first_asked_for() -> None:
    code = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import coedu_zones as cz
division = cz.get_division("360502")
before = [name for name in opened if "points.z" in name]
division.point, division.point, division.identifiers
print(before, len([name for name in opened if "points.z" in name]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[] 1\n"
