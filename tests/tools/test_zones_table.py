"""The shipped tables of zones and functional areas, and the builder that holds them."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from coedu_zones.gazetteer.townships import Townships
from coedu_zones.parse.text import normalize_name
from coedu_zones.zone_lists.notice import parse_notice
from coedu_zones.zone_table.rows import CORPS
from tools import area_townships, zones
from tools.tables import read_curated, render

DATA = files("coedu_zones").joinpath("data")
PAGE = Path(__file__).parents[1] / "fixtures" / "notice_page.txt"
NATIONAL_NEW_AREAS = {
    "浙江舟山群岛新区": "2011-06-30", "兰州新区": "2012-08-20", "广州南沙新区": "2012-09-06", "陕西西咸新区": "2014-01-06",
    "贵州贵安新区": "2014-01-06", "青岛西海岸新区": "2014-06-03", "大连金普新区": "2014-06-23", "四川天府新区": "2014-10-02",
    "湖南湘江新区": "2015-04-08", "南京江北新区": "2015-06-27", "福州新区": "2015-08-30", "云南滇中新区": "2015-09-07",
    "哈尔滨新区": "2015-12-16", "长春新区": "2016-02-03", "江西赣江新区": "2016-06-06", "河北雄安新区": "2017-04-01",
}  # fmt: skip


def table(name: str) -> list[dict[str, str]]:
    lines = DATA.joinpath(name).read_text("utf-8").split("\n")
    columns = lines[0].split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:-1]]


DIVISIONS = {row["code"]: row["name"] for row in table("divisions.tsv")}
ZONES = table("zones.tsv")
AREAS = {row["id"]: row for row in table("functional_areas.tsv")}


def test_the_shipped_tables_are_what_the_builder_writes() -> None:
    for name, columns in (("zones.tsv", zones.ZONE_COLUMNS), ("functional_areas.tsv", zones.AREA_COLUMNS)):
        rows = read_curated(name)
        if name == "functional_areas.tsv":
            derived = ("statistical_code", "townships", "all_townships", "overlaps", "sources")
            rows = [{**row, **{column: AREAS[row["id"]][column] for column in derived}} for row in rows]
            rows.sort(key=lambda row: (row["parent"], row["id"]))
        assert render(columns, zones.records(rows, columns)) == DATA.joinpath(name).read_bytes()


def test_the_zones_are_the_names_of_the_notice_in_its_order() -> None:
    listed = parse_notice(PAGE.read_text("utf-8")).names
    found = [(int(z["number"]), int(z["row"]), z["province"], z["listed_name"]) for z in ZONES]
    assert found == [(name.number, name.row, name.province, name.name) for name in listed]


def test_the_zones_are_97_of_four_kinds() -> None:
    assert Counter(zone["kind"] for zone in ZONES) == {
        "county": 80, "prefecture": 14, "province": 1, "functional_area": 2,
    }  # fmt: skip


def test_every_target_exists_and_bears_the_listed_name() -> None:
    zones.check_areas([dict(area) for area in AREAS.values()], DIVISIONS)
    zones.check_zones(ZONES, DIVISIONS, AREAS)


@pytest.mark.parametrize(
    ("listed_name", "province", "target"),
    [
        ("朝阳区", "北京市", "110105"),
        ("和平区", "天津市", "120101"),
        ("河西区", "天津市", "120103"),
        ("北辰区", "天津市", "120113"),
        ("滨海新区", "天津市", "120116"),
        ("石家庄市长安区", "河北省", "130102"),
        ("静安区", "上海市", "310106"),
        ("普陀区", "上海市", "310107"),
        ("南京江北新区", "江苏省", "nanjing-jiangbei-new-area"),
        ("渝水区", "江西省", "360502"),
        ("山东省", "山东省", "370000"),
        ("柳州市城中区", "广西壮族自治区", "450202"),
        ("西安市新城区", "陕西省", "610102"),
        ("西安市曲江新区", "陕西省", "xian-qujiang-new-area"),
        ("西宁市城中区", "青海省", "630103"),
        ("克拉玛依区", "新疆维吾尔自治区", "650203"),
        ("乌鲁木齐市经开区(头屯河区)", "新疆维吾尔自治区", "650106"),
        ("第八师石河子市", "新疆生产建设兵团", "659001"),
        ("第七师胡杨河市", "新疆生产建设兵团", "659010"),
    ],
)
def test_names_that_could_be_mistaken(listed_name: str, province: str, target: str) -> None:
    found = [z["target"] for z in ZONES if (z["listed_name"], z["province"]) == (listed_name, province)]
    assert found == [target]


def test_zones_of_the_corps_carry_the_path_of_the_list() -> None:
    paths = [z["listed_path"] for z in ZONES if z["province"] == CORPS]
    assert paths == ["新疆生产建设兵团/第八师石河子市", "新疆生产建设兵团/第七师胡杨河市"]


def test_the_two_areas_that_are_zones() -> None:
    jiangbei, qujiang = AREAS["nanjing-jiangbei-new-area"], AREAS["xian-qujiang-new-area"]
    assert (jiangbei["parent"], jiangbei["overlaps"]) == ("320100", "320111:part 320113:part 320116:part")
    assert "江北新区" in jiangbei["aliases"].split()
    assert "国函〔2015〕103号" in jiangbei["sources"]
    assert (qujiang["parent"], qujiang["overlaps"]) == ("610100", "610113:part")
    assert "曲江新区" in qujiang["aliases"].split()


def test_the_national_new_areas_that_are_no_divisions() -> None:
    """19 国家级新区, less 浦东, 滨海 and 两江, which are districts."""
    found = {area["name"]: area for area in AREAS.values() if area["kind"] == "国家级新区"}
    assert {name: area["established"] for name, area in found.items()} == NATIONAL_NEW_AREAS
    assert all("established: " in area["sources"] for area in found.values())
    assert not {"浦东新区", "滨海新区", "两江新区"} & found.keys()


def test_no_area_has_a_code_or_the_name_of_a_division() -> None:
    former = {row["name"] for row in table("periods.tsv")}
    for area in AREAS.values():
        for name in (area["name"], *area["aliases"].split()):
            assert name not in former, name
            assert normalize_name(name) == name


def test_every_area_says_what_it_is() -> None:
    for row in read_curated("functional_areas.tsv"):
        assert row["kind"], row["id"]
        assert row["parent"] in DIVISIONS, row["id"]
        assert row["pinyin"] == row["pinyin"].lower(), row["id"]
        for source in filter(None, row["sources"].split(" | ")):
            claims = set(source.partition(": ")[0].split(", "))
            assert claims <= {"parent", "established", "overlaps", "governed_by"}, source


AREA = {
    "id": "some-new-area", "name": "某某新区", "aliases": "某某", "kind": "新区", "parent": "360500",
    "overlaps": "360502:part", "governed_by": "", "established": "2014", "pinyin": "mǒu-mǒu xīn-qū",
    "english": "Some New Area", "sources": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"parent": "360599"}, "no division 360599"),
        ({"aliases": "渝水区"}, "渝水区 has two meanings"),
        ({"aliases": "某某新区"}, "某某新区 has two meanings"),
        ({"id": "Some"}, "is no id"),
        ({"established": "2014年"}, "neither a year nor a date"),
        ({"pinyin": "mǒu"}, "pinyin is incomplete"),
        ({"overlaps": "360500:part"}, "no overlap with a county"),
        ({"overlaps": "360502:most"}, "no overlap with a county"),
    ],
)
def test_a_wrong_area_is_refused(change: dict[str, str], message: str) -> None:
    zones.check_areas([AREA], DIVISIONS)
    with pytest.raises(zones.ZoneError, match=message):
        zones.check_areas([{**AREA, **change}], DIVISIONS)


@pytest.mark.parametrize(
    ("number", "change", "message"),
    [
        (1, {"target": "220104"}, "zone 1 is not 吉林省/长春市/朝阳区"),
        (1, {"name": "朝阳"}, "zone 1 is not"),
        (1, {"listed_name": "海淀区"}, "does not name 朝阳区"),
        (2, {"number": "3"}, "do not run from 1"),
        (2, {"row": "2"}, "rows do not run"),
        (2, {"kind": "prefecture"}, "expected"),
        (2, {"target": "110105"}, "repeated"),
        (96, {"listed_path": "新疆维吾尔自治区/石河子市"}, "zone 96 is not"),
    ],
)
def test_a_wrong_zone_is_refused(number: int, change: dict[str, str], message: str) -> None:
    changed = [dict(zone) for zone in ZONES]
    changed[number - 1].update(change)
    with pytest.raises(zones.ZoneError, match=message):
        zones.check_zones(changed, DIVISIONS, AREAS)


class TestTownshipsOfAreas:
    """The townships that a functional area holds, from the statistical lists and by hand."""

    def test_each_is_a_unit_of_today_with_its_county(self) -> None:
        units = Townships.current()
        held = {row["id"]: row["townships"].split() for row in AREAS.values() if row["townships"]}
        assert len(held) >= 30
        for townships in held.values():
            for item in townships:
                code, _, extent = item.partition(":")
                assert units.by_code(code).last_year is None
                assert extent in {"whole", "part"}

    def test_no_township_belongs_to_two_areas_as_a_whole(self) -> None:
        count = Counter(item for row in AREAS.values() for item in row["townships"].split() if item.endswith(":whole"))
        assert [item for item, times in count.items() if times > 1] == []

    def test_a_source_is_named_for_every_list(self) -> None:
        for row in AREAS.values():
            assert ("townships: " in row["sources"]) == bool(row["townships"]), row["id"]

    def test_what_is_hand_kept_or_known_before_stays(self) -> None:
        for row in read_curated("functional_areas.tsv"):
            built = AREAS[row["id"]]
            assert built["sources"].startswith(row["sources"])
            assert row["overlaps"] in {"", built["overlaps"]}

    def test_a_full_list_reaches_every_county_of_the_area(self) -> None:
        for row in AREAS.values():
            if row["all_townships"]:
                assert {item[:6] for item in row["overlaps"].split()} <= {item[:6] for item in row["townships"].split()}

    def test_a_row_by_hand_must_be_a_unit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        row = {"area": "a", "code": "320111001", "name": "泰山镇", "extent": "whole", "complete": "", "source": "s"}
        monkeypatch.setattr(area_townships, "read_curated", lambda _: [row])
        with pytest.raises(area_townships.AreaTownshipError, match="320111001 is not 泰山镇"):
            area_townships.by_hand({"320111001": "泰山街道"})
