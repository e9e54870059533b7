"""The tree for pickers and spreadsheets: what it holds in any year, and how it is written."""

from __future__ import annotations

import csv
import io
import json
import pickle
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

import coedu_zones as cz
from coedu_zones.changes.lineage import History
from coedu_zones.cli import main
from coedu_zones.lookup.tree import DEPTHS
from tests.frames.texts import EVERY

Capture = pytest.CaptureFixture[str]


def all_nodes(roots: Iterable[cz.TreeNode]) -> list[cz.TreeNode]:
    return [chain[-1] for root in roots for chain in root.walk()]


def counts(roots: Iterable[cz.TreeNode]) -> dict[str, int]:
    """How many nodes of each level, and how many placeholders."""
    nodes = all_nodes(roots)
    found = Counter(node.level for node in nodes if not node.placeholder)
    return {
        **{level: found[level] for level in DEPTHS if found[level]},
        "placeholder": sum(n.placeholder for n in nodes),
    }


def find(roots: Iterable[cz.TreeNode], code: str) -> cz.TreeNode:
    return next(node for node in all_nodes(roots) if node.code == code)


class TestTree:
    @pytest.mark.parametrize(
        ("year", "placeholders", "numbers"),
        [
            (None, False, (34, 333, 2847, 0)),
            (None, True, (34, 333, 2847, 9)),
            (1981, True, (30, 312, 2298, 6)),
            (1988, True, (31, 334, 2834, 21)),
            (2000, True, (34, 333, 2864, 12)),
            (2020, True, (34, 333, 2844, 9)),
        ],
    )
    def test_it_counts_what_there_is(self, year: int | None, placeholders: bool, numbers: tuple[int, ...]) -> None:
        found = counts(cz.tree(as_of=year, placeholders=placeholders))
        assert tuple(found.values()) == numbers

    @pytest.mark.parametrize("year", [None, 1981, 1986, 1997, 2010, 2026])
    @pytest.mark.parametrize("placeholders", [False, True])
    def test_it_holds_every_division_once_below_its_own_parent(self, year: int | None, placeholders: bool) -> None:
        roots = cz.tree(as_of=year, placeholders=placeholders)
        divisions = {d.id: d for d in cz.divisions(as_of=year)}
        nodes = all_nodes(roots)
        assert sorted(n.code for n in nodes if not n.placeholder) == sorted(divisions)
        assert len({n.code for n in nodes}) == len(nodes)
        for root in roots:
            for chain in root.walk():
                real = [node for node in chain if not node.placeholder]
                if not chain[-1].placeholder:
                    assert tuple(node.name for node in real) == divisions[chain[-1].code].path
                    assert chain[-1].level == divisions[chain[-1].code].level

    def test_nodes_stand_in_the_order_of_their_codes(self) -> None:
        for node in all_nodes(cz.tree(placeholders=True, depth="township")):
            by_level = [[c.code for c in node.children if c.level == level] for level in DEPTHS]
            assert [codes == sorted(codes) for codes in by_level] == [True] * 4

    @pytest.mark.parametrize(
        ("depth", "numbers"),
        [("province", (34, 0)), ("prefecture", (34, 333, 0)), ("county", (34, 333, 2847, 0))],
    )
    def test_it_ends_at_the_depth_asked_for(self, depth: str, numbers: tuple[int, ...]) -> None:
        assert tuple(counts(cz.tree(depth=depth)).values()) == numbers

    def test_a_level_is_a_depth_too(self) -> None:
        assert cz.tree(depth=cz.Level.PREFECTURE) == cz.tree(depth="prefecture")

    def test_townships_lie_below_counties_and_below_prefectures_without_any(self) -> None:
        roots = cz.tree(depth="township")
        assert counts(roots) == {
            "province": 34,
            "prefecture": 333,
            "county": 2847,
            "township": 38729,
            "placeholder": 0,
        }
        assert find(roots, "330102012").name == "采荷街道"
        dongguan = find(roots, "441900")
        assert {child.level for child in dongguan.children} == {"township"}
        assert len(dongguan.children) == 32
        assert find(cz.tree(), "441900").children == ()
        assert all(c.code.startswith(n.code) for n in all_nodes(roots) for c in n.children if c.level == "township")

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (
                {"depth": "village"},
                "depth='village': expected 'province', 'prefecture', 'county' or 'township'",
            ),
            ({"as_of": 1980}, "the year 1980 is not held"),
            ({"depth": "township", "as_of": 2020}, "as_of=2020: a tree with townships is of the present"),
        ],
    )
    def test_what_it_cannot_give_is_said(self, arguments: dict[str, object], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            cz.tree(**arguments)  # type: ignore[arg-type]

    def test_nodes_are_values(self) -> None:
        roots = cz.tree(depth="prefecture")
        assert roots == cz.tree(depth="prefecture")
        assert pickle.loads(pickle.dumps(roots)) == roots  # noqa: S301 - our own bytes
        with pytest.raises(AttributeError):
            roots[0].name = "x"  # type: ignore[misc]


class TestPlaceholders:
    def test_those_of_today(self) -> None:
        found = {n.code: (n.name, len(n.children)) for n in all_nodes(cz.tree(placeholders=True)) if n.placeholder}
        assert found == {
            "110100": ("市辖区", 16),
            "120100": ("市辖区", 16),
            "310100": ("市辖区", 16),
            "419000": ("省直辖县级行政区划", 1),
            "429000": ("省直辖县级行政区划", 4),
            "469000": ("省直辖县级行政区划", 15),
            "500100": ("市辖区", 25),
            "500200": ("县", 12),
            "659000": ("自治区直辖县级行政区划", 13),
        }

    def test_every_county_of_today_is_on_the_third_level(self) -> None:
        depths = {
            len(chain) for root in cz.tree(placeholders=True) for chain in root.walk() if chain[-1].level == "county"
        }
        assert depths == {3}
        depths = {len(chain) for root in cz.tree() for chain in root.walk() if chain[-1].level == "county"}
        assert depths == {2, 3}

    def test_chongqing_had_cities_too(self) -> None:
        assert [c.name for c in find(cz.tree(as_of=2000, placeholders=True), "500000").children] == [
            "市辖区",
            "县",
            "市",
        ]

    def test_a_tree_of_prefectures_ends_with_them(self) -> None:
        beijing = cz.tree(depth="prefecture", placeholders=True)[0]
        assert beijing.to_option()["children"] == [{"value": "110100", "label": "市辖区", "placeholder": True}]

    def test_none_is_invented_where_no_list_has_one(self) -> None:
        """Every second year: what stays directly below a province has no code of that kind in any list."""
        left = {
            child.code[:4]
            for year in range(1981, History.load().last_year + 1, 1 if EVERY else 2)
            for root in cz.tree(as_of=year, placeholders=True)
            for child in root.children
            if child.level == "county"
        }
        assert left == {"3409", "3690", "4229", "4422", "4600", "6324"}

    def test_none_is_a_division_of_any_year(self) -> None:
        shown = {
            n.code
            for year in (1981, 1988, 2000, 2026)
            for n in all_nodes(cz.tree(as_of=year, placeholders=True))
            if n.placeholder
        }
        assert shown & History.load().by_code.keys() == set()


class TestUncoded:
    def test_they_are_asked_for(self) -> None:
        roots = cz.tree(uncoded=True)
        ours = [node for node in all_nodes(roots) if not node.code.isdigit()]
        assert {(n.code, n.name, n.level) for n in ours} == {
            (d.id, d.name, d.level.value)
            for holder in ("710000", "810000", "820000")
            for d in cz.divisions(within=holder)
        }
        assert find(roots, "tw-taipei").children[0].name == "中正区"
        assert (
            counts(cz.tree(uncoded=True, depth="prefecture"))["prefecture"]
            > counts(cz.tree(depth="prefecture"))["prefecture"]
        )

    def test_they_are_left_out_otherwise(self) -> None:
        assert all(node.code.isdigit() for node in all_nodes(cz.tree()))
        assert [root.name for root in cz.tree() if not root.children] == [
            "台湾省",
            "香港特别行政区",
            "澳门特别行政区",
        ]


class TestOptions:
    def test_a_picker_gets_value_label_and_children(self) -> None:
        xinyu = find(cz.tree(), "360500")
        assert xinyu.to_option() == {
            "value": "360500",
            "label": "新余市",
            "children": [{"value": "360502", "label": "渝水区"}, {"value": "360521", "label": "分宜县"}],
        }

    def test_they_are_json(self) -> None:
        options = [node.to_option() for node in cz.tree(placeholders=True)]
        assert json.loads(json.dumps(options)) == options


def export(capsys: Capture, *args: str) -> tuple[int, str, str]:
    code = main(["export", *args])
    out, err = capsys.readouterr()
    return code, out, err


class TestExport:
    def test_json_on_standard_output_by_default(self, capsys: Capture) -> None:
        code, out, _ = export(capsys)
        assert code == 0
        assert json.loads(out) == [node.to_option() for node in cz.tree()]
        assert out.endswith("]\n")
        assert '"北京市"' in out

    def test_csv_has_a_row_for_every_node(self, capsys: Capture) -> None:
        code, out, _ = export(capsys, "--format", "csv", "--placeholders")
        rows = list(csv.DictReader(io.StringIO(out)))
        assert code == 0
        assert "\r" not in out
        assert len(rows) == 34 + 333 + 2847 + 9
        assert [tuple(row.values()) for row in rows[1:3]] == [
            ("110100", "市辖区", "prefecture", "110000", "北京市", "市辖区", "", "TRUE"),
            ("110101", "东城区", "county", "110100", "北京市", "市辖区", "东城区", "FALSE"),
        ]
        known = {row["code"] for row in rows} | {""}
        assert {row["parent_code"] for row in rows} <= known

    def test_a_part_keeps_the_names_above_it(self, capsys: Capture) -> None:
        _, out, _ = export(capsys, "--format", "csv", "--within", "江西省新余市", "--depth", "township")
        rows = list(csv.DictReader(io.StringIO(out)))
        assert rows[0]["parent_code"] == "360500"
        assert {(row["province"], row["prefecture"]) for row in rows} == {("江西省", "新余市")}
        assert Counter(row["level"] for row in rows) == {"county": 2, "township": 33}
        assert rows[1]["township"] == rows[1]["name"] == "城南街道"

    def test_a_part_as_options(self, capsys: Capture) -> None:
        _, out, _ = export(capsys, "--within", "360500")
        assert [option["label"] for option in json.loads(out)] == ["渝水区", "分宜县"]

    def test_a_year(self, capsys: Capture) -> None:
        _, out, _ = export(capsys, "--format", "csv", "--as-of", "2010", "--within", "杭州市")
        assert "330104,江干区,county,330100,浙江省,杭州市,江干区,FALSE" in out.splitlines()

    def test_a_csv_file_is_what_spreadsheets_open(self, tmp_path: Path, capsys: Capture) -> None:
        target = tmp_path / "areas.csv"
        code, out, err = export(capsys, "-o", str(target))
        body = target.read_bytes()
        assert (code, out) == (0, "")
        assert err == f"3,214 entries (data {cz.data_version()}) written to {target}\n"
        assert body.startswith("\ufeffcode,name,".encode())
        assert body.count(b"\r\n") == body.count(b"\n") == 3215

    def test_an_old_encoding(self, tmp_path: Path, capsys: Capture) -> None:
        target = tmp_path / "areas.csv"
        export(capsys, "-o", str(target), "--output-encoding", "gbk")
        assert "东城区" in target.read_bytes().decode("gb18030")

    def test_a_workbook_holds_codes_as_text(self, tmp_path: Path, capsys: Capture) -> None:
        openpyxl = pytest.importorskip("openpyxl")
        target = tmp_path / "areas.xlsx"
        export(capsys, "-o", str(target), "--depth", "prefecture")
        rows = list(openpyxl.load_workbook(target).active.values)
        assert rows[0] == ("code", "name", "level", "parent_code", "province", "prefecture", "placeholder")
        assert rows[2] == ("120000", "天津市", "province", None, "天津市", None, False)
        assert len(rows) == 1 + 34 + 333

    def test_a_json_file_has_no_byte_order_mark(self, tmp_path: Path, capsys: Capture) -> None:
        target = tmp_path / "areas.json"
        export(capsys, "-o", str(target), "--depth", "province")
        assert target.read_bytes().startswith('[{"value":"110000","label":"北京市"}'.encode())

    @pytest.mark.parametrize(
        ("args", "message"),
        [
            (
                ["-o", "areas.txt"],
                "areas.txt cannot be written: its name must end in .json, .csv or .xlsx, or say --format",
            ),
            (["--format", "xlsx"], "a workbook is not written to standard output; name a file with -o"),
            (["--output-encoding", "gbk"], "--output-encoding is for CSV; json has an encoding of its own"),
            (["--within", "朝阳区"], "'朝阳区' may mean 2 places"),
            (["--within", "某某区"], "'某某区' names no place that is known"),
            (
                ["--within", "渝水区"],
                "nothing lies in 渝水区 (360502) down to the county; say a lower --depth",
            ),
            (
                ["--within", "渝水区", "--depth", "prefecture"],
                "江西省/新余市/渝水区 (360502) is below the lowest level of this tree",
            ),
            (["--as-of", "1980"], "the year 1980 is not held: the tables go from 1981"),
        ],
    )
    def test_what_it_cannot_do_is_said(self, args: list[str], message: str, capsys: Capture) -> None:
        code, out, err = export(capsys, *args)
        assert (code, out) == (2, "")
        assert message in err

    def test_an_existing_file_stays_unless_forced(self, tmp_path: Path, capsys: Capture) -> None:
        target = tmp_path / "areas.json"
        target.write_text("mine")
        code, _, err = export(capsys, "-o", str(target))
        assert code == 2
        assert "exists already" in err
        assert target.read_text() == "mine"
        assert export(capsys, "-o", str(target), "--force")[0] == 0
        assert [path.name for path in tmp_path.iterdir()] == ["areas.json"]
