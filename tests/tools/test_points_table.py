"""The builder of the points: which place is whose, what contradicts its surroundings, how a line is written, the check."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from coedu_zones.places.points import Point, PointPrecision, point_of
from tools.check_points import Tally, in_ring, is_inside, to_border
from tools.geonames import Place, letters
from tools.neighbours import Neighbours, distance, middle
from tools.place_matches import (
    ALIASES,
    ELSEWHERE,
    FULL,
    LETTERS,
    STEM,
    Match,
    Matcher,
    Unit,
    best_of,
    holder_of,
)
from tools.points import Located, lines
from tools.tables import read_curated

DATA = Path(__file__).parents[2] / "src" / "coedu_zones" / "data"
DIVISIONS = {
    line.split("\t")[0]: line.split("\t")[1] for line in (DATA / "divisions.tsv").read_text("utf-8").split("\n")[1:-1]
}
LINES = zlib.decompress((DATA / "points.z").read_bytes()).decode("utf-8").split("\n")


def place(
    names: str = "", holder: str = "330100", name: str = "", aliases: str = "", population: int = 0, at: int = 1
) -> Place:
    romanised = frozenset({*aliases.split(), *([letters(name)] if name else [])})
    return Place(at, name, frozenset(names.split()), romanised, 30.0, 120.0, population, holder)


def matcher() -> Matcher:
    units = [
        Unit("330102", ("上城区",), "上城", ("shangcheng", "shangchengqu")),
        Unit("330110", ("余杭区",), "余杭", ("yuhang", "yuhangqu")),
        Unit("330122", ("桐庐县", "桐庐城关镇"), "桐庐", ("tonglu", "tongluxian")),
        Unit("330402", ("南湖区",), "南湖", ("nanhu", "nanhuqu")),
    ]
    return Matcher(units, DIVISIONS, lambda name: name[:-1])


class TestWhoseAPlaceIs:
    @pytest.mark.parametrize(
        ("found", "rank", "codes"),
        [
            (place("余杭区 临平镇"), FULL, {"330110"}),
            (place("余杭 临平"), STEM, {"330110"}),
            (place("余杭镇"), STEM, {"330110"}),
            (place("桐庐城关镇"), FULL, {"330122"}),
            (place(name="Yuhang"), LETTERS, {"330110"}),
            (place("临平", name="Linping", aliases="yuhang"), ALIASES, {"330110"}),
            (place("上城区 余杭区"), FULL, {"330102", "330110"}),
            (place("南湖区"), ELSEWHERE, {"330402"}),
            (place("南湖"), ELSEWHERE, set()),
            (place("南湖", holder="330000"), STEM, {"330402"}),
            (place("余杭区", holder=""), FULL, set()),
        ],
    )  # fmt: skip
    def test_the_first_rank_that_finds_anything(self, found: Place, rank: int, codes: set[str]) -> None:
        assert matcher().units_of(found) == (rank, codes)

    def test_a_place_that_fits_two_units_is_left_out(self) -> None:
        assert matcher().match([place("上城区 余杭区")], lambda _match, _code: True) == {}

    def test_a_unit_may_be_refused(self) -> None:
        found = matcher().match([place("余杭"), place("上城", at=2)], lambda _match, code: code != "330110")
        assert list(found) == ["330102"]

    def test_of_several_places_the_first_rank_and_then_the_most_populous(self) -> None:
        small, large, other = place("余杭", at=1), place("余杭", population=9, at=2), place("余杭区", at=3)
        ranks = [Match(STEM, small), Match(STEM, large)]
        assert best_of(ranks) == Match(STEM, large)
        assert best_of([*ranks, Match(FULL, other)]) == Match(FULL, other)
        assert best_of([Match(STEM, small), Match(STEM, place("余杭", at=4))]) is None

    @pytest.mark.parametrize(
        ("code", "holder"), [("330102", "330100"), ("110105", "110000"), ("429004", "429004"), ("441900003", "441900")]
    )
    def test_what_a_unit_lies_in(self, code: str, holder: str) -> None:
        assert holder_of(code, DIVISIONS) == holder

    def test_plain_letters(self) -> None:
        assert (letters("Lǘliáng Shì"), letters("Xī'ān"), letters("Ürümqi")) == ("luliangshi", "xian", "urumqi")


class TestNeighbours:
    def test_the_nearest_first_and_one_left_out(self) -> None:
        near = Neighbours([("a", (30.0, 120.0)), ("b", (30.0, 120.1)), ("c", (30.0, 121.0)), ("d", (30.0, 140.0))])
        assert near.nearest((30.0, 120.0), 2, "a") == ["b", "c"]
        assert near.nearest((30.0, 120.0), 5, "") == ["a", "b", "c"]  # the fourth is too far to be near

    def test_a_degree(self) -> None:
        assert distance((30.0, 120.0), (31.0, 120.0)) == pytest.approx(111.2)
        assert distance((60.0, 120.0), (60.0, 121.0)) == pytest.approx(55.6)

    def test_the_middle_is_one_of_the_points(self) -> None:
        assert middle([(30.0, 120.0), (30.0, 120.4), (30.0, 121.0)]) == (30.0, 120.4)


class TestTheTable:
    def test_a_line_is_a_division_with_its_townships(self) -> None:
        located = {
            "330102": Located((30.29114, 120.2202), "townships", ""),
            "330102001": Located((30.25, 120.17), "own", "5"),
            "330103001": Located((30.3, 120.1), "own", "6"),
        }
        assert list(lines(located)) == [
            "330102\t302911 1202202 townships\t001 -411 -502 5",
            "330103\t\t001 303000 1201000 6",
        ]

    def test_each_line_is_of_its_own_division(self) -> None:
        heads = [line.partition("\t")[0] for line in LINES]
        assert len(set(heads)) == len(heads)

    def test_what_is_written_is_what_is_read(self) -> None:
        code, head, *_ = next(line for line in LINES if line.startswith("330100\t")).split("\t")
        north, east, precision, _ = head.split(" ")
        assert point_of(code) == Point(int(north) / 10_000, int(east) / 10_000, PointPrecision(precision))

    def test_all_lie_in_the_country(self) -> None:
        for division in DIVISIONS:
            point = point_of(division)
            assert point is None or (3 < point.latitude < 54 and 73 < point.longitude < 136), division


def test_every_province_and_prefecture_that_is_no_city_has_a_seat() -> None:
    rows = {row["code"]: row for row in read_curated("capitals.tsv")}
    assert all(DIVISIONS[code] == row["name"] for code, row in rows.items())
    municipalities = {"110000", "120000", "310000", "500000"}
    assert {code for code in DIVISIONS if code.endswith("0000")} - rows.keys() == municipalities
    prefectures = {
        c for c, name in DIVISIONS.items() if c.endswith("00") and not c.endswith("0000") and not name.endswith("市")
    }
    assert prefectures - rows.keys() == set()
    assert [row for row in rows.values() if ":" not in row["seat"] and DIVISIONS[row["seat"]] != row["seat_name"]] == []


class TestTheCheck:
    SQUARE = ((120.0, 30.0), (121.0, 30.0), (121.0, 31.0), (120.0, 31.0), (120.0, 30.0))
    HOLE = ((120.4, 30.4), (120.6, 30.4), (120.6, 30.6), (120.4, 30.6), (120.4, 30.4))

    @pytest.mark.parametrize(
        ("latitude", "longitude", "inside"),
        [(30.2, 120.2, True), (30.5, 120.5, False), (29.9, 120.5, False), (30.5, 121.1, False), (30.9, 120.1, True)],
    )
    def test_inside_the_border_and_outside_the_hole(self, latitude: float, longitude: float, inside: bool) -> None:
        point = Point(latitude, longitude, PointPrecision.OWN)
        assert is_inside(point, [(self.SQUARE, self.HOLE)]) is inside
        assert in_ring(point, self.HOLE) is (latitude == 30.5 and longitude == 120.5)

    def test_how_far_outside(self) -> None:
        point = Point(29.0, 120.0, PointPrecision.OWN)
        assert to_border(point, [(self.SQUARE,)]) == pytest.approx(111.2)

    def test_the_share_is_of_those_with_a_shape(self) -> None:
        assert Tally(inside=3, no_shape=5, outside=[(1.0, "")]).share == 0.75
