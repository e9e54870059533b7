"""notice.py: a page's text → the list of zones."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coedu_zones.errors import CoeduZonesError, NoticeFormatError
from coedu_zones.zone_lists.notice import NoticeList, parse_notice

FIXTURE = Path(__file__).parents[1] / "fixtures" / "notice_page.txt"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "notice"


def rows_of(found: NoticeList) -> list[tuple[int, str, list[str]]]:
    return [(row.number, row.province, [name.name for name in row.names]) for row in found.rows]


def assert_is_the_list(page: str) -> None:
    found = parse_notice(page)
    assert len(found.rows) == 30
    assert [name.number for name in found.names] == list(range(1, 98))
    assert found.stated_count == 97
    assert found.document_number == "教基厅函〔2024〕3号"
    assert found.title == "教育部办公厅关于公布全国学校家庭社会协同育人实验区名单的通知"
    assert found.rows[0].province == "北京市"
    assert [n.name for n in found.rows[13].names] == ["弋阳县", "渝水区", "定南县", "芦溪县"]
    assert [n.name for n in found.rows[28].names] == [
        "克拉玛依区",
        "乌鲁木齐市经开区(头屯河区)",
        "伊犁州奎屯市",
    ]
    assert found.rows[29].province == "新疆生产建设兵团"
    assert found.names[-1].name == "第七师胡杨河市"
    for name in found.names:
        assert page[name.start : name.end] == name.name


def test_the_list_in_the_page_of_our_own() -> None:
    assert_is_the_list(FIXTURE.read_text("utf-8"))


def test_the_list_in_the_page_as_it_was_scraped() -> None:
    page = SHARED / "page-2024-02-14.txt"
    if not page.exists():
        pytest.skip("the scraped page is not part of the project: ../shared/notice/page-2024-02-14.txt is absent")
    assert_is_the_list(page.read_text("utf-8"))


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        pytest.param(
            "序号 省份 地区 1 北京市 朝阳区、东城区 2 天津市 和平区、河西区 版权所有",
            [(1, "北京市", ["朝阳区", "东城区"]), (2, "天津市", ["和平区", "河西区"])],
            id="all in one line",
        ),
        pytest.param(
            "| 序号 | 省（区、市） | 名单 |\n|---|:--|---|\n| 1 | 北京市 | 朝阳区、东城区 |\n"
            "| 2 | 广西壮族<br>自治区 | 南宁市、<br>柳州市城中区 |\n|   |   | 玉林市陆川县 |\n\n版权 北京市",
            [
                (1, "北京市", ["朝阳区", "东城区"]),
                (2, "广西壮族自治区", ["南宁市", "柳州市城中区", "玉林市陆川县"]),
            ],
            id="Markdown",
        ),
        pytest.param(
            "序号\n省份\n地区\n1\n北京市\n朝阳区、东城区\n2\n天津市\n和平区\n\n上一页 天津市",
            [(1, "北京市", ["朝阳区", "东城区"]), (2, "天津市", ["和平区"])],
            id="a cell a line",
        ),
        pytest.param(
            "序号\t省份\t单位\r\n1\t北京\t朝阳区，东城区\r\n2\t吉林\t长春市 农安县\r\n",
            [(1, "北京", ["朝阳区", "东城区"]), (2, "吉林", ["长春市", "农安县"])],
            id="tabs and CRLF",
        ),
        pytest.param(
            '1,北京市,朝阳区;东城区\n2,兵团,"第八师石河子市、第七师胡杨河市"\n',
            [(1, "北京市", ["朝阳区", "东城区"]), (2, "兵团", ["第八师石河子市", "第七师胡杨河市"])],
            id="commas",
        ),
        pytest.param(
            "序号　省　单位\n１　北 京 市　朝阳区　东城区\n２　青海省　西宁市城中区　西宁市大通回族\n土族自治县\n全文完",
            [
                (1, "北京市", ["朝阳区", "东城区"]),
                (2, "青海省", ["西宁市城中区", "西宁市大通回族土族自治县"]),
            ],
            id="full width",
        ),
        pytest.param(
            "1 北京市 朝阳区、东城区\n— 1 —\n2 天津市 和平区、\n12\n河西区\n3 江西省 渝水区\n打印 关闭",
            [
                (1, "北京市", ["朝阳区", "东城区"]),
                (2, "天津市", ["和平区", "河西区"]),
                (3, "江西省", ["渝水区"]),
            ],
            id="page numbers",
        ),
        pytest.param(
            "1 内蒙古自治区 乌海市海勃湾区、\n序号 省份 地区\n通辽市科尔沁区\n2 天津市 和平区",
            [(1, "内蒙古自治区", ["乌海市海勃湾区", "通辽市科尔沁区"]), (2, "天津市", ["和平区"])],
            id="a header inside a row",
        ),
        pytest.param(
            "1 江苏省 扬州市、南京江北新区\n点击查看更多\n2 天津市 和平区",
            [(1, "江苏省", ["扬州市", "南京江北新区"]), (2, "天津市", ["和平区"])],
            id="advertising between rows",
        ),
        pytest.param(
            "1 新疆 乌鲁木齐市经开区\n（头屯河区）、伊犁州\n奎屯市、克拉玛依区、和田地\n区和田市\n2 河北 石家庄市\n长安区",
            [
                (1, "新疆", ["乌鲁木齐市经开区（头屯河区）", "伊犁州奎屯市", "克拉玛依区", "和田地区和田市"]),
                (2, "河北", ["石家庄市长安区"]),
            ],
            id="names wrapped inside",
        ),
        pytest.param(
            "編號 省份 地區\n1 內蒙古自治區 烏海市海勃灣區、通遼市科爾沁區",
            [(1, "內蒙古自治區", ["烏海市海勃灣區", "通遼市科爾沁區"])],
            id="traditional",
        ),
        pytest.param(
            "1 北京市 朝 阳 区 、 东 城 区\n2 天津市 和平区、\n\n关于我们",
            [(1, "北京市", ["朝阳区", "东城区"]), (2, "天津市", ["和平区"])],
            id="spaced characters and a trailing separator",
        ),
        pytest.param(
            "序号 省份 地区\n1. 北京市 朝阳区\n东城区\n2. 吉林省 长春市\n农安县\n\n3 条评论 分享",
            [(1, "北京市", ["朝阳区", "东城区"]), (2, "吉林省", ["长春市", "农安县"])],
            id="joined by line breaks",
        ),
        pytest.param(
            "1 北京 2 上海 3 更多\n序号 省份 地区\n1 北京市 朝阳区\n2 江西省 渝水区\n© 2024 北京 某网站",
            [(1, "北京市", ["朝阳区"]), (2, "江西省", ["渝水区"])],
            id="numbers and provinces outside the table",
        ),
    ],
)
def test_layouts(page: str, rows: list[tuple[int, str, list[str]]]) -> None:
    assert rows_of(parse_notice(page)) == rows


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("", "holds no list"),
        ("你好，北京市 朝阳区", "holds no list"),
        ("序号 省份 地区\n本页无内容", "no rows"),
        ("1 北京市 朝阳区\n3 天津市 和平区", "row 2 is missing: row 3 follows row 1"),
        ("序号 省份 地区\n2 北京市 朝阳区\n3 天津市 和平区", "row 1 is missing: the list starts with row 2"),
        ("1 北京市 朝阳区\n2 天津市 和平区\n2 河北省 平泉市", "row 2 is repeated: expected row 3"),
        ("1 北京市 朝阳区\n2 天津市 和平区\n1 河北省 平泉市", "row 1 is repeated: expected row 3"),
        (
            "1. 北京市 朝阳区\n2. 安灰省 合肥市\n3. 天津市 和平区",
            "row 2: '安灰省' is no known province: expected",
        ),
        ("1 北京市 朝阳区\n2 安灰省 合肥市包河区", "row 2: '安灰省' is no known province"),
        ("序号 省份 地区\n1 安灰省 合肥市包河区", "row 1: '安灰省' is no known province"),
        ("1 北京市 朝阳区\n2 天津市\n3 河北省 平泉市", "row 2 has no name: expected at least one"),
        ("1 北京市 朝阳区、***\n2 天津市 和平区", r"row 1: '\*\*\*' is no name"),
        (
            "1 江苏省 扬州市、常州市\n点击查看\n张家港市\n2 天津市 和平区",
            "row 1: cannot tell whether '张家港市'",
        ),
        (
            "认定北京市朝阳区等4个县（区、市）。\n1 北京市 朝阳区、东城区\n2 天津市 和平区",
            "states 4 names.* has 3 .*expected 4",
        ),
        ("1 北京市 朝阳区\n2 天津市 和平区\n认定北京市朝阳区等3个县（区、市）。", "states 3 names"),
    ],
)
def test_a_damaged_list_is_refused(page: str, message: str) -> None:
    with pytest.raises(NoticeFormatError, match=message) as caught:
        parse_notice(page)
    assert isinstance(caught.value, CoeduZonesError)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("row", range(1, 31))
def test_no_row_goes_missing_in_silence(row: int) -> None:
    """Leave out one row of the whole page: the message names it."""
    page = FIXTURE.read_text("utf-8")
    start = re.search(rf"^{row} [^\d\s]+[省市区团] ", page[page.index("序号") :], re.MULTILINE)
    assert start is not None
    begin = page.index("序号") + start.start()
    following = re.search(rf"^{row + 1} ", page[begin:], re.MULTILINE)
    end = begin + (following.start() if following else page[begin:].index("订阅"))
    expected = f"row {row} is missing|states 97 names"
    with pytest.raises(NoticeFormatError, match=expected):
        parse_notice(page[:begin] + page[end:])


def test_no_name_goes_missing_in_silence() -> None:
    page = FIXTURE.read_text("utf-8")
    with pytest.raises(NoticeFormatError, match="states 97 names, and its list has 96"):
        parse_notice(page.replace("宝丰县", "").replace("巩义市、", "巩义市"))


def test_own_provinces() -> None:
    found = parse_notice("1 甲省 乙县、丙区", provinces=["甲省"])
    assert rows_of(found) == [(1, "甲省", ["乙县", "丙区"])]
    with pytest.raises(NoticeFormatError, match="row 1: '北京市' is no known province"):
        parse_notice("序号 省份 地区\n1 北京市 朝阳区", provinces=["甲省"])


def test_what_a_page_does_not_say_is_none() -> None:
    found = parse_notice("1 江西省 渝水区")
    assert (found.stated_count, found.document_number, found.title) == (None, None, None)


def test_a_list_is_frozen_and_has_records() -> None:
    found = parse_notice("1 江西省 渝水区")
    assert found.names[0].to_record() == {
        "number": 1, "row": 1, "province": "江西省", "name": "渝水区", "start": 6, "end": 9,
    }  # fmt: skip
    with pytest.raises(ValueError, match="frozen"):
        found.names[0].number = 2  # type: ignore[misc]


# -- properties ----------------------------------------------------------------------------------

PROVINCES = [
    "北京市",
    "江西省",
    "内蒙古自治区",
    "广西壮族自治区",
    "新疆维吾尔自治区",
    "新疆生产建设兵团",
    "重庆",
    "黑龙江",
]
NAMES = [
    "朝阳区", "石家庄市长安区", "平泉市", "晋城市城区", "鄂尔多斯市康巴什区", "兴安盟乌兰浩特市", "长春市", "安图县",
    "南京江北新区", "景宁畲族自治县", "龙岩市漳平市", "黔东南州岑巩县", "西宁市大通回族土族自治县", "通州区",
    "乌鲁木齐市经开区(头屯河区)", "乌鲁木齐市经开区（头屯河区）", "第八师石河子市", "伊犁州奎屯市", "杭州市上城区",
    "大兴安岭地区", "乐山市市中区", "山东省", "阿拉善盟", "宜州区", "科尔沁右翼前旗", "神农架林区",
]  # fmt: skip
BEFORE = ["", "首页 资讯 登录\n", "栏目:资讯 2024-02-14 19:10\n\n订阅、收藏 提醒\n", "1 北京 2 上海\n名单\n"]
AFTER = [
    "",
    "\n",
    "\n\n上一篇 下一篇",
    "\n\n订阅、收藏、转发提醒 申请\n© 2024",
    "\n\n关于我们\n北京市海淀区某路1号",
]
HEADERS = [
    "序号{0}省份{0}地区",
    "序号{0}省（区、市）{0}名单",
    "编号{0}省市{0}单位",
    "序号{0}省(自治区、直辖市){0}实验区",
]


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[tuple[int, str, list[str]]]]:
    """A random list in a random layout, and what it holds."""
    name_lists = st.lists(st.sampled_from(NAMES), min_size=1, max_size=5)
    rows = [
        (number, draw(st.sampled_from(PROVINCES)), draw(name_lists)) for number in range(1, draw(st.integers(1, 8)) + 1)
    ]
    cell = draw(st.sampled_from([" ", "  ", "\t", "\u3000", " | ", "\n"]))
    edge = draw(st.sampled_from(["", "| "])) if cell == " | " else ""
    joiner = draw(st.sampled_from(["、", "，", ",", ";", "、 ", " ", "\u3000", "\n"]))
    dot = draw(st.sampled_from(["", "."]))
    header = draw(st.sampled_from(HEADERS)).format(cell)
    may_wrap = joiner.strip() != "" and any(len(names) > 1 for _, _, names in rows)
    lines = [edge + header]
    for number, province, names in rows:
        printed = []
        for name in names:
            cut = draw(st.integers(0, len(name) - 1)) if may_wrap and draw(st.integers(0, 4)) == 0 else 0
            printed.append(f"{name[:cut]}\n{name[cut:]}" if cut else name)
        text = printed[0]
        for name in printed[1:]:
            text += joiner + ("\n" if joiner.strip() and draw(st.booleans()) else "") + name
        if joiner.strip() and draw(st.integers(0, 5)) == 0:
            text += joiner.strip()
        lines.append(f"{edge}{number}{dot}{cell}{province}{cell}{text}{' |' if edge else ''}")
        if draw(st.integers(0, 4)) == 0:
            lines.append(edge + header)
    page = draw(st.sampled_from(BEFORE)) + "\n".join(lines) + draw(st.sampled_from(AFTER))
    return page.replace("\n", draw(st.sampled_from(["\n", "\r\n"]))), rows


@given(pages())
def test_a_rendered_list_comes_back(case: tuple[str, list[tuple[int, str, list[str]]]]) -> None:
    """Render a random list in a random layout: parsing gives the same list, with its offsets."""
    page, rows = case
    found = parse_notice(page)
    assert rows_of(found) == rows
    for name in found.names:
        assert "".join(page[name.start : name.end].split()) == name.name


@given(st.text(st.sampled_from("序号省份地区北京市朝阳、, 12\n|（(）)<br>"), max_size=60))
def test_any_text_is_a_list_or_a_format_error(text: str) -> None:
    """Nothing but a list or a NoticeFormatError comes out."""
    try:
        found = parse_notice(text)
    except NoticeFormatError:
        return
    assert found.names


@pytest.mark.parametrize(
    "piece",
    [
        "1 北京市 ",
        "序号 ",
        "（",
        "认定",
        "\n",
        " ",
        "1",
        "朝阳区、",
        "朝阳区 ",
        "<",
        "第",
        "关于\n",
        "市\n",
        "|",
    ],
)
def test_a_long_hostile_page_comes_to_an_end(piece: str) -> None:
    text = "序号 省份 地区\n1 北京市 朝阳区、东城区" + piece * 20_000
    with suppress(NoticeFormatError):
        parse_notice(text)
