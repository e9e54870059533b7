"""Looking up by code, level and holder."""

from __future__ import annotations

import re
from datetime import date

import pytest

import coedu_zones as cz
from coedu_zones import Division, Level


class TestGetDivision:
    def test_everything_that_is_said_of_one(self) -> None:
        found = cz.get_division("360502")
        assert found.model_dump(exclude={"first_year"}) == {
            "id": "360502", "code": "360502", "name": "渝水区", "level": Level.COUNTY, "parent": "360500",
            "path": ("江西省", "新余市", "渝水区"), "stem": "渝水", "short_forms": (), "aliases": ("新喻县",),
            "pinyin": "Yúshuǐ Qū", "romanized": "Yushui Qu", "english": "Yushui District",
            "last_year": None, "successors": (), "traditional": None, "portuguese": None,
        }  # fmt: skip
        assert found.first_year is None or 1981 <= found.first_year <= 1984

    @pytest.mark.parametrize(
        ("code", "path", "parent"),
        [
            ("110105", ("北京市", "朝阳区"), "110000"),
            ("419001", ("河南省", "济源市"), "410000"),
            ("659001", ("新疆维吾尔自治区", "石河子市"), "650000"),
            ("460400", ("海南省", "儋州市"), "460000"),
            ("500229", ("重庆市", "城口县"), "500000"),
            ("360000", ("江西省",), None),
        ],
    )
    def test_a_path_has_no_placeholders(self, code: str, path: tuple[str, ...], parent: str | None) -> None:
        found = cz.get_division(code)
        assert (found.path, found.parent) == (path, parent)

    @pytest.mark.parametrize(
        ("code", "romanized", "english"),
        [
            ("150100", "Hohhot Shi", "Hohhot"),
            ("610000", "Shaanxi Sheng", "Shaanxi"),
            ("140000", "Shanxi Sheng", "Shanxi"),
            ("610100", "Xi'an Shi", "Xi'an"),
            ("411100", "Luohe Shi", "Luohe"),
        ],
    )
    def test_romanised_names(self, code: str, romanized: str, english: str) -> None:
        found = cz.get_division(code)
        assert (found.romanized, found.english) == (romanized, english)

    @pytest.mark.parametrize("code", ["999999", "36050", "", "渝水区"])
    def test_an_unknown_code(self, code: str) -> None:
        with pytest.raises(cz.UnknownCodeError, match=f"{code}.*six digits"):
            cz.get_division(code)

    @pytest.mark.parametrize(
        ("code", "says"),
        [
            ("110100", "it stands for 北京市 (110000)"),
            ("36", "it stands for 江西省 (360000)"),
            ("320112", "was 大厂区 1983–2001, today 六合区 (320116)"),
            ("431121", "today 祁阳市 (431181)"),
            ("140171", "is the statistical office's code for 山西转型综合改革示范区, not a division code"),
            ("469034", "was 陵水黎族自治县 in the lists of gb, nbs 2002–2006, today 陵水黎族自治县 (469028)"),
        ],
    )
    def test_a_code_of_no_division_of_today_says_what_it_is(self, code: str, says: str) -> None:
        with pytest.raises(cz.UnknownCodeError) as caught:
            cz.get_division(code)
        assert says in str(caught.value)
        assert code in str(caught.value)

    @pytest.mark.parametrize(
        "code", [360502, 360502.0, "360502.0", "360502000000", 360502000, " 360502 ", "３６０５０２"]
    )
    def test_a_number_and_what_a_spreadsheet_made_of_a_code(self, code: str | int) -> None:
        assert cz.get_division(code).name == "渝水区"

    @pytest.mark.parametrize("code", [None, 3.6, ["360502"], float("nan"), True, 5])
    def test_what_is_no_code_at_all(self, code: object) -> None:
        with pytest.raises(
            TypeError,
            match=re.escape(f"expected a code such as '360502' or 360502, got {type(code).__name__}: {code!r}"),
        ):
            cz.get_division(code)  # type: ignore[arg-type]

    def test_the_same_code_is_the_same_object(self) -> None:
        assert cz.get_division("360502") is cz.get_division("360502") is cz.resolve("渝水区").division


class TestDivisions:
    def test_counts(self) -> None:
        assert len(cz.divisions(level="province")) == 34
        assert len(cz.divisions(level="prefecture")) == 333
        assert len(cz.divisions(level=Level.COUNTY)) == 2847
        assert len(cz.divisions()) == 34 + 333 + 2847

    def test_in_the_order_of_their_codes(self) -> None:
        codes = [d.id for d in cz.divisions()]
        assert codes == sorted(set(codes))

    @pytest.mark.parametrize("within", ["新余市", "江西新余", "360500", "新余"])
    def test_within(self, within: str) -> None:
        assert [d.name for d in cz.divisions(within=within)] == ["渝水区", "分宜县"]

    def test_within_a_division_and_of_a_level(self) -> None:
        jiangxi = cz.get_division("360000")
        assert len(cz.divisions(level="prefecture", within=jiangxi)) == 11
        assert len(cz.divisions(level="county", within="江西")) == 100
        assert cz.divisions(level="province", within="江西") == []
        assert cz.divisions(within="渝水区") == []

    def test_a_division_is_not_within_itself(self) -> None:
        assert "360000" not in [d.code for d in cz.divisions(within="江西")]

    def test_what_a_sub_provincial_prefecture_governs_is_within_it(self) -> None:
        inside = [d.code for d in cz.divisions(within="伊犁州")]
        assert {"654200", "654300", "654201", "654003"} <= set(inside)
        assert cz.get_division("654201").path == ("新疆维吾尔自治区", "塔城地区", "塔城市")

    def test_of_a_year(self) -> None:
        then = {d.code: d for d in cz.divisions(within="杭州市", as_of=2020)}
        assert then["330104"].name == "江干区"
        assert then["330104"].last_year == 2020
        assert [s.share for s in then["330104"].successors] == ["main", "part"]
        assert "330114" not in then
        assert cz.divisions(within="杭州市", as_of=date(2021, 1, 1)) == list(then.values())

    @pytest.mark.parametrize("year", [1983, 1990, 2000, 2010, 2020, 2024])
    def test_a_year_has_its_own_counts(self, year: int) -> None:
        found = cz.divisions(as_of=year)
        assert len({d.code for d in found}) == len(found)
        provinces = [d for d in found if d.level is Level.PROVINCE]
        assert 30 <= len(provinces) <= 34
        assert 2700 < sum(d.level is Level.COUNTY for d in found) < 2950
        assert all(d.path[-1] == d.name for d in found)

    def test_the_provinces_of_three_years(self) -> None:
        def has(name: str, year: int) -> bool:
            return name in [d.name for d in cz.divisions(level="province", as_of=year)]

        assert (has("重庆市", 1996), has("重庆市", 1997)) == (False, True)
        assert (has("海南省", 1986), has("海南省", 1990)) == (False, True)

    def test_refusals(self) -> None:
        with pytest.raises(cz.AmbiguousNameError, match="朝阳区"):
            cz.divisions(within="朝阳区")
        with pytest.raises(cz.UnresolvedNameError, match="苹果手机"):
            cz.divisions(within="苹果手机")
        with pytest.raises(cz.UnknownYearError, match="1949"):
            cz.divisions(as_of=1949)
        with pytest.raises(ValueError, match="village"):
            cz.divisions(level="village")


def test_every_division_is_consistent() -> None:
    for division in cz.divisions():
        assert isinstance(division, Division)
        assert division.path[-1] == division.name
        assert len(division.path) == len(set(division.path))
        assert not {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"} & set(division.path)
        if division.parent:
            assert cz.get_division(division.parent).path == division.path[:-1]
        else:
            assert division.level is Level.PROVINCE
        province, prefecture, county = division.level_names
        assert [n for n in (province, prefecture, county) if n] == list(division.path)
        assert division.today() is division


def test_the_data_version_is_a_month() -> None:
    year, month = cz.data_version().split(".")
    assert int(year) >= 2026
    assert 1 <= int(month) <= 12


class TestWithoutACode:
    """Divisions inside Hong Kong, Macao and Taiwan: ids of our own, ``code`` is ``None``."""

    def test_everything_that_is_said_of_one(self) -> None:
        found = cz.get_division("mo-nossa-senhora-de-fatima")
        assert found.model_dump() == {
            "id": "mo-nossa-senhora-de-fatima", "code": None, "name": "花地玛堂区", "level": Level.COUNTY,
            "parent": "820000", "path": ("澳门特别行政区", "花地玛堂区"), "stem": "花地玛", "short_forms": (), "aliases": (),
            "pinyin": "Huādìmǎ Tángqū", "romanized": "Huadima Tangqu", "english": "Nossa Senhora de Fátima Parish",
            "first_year": None, "last_year": None, "successors": (),
            "traditional": "花地瑪堂區", "portuguese": "Nossa Senhora de Fátima",
        }  # fmt: skip
        assert str(found) == "澳门特别行政区/花地玛堂区 (mo-nossa-senhora-de-fatima)"
        assert found.level_names == ("澳门特别行政区", None, "花地玛堂区")

    def test_the_id_of_a_division_with_a_code_is_the_code(self) -> None:
        assert all(d.id == d.code for d in cz.divisions())

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("沙田区", ["hk-sha-tin"]),
            ("沙田區", ["hk-sha-tin"]),
            ("Sha Tin", ["hk-sha-tin"]),
            ("香港新界沙田区", ["hk-sha-tin"]),
            ("新北市板桥区", ["tw-new-taipei-banqiao"]),
            ("台北市大安区", ["tw-taipei-daan"]),
            ("臺北市大安區", ["tw-taipei-daan"]),
            ("台湾省/台中市/大安区", ["tw-taichung-daan"]),
            ("高雄市三民区", ["tw-kaohsiung-sanmin"]),
            ("澳门花地玛堂区", ["mo-nossa-senhora-de-fatima"]),
            ("São Lázaro", ["mo-sao-lazaro"]),
            ("圣安多尼堂区", ["mo-santo-antonio"]),
            ("台北", ["tw-taipei"]),
            ("大安区", ["510304", "tw-taipei-daan", "tw-taichung-daan"]),
            ("金门县", ["350527", "tw-kinmen"]),
        ],
    )
    def test_by_name(self, text: str, found: list[str]) -> None:
        assert [d.id for d in cz.divisions(name=text)] == found
        assert {c.place.id for c in cz.search(text)} >= set(found)

    @pytest.mark.parametrize("text", ["台中市板桥区", "板桥区新北市", "新界沙田区屯门区", "沙田路", "", "x"])
    def test_what_is_no_name_of_a_division(self, text: str) -> None:
        assert cz.divisions(name=text) == []

    @pytest.mark.parametrize(
        ("within", "level", "count"),
        [("台湾", None, 390), ("台湾省", "prefecture", 22), ("710000", "county", 368), ("香港", None, 18),
         ("澳门特别行政区", None, 8), ("新北市", None, 29), ("tw-chiayi-city", None, 2)],
    )  # fmt: skip
    def test_inside(self, within: str, level: str | None, count: int) -> None:
        assert len(cz.divisions(within=within, level=level)) == count

    def test_a_list_of_the_country_and_a_list_of_a_past_year_hold_codes_alone(self) -> None:
        assert all(d.code for d in cz.divisions())
        assert cz.divisions(within="台湾", as_of=2015) == []

    def test_every_one_can_be_had_by_its_id_and_by_its_path(self) -> None:
        for province in ("710000", "810000", "820000"):
            for found in cz.divisions(within=province):
                assert cz.get_division(found.id) is found
                assert found in cz.divisions(name=found.path_text)
                assert found in cz.divisions(name=found.traditional)
                assert found.parent == (
                    province if len(found.path) == 2 else cz.divisions(name="/".join(found.path[:-1]))[0].id
                )

    def test_name_level_and_holder_narrow_together(self) -> None:
        assert [d.id for d in cz.divisions(name="大安区", within="台湾")] == ["tw-taipei-daan", "tw-taichung-daan"]
        assert [d.id for d in cz.divisions(name="大安", level="county")] == [
            "220882",
            "510304",
            "tw-taipei-daan",
            "tw-taichung-daan",
        ]

    def test_names_with_a_code_are_found_too(self) -> None:
        assert [d.code for d in cz.divisions(name="朝阳区")] == ["110105", "220104"]
        assert [d.code for d in cz.divisions(name="江西新余渝水区")] == ["360502"]
        assert [d.code for d in cz.divisions(name="祁阳县", as_of=2010)] == ["431121"]

    def test_it_has_no_history(self) -> None:
        with pytest.raises(cz.UnknownCodeError, match="has no code"):
            cz.history(cz.get_division("tw-taipei"))

    def test_no_zone_covers_it(self) -> None:
        assert cz.zones_covering("tw-taipei-daan") == []
        assert cz.zones_covering(cz.get_division("hk-sha-tin")) == []
