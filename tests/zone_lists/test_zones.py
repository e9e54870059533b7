"""The 97 zones: the notice's list, how a zone is found, and which zones cover which place."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import coedu_zones as cz
from coedu_zones import CoverageKind, Division, FunctionalArea, ProvinceKind, ZoneKind

FIXTURES = Path(__file__).parents[1] / "fixtures"
CORPS = "新疆生产建设兵团"
JIANGBEI, QUJIANG = "南京江北新区", "西安曲江新区"


@cache
def listed() -> list[dict[str, str]]:
    """What the notice lists: number, row, heading, name, and the code where there is one."""
    with (FIXTURES / "zones.tsv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


class TestTheList:
    def test_it_is_the_notice_s_list(self) -> None:
        found = [(str(z.number), str(z.row), z.listed_under, z.listed_name, z.code or "") for z in cz.zones()]
        assert found == [tuple(row.values()) for row in listed()]

    def test_it_is_what_a_page_prints(self) -> None:
        page = cz.parse_notice((FIXTURES / "notice_page.txt").read_text("utf-8"))
        assert [(n.number, n.row, n.province, n.name) for n in page.names] == [
            (z.number, z.row, z.listed_under, z.listed_name) for z in cz.zones()
        ]

    def test_97_is_80_and_14_and_1_and_2(self) -> None:
        assert Counter(z.kind for z in cz.zones()) == {
            ZoneKind.COUNTY: 80, ZoneKind.PREFECTURE: 14, ZoneKind.PROVINCE: 1, ZoneKind.FUNCTIONAL_AREA: 2,
        }  # fmt: skip
        assert len(cz.zones()) == cz.NOTICE.zone_count == 97

    def test_a_kind_is_the_level_of_the_target(self) -> None:
        for zone in cz.zones():
            if isinstance(zone.target, Division):
                assert zone.target.level.value == zone.kind.value
                assert zone.code == zone.target.code
            else:
                assert zone.kind is ZoneKind.FUNCTIONAL_AREA
                assert zone.code is None
            assert zone.path == zone.target.path
            assert zone.name == zone.target.name
            assert zone.path_text == "/".join(zone.path)

    def test_no_target_twice(self) -> None:
        assert len({z.path for z in cz.zones()}) == 97

    def test_the_corps_has_both_paths(self) -> None:
        shihezi, huyanghe = cz.get_zone(96), cz.get_zone(97)
        assert (shihezi.path_text, huyanghe.path_text) == (
            "新疆维吾尔自治区/石河子市",
            "新疆维吾尔自治区/胡杨河市",
        )
        for zone in (shihezi, huyanghe):
            assert zone.listed_under == CORPS
            assert zone.listed_path[-1].endswith(zone.name)
        assert all(z.listed_path[0] == z.listed_under for z in cz.zones())
        assert all(z.path[0] == z.listed_under for z in cz.zones() if z.listed_under != CORPS)

    def test_the_notice_states_what_is_known(self) -> None:
        assert type(cz.NOTICE).model_validate(cz.NOTICE.model_dump()) == cz.NOTICE
        assert cz.NOTICE.document_number == "教基厅函〔2024〕3号"
        assert cz.NOTICE.written_on is None
        assert cz.NOTICE.index_number is None
        assert all(z.notice is cz.NOTICE for z in cz.zones())

    def test_pinyin_and_english(self) -> None:
        zone = cz.get_zone(48)
        assert (zone.pinyin, zone.english) == ("Yúshuǐ Qū", "Yushui District")
        assert all(z.pinyin and z.english and z.english.isascii() for z in cz.zones() if z.code)

    def test_a_record_is_flat(self) -> None:
        assert cz.get_zone(48).to_record() == {
            "number": 48, "row": 14, "listed_under": "江西省", "listed_name": "渝水区", "name": "渝水区",
            "kind": "county", "code": "360502", "path": "江西省/新余市/渝水区", "listed_path": "江西省/新余市/渝水区",
            "pinyin": "Yúshuǐ Qū", "english": "Yushui District", "document_number": "教基厅函〔2024〕3号",
        }  # fmt: skip
        assert [r["number"] for r in cz.zones().to_records()] == list(range(1, 98))


class TestFilters:
    @pytest.mark.parametrize("province", ["江西", "江西省", "赣", "360000"])
    def test_province(self, province: str) -> None:
        assert [z.name for z in cz.zones(province=province)] == ["弋阳县", "渝水区", "定南县", "芦溪县"]

    @pytest.mark.parametrize("province", [CORPS, "兵团"])
    def test_the_corps(self, province: str) -> None:
        assert [z.number for z in cz.zones(province=province)] == [96, 97]

    def test_a_province_counts_what_lies_in_it_by_law(self) -> None:
        assert [z.number for z in cz.zones(province="新疆")] == [93, 94, 95, 96, 97]

    def test_every_heading_of_the_notice(self) -> None:
        for heading in {row["listed_under"] for row in listed()} - {"新疆维吾尔自治区"}:
            assert [z.listed_name for z in cz.zones(province=heading)] == [
                row["listed_name"] for row in listed() if row["listed_under"] == heading
            ]

    @pytest.mark.parametrize("province", ["西藏", "台湾", "香港", "澳门", "海南"])
    def test_a_province_without_zones(self, province: str) -> None:
        assert cz.zones(province=province) == ()

    @pytest.mark.parametrize("province", ["苹果手机", "新余市", "江西省新余市", ""])
    def test_what_is_no_province_is_an_error(self, province: str) -> None:
        with pytest.raises(cz.UnresolvedNameError, match="provincial"):
            cz.zones(province=province)

    @pytest.mark.parametrize("within", ["新余市", "新余", "江西新余", "360500", "360502"])
    def test_within_holds_what_lies_inside(self, within: str) -> None:
        assert [z.name for z in cz.zones(within=within)] == ["渝水区"]

    def test_within_a_division_that_is_a_zone(self) -> None:
        assert [z.name for z in cz.zones(within="长春市")] == ["长春市", "农安县"]
        assert [z.name for z in cz.zones(within="山东")] == ["山东省"]
        assert [z.name for z in cz.zones(within="南京")] == [JIANGBEI]
        assert [z.name for z in cz.zones(within=cz.get_division("610100"))] == ["新城区", QUJIANG]
        assert cz.zones(within="青岛市") == ()

    def test_within_must_mean_one_place(self) -> None:
        with pytest.raises(cz.AmbiguousNameError, match="朝阳区"):
            cz.zones(within="朝阳区")
        with pytest.raises(cz.UnresolvedNameError, match="苹果手机"):
            cz.zones(within="苹果手机")

    def test_kind(self) -> None:
        assert [z.name for z in cz.zones(kind="province")] == ["山东省"]
        assert [z.name for z in cz.zones(kind=ZoneKind.FUNCTIONAL_AREA)] == [JIANGBEI, QUJIANG]
        assert [z.name for z in cz.zones(kind="prefecture", province="吉林")] == ["长春市"]
        with pytest.raises(ValueError, match="town"):
            cz.zones(kind="town")


class TestFinding:
    def test_by_number(self) -> None:
        assert [cz.get_zone(n).number for n in range(1, 98)] == list(range(1, 98))

    @pytest.mark.parametrize("number", [0, 98, -1, "47", None, 1.5])
    def test_an_unknown_number(self, number: object) -> None:
        with pytest.raises(cz.UnknownCodeError, match="1 to 97"):
            cz.get_zone(number)  # type: ignore[arg-type]

    def test_every_zone_by_its_listed_name(self) -> None:
        for zone in cz.zones():
            assert cz.find_zone(zone.listed_name, province=zone.listed_under) is zone
            assert cz.find_zone(zone.path_text) is zone
            assert cz.find_zone("".join(zone.listed_path)) is zone

    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("渝水区", 48), ("新余渝水区", 48), ("江西渝水", 48), ("新余市渝水區", 48), ("360502", 48), ("朝阳区", 1),
            ("北京朝阳", 1), ("石河子", 96), ("第八师石河子市", 96), ("新疆石河子市", 96), ("头屯河区", 94),
            ("乌鲁木齐市经开区（头屯河区）", 94), ("山东", 51), ("鲁", 51), ("长春", 21), ("景宁县", 39), ("大通县", 89),
            ("祁阳县", 61), ("绍兴县", 38), ("郧县", 55), ("平泉县", 9), ("南京江北新区", 32), ("江北新区", 32),
            ("曲江新区", 84), ("西安曲江新区", 84), ("闸北区", 29),
        ],
    )  # fmt: skip
    def test_by_any_way_of_writing(self, text: str, number: int) -> None:
        found = cz.find_zone(text)
        assert found is not None
        assert found.number == number

    @pytest.mark.parametrize(
        "text",
        ["新余市", "苹果手机", "长春市朝阳区", "宁波江北区", "韶关曲江区", "曲江区", "", "广东省南昌市"],
    )
    def test_none(self, text: str) -> None:
        assert cz.find_zone(text) is None

    def test_a_name_that_several_places_share_is_a_zone_where_only_one_is_listed(self) -> None:
        assert cz.find_zone("城中区", province="青海") is not None
        assert cz.find_zone("朝阳区", province="吉林") is None


class TestFunctionalAreas:
    """南京江北新区 is not 宁波's 江北区; 西安曲江新区 is not 韶关's 曲江区."""

    @pytest.mark.parametrize(
        ("text", "name", "path"),
        [
            ("南京江北新区", JIANGBEI, "江苏省/南京市/南京江北新区"),
            ("江北新区", JIANGBEI, "江苏省/南京市/南京江北新区"),
            ("南京市江北新区", JIANGBEI, "江苏省/南京市/南京江北新区"),
            ("江苏省南京市江北新区", JIANGBEI, "江苏省/南京市/南京江北新区"),
            ("西安曲江新区", QUJIANG, "陕西省/西安市/西安曲江新区"),
            ("曲江新区", QUJIANG, "陕西省/西安市/西安曲江新区"),
            ("西安市曲江新区", QUJIANG, "陕西省/西安市/西安曲江新区"),
            ("陕西省西安市曲江新区", QUJIANG, "陕西省/西安市/西安曲江新区"),
        ],
    )
    def test_they_resolve(self, text: str, name: str, path: str) -> None:
        found = cz.resolve(text)
        assert found.area is not None
        assert (found.area.name, cz.normalize(text), found.code, found.division) == (name, path, None, None)

    @pytest.mark.parametrize(
        ("text", "code"),
        [("宁波江北区", "330205"), ("韶关曲江区", "440205"), ("曲江区", "440205"), ("滨海新区", "120116")],
    )
    def test_the_districts_stay_districts(self, text: str, code: str) -> None:
        assert cz.resolve(text).code == code

    def test_they_have_no_code_and_a_parent(self) -> None:
        areas = {area.name: area for area in cz.functional_areas()}
        assert {JIANGBEI, QUJIANG} <= set(areas)
        assert areas[JIANGBEI].parent == "320100"
        assert areas[QUJIANG].parent == "610100"
        assert {o.code for o in areas[JIANGBEI].overlaps} == {"320111", "320116", "320113"}
        assert "610113" in {o.code for o in areas[QUJIANG].overlaps}
        for area in areas.values():
            assert cz.get_area(area.id) is area
            assert not area.id[:6].isdecimal()
            assert all(cz.get_division(o.code) for o in area.overlaps)
        with pytest.raises(cz.UnknownCodeError, match="atlantis"):
            cz.get_area("atlantis")


def expected(county: str) -> list[tuple[int, str]]:
    """By the codes alone: the zone that a county is, those that it lies in, and those that overlap it."""
    found = []
    for zone in cz.zones():
        if isinstance(zone.target, FunctionalArea):
            extents = ["inside" if o.whole else "part" for o in zone.target.overlaps if o.code == county]
            found += [(zone.number, extent) for extent in extents]
        elif zone.code == county:
            found.append((zone.number, "equal"))
        elif zone.code in {county[:2] + "0000", county[:4] + "00"}:
            found.append((zone.number, "inside"))
    return found


class TestCoverage:
    def test_every_county_against_the_codes(self) -> None:
        counties = cz.divisions(level="county")
        assert len(counties) > 2800
        known = [(c.code, [(k.zone.number, k.how.value) for k in cz.zones_covering(c)]) for c in counties]
        assert known == [(c.id, expected(c.id)) for c in counties]

    def test_every_reason_names_both(self) -> None:
        for county in cz.divisions(level="county", within="吉林"):
            for coverage in cz.zones_covering(county):
                assert county.name in coverage.reason
                assert str(coverage.zone.number) in str(coverage)

    @pytest.mark.parametrize(
        ("text", "covering"),
        [
            ("德惠市", [("长春市", "inside")]),
            ("吉林省长春市农安县", [("长春市", "inside"), ("农安县", "equal")]),
            ("浦口区", [(JIANGBEI, "part")]),
            ("南京市六合区", [(JIANGBEI, "part")]),
            ("雁塔区", [(QUJIANG, "part")]),
            ("闸北区", [("静安区", "equal")]),
            ("渝水区", [("渝水区", "equal")]),
            ("360502", [("渝水区", "equal")]),
            ("青岛市", [("山东省", "inside")]),
            ("青岛市市南区", [("山东省", "inside")]),
            ("山东", [("山东省", "equal")]),
            ("长春市", [("长春市", "equal")]),
            ("新余市", []),
            ("长春市朝阳区", [("长春市", "inside")]),
            ("北京市朝阳区", [("朝阳区", "equal")]),
            ("石河子市", [("石河子市", "equal")]),
            ("第七师胡杨河市", [("胡杨河市", "equal")]),
            ("塔城市", []),
            ("奎屯市", [("奎屯市", "equal")]),
            ("南京江北新区", [(JIANGBEI, "equal")]),
            ("巩义市", [("巩义市", "equal")]),
            ("偃师市", [("洛阳市", "inside")]),
        ],
    )
    def test_examples(self, text: str, covering: list[tuple[str, str]]) -> None:
        assert [(c.zone.name, c.how.value) for c in cz.zones_covering(text)] == covering

    @pytest.mark.parametrize(
        ("code", "covering"),
        [
            ("320111001", [(JIANGBEI, "inside")]),
            ("320116010", [(JIANGBEI, "inside")]),
            ("320113009", [(JIANGBEI, "part")]),
            ("320111005", []),
            ("320113005", []),
            ("320106002", []),
            ("610113008", [(QUJIANG, "part")]),
            ("610103008", []),
            ("220122100", [("长春市", "inside"), ("农安县", "inside")]),
        ],
    )
    def test_a_township(self, code: str, covering: list[tuple[str, str]]) -> None:
        assert [(c.zone.name, c.how.value) for c in cz.zones_covering(code)] == covering

    def test_a_township_that_became_another_is_what_it_became(self) -> None:
        assert [(c.zone.name, c.reason) for c in cz.zones_covering("220103004")] == [
            ("长春市", "东广街道 ended; it became 新广街道; 新广街道 lies in 长春市")
        ]

    def test_no_township_has_these_nine_digits(self) -> None:
        with pytest.raises(cz.UnknownCodeError, match="'320111999' is no township code"):
            cz.zones_covering("320111999")

    def test_it_takes_what_names_a_place(self) -> None:
        text = "吉林省长春市农安县"
        found = cz.zones_covering(text)
        assert cz.zones_covering(cz.get_division("220122")) == found
        assert cz.zones_covering(cz.resolve(text)) == found
        area = cz.functional_areas()[0]
        assert cz.zones_covering(area) == cz.zones_covering(area.id)
        found.clear()
        assert cz.zones_covering(text), "the caller's list is the caller's own"

    def test_what_names_none_is_an_error(self) -> None:
        with pytest.raises(cz.AmbiguousNameError) as caught:
            cz.zones_covering("朝阳区")
        assert [getattr(c, "code", c) for c in caught.value.candidates] == ["110105", "220104"]
        with pytest.raises(cz.UnresolvedNameError):
            cz.zones_covering("苹果手机")
        with pytest.raises(TypeError, match="int"):
            cz.zones_covering(5)

    def test_kinds_are_words(self) -> None:
        assert [kind.value for kind in CoverageKind] == ["equal", "inside", "part"]


class TestProvinces:
    def test_there_are_34(self) -> None:
        found = cz.provinces()
        assert len(found) == 34
        assert [p.code for p in found] == sorted(p.code for p in found)
        assert Counter(p.kind for p in found) == {
            ProvinceKind.PROVINCE: 23, ProvinceKind.AUTONOMOUS_REGION: 5, ProvinceKind.MUNICIPALITY: 4,
            ProvinceKind.SPECIAL_ADMINISTRATIVE_REGION: 2,
        }  # fmt: skip

    def test_their_zones_are_all_zones(self) -> None:
        numbers = [n for p in cz.provinces() for n in p.zones]
        assert sorted(numbers) == list(range(1, 98))
        for province in cz.provinces():
            assert [z.number for z in cz.zones(province=province.name)] == list(province.zones)

    def test_abbreviations_and_grid_are_their_own(self) -> None:
        assert len({p.abbreviation for p in cz.provinces()}) == 34
        assert len({p.grid for p in cz.provinces()}) == 34
        for province in cz.provinces():
            assert cz.get_province(province.abbreviation) is province

    @pytest.mark.parametrize("name", ["江西", "江西省", "赣", "360000"])
    def test_by_any_name(self, name: str) -> None:
        found = cz.get_province(name)
        assert (found.name, found.abbreviation, found.english, found.zones) == (
            "江西省",
            "赣",
            "Jiangxi",
            (47, 48, 49, 50),
        )

    @pytest.mark.parametrize("name", ["苹果手机", "新余", "江西渝水", "吉林市", ""])
    def test_what_is_no_province(self, name: str) -> None:
        with pytest.raises(cz.UnresolvedNameError):
            cz.get_province(name)

    def test_the_corps_is_a_listing_body(self) -> None:
        (corps,) = cz.listing_bodies()
        assert (corps.name, corps.division, corps.zones) == (CORPS, "650000", (96, 97))
        assert CORPS not in {p.name for p in cz.provinces()}
