"""What a text means: the golden tables, and the outcomes that a table cannot state."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import coedu_zones as cz
from coedu_zones import Division, FunctionalArea, Level, Method, Normalizer, Status
from coedu_zones.places.inputs import year_of

GOLDEN = Path(__file__).parent / "golden"


class Golden(NamedTuple):
    """One row: a text, the status and the codes that it must give, and why."""

    text: str
    status: str
    codes: str
    note: str


def golden(name: str) -> list[Golden]:
    """The rows of a table; a text may hold JSON escapes such as \\t."""
    lines = (GOLDEN / f"{name}.tsv").read_text("utf-8").split("\n")
    assert lines[0] == "\t".join(Golden._fields)
    rows = [Golden(*line.split("\t")) for line in lines[1:-1]]
    return [row._replace(text=json.loads(f'"{row.text}"')) for row in rows]


def place_id(place: Division | FunctionalArea) -> str:
    """The code of a division, the id of a functional area."""
    return place.id


AREAS = {area.id for area in cz.functional_areas()}
TABLES = sorted(path.stem for path in GOLDEN.glob("*.tsv"))
ROWS = [
    pytest.param(row, id=f"{name}.tsv:{number}")
    for name in TABLES
    for number, row in enumerate(golden(name), 2)  # the line in the file
]


@pytest.mark.parametrize("row", ROWS)
def test_golden(row: Golden) -> None:
    found = cz.resolve(row.text)
    assert found.status.value == row.status, f"{found} ({row.note})"
    if row.status == "resolved":
        assert place_id(found.one()) == row.codes, f"{found} ({row.note})"
    elif row.status != "unresolved":
        assert sorted(place_id(c.place) for c in found.candidates) == row.codes.split(), f"{found} ({row.note})"


def test_the_tables_hold_no_text_twice_and_only_known_codes() -> None:
    texts = [row.text for name in TABLES for row in golden(name)]
    assert len(texts) > 1000
    assert sorted({t for t in texts if texts.count(t) > 1}) == []
    for name in TABLES:
        for row in golden(name):
            assert row.note
            for code in row.codes.split():
                known = place_id(cz.get_area(code) if code in AREAS else cz.get_division(code))
                assert known == code


class TestRemainder:
    """What was not understood is said."""

    @pytest.mark.parametrize(
        ("text", "code", "remainder"),
        [
            ("渝水区", "360502", ""),
            ("江西省/新余市/渝水区", "360502", ""),
            ("北京市市辖区海淀区", "110108", ""),
            ("上海市上海市嘉定区", "310114", ""),
            ("隆尧第一中学", "130525", "第一中学"),
            ("北京市海淀区中关村大街27号", "110108", "中关村大街27号"),
            ("南昌市高新区", "360100", "高新区"),
            ("南昌高新区", "360100", "高新区"),
            ("广东省东莞市长安镇", "441900", ""),
            ("江西省新余市渝水区, 劳动北路1号", "360502", "劳动北路1号"),
            ("360502001000", "360502", "001000"),
            ("广州市南京路", "440100", "南京路"),
            ("柳州地区忻城县", "451321", ""),
        ],
    )
    def test_it_is_kept(self, text: str, code: str, remainder: str) -> None:
        found = cz.resolve(text)
        assert (found.code, found.remainder, found.remainder_is_division) == (code, remainder, False)

    @pytest.mark.parametrize(
        ("text", "code", "remainder"),
        [
            ("江西省新余市某某区", "360500", "某某区"),
            ("江西省新余市某某县", "360500", "某某县"),
            ("江西新余市虚构县", "360500", "虚构县"),
            ("江西省某某市", "360000", "某某市"),
            ("吉林省长春市某某旗", "220100", "某某旗"),
        ],
    )
    def test_one_that_looks_like_a_division_is_flagged(self, text: str, code: str, remainder: str) -> None:
        found = cz.resolve(text)
        assert found.remainder == remainder
        assert found.remainder_is_division
        assert found.best is not None
        assert found.best.code == code
        assert found.best.score < 95, "not a clean answer"
        assert any(step.rule.startswith("tail generic") for step in found.trace)

    @pytest.mark.parametrize(
        "text", ["南昌市高新区", "北京市海淀区某某小区", "江西省新余市社区", "渝水区校区", "新余市城区"]
    )
    def test_an_ordinary_word_is_not_flagged(self, text: str) -> None:
        assert not cz.resolve(text).remainder_is_division

    @pytest.mark.parametrize("text", ["常州市经开区", "杭州市钱江经济开发区", "江苏省常州市经开区丁塘河路"])
    def test_an_area_that_is_not_known_costs_points_behind_a_prefecture(self, text: str) -> None:
        found = cz.resolve(text)
        assert found.division is not None
        assert (found.division.level, found.remainder_is_division) == (cz.Level.PREFECTURE, False)
        assert found.best is not None
        assert found.best.score < 95 <= cz.resolve(found.division.name).candidates[0].score

    def test_one_behind_a_county_does_not(self) -> None:
        assert cz.resolve("常州市武进区经开区").candidates[0].score > 99


class TestPreferences:
    """What a name means most often comes first, as far as the counts say so; the others are still listed."""

    @pytest.mark.parametrize(
        ("text", "code", "other"),
        [
            ("河南", "410000", "632324"),
            ("海南", "460000", "632500"),
            ("吉林", "220000", "220200"),
            ("大理", "532900", "532901"),
            ("南昌", "360100", "360121"),
            ("长沙", "430100", "430121"),
            ("中山", "442000", "210202"),
        ],
    )
    def test_a_bare_stem_means_the_higher_place(self, text: str, code: str, other: str) -> None:
        found = cz.resolve(text)
        assert found.code == code
        assert other in [c.code for c in found.candidates[1:]]
        assert found.candidates[0].score > max(c.score for c in found.candidates[1:])
        assert any(step.rule.startswith("form stem") for step in found.trace)

    def test_one_that_people_mean_too_often_elsewhere_is_ambiguous(self) -> None:
        found = cz.resolve("朝阳")
        assert found.status is Status.AMBIGUOUS
        assert {"211300", "110105", "220104"} <= {c.code for c in found.candidates}

    def test_a_full_name_needs_no_preference(self) -> None:
        found = cz.resolve("吉林市")
        assert found.code == "220200"
        assert not any("stem" in step.rule for step in found.trace)

    @pytest.mark.parametrize(
        ("text", "present"),
        [
            ("朝阳市", "211300"),
            ("黄山区", "341003"),
            ("黄山市", "341000"),
            ("通州区", ""),
            ("万宁市", "469006"),
        ],
    )
    def test_a_present_name_comes_before_a_former_one(self, text: str, present: str) -> None:
        found = cz.resolve(text)
        assert found.code == (present or None)
        methods = [c.method for c in found.candidates if c.score > 5]
        assert Method.FORMER_NAME not in methods


class TestWithin:
    """Context narrows, it does not force."""

    @pytest.mark.parametrize(
        ("text", "within", "code"),
        [
            ("朝阳区", "北京", "110105"),
            ("朝阳区", "110000", "110105"),
            ("朝阳区", "长春", "220104"),
            ("朝阳区", "吉林", "220104"),
            ("鼓楼区", "河南省", "410204"),
            ("城中区", "青海", "630103"),
            ("市中区", "济南市", "370103"),
            ("渝水", "江西", "360502"),
            ("海南", "青海", "632500"),
            ("河南", "青海省", "632324"),
            ("大理", "大理州", "532901"),
            ("新余市渝水区", "江西", "360502"),
            ("江西省新余市渝水区", "新余市", "360502"),
            ("塔城市", "伊犁州", "654201"),
        ],
    )
    def test_it_keeps_what_lies_inside(self, text: str, within: str, code: str) -> None:
        assert cz.resolve(text, within=within).code == code

    def test_it_may_be_a_division(self) -> None:
        assert cz.resolve("朝阳区", within=cz.get_division("220000")).code == "220104"

    @pytest.mark.parametrize(
        ("text", "within"),
        [
            ("渝水区", "浙江"),
            ("360502", "浙江"),
            ("431121", "北京"),
            ("祁阳县", "北京"),
            ("苹果手机", "江西"),
        ],
    )
    def test_it_never_gives_a_place_outside(self, text: str, within: str) -> None:
        found = cz.resolve(text, within=within)
        assert found.status is not Status.RESOLVED
        assert found.code is None

    def test_several_may_be_left(self) -> None:
        found = cz.resolve("鼓楼区", within="江苏")
        assert found.status is Status.AMBIGUOUS
        assert [c.code for c in found.candidates] == ["320106", "320302"]

    @pytest.mark.parametrize(
        ("within", "error"), [("朝阳区", cz.AmbiguousNameError), ("苹果手机", cz.UnresolvedNameError)]
    )
    def test_a_context_that_is_none_is_an_error(self, within: str, error: type[Exception]) -> None:
        with pytest.raises(error, match=within):
            cz.resolve("渝水区", within=within)


class TestLevel:
    @pytest.mark.parametrize(
        ("text", "level", "code"),
        [
            ("吉林", "prefecture", "220200"),
            ("吉林", "province", "220000"),
            ("河南", "county", "632324"),
            ("海南", "prefecture", "632500"),
            ("大理", "county", "532901"),
            ("大理", Level.PREFECTURE, "532900"),
            ("渝水区", "county", "360502"),
        ],
    )
    def test_it_keeps_places_of_that_level(self, text: str, level: Level | str, code: str) -> None:
        found = cz.resolve(text, level=level)
        assert found.code == code
        assert {c.place.level for c in found.candidates if isinstance(c.place, Division)} == {Level(level)}

    @pytest.mark.parametrize("text", ["渝水区", "360502", "祁阳县", "千阳县", "丁青市", "渝水", "渝水區"])
    def test_nothing_of_that_level_is_unresolved(self, text: str) -> None:
        assert cz.resolve(text, level="province").status is Status.UNRESOLVED

    def test_an_unknown_level_is_refused(self) -> None:
        with pytest.raises(ValueError, match="village"):
            cz.resolve("渝水区", level="village")


class TestAsOf:
    """``as_of`` chooses the year: a year is its 31 December."""

    @pytest.mark.parametrize(
        ("text", "year", "code", "path"),
        [
            ("祁阳县", 2019, "431121", "湖南省/永州市/祁阳县"),
            ("襄樊市", 2005, "420600", "湖北省/襄樊市"),
            ("渝北区", 2024, "500112", "重庆市/渝北区"),
            ("江北区", 1990, None, ""),
            ("江干区", 2020, "330104", "浙江省/杭州市/江干区"),
            ("四川省重庆市", 1990, "510200", "四川省/重庆市"),
            ("重庆市", 1998, "500000", "重庆市"),
            ("闸北区", 2010, "310108", "上海市/闸北区"),
            ("崇文区", 2009, "110103", "北京市/崇文区"),
            ("渝水区", 1990, "360502", "江西省/新余市/渝水区"),
        ],
    )
    def test_the_year_is_the_frame(self, text: str, year: int, code: str | None, path: str) -> None:
        found = cz.resolve(text, as_of=year)
        if code is None:
            assert found.status is Status.AMBIGUOUS
        else:
            assert (found.code, cz.normalize(text, as_of=year)) == (code, path)

    def test_a_name_of_a_later_year_is_unknown(self) -> None:
        assert cz.resolve("两江新区", as_of=2020).code is None
        assert cz.resolve("祁阳市", as_of=2010).code is None

    def test_today_leads_back_to_the_present(self) -> None:
        assert cz.resolve("祁阳县", as_of=2019).today().code == "431181"
        assert cz.resolve("渝水区", as_of=2019).today().code == "360502"
        assert cz.resolve("江干区", as_of=2020).today().code == "330102"  # mainly; a part went to 钱塘区
        with pytest.raises(cz.AmbiguousNameError, match="邯郸县"):
            cz.resolve("河北省邯郸县", as_of=1985).today()

    def test_a_day_means_the_end_of_the_year_before(self) -> None:
        assert year_of(date(2021, 6, 1)) == 2020
        assert year_of(date(2021, 12, 31)) == 2021
        assert cz.resolve("江干区", as_of=date(2021, 3, 1)).code == "330104"
        assert cz.resolve("江干区", as_of=date(2021, 12, 31)).code is None

    @pytest.mark.parametrize("year", [1980, 1949, 2100])
    def test_an_unknown_year_is_an_error(self, year: int) -> None:
        with pytest.raises(cz.UnknownYearError, match=str(year)):
            cz.resolve("渝水区", as_of=year)

    @pytest.mark.parametrize("year", [True, "2015", 2015.0])
    def test_what_is_no_year_is_an_error(self, year: object) -> None:
        with pytest.raises(TypeError, match="as_of"):
            cz.resolve("渝水区", as_of=year)  # type: ignore[arg-type]


class TestNeverConfidentlyWrong:
    @pytest.mark.parametrize(
        ("text", "wrong"),
        [
            ("重庆路5号", "500000"), ("中山大道", "442000"),
            ("上海城小区", "310000"), ("南京东路", "320100"), ("渝水区某某区", None),
        ],
    )  # fmt: skip
    def test_a_longer_word_is_not_the_shorter(self, text: str, wrong: str | None) -> None:
        found = cz.resolve(text)
        assert found.code != wrong or wrong is None
        assert found.score is None or found.score < 95

    @pytest.mark.parametrize(
        ("text", "wrong"), [("江北新区", "330205"), ("曲江新区", "440205"), ("鼓楼新区", "320106")]
    )
    def test_a_new_area_is_not_the_district_of_its_stem(self, text: str, wrong: str) -> None:
        found = cz.resolve(text)
        assert found.division is None
        assert wrong not in [c.code for c in found.candidates if c.score > 50]

    def test_a_bank_is_not_its_city(self) -> None:
        found = cz.resolve("北京银行南京分行")
        assert [c.code for c in found.candidates][:1] != ["110000"]
        assert found.code in {"320100", None}

    @pytest.mark.parametrize("text", ["广东省南昌市", "河北省天津市", "渝水区安图县", "长春市渝水区"])
    def test_parts_that_contradict_one_another_are_a_conflict(self, text: str) -> None:
        found = cz.resolve(text)
        assert found.status is Status.CONFLICT
        assert len(found.candidates) >= 2
        assert found.place is None
        assert found.division is None
        assert any(step.rule.startswith("clash") for step in found.trace)

    @pytest.mark.parametrize(
        ("text", "codes"),
        [
            ("海南省江苏省镇江市", {"460000", "321100"}), ("牡丹江洛川县", {"231000", "610629"}),
            ("岳阳市仁和区", {"430600", "510411"}), ("安徽省江干区", {"340000", "330102", "330114"}),
        ],
    )  # fmt: skip
    def test_a_conflict_lists_who_bears_the_names_today(self, text: str, codes: set[str]) -> None:
        """Former bearers are listed where no one bears the name today, or did a short while ago."""
        assert {c.code for c in cz.resolve(text).candidates} == codes

    @pytest.mark.parametrize(
        ("text", "code", "township"),
        [
            ("西城区宣武", "110102", None), ("上海市黄浦区卢湾", "310101", None), ("静安区闸北", "310106", None),
            ("杭州市上城区江干", "330102", None), ("浦东新区南汇", "310115", None), ("梁溪区崇安", "320213", None),
            ("鼓楼区下关", "320106", "下关街道"), ("黄岛区胶南", "370211", "胶南街道"),
        ],
    )  # fmt: skip
    def test_a_county_before_one_that_became_a_part_of_it(self, text: str, code: str, township: str | None) -> None:
        """By the stem of the former one too; a township of that stem says more."""
        found = cz.resolve(text)
        assert (found.code, found.remainder) == (code, "")
        assert found.score is not None
        assert found.score > 99
        assert (found.township.name if found.township else None) == township

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("长沙市芙蓉北路", "430100"), ("上海市宝山路", "310000"), ("石家庄市裕华东路88号", "130100"),
            ("西安雁塔路", "610100"), ("武汉市武昌大道", "420100"),
        ],
    )  # fmt: skip
    def test_a_road_called_after_a_county_is_in_its_city(self, text: str, code: str) -> None:
        """Half of such roads lie in another county: 芙蓉北路 is in 开福区."""
        assert cz.resolve(text).code == code

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("石嘴山惠农中街街道", "640205"), ("邯郸馆陶路桥乡", "130433"), ("苏州姑苏花园路", "320508"),
            ("成都武侯科华北路", "510107"), ("杭州余杭五常大道", "330110"), ("重庆市巴县鸡冠石镇", "500108"),
        ],
    )  # fmt: skip
    def test_what_has_a_name_of_its_own_leaves_the_county_its_stem(self, text: str, code: str) -> None:
        assert cz.resolve(text).code == code

    @pytest.mark.parametrize(
        ("text", "code"), [("云梦县社区卫生服务中心", "420923"), ("昆明盘龙社区卫生服务中心", "530103")]
    )
    def test_a_community_health_centre_is_one_of_its_county(self, text: str, code: str) -> None:
        assert cz.resolve(text).code == code

    @pytest.mark.parametrize(("text", "code"), [("南平建阳", "350703"), ("泉州晋江", "350582"), ("普洱思茅", "530802")])
    def test_a_former_prefecture_of_the_name_takes_nothing_from_a_county(self, text: str, code: str) -> None:
        """南平建阳 is no 南平 of the former 建阳地区."""
        best = cz.resolve(text).candidates[0]
        assert (best.code, best.score > 99) == (code, True)

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("长坝镇 康县", "621224"),
            ("夹浦镇 长兴县", "330522"),
            ("慈林镇\n长子县", "140428"),
            ("开慧镇　长沙县", "430121"),
        ],
    )
    def test_no_name_goes_across_a_space_behind_a_generic(self, text: str, code: str) -> None:
        """长坝镇 康县 holds no 镇康县, and 夹浦镇 长兴县 no mayor."""
        assert cz.resolve(text).code == code

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("江干区（今上城区）", "330102"), ("原闸北区现静安区", "310106"), ("襄樊市（现襄阳市）", "420600"),
            ("祁阳县（今祁阳市）", "431181"), ("宣武区西城区", "110102"),
        ],
    )  # fmt: skip
    def test_a_former_name_before_the_one_of_today(self, text: str, code: str) -> None:
        best = cz.resolve(text).candidates[0]
        assert (best.code, best.score > 99) == (code, True)

    @pytest.mark.parametrize("text", ["北京或上海", "北京至上海", "渝水区或安图县"])
    def test_one_of_two_places_is_none(self, text: str) -> None:
        assert cz.resolve(text).place is None

    def test_the_former_part_s_name_in_a_road_is_left_over(self) -> None:
        assert cz.resolve("北京市东城区崇文门外大街3号").remainder == "崇文门外大街3号"

    def test_a_split_shows_the_shares(self) -> None:
        found = cz.resolve("江干区")
        assert [c.code for c in found.candidates] == ["330102", "330114"]
        assert found.candidates[0].score > found.candidates[1].score, "the main part comes first"
        assert [c.evidence[-1] for c in found.candidates] == ["main", "part"]
        assert all("江干区" in c.evidence[0] for c in found.candidates)


class TestLevelOfTownships:
    """With ``level="township"`` only a text that names a township resolves."""

    @pytest.mark.parametrize(
        ("text", "code", "township"),
        [
            ("朝阳区三里屯街道", "110105", "110105004"),
            ("渝水区良山镇周宇村", "360502", "360502103"),
            ("珠珊镇", "360502", "360502107"),
        ],
    )
    def test_a_township_is_given_beside_its_county(self, text: str, code: str, township: str) -> None:
        found = cz.resolve(text, level="township")
        assert found.township is not None
        assert (found.code, found.township.code) == (code, township)
        assert cz.resolve_columns([text], level="township", fields=["township_code"])["township_code"] == [township]

    def test_a_county_alone_is_a_suggestion(self) -> None:
        found = cz.resolve("渝水区仙来大道1号", level="township")
        assert (found.status, found.candidates[0].code) == (Status.UNRESOLVED, "360502")
        texts = [f"渝水区仙来大道{number}号" for number in range(600)]
        assert set(cz.resolve_columns(texts, level="township", fields=["status"])["status"]) == {"unresolved"}


class TestMany:
    def test_order_repeats_and_missing(self) -> None:
        texts = ["渝水区", None, "朝阳区", "渝水区", "", float("nan"), "苹果手机"]
        found = cz.resolve_many(texts)
        assert [r.code for r in found] == ["360502", None, None, "360502", None, None, None]
        assert [r.status.value for r in found] == [
            "resolved", "unresolved", "ambiguous", "resolved", "unresolved", "unresolved", "unresolved",
        ]  # fmt: skip
        assert found[0] is found[3], "a repeated text costs once"

    def test_options_hold_for_all(self) -> None:
        assert [r.code for r in cz.resolve_many(["朝阳区", "海淀"], within="北京")] == ["110105", "110108"]
        assert [r.code for r in cz.resolve_many(["吉林", "大理"], level="prefecture")] == ["220200", "532900"]
        assert [r.code for r in cz.resolve_many(["祁阳县"], as_of=2019)] == ["431121"]

    def test_it_takes_any_iterable(self) -> None:
        assert [r.code for r in cz.resolve_many(t for t in ["渝水区"])] == ["360502"]
        assert cz.resolve_many([]) == []


class TestExtract:
    def test_offsets_point_into_the_text(self) -> None:
        text = "教育部公布名单,江西省新余市渝水区和安图县入选,北京市朝阳区也在其中。"
        found = cz.extract(text)
        assert [m.text for m in found] == ["江西省新余市渝水区", "安图县", "北京市朝阳区"]
        assert [m.resolution.code for m in found] == ["360502", "222426", "110105"]
        assert all(text[m.start : m.end] == m.text for m in found)

    def test_offsets_hold_for_a_text_that_was_cleaned(self) -> None:
        text = "　在 江 西 省 渝 水 區　讀書"
        (found,) = cz.extract(text)
        assert text[found.start : found.end] == found.text
        assert found.resolution.code == "360502"

    @pytest.mark.parametrize("text", ["", "   ", "苹果手机", "我爱你中国"])
    def test_no_place(self, text: str) -> None:
        assert cz.extract(text) == []

    def test_a_long_text_is_read(self) -> None:
        text = "渝水区的做法。" * 1000
        assert len(cz.extract(text)) == 1000


class TestNormalizer:
    def test_own_aliases(self) -> None:
        mine = Normalizer(aliases={"咱们区": "360502", "老家": "220122"})
        assert mine.resolve("咱们区").code == "360502"
        assert mine.resolve("吉林省老家").code == "220122"
        assert cz.resolve("咱们区").code is None, "the shared normalizer knows nothing of it"

    def test_an_alias_of_nothing_is_an_error(self) -> None:
        with pytest.raises(cz.UnknownCodeError, match="咱们区"):
            Normalizer(aliases={"咱们区": "999999"})

    def test_a_cutoff_turns_answers_into_suggestions(self) -> None:
        strict = Normalizer(cutoff=99.9)
        assert strict.resolve("渝水区").code == "360502"
        found = strict.resolve("渝水")
        assert found.status is Status.UNRESOLVED
        assert [c.code for c in found.candidates] == ["360502"]

    def test_a_year(self) -> None:
        assert Normalizer(as_of=2019).resolve("祁阳县").code == "431121"

    def test_one_object_answers_as_the_functions_do(self) -> None:
        mine = Normalizer()
        for text in _sample():
            assert mine.resolve(text) == cz.resolve(text)


@cache
def _sample() -> tuple[str, ...]:
    return tuple(row.text for name in TABLES for row in golden(name)[::7])


def test_normalize_gives_the_path_or_none() -> None:
    assert cz.normalize("渝水区") == "江西省/新余市/渝水区"
    assert cz.normalize("北京朝阳") == "北京市/朝阳区"
    assert cz.normalize("河南济源") == "河南省/济源市"
    assert cz.normalize("第八师石河子市") == "新疆维吾尔自治区/石河子市"
    assert [cz.normalize(t) for t in ("朝阳区", "苹果手机", "广东省南昌市", None)] == [None] * 4


def test_every_answer_explains_itself() -> None:
    for text in _sample():
        found = cz.resolve(text)
        assert found.trace, text
        assert "\n" not in str(found).removeprefix(text)
        for step in found.trace:
            assert step.rule
            assert 0 <= step.start <= step.end <= len(text), f"{text!r}: {step}"
        for candidate in found.candidates:
            assert 0 <= candidate.score <= 100
        scores = [c.score for c in found.candidates]
        assert scores == sorted(scores, reverse=True), f"best first: {found}"


def test_a_head_is_known_only_where_its_stem_is_a_name() -> None:
    """湖北省公安 is a head before a road, and none in 湖北省公安厅, whatever was read before."""
    fresh, seasoned = Normalizer(), Normalizer()
    for text in ("湖北省公安斗湖堤镇", "湖北省公安县", "湖北省公安路1号"):
        seasoned.resolve(text)
    assert seasoned.resolve("湖北省公安厅") == fresh.resolve("湖北省公安厅")


def test_a_city_said_again_is_the_city() -> None:
    """Forms ask for city and county: 泰州市 twice is the city, not the county-level one of before 1996 inside it."""
    for text, code in {
        "江苏省/泰州市/泰州市": "321200", "江西省上饶市上饶市": "361100", "四川省宜宾市宜宾市": "511500",
        "广西玉林市玉林市": "450900", "安徽省巢湖市巢湖市": "340181",
    }.items():  # fmt: skip
        assert cz.resolve(text).code == code, text
