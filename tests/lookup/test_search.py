"""Search as you type: paths in any script while they are typed, and in which order places come."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable

import pytest

import coedu_zones as cz
from coedu_zones.gazetteer.townships import Townships
from coedu_zones.lookup.search_table import SearchTable
from coedu_zones.lookup.typed import read_typed
from tools import suggestions
from tools.build import DATA
from tools.tables import text_of

YUSHUI = "江西省/新余市/渝水区"


def paths(query: str, limit: int = 10, **options: str) -> list[str]:
    return [hit.path_text for hit in cz.search(query, limit, **options)]


def keystrokes(text: str) -> list[str]:
    return [text[:end] for end in range(1, len(text) + 1)]


@pytest.fixture(scope="module")
def table() -> SearchTable:
    return SearchTable.current()


class TestEveryWay:
    """Rule: a place is first when it has been typed in full, in each way that says which one is meant."""

    @pytest.mark.parametrize(
        "query",
        [
            "渝水", "渝水区", "新余渝水", "新余 渝水", "新余市渝水区", "江西省新余市渝水区", "江西 新余 渝水", "江西省/新余市/渝水区",
            "江西省，渝水区", "渝水 新余", "渝水區", "Yushui", "yushui qu", "YÚSHUǏ QŪ", "yu2shui3", "Yushui District, Xinyu",
            "yushui, xinyu, jiangxi", "xinyu yushui", "xinyuyushui", "jiangxi xinyu yushui", "jiangxixinyuyushui", "xinyu ys",
            "xinyuys", "jx xy ys", "jxxyys", "新余ys", "江西xinyu渝水", "渝shui", "新余yushui", "yshui", "360502", "360502000000",
        ],
    )  # fmt: skip
    def test_one_county(self, query: str) -> None:
        assert paths(query)[0] == YUSHUI

    @pytest.mark.parametrize(
        ("query", "path"),
        [
            ("江西省新", "江西省/新余市"), ("北京朝", "北京市/朝阳区"), ("浙江hz", "浙江省/杭州市"), ("lvliang", "山西省/吕梁市"),
            ("lüliang", "山西省/吕梁市"), ("lyuliang", "山西省/吕梁市"), ("luliang", "山西省/吕梁市"), ("沪", "上海市"), ("呼市", "内蒙古自治区/呼和浩特市"),
            ("羊城", "广东省/广州市"), ("yangcheng", "山西省/晋城市/阳城县"), ("湘西自治州", "湖南省/湘西土家族苗族自治州"), ("peking", "北京市"),
            ("内蒙古", "内蒙古自治区"), ("Inner Mong", "内蒙古自治区"), ("Xinyu City", "江西省/新余市"), ("Urumqi", "新疆维吾尔自治区/乌鲁木齐市"),
            ("粤B", "广东省/深圳市"), ("0755", "广东省/深圳市"), ("SN", "陕西省"),
            ("石河子", "新疆维吾尔自治区/石河子市"), ("兵团胡杨", "新疆维吾尔自治区/胡杨河市"), ("新疆生产建设兵团石河子市", "新疆维吾尔自治区/石河子市"),
            ("喀什地区图木舒克", "新疆维吾尔自治区/图木舒克市"), ("江北新区", "江苏省/南京市/南京江北新区"), ("南京市江北新", "江苏省/南京市/南京江北新区"),
            ("三里屯", "北京市/朝阳区/三里屯街道"), ("朝阳区三里屯", "北京市/朝阳区/三里屯街道"), ("上城区九堡", "浙江省/杭州市/上城区/九堡街道"),
            ("瑞金 九堡", "江西省/赣州市/瑞金市/九堡镇"), ("ruijin jiubao", "江西省/赣州市/瑞金市/九堡镇"), ("360502001", f"{YUSHUI}/城南街道"),
            ("沙田", "香港特别行政区/沙田区"), ("新界沙田", "香港特别行政区/沙田区"), ("Sha Tin", "香港特别行政区/沙田区"), ("台北大安", "台湾省/台北市/大安区"),
            ("臺北市大安區", "台湾省/台北市/大安区"), ("Taipei Da'an", "台湾省/台北市/大安区"), ("São Lázaro", "澳门特别行政区/望德堂区"),
            ("北京市市辖区朝阳", "北京市/朝阳区"), ("重庆市县云阳", "重庆市/云阳县"), ("河南省省直辖县级行政区划济源", "河南省/济源市"),
        ],
    )  # fmt: skip
    def test_kinds(self, query: str, path: str) -> None:
        assert paths(query)[0] == path

    @pytest.mark.parametrize(
        "path",
        [
            YUSHUI,
            "北京市/朝阳区/三里屯街道",
            "新疆维吾尔自治区/伊犁哈萨克自治州/塔城地区/乌苏市",
            "台湾省/台北市/大安区",
        ],
    )
    def test_the_box_is_never_empty_on_the_way(self, path: str) -> None:
        for text in ("".join(path.split("/")), " ".join(path.split("/")[-2:])):
            for typed in keystrokes(text):
                assert paths(typed), typed

    def test_a_sample_of_all_units_is_found_by_its_path(self, table: SearchTable) -> None:
        """In characters, pinyin and initials: never an empty box; with its path in characters or pinyin a unit is in the first five."""
        places = range(len(table.ids) + len(table.holders))
        for at in random.Random(7).sample(places, 30):
            chain = [at]
            while table.holder(chain[0]) >= 0:
                chain.insert(0, table.holder(chain[0]))
            sounds = [table.sounds[i] if i < len(table.ids) else table.town_sounds[i - len(table.ids)] for i in chain]
            initials = " ".join("".join(filter(str.isupper, sound)).lower() for sound in sounds)
            names, pinyin = "".join(table.path(at)), "".join(sounds).lower()
            for text in (names, pinyin, initials):
                assert all(cz.search(typed) for typed in keystrokes(text)[1:]), text
            for text in (names, pinyin):
                assert table.place_id(at) in [hit.id for hit in cz.search(text, 5)], text


class TestOrder:
    """Rule: level, use and match decide; abbreviations and foreign forms do not outrank."""

    @pytest.mark.parametrize(
        ("query", "first"),
        [("sh", "上海市"), ("bj", "北京市"), ("gd", "广东省"), ("hlj", "黑龙江省"), ("北", "北京市"), ("shenz", "广东省/深圳市"),
         ("朝阳区", "北京市/朝阳区"), ("海南", "海南省"), ("吉林", "吉林省"), ("吉林市", "吉林省/吉林市"), ("沙市", "湖北省/荆州市/沙市区")],
    )  # fmt: skip
    def test_first(self, query: str, first: str) -> None:
        assert paths(query)[0] == first

    def test_sz_has_shenzhen_among_the_first(self) -> None:
        assert "广东省/深圳市" in paths("sz", 3)

    def test_hs_does_not_begin_with_a_postal_form(self) -> None:
        assert "江苏省/徐州市" not in paths("hs", 5)
        assert paths("hsuchow") == ["江苏省/徐州市"]

    def test_a_higher_level_comes_before_a_lower_one_of_the_same_name(self) -> None:
        found = paths("朝阳", 3)
        assert found[0] == "辽宁省/朝阳市"
        assert "北京市/朝阳区" in found

    def test_names_of_today_come_before_former_ones(self) -> None:
        hits = cz.search("郊区", 4)
        assert [hit.name for hit in hits[:3]] == ["郊区"] * 3
        assert hits[3].method is cz.Method.FORMER_NAME

    def test_scores_are_shares(self) -> None:
        for query in ("朝阳", "sz", "渝水", "x"):
            scores = [hit.score for hit in cz.search(query, 100)]
            assert scores == sorted(scores, reverse=True)
            assert sum(scores) <= 100 + 0.05 * len(scores), "but for rounding"


class TestReasons:
    @pytest.mark.parametrize(
        ("query", "path", "method", "reason"),
        [
            ("祁阳县", "湖南省/永州市/祁阳市", "former_name", "former name 祁阳县 (431121) until 2020"),
            ("闸北区", "上海市/静安区", "former_name", "former name 闸北区 (310108) until 2014"),
            ("原闸北区", "上海市/静安区", "former_name", "former name 闸北区 (310108) until 2014"),
            ("qiyangxian", "湖南省/永州市/祁阳市", "former_name", "former name 祁阳县 (431121) until 2020"),
            ("鹏城", "广东省/深圳市", "alias", "nickname 鹏城"),
            ("xinyu ys", YUSHUI, "pinyin", "initials ys"),
            ("江干区九堡", "浙江省/杭州市/上城区/九堡街道", "name",
             "name 九堡街道; behind former name 江干区 (330104) until 2020, the main part of it"),
            ("yshui", YUSHUI, "pinyin", "beginnings of syllables yshui"),
        ],
    )  # fmt: skip
    def test_a_hit_says_why(self, query: str, path: str, method: str, reason: str) -> None:
        hit = cz.search(query)[0]
        assert (hit.path_text, hit.method.value, hit.reason, hit.evidence) == (path, method, reason, (reason,))

    def test_a_misspelt_name_says_so_and_scores_low(self) -> None:
        hits = cz.search("余水区")
        assert YUSHUI in [hit.path_text for hit in hits]
        assert all(
            hit.method.value in {"homophone", "look_alike", "fuzzy"} and hit.reason.startswith("余水区 → ")
            for hit in hits
        )
        assert hits[0].score < 50

    def test_a_hit_is_a_candidate(self) -> None:
        hit = cz.search("渝水")[0]
        assert (hit.id, hit.code, hit.name, hit.level, hit.path, hit.place) == (
            "360502", "360502", "渝水区", "county", tuple(YUSHUI.split("/")), cz.get_division("360502"))  # fmt: skip
        assert hit.to_record() == {
            "id": "360502", "code": "360502", "name": "渝水区", "level": "county", "path": YUSHUI, "score": hit.score,
            "method": "stem", "reason": "stem 渝水",
        }  # fmt: skip
        assert str(hit) == f"{YUSHUI} (360502)"
        assert cz.search("江北新区")[0].code is None

    @pytest.mark.parametrize("query", ["渝水", "三里屯", "江北新区", "沙田", "台北"])
    def test_the_place_of_a_hit_is_the_place(self, query: str) -> None:
        for hit in cz.search(query):
            assert (hit.place.id, hit.place.path) == (hit.id, hit.path)


class TestOptions:
    def test_limit(self) -> None:
        assert [len(cz.search("朝阳", limit)) for limit in (1, 3, 50)] == [1, 3, 50]

    @pytest.mark.parametrize(
        "way", [lambda: "新余", lambda: "360500", lambda: 360500, lambda: cz.get_division("360500")]
    )
    def test_within(self, way: Callable[[], str]) -> None:
        found = cz.search("yu", within=way())
        assert found[0].path_text == YUSHUI
        assert all(hit.path[:2] == ("江西省", "新余市") for hit in found)

    def test_within_takes_a_path_from_the_province_down(self) -> None:
        assert paths("江西省新余市渝", within="江西")[0] == YUSHUI
        assert paths("北京朝阳", within="江西") == []

    @pytest.mark.parametrize("level", ["province", "prefecture", "county", "township"])
    def test_level(self, level: str) -> None:
        for query in ("新", "chao", "江西"):
            assert {hit.level for hit in cz.search(query, level=level)} <= {level}
        assert paths("朝阳", 1, level=level) != [] or level == "province"

    def test_a_separator_at_the_end_asks_for_what_lies_in_the_place(self) -> None:
        assert set(paths("新余/", 3)) == {YUSHUI, "江西省/新余市/分宜县", "江西省/新余市/仙女湖区"}
        assert all(path.startswith("北京市/朝阳区/") for path in paths("北京 朝阳区 "))

    @pytest.mark.parametrize(
        "query",
        [None, "", " ", "/", "😀", "%", "苹果手机", "hello world", "渝水区第一中学", "市辖区", "x" * 500, "1" * 500],
    )
    def test_nothing(self, query: str) -> None:
        assert cz.search(query) == []

    @pytest.mark.parametrize("limit", [0, -1, 2.5, "x", True, None])
    def test_a_limit_that_is_none(self, limit: int) -> None:
        with pytest.raises(ValueError, match="at least 1 result"):
            cz.search("渝", limit)

    def test_errors_name_the_argument(self) -> None:
        with pytest.raises(ValueError, match="level='village'"):
            cz.search("渝", level="village")
        with pytest.raises(cz.UnresolvedNameError, match="within='苹果手机'"):
            cz.search("渝", within="苹果手机")
        with pytest.raises(cz.AmbiguousNameError, match="within='朝阳区'"):
            cz.search("渝", within="朝阳区")
        past = cz.divisions(name="祁阳县", as_of=2010)[0]
        with pytest.raises(cz.UnresolvedNameError, match="no place of today"):
            cz.search("浯", within=past)


class TestTable:
    def test_it_is_what_the_tool_makes(self) -> None:
        assert text_of(suggestions.NAME, (DATA / suggestions.NAME).read_bytes()) == text_of(
            suggestions.NAME, suggestions.build()[suggestions.NAME]
        )

    def test_it_holds_every_place_and_every_township(self, table: SearchTable) -> None:
        gazetteer = cz.Gazetteer.current()
        assert set(table.ids) == set(gazetteer.ancestors)
        townships = Townships.current()
        units = (unit for county in townships.holders for unit in townships.of_county(county))
        assert len(table.holders) == sum(unit.last_year is None for unit in units)
        for at in random.Random(3).sample(range(len(table.ids)), 300):
            assert table.path(at) == gazetteer.place(table.place_id(at)).path

    def test_a_query_loads_no_model(self) -> None:
        code = "import sys, coedu_zones as cz; cz.search('江西省新'); print([n for n in sys.modules if n in ('pydantic', 'rapidfuzz')])"
        assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"

    def test_cleaning_twice_changes_nothing(self) -> None:
        for query in ("Xīnyú ys", "江西省，渝水區", "lǚ4", "粤B"):
            once = read_typed(query)
            assert read_typed(" ".join(once.parts)).joined == once.joined
