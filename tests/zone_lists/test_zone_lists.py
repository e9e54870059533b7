"""Lists in other layouts, lists of one's own, and pictures of them."""

from __future__ import annotations

from pathlib import Path

import pytest

import coedu_zones as cz
from coedu_zones.charts import province_chart

LINES = "某某县名单(共6个)\n河北省(4个)\n石家庄市:长安区、平山县\n唐山市（2个）：路南区、\n迁安市\n山西省(1个)\n太原市杏花岭区\n新疆生产建设兵团（1个）\n第八师石河子市\n上一篇 下一篇"


def names(page: str) -> list[tuple[int, str, str | None, str]]:
    found = cz.parse_notice(page)
    assert all("".join(page[n.start : n.end].split()) == n.name for n in found.names)
    return [(n.row, n.province, n.prefecture, n.name) for n in found.names]


def test_lines_of_provinces() -> None:
    assert names(LINES) == [
        (1, "河北省", "石家庄市", "长安区"), (1, "河北省", "石家庄市", "平山县"), (1, "河北省", "唐山市", "路南区"),
        (1, "河北省", "唐山市", "迁安市"), (2, "山西省", None, "太原市杏花岭区"), (3, "新疆生产建设兵团", None, "第八师石河子市"),
    ]  # fmt: skip
    assert cz.parse_notice(LINES).stated_count == 6


def test_numbered_lines() -> None:
    page = "名单\n1.北京市大兴区\n2.河北省石家庄市长安区\n3.长春市农安县\n4.上海市\n版权"
    assert [(row, province, name) for row, province, _, name in names(page)] == [
        (1, "北京市", "大兴区"), (2, "河北省", "石家庄市长安区"), (3, "", "长春市农安县"), (4, "上海市", "上海市"),
    ]  # fmt: skip


def test_a_sentence() -> None:
    page = "经研究，现确定北京、天津、石家庄、宁波市和杭州等5个城市为试点城市。请遵照执行。"
    assert [name for *_, name in names(page)] == ["北京", "天津", "石家庄", "宁波市", "杭州"]


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (LINES.replace("平山县", "").replace("长安区、", "长安区"), "河北省 states 4 names, and its list has 3"),
        (LINES.replace("唐山市（2个）", "唐山市（3个）"), "唐山市 states 3 names, and its list has 2"),
        (LINES.replace("共6个", "共7个"), "states 7 names, and its list has 6"),
        ("1.北京市大兴区\n3.河北省石家庄市长安区\n", "row 2 is missing"),
        ("确定北京、天津、石家庄、某某市等4个城市为试点", "goes on with '某某市'"),
        ("确定北京、天津、石家庄等4个城市为试点", "states 4 names, and its list has 3"),
    ],
)
def test_a_damaged_list_is_refused(page: str, message: str) -> None:
    with pytest.raises(cz.NoticeFormatError, match=message):
        cz.parse_notice(page)


class TestZoneList:
    def test_it_reads_by_its_year(self) -> None:
        mine = cz.ZoneList("试点", 2015, ["湖南省祁阳县", 360502, "长春市", cz.get_division("222426")])
        assert [zone.code for zone in mine] == ["431181", "360502", "220100", "222426"]
        assert mine[0].listed_name == "湖南省祁阳县"
        assert {zone.notice.title for zone in mine} == {"试点"}

    def test_coverage_goes_by_the_list(self) -> None:
        mine = cz.ZoneList("试点", 2024, ["长春市", "南京江北新区"])
        assert [str(c) for c in mine.covering("农安县")] == ["zone 1 长春市 (inside): 农安县 lies in 长春市"]
        assert [c.zone.number for c in cz.zones_covering("320111001", zones=mine)] == [2]
        assert mine.covering("渝水区") == []
        assert cz.zones_covering("渝水区")[0].zone.number == 48

    def test_the_97_are_one(self) -> None:
        built_in = cz.ZoneList.built_in()
        assert (len(built_in), built_in.year) == (97, 2024)
        assert [z.number for z in built_in] == [z.number for z in cz.zones()]
        found = built_in.find("渝水区")
        assert found is not None
        assert found.number == 48

    def test_from_a_page(self) -> None:
        mine = cz.ZoneList.from_notice(LINES.partition("\n新疆")[0].replace("共6个", "共5个"), "示范县", year=2024)
        assert mine[0].path_text == "河北省/石家庄市/长安区"
        assert mine.by_province()["河北省"] == 4
        assert "河北省 4" in province_chart(mine.by_province()).text
        with pytest.raises(cz.NoticeFormatError, match="name="):
            cz.ZoneList.from_notice(LINES, year=2024)

    def test_every_unit_that_is_no_place_is_named(self) -> None:
        with pytest.raises(cz.UnresolvedNameError, match="number 2: '天堂市'") as caught:
            cz.ZoneList("试点", 2024, ["朝阳区", "天堂市", "渝水区"])
        assert "number 1: '朝阳区'" in str(caught.value)

    @pytest.mark.parametrize(
        ("values", "error"),
        [
            (("", 2024, ["渝水区"]), ValueError), (("x", 1800, ["渝水区"]), cz.UnknownYearError), (("x", 2024, []), ValueError),
            (("x", 2024, ["渝水区", "360502"]), ValueError), (("x", 2024, "渝水区"), TypeError),
        ],
    )  # fmt: skip
    def test_bad_input(self, values: tuple[str, int, list[str]], error: type[Exception]) -> None:
        with pytest.raises(error):
            cz.ZoneList(*values)


class TestSaving:
    def test_other_names_are_refused(self, tmp_path: Path) -> None:
        chart = province_chart({"京": 1})
        for name in ("x.jpg", "x", "x.svgz"):
            with pytest.raises(ValueError, match=r"\.svg, \.png, \.pdf"):
                chart.save(tmp_path / name)
        assert list(tmp_path.iterdir()) == []

    def test_what_is_needed_is_said(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(__import__("sys").modules, "cairosvg", None)
        with pytest.raises(cz.MissingBackendError, match=r"coedu_zones\[charts\]"):
            province_chart({"京": 1}).save(tmp_path / "x.png")
        assert list(tmp_path.iterdir()) == []

    def test_png_and_pdf(self, tmp_path: Path) -> None:
        pytest.importorskip("cairosvg", reason="CairoSVG is not installed")
        chart = province_chart({"京": 1}, title="图")
        chart.save(tmp_path / "x.png")
        chart.save(tmp_path / "x.PDF")
        assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
        assert (tmp_path / "x.PDF").read_bytes().startswith(b"%PDF")
        assert len((tmp_path / "x.png").read_bytes()) > 10_000, "an empty picture"


class TestAnnotate:
    """Rule: files and their report tell of a list of one's own as of the 97."""

    @pytest.fixture
    def mine(self) -> cz.ZoneList:
        return cz.ZoneList("我们的试点", 2024, ["湖南省祁阳市", "360502", "长春市", "nanjing-jiangbei-new-area"])

    @pytest.fixture
    def table(self, tmp_path: Path) -> Path:
        path = tmp_path / "t.csv"
        rows = ["祁阳县", "渝水区", "江西省新余市", "农安县", "浦口区", "朝阳区", "", "武汉市", "南京市浦口区泰山街道"]
        path.write_text("\n".join(["地址", *rows]) + "\n", "utf-8")
        return path

    def test_columns_figures_and_report(self, mine: cz.ZoneList, table: Path) -> None:
        page = table.with_name("r.html")
        found = cz.annotate(table, column="地址", fields=["zones", "zone_names", "coverage"], zones=mine, report=page)
        lines = Path(found.target).read_text("utf-8").splitlines()
        cells = [line.split(",", 1)[1] for line in lines[1:]]
        own = [
            [c.zone.number for c in mine.covering(text)]
            for text in ("祁阳县", "渝水区", "江西省新余市", "农安县", "浦口区")
        ]
        assert own == [[1], [2], [], [3], [4]]
        assert [cell.rpartition(",")[2] for cell in cells] == [
            "equal", "equal", "holds", "inside", "part", "unknown", "", "none", "inside",
        ]  # fmt: skip
        assert found.zones == (1, 2, 3, 4)
        assert (found.in_zones, found.in_part, found.holding, found.outside, found.not_known) == (4, 1, 1, 1, 1)
        assert found.zones_listed == 4
        assert "of the 4 zones" in str(found)
        assert "4 个实验区中有 4 个" in page.read_text("utf-8")

    def test_the_97_as_a_list_give_what_the_97_give(self, table: Path) -> None:
        plain = cz.annotate(table, table.with_name("a.csv"), column="地址")
        listed = cz.annotate(table, table.with_name("b.csv"), column="地址", zones=cz.ZoneList.built_in())
        assert Path(plain.target).read_bytes() == Path(listed.target).read_bytes()
        assert plain.zone_counts == listed.zone_counts

    def test_a_text_that_cannot_be_read_stays_one(self, mine: cz.ZoneList, tmp_path: Path) -> None:
        path = tmp_path / "t.csv"
        path.write_text(f"地址\n{'渝' * 3000}\n渝水区\n", "utf-8")
        found = cz.annotate(path, column="地址", zones=mine)
        assert (found.errors, found.in_zones) == (1, 1)
