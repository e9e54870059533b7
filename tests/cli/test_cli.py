"""The command line: what it prints, and its exit codes."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import coedu_zones as cz
from coedu_zones.cli import main
from coedu_zones.cli.grammar import table, width

PAGE = Path(__file__).parents[1] / "fixtures" / "notice_page.txt"
MAIN_JOB = ["渝水区", "头屯河区", "朝阳区", "黔东南州岑巩县", "乌鲁木齐市经开区(头屯河区)", "苹果手机"]

Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *args: str) -> tuple[int, str]:
    """The exit code and what was printed."""
    code = main(args)
    return code, capsys.readouterr().out


def cut(lines: list[str]) -> list[list[str]]:
    """Lines as cells, cut at the columns of the head by display width."""
    head = lines[0]
    starts = [0] + [i for i in range(2, len(head)) if head[i - 2 : i] == "  " and head[i] != " "]
    rows = []
    for line in lines:
        spread = "".join(c + "\0" * (width(c) - 1) for c in line)  # one character per column
        ends = [*starts[1:], len(spread)]
        rows.append([spread[a:b].replace("\0", "").rstrip() for a, b in zip(starts, ends, strict=True)])
    return rows


class TestResolve:
    def test_the_main_job(self, capsys: Capture) -> None:
        code, out = run(capsys, "resolve", *MAIN_JOB)
        assert code == 1, "one is ambiguous, one unresolved"
        assert cut(out.splitlines()) == [
            ["text", "status", "path", "code", "score", "zones", "remainder"],
            ["渝水区", "resolved", "江西省/新余市/渝水区", "360502", "100", "48 渝水区 (equal)", "–"],
            [
                "头屯河区",
                "resolved",
                "新疆维吾尔自治区/乌鲁木齐市/头屯河区",
                "650106",
                "100",
                "94 头屯河区 (equal)",
                "–",
            ],
            ["朝阳区", "ambiguous", "–", "–", "–", "–", "–"],
            ["", "  candidate", "北京市/朝阳区", "110105", "50", "", ""],
            ["", "  candidate", "吉林省/长春市/朝阳区", "220104", "50", "", ""],
            [
                "黔东南州岑巩县",
                "resolved",
                "贵州省/黔东南苗族侗族自治州/岑巩县",
                "522626",
                "100",
                "75 岑巩县 (equal)",
                "–",
            ],
            [
                "乌鲁木齐市经开区(头屯河区)",
                "resolved",
                "新疆维吾尔自治区/乌鲁木齐市/头屯河区",
                "650106",
                "100",
                "94 头屯河区 (equal)",
                "–",
            ],
            ["苹果手机", "unresolved", "–", "–", "–", "–", "苹果手机"],
        ]

    def test_json_lines_say_the_same(self, capsys: Capture) -> None:
        code, out = run(capsys, "resolve", "--json", *MAIN_JOB)
        assert code == 1
        found = [json.loads(line) for line in out.splitlines()]
        assert [f["text"] for f in found] == MAIN_JOB
        for line, text in zip(found, MAIN_JOB, strict=True):
            resolution = cz.resolve(text)
            assert {k: line[k] for k in resolution.to_record()} == json.loads(json.dumps(resolution.to_record()))
            assert [c["code"] for c in line["candidates"]] == [c.code for c in resolution.candidates]
            covering = cz.zones_covering(resolution) if resolution.place else []
            assert line["covered_by"] == [
                {"number": c.zone.number, "name": c.zone.name, "how": c.how.value} for c in covering
            ]
        assert "渝水区" in out, "Chinese is printed as Chinese"

    def test_every_candidate_is_shown(self, capsys: Capture) -> None:
        code, out = run(capsys, "resolve", "鼓楼区")
        assert code == 1
        assert [row[3] for row in cut(out.splitlines())][2:] == ["320106", "320302", "350102", "410204"]

    def test_exit_0_when_all_resolved(self, capsys: Capture) -> None:
        assert run(capsys, "resolve", "渝水区", "北京朝阳", "南京江北新区")[0] == 0

    @pytest.mark.parametrize("text", ["朝阳区", "苹果手机", "广东省南昌市", ""])
    def test_exit_1_when_one_did_not(self, capsys: Capture, text: str) -> None:
        assert run(capsys, "resolve", "渝水区", text)[0] == 1

    def test_options(self, capsys: Capture) -> None:
        assert "110105" in run(capsys, "resolve", "朝阳区", "--within", "北京")[1]
        assert "220200" in run(capsys, "resolve", "吉林", "--level", "prefecture")[1]
        assert "431121" in run(capsys, "resolve", "祁阳县", "--as-of", "2019")[1]

    def test_a_trace(self, capsys: Capture) -> None:
        out = run(capsys, "resolve", "江西省新余市某某区", "--trace")[1]
        assert all(str(step) in out for step in cz.resolve("江西省新余市某某区").trace)

    @pytest.mark.parametrize(
        "args",
        [
            [],
            ["resolve"],
            ["resolve", "渝水区", "--level", "village"],
            ["resolve", "渝水区", "--as-of", "last"],
            ["resolve", "渝水区", "--nonsense"],
            ["nonsense"],
        ],
    )
    def test_wrong_usage_is_2(self, capsys: Capture, args: list[str]) -> None:
        with pytest.raises(SystemExit) as caught:
            main(args)
        assert caught.value.code == 2
        assert "usage: coedu-zones" in capsys.readouterr().err

    @pytest.mark.parametrize(
        "args",
        [
            ["resolve", "渝水区", "--within", "朝阳区"],
            ["resolve", "渝水区", "--within", "苹果手机"],
            ["resolve", "渝水区", "--as-of", "1900"],
            ["resolve", "长" * 2001],
            ["notice", "no-such-page.txt"],
            ["history", "999999"],
            ["history", "朝阳区"],
        ],
    )
    def test_what_cannot_be_done_is_2_and_one_line(self, capsys: Capture, args: list[str]) -> None:
        assert main(args) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.startswith("coedu-zones: ")
        assert captured.err.count("\n") == 1


class TestNotice:
    def test_a_page(self, capsys: Capture) -> None:
        code, out = run(capsys, "notice", str(PAGE))
        assert code == 0
        rows = cut(out.splitlines())
        assert rows[0] == ["number", "row", "province", "listed name", "zone", "path"]
        assert [[r[0], r[1], r[2], r[3], r[4], r[5]] for r in rows[1:]] == [
            [str(z.number), str(z.row), z.listed_under, z.listed_name, str(z.number), z.path_text] for z in cz.zones()
        ]

    def test_json(self, capsys: Capture) -> None:
        code, out = run(capsys, "notice", "--json", str(PAGE))
        assert code == 0
        assert [json.loads(line)["name"] for line in out.splitlines()] == [z.listed_name for z in cz.zones()]

    def test_from_standard_input(self, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(PAGE.read_text("utf-8")))
        assert run(capsys, "notice", "-") == (0, run(capsys, "notice", str(PAGE))[1])

    def test_a_page_without_a_list(self, capsys: Capture, tmp_path: Path) -> None:
        page = tmp_path / "page.txt"
        page.write_text("没有名单", encoding="utf-8")
        assert main(["notice", str(page)]) == 2
        page.write_bytes(b"\xff\xfe\x00")
        assert main(["notice", str(page)]) == 2
        assert capsys.readouterr().out == ""


class TestHistory:
    def test_timelines(self, capsys: Capture) -> None:
        code, out = run(capsys, "history", "431181", "闸北区")
        assert code == 0
        assert out.startswith(str(cz.history("431181")))
        assert "闸北区" in out

    def test_json(self, capsys: Capture) -> None:
        code, out = run(capsys, "history", "--json", "431181")
        assert code == 0
        assert json.loads(out) == cz.history("431181").model_dump(mode="json")


class TestConvert:
    @pytest.fixture
    def panel(self, tmp_path: Path) -> Path:
        file = tmp_path / "panel.csv"
        file.write_text("年,code\n2015,431121\n2015,330104\n", encoding="utf-8-sig")
        return file

    def test_a_column_of_codes(self, capsys: Capture, panel: Path) -> None:
        code, out = run(capsys, "convert", str(panel), "--column", "code", "--from", "2015", "--to", "2024")
        assert code == 0
        assert list(csv.DictReader(io.StringIO(out))) == [
            {"年": "2015", "code": "431121", "code_2024": "431181", "outcome": "same", "targets": "431181:whole"},
            {
                "年": "2015", "code": "330104", "code_2024": "330102", "outcome": "main",
                "targets": "330102:main 330114:part",
            },
        ]  # fmt: skip

    def test_convert_takes_the_edition_of_the_codes(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        panel = tmp_path / "panel.csv"
        panel.write_text("code\n469025\n", encoding="utf-8")
        years = ["--column", "code", "--from", "2003", "--to", "2024"]
        assert (
            run(capsys, "convert", str(panel), *years)[1].splitlines()[1]
            == "469025,,ambiguous,469021:whole 469025:whole"
        )
        assert (
            run(capsys, "convert", str(panel), *years, "--edition", "nbs")[1].splitlines()[1]
            == "469025,469021,same,469021:whole"
        )

    def test_an_unknown_code_is_said_and_1(self, capsys: Capture, panel: Path) -> None:
        with panel.open("a", encoding="utf-8") as file:
            file.write("2015,999999\n2015,\n")
        assert main(["convert", str(panel), "--column", "code", "--from", "2015", "--to", "2024"]) == 1
        captured = capsys.readouterr()
        rows = list(csv.DictReader(io.StringIO(captured.out)))
        assert [row["outcome"] for row in rows] == ["same", "main", "unknown", ""]
        assert "1 row holds" in captured.err

    def test_a_column_that_is_not_there_is_2(self, capsys: Capture, panel: Path) -> None:
        assert main(["convert", str(panel), "--column", "码", "--from", "2015", "--to", "2024"]) == 2
        captured = capsys.readouterr()
        assert "'年', 'code'" in captured.err
        assert captured.out == ""

    def test_a_year_that_is_not_held_is_2(self, capsys: Capture, panel: Path) -> None:
        assert main(["convert", str(panel), "--column", "code", "--from", "2015", "--to", "3024"]) == 2
        assert "3024" in capsys.readouterr().err


class TestTable:
    @pytest.mark.parametrize(
        ("text", "columns"),
        [("", 0), ("abc", 3), ("渝水区", 6), ("a渝", 3), ("（）", 4), ("é", 1), ("e\u0301", 1), ("–", 1)],
    )
    def test_width(self, text: str, columns: int) -> None:
        assert width(text) == columns

    def test_columns_are_aligned_in_display_width(self) -> None:
        rows = [("渝水区", "x", "1"), ("a", "长春", "22"), ("", "", "3")]
        assert table(rows).splitlines() == ["渝水区  x     1", "a       长春  22", "              3"]

    def test_no_line_ends_in_spaces(self, capsys: Capture) -> None:
        out = run(capsys, "resolve", *MAIN_JOB)[1]
        assert all(line == line.rstrip() for line in out.splitlines())


def test_the_version(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"coedu_zones {cz.__version__}, data {cz.data_version()}\n"


def test_a_terminal_that_cannot_write_chinese() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "coedu_zones", "resolve", "--json", "渝水区"],
        capture_output=True,
        check=False,
        env={"PYTHONPATH": str(Path(cz.__file__).parents[1]), "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "1"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["name"] == "渝水区"


def test_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "coedu_zones", "resolve", "--json", "渝水区"],
        capture_output=True,
        check=False,
        env={"PYTHONPATH": str(Path(cz.__file__).parents[1]), "PYTHONIOENCODING": "utf-8"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["code"] == "360502"
