"""Townships through the public functions: by code, in lists, of a year, with their history, in both code systems."""

from __future__ import annotations

import pytest

import coedu_zones as cz
from coedu_zones.errors import UnknownCodeError, UnknownYearError, UnresolvedNameError
from coedu_zones.gazetteer.townships import Townships


class TestByCode:
    @pytest.mark.parametrize("code", ["330102018", 330102018, "330102018000", "330102018.0"])
    def test_nine_digits_are_a_township(self, code: str | int) -> None:
        found = cz.get_division(code)
        assert (found.code, found.id, found.level) == ("330102018", "330102018", cz.Level.TOWNSHIP)
        assert found.path == ("浙江省", "杭州市", "上城区", "九堡街道")
        assert found.parent == "330102"
        assert found.level_names == ("浙江省", "杭州市", "上城区")
        assert (found.pinyin, found.english) == ("Jiǔbǎo Jiēdào", "Jiubao Subdistrict")
        assert (found.stem, found.first_year, found.last_year) == ("九堡", 2021, None)

    @pytest.mark.parametrize(
        ("code", "path", "names"),
        [
            ("441900121", "广东省/东莞市/虎门镇", ("广东省", "东莞市", None)),
            ("659001100", "新疆维吾尔自治区/石河子市/北泉镇", ("新疆维吾尔自治区", None, "石河子市")),
            ("110105021", "北京市/朝阳区/南磨房乡", ("北京市", None, "朝阳区")),
        ],
    )
    def test_a_path_has_the_levels_that_there_are(
        self, code: str, path: str, names: tuple[str, str | None, str | None]
    ) -> None:
        found = cz.get_division(code)
        assert (found.path_text, found.level_names) == (path, names)

    def test_another_writing_is_an_alias(self) -> None:
        assert cz.get_division("130181106").aliases == ("南智邱镇",)
        assert cz.get_division("130181106").name == "南智丘镇"

    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("330802205", "黄家乡 in 330802 until 2025; today in 浙江省/衢州市/柯城区/黄家街道"),
            ("500112133", "统景镇 in 渝北区 .*nbs, today 重庆市/北碚区/统景镇"),
            ("659010500", "兵团一二五团"),
            ("330102999", "330102999"),
            ("330104:九堡街道", "until 2020; today in 浙江省/杭州市/上城区/九堡街道"),
            ("330803200", "no successor is known"),
        ],
    )
    def test_what_is_no_township_now_is_an_error_that_says_what_it_was(self, code: str, said: str) -> None:
        with pytest.raises(UnknownCodeError, match=said):
            cz.get_division(code)


class TestLists:
    def test_a_list_without_a_level_ends_at_the_county(self) -> None:
        assert {d.level for d in cz.divisions(within="杭州市")} == {cz.Level.COUNTY}
        assert len(cz.divisions()) == 34 + 333 + 2847

    def test_within_a_county_a_prefecture_and_a_province(self) -> None:
        county = cz.divisions(level="township", within="上城区")
        assert [d.code for d in county] == [
            u.code for u in Townships.current().of_county("330102") if u.last_year is None
        ]
        prefecture = cz.divisions(level="township", within="330100")
        province = cz.divisions(level=cz.Level.TOWNSHIP, within="浙江")
        assert {d.code for d in county} < {d.code for d in prefecture} < {d.code for d in province}
        assert len(province) == 489 + 621 + 235 + 14

    def test_a_prefecture_without_counties_has_its_own(self) -> None:
        assert len(cz.divisions(level="township", within="东莞市")) == 32

    def test_by_name_and_by_stem(self) -> None:
        assert [d.path_text for d in cz.divisions(level="township", name="九堡")] == [
            "浙江省/杭州市/上城区/九堡街道", "江西省/赣州市/瑞金市/九堡镇",
        ]  # fmt: skip
        assert [d.code for d in cz.divisions(level="township", name="九堡镇")] == ["360781105"]
        assert cz.divisions(level="township", name="九堡镇", within="浙江") == []

    def test_nothing_lies_in_a_township_and_its_context_is_its_county(self) -> None:
        unit = cz.get_division("110105021")
        assert cz.divisions(within=unit) == cz.divisions(within=unit, level="township") == []
        assert cz.resolve("朝阳区", within=unit).code == "110105"

    def test_the_whole_country(self) -> None:
        assert len(cz.divisions(level="township")) == 38729


class TestYears:
    def test_a_county_of_then_has_its_townships(self) -> None:
        found = cz.divisions(level="township", within="江干区", as_of=2019)
        assert len(found) == 10
        (unit,) = [d for d in found if d.name == "九堡街道"]
        assert (unit.id, unit.code, unit.last_year) == ("330104:九堡街道", None, 2020)
        assert unit.path == ("浙江省", "杭州市", "江干区", "九堡街道")
        assert unit.today() == cz.get_division("330102018")

    @pytest.mark.parametrize(
        ("year", "names"), [(2015, "黄家乡"), (2018, "黄家乡"), (2025, "黄家乡"), (2026, "黄家街道")]
    )
    def test_a_unit_bears_the_name_of_the_year(self, year: int, names: str) -> None:
        found = cz.divisions(level="township", within="330802", as_of=year)
        assert [d.name for d in found if d.stem == "黄家"] == [names]

    def test_no_unit_is_there_twice(self) -> None:
        for year in range(2015, 2027):
            found = cz.divisions(level="township", within="石家庄市", as_of=year)
            assert len({d.id for d in found}) == len(found) > 220
            assert not {"南智邱镇", "南智丘镇"} <= {d.name for d in found}

    @pytest.mark.parametrize("year", [2014, 1990])
    def test_before_2015_they_are_not_held(self, year: int) -> None:
        with pytest.raises(UnknownYearError, match=f"{year}.*2015"):
            cz.divisions(level="township", within="330100", as_of=year)

    def test_a_former_one_without_a_successor_says_so(self) -> None:
        found = cz.divisions(level="township", within="330803", as_of=2025)
        (unit,) = [d for d in found if d.name == "灰坪乡"]
        with pytest.raises(UnresolvedNameError, match="no successor"):
            unit.today()


class TestHistory:
    def test_it_goes_back_over_a_change_of_county(self) -> None:
        found = cz.history("330102018")
        assert [(p.code, p.name, p.first, p.last) for p in found.periods] == [
            ("330104", "九堡街道", 2015, 2020), ("330102018", "九堡街道", 2021, None),
        ]  # fmt: skip
        assert [str(c) for c in found.changes] == [
            "2021 transfer: 九堡街道 (330104:九堡街道) → 九堡街道 (330102018), whole"
        ]

    @pytest.mark.parametrize(
        ("place", "kind"),
        [
            ("330802014", "conversion"), ("652927102", "rename"), ("440204105", "recode"), ("500109124", "transfer"),
            ("321322129", "merge"),
        ],
    )  # fmt: skip
    def test_kinds(self, place: str, kind: str) -> None:
        assert kind in {change.kind for change in cz.history(place).changes}

    def test_successors_of_a_code_of_an_id_and_of_a_division(self) -> None:
        former = cz.divisions(level="township", within="江干区", name="九堡", as_of=2019)[0]
        for place in ("330104:九堡街道", former):
            assert [successor.code for successor in cz.successors(place)] == ["330102018"]
        assert [str(successor) for successor in cz.successors("330802205")] == ["黄家街道 (330802014), whole"]
        assert [successor.code for successor in cz.successors("330102018")] == ["330102018"]
        assert cz.successors("330803200") == []

    def test_predecessors(self) -> None:
        assert [successor.code for successor in cz.predecessors("330102018")] == ["330104:九堡街道"]
        assert [successor.share for successor in cz.predecessors("321322129") if successor.name == "张圩乡"] == ["main"]
        assert cz.predecessors("330104:九堡街道") == []

    def test_a_year_is_not_answered(self) -> None:
        with pytest.raises(UnknownYearError, match="2018"):
            cz.successors("330802205", year=2018)

    @pytest.mark.parametrize("place", ["330102999", "330102:没有镇"])
    def test_an_unknown_one_is_an_error(self, place: str) -> None:
        with pytest.raises(UnknownCodeError, match=place):
            cz.history(place)


class TestSystems:
    @pytest.mark.parametrize(
        ("code", "systems", "expected"),
        [
            ("500109003", ("nbs", "mca"), ("same", "500109004")),
            ("500109003", ("mca", "nbs"), ("same", "500109005")),
            ("500109005", ("nbs", "mca"), ("same", "500109003")),
            ("500112133", ("nbs", "mca"), ("same", "500109124")),
            ("500109124", ("mca", "nbs"), ("same", "500112133")),
            ("330802205", ("mca", "mca"), ("same", "330802014")),
            ("659010500", ("nbs", "mca"), ("no_division", None)),
            ("500109109", ("nbs", "mca"), ("same", "500157005")),
            ("321322203", ("nbs", "mca"), ("main", "321322129")),
            ("653132100", ("mca", "nbs"), ("gone", None)),
            ("659013200", ("mca", "nbs"), ("same", "653122203")),
            (330102018, ("nbs", "mca"), ("same", "330102018")),
        ],
    )
    def test_conversion(self, code: str | int, systems: tuple[str, str], expected: tuple[str, str | None]) -> None:
        found = cz.convert(code, from_system=systems[0], to_system=systems[1])
        assert (found.outcome, found.code) == expected
        assert (found.from_year, found.to_year) == (None, None)

    def test_without_a_system_two_meanings_are_ambiguous(self) -> None:
        found = cz.convert("500109003")
        assert (found.outcome, found.code) == ("ambiguous", None)
        assert {c.code for c in found.alternatives} == {"500109003", "500109004"}
        assert cz.convert("500109003", name="北温泉街道").code == "500109004"
        assert cz.convert("330102018").code == "330102018"

    def test_find_code_gives_both(self) -> None:
        found = cz.find_code("500109003")
        assert (found.kind, found.place, found.system) == (None, None, "mca")
        assert [r.name for r in found.readings] == ["龙凤桥街道", "北温泉街道"]
        assert cz.find_code("500109003", edition="nbs").place == cz.get_division("500109004")
        assert cz.find_code("500109003", name="龙凤桥街道").place == cz.get_division("500109003")

    @pytest.mark.parametrize(
        ("code", "kind", "name"),
        [
            ("330102018", "township", "九堡街道"), ("500112133", "township", "统景镇"), ("659010500", "statistical", None),
            ("330102018001", "township", "九堡街道"),
        ],
    )  # fmt: skip
    def test_what_a_code_is(self, code: str, kind: str, name: str | None) -> None:
        found = cz.find_code(code)
        assert (found.kind, found.division.name if found.division else None) == (kind, name)

    def test_a_year_filters_the_meanings(self) -> None:
        assert cz.find_code("330802014", year=2026).kind == "township"
        with pytest.raises(UnknownCodeError):
            cz.find_code("330802014", year=2024)

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ({"code": "360502", "from_system": "nbs"}, "from_year and to_year"),
            ({"code": "500109003", "from_system": "what"}, "'what'"),
            ({"code": "500109003", "from_year": 2020, "to_year": 2024}, "not to 2024"),
            ({"code": "360502"}, "from_year and to_year"),
        ],
    )
    def test_what_cannot_be_converted_is_an_error(self, arguments: dict[str, str], said: str) -> None:
        with pytest.raises(ValueError, match=said):
            cz.convert(**arguments)  # type: ignore[arg-type]

    def test_an_unknown_code_names_the_other_system(self) -> None:
        with pytest.raises(UnknownCodeError, match="'mca'; it is or was: 统景镇"):
            cz.convert("500112133", from_system="mca")
