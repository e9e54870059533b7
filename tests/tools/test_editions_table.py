"""The table of editions: what it says of codes whose lists disagree, and that it fits the other tables."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import coedu_zones
from coedu_zones.gazetteer.editions import unit_of_aggregate
from tools import editions
from tools.code_lists import CodeList
from tools.code_places import Places
from tools.editions import EditionError, differences, runs_of
from tools.years import THIS_YEAR

DATA = Path(coedu_zones.__file__).parent / "data"


def table(name: str) -> list[dict[str, str]]:
    lines = (DATA / name).read_text("utf-8").split("\n")
    columns = lines[0].split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:-1]]


ROWS = table("editions.tsv")
PERIODS = table("periods.tsv")
AREAS = {row["id"]: row for row in table("functional_areas.tsv")}


def in_force(code: str, year: int) -> str | None:
    for row in PERIODS:
        if row["code"] == code and int(row["first"]) <= year <= int(row["last"] or 9999):
            return row["name"]
    return None


def said(code: str, system: str) -> list[tuple[str, str, str, str]]:
    return [(r["name"], r["first"], r["last"], r["target"]) for r in ROWS if (r["code"], r["system"]) == (code, system)]


class TestWhatItSays:
    @pytest.mark.parametrize(
        ("code", "name", "target"),
        [
            ("469025", "定安县", "469021"), ("469026", "屯昌县", "469022"), ("469027", "澄迈县", "469023"),
            ("469028", "临高县", "469024"), ("469030", "白沙黎族自治县", "469025"), ("469031", "昌江黎族自治县", "469026"),
            ("469033", "乐东黎族自治县", "469027"), ("469034", "陵水黎族自治县", "469028"),
            ("469035", "保亭黎族苗族自治县", "469029"), ("469036", "琼中黎族苗族自治县", "469030"),
        ],
    )  # fmt: skip
    def test_hainan_between_2002_and_2006(self, code: str, name: str, target: str) -> None:
        assert said(code, "nbs") == said(code, "gb") == [(name, "2002", "2006", target)]

    @pytest.mark.parametrize(
        ("code", "system", "expected"),
        [
            ("460025", "mca", ("定安县", "2001", "2002", "469021")),
            ("440203", "mca", ("浈江区", "1984", "2002", "440204")),
            ("440204", "mca", ("武江区", "1984", "2002", "440203")),
            ("130123", "mca", ("栾城县", "1986", "1992", "130124")),
            ("142702", "mca", ("河津市", "1994", "1999", "142703")),
            ("332581", "mca", ("龙泉市", "1995", "1999", "332502")),
            ("410881", "nbs", ("济源市", "2002", "2007", "419001")),
            ("370903", "nbs", ("岱岳区", "2002", "2006", "370911")),
            ("410307", "nbs", ("洛龙区", "2002", "2006", "410311")),
            ("620922", "nbs", ("安西县", "2002", "2005", "620925")),
            ("150206", "nbs", ("白云矿区", "2007", "2007", "150206")),
            ("150206", "mca", ("白云鄂博矿区", "1983", "2006", "150206")),
            ("139001", "nbs", ("定州市", "2015", "2016", "130682")),
        ],
    )
    def test_codes_that_are_known_to_differ(self, code: str, system: str, expected: tuple[str, ...]) -> None:
        assert expected in said(code, system)

    def test_cities_directly_under_a_province(self) -> None:
        assert ("泰州市", "1984", "1985", "321020") in said("329001", "mca")
        assert ("泰州市", "1990", "1994", "321082") in said("329001", "mca")

    def test_the_districts_of_daxinganling(self) -> None:
        areas = {r["code"]: r["target"] for r in ROWS if r["code"].startswith("2327") and r["kind"] == "statistical"}
        assert areas["232701"] == areas["232761"] == "daxinganling-jagdaqi-area"
        assert len(areas) == 8

    def test_development_zones(self) -> None:
        assert AREAS["suzhou-industrial-park"]["statistical_code"] == "320571"
        assert AREAS["shanxi-transformation-zone"]["statistical_code"] == "140171"
        assert ("苏州工业园区", "2023", "2023", "suzhou-industrial-park") in said("320576", "nbs")
        assert said("130371", "nbs") == [("秦皇岛市经济技术开发区", "2017", "2023", "")]


class TestHowItFits:
    def test_every_record_has_a_known_kind_and_years_in_order(self) -> None:
        kinds = {"code", "name", "year", "statistical", "uncoded", "aggregate"}
        assert {r["kind"] for r in ROWS} <= kinds
        assert {r["system"] for r in ROWS} == {"mca", "nbs", "gb"}
        assert all(1981 <= int(r["first"]) <= int(r["last"]) <= THIS_YEAR for r in ROWS)

    def test_the_target_was_in_force(self) -> None:
        codes = {p["code"] for p in PERIODS}
        for r in ROWS:
            if r["kind"] == "code" and not r["doubtful"]:
                assert in_force(r["target"], int(r["first"])), r
                assert r["target"] != r["code"], r
            elif r["kind"] == "name":
                assert r["target"] == r["code"], r
            elif r["kind"] == "year":
                assert r["target"] in codes, r
                assert in_force(r["target"], int(r["first"])) != r["name"] or r["target"] != r["code"], r
            elif r["kind"] == "statistical":
                assert r["target"] == "" or r["target"] in AREAS, r
                assert r["within"] in codes, r

    def test_no_record_says_what_the_periods_say(self) -> None:
        for r in ROWS:
            if r["system"] == "mca" and int(r["first"]) == int(r["last"]):
                assert in_force(r["code"], int(r["first"])) != r["name"], r

    def test_a_statistical_code_is_one_of_the_lists(self) -> None:
        listed = {(r["code"], r["target"]) for r in ROWS if r["kind"] == "statistical"}
        coded = {(a["statistical_code"], a["id"]) for a in AREAS.values() if a["statistical_code"]}
        assert coded <= listed
        assert len({code for code, _ in coded}) == len(coded) == 41

    def test_how_many(self) -> None:
        """A change here is a change of what codes mean: look at each."""
        firm = Counter((r["system"], r["kind"]) for r in ROWS if not r["doubtful"])
        assert firm == {
            ("mca", "code"): 608, ("mca", "year"): 508, ("mca", "uncoded"): 48, ("mca", "name"): 13,
            ("nbs", "statistical"): 183, ("nbs", "code"): 23, ("nbs", "name"): 11, ("nbs", "year"): 10, ("gb", "code"): 10,
        }  # fmt: skip


class TestAggregates:
    @pytest.mark.parametrize(
        ("code", "unit"),
        [
            ("110100", "110000"), ("110200", "110000"), ("310100", "310000"), ("500200", "500000"), ("500300", "500000"),
            ("440401", "440400"), ("469000", "460000"), ("429000", "420000"), ("659000", "650000"), ("139000", "130000"),
        ],
    )  # fmt: skip
    def test_the_rule_of_the_codes(self, code: str, unit: str) -> None:
        known = {"110000", "310000", "500000", "440400", "460000", "420000", "650000", "130000"}
        assert unit_of_aggregate(code, known) == unit
        assert unit_of_aggregate(code, {code, *known}) is None, "a code of a division is none"

    @pytest.mark.parametrize("code", ["360100", "440402", "990000", "120000"])
    def test_other_codes_are_none(self, code: str) -> None:
        assert unit_of_aggregate(code, {"110000", "440400"}) is None


TABLES = {
    2000: {"360000": "江西省", "360500": "新余市", "360502": "渝水区", "360521": "分宜县"},
    2001: {"360000": "江西省", "360500": "新余市", "360502": "渝水区", "360521": "分宜县"},
}


def listing(source: str, date: int, system: str = "mca", **codes: str) -> CodeList:
    return CodeList(system, source, date, {code.removeprefix("c"): name for code, name in codes.items()})


class TestTheBuilder:
    def test_lists_that_follow_one_another_are_one_record(self) -> None:
        lists = [listing("a", 200012, c360503="渝水区"), listing("a", 200112, c360503="渝水区")]
        (run,) = runs_of_small(lists)
        assert (run.dates, run.found.place) == ((200012, 200112), ("code", "360502", ""))

    def test_a_list_between_them_parts_them(self) -> None:
        lists = [
            listing("a", 200012, c360503="渝水区"),
            listing("a", 200101, "mca"),
            listing("a", 200112, c360503="渝水区"),
        ]
        assert len(runs_of_small(lists)) == 2

    def test_one_package_against_the_other_is_doubtful(self) -> None:
        lists = [listing("a", 200012, c360521="渝水区"), listing("b", 200012, c360521="分宜县")]
        assert [run.doubtful for run in runs_of_small(lists)] == [True]
        assert [run.doubtful for run in runs_of_small(lists[:1])] == [False]

    def test_an_aggregate_without_a_rule_is_refused(self) -> None:
        with pytest.raises(EditionError, match="360900 市辖区 follows no rule"):
            list(differences(listing("a", 200012, c360900="市辖区"), Places(TABLES)))

    def test_a_zone_of_the_statistical_office_has_no_target(self) -> None:
        (found,) = differences(listing("a", 200012, "nbs", c360571="高新区"), Places(TABLES))
        assert found.place == ("statistical", "", "360500")


def runs_of_small(lists: list[CodeList]) -> list[editions.Run]:
    """The runs of invented lists; no name of the hand-kept table is among them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tools.code_places.read_curated", lambda _: [])
        return list(runs_of(lists, TABLES))
