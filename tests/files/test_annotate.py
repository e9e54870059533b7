"""``annotate``: a table in, the same table with its places out."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coedu_zones.cli import main
from coedu_zones.errors import AmbiguousNameError, UnresolvedNameError
from coedu_zones.files import AnnotationSummary, TableError, annotate
from coedu_zones.files.tally import TextCounter
from coedu_zones.frames.columns import FIELDS

ADDED = [f"place_{field}" for field in FIELDS]
ROWS = [
    ("001", "一中", "江西省新余市渝水区长青路8号", "500"),
    ("002", "二中", "朝阳区", "-5"),
    ("003", "三中", "北京市朝阳区望京街", "300"),
    ("004", "四中", "苹果手机", "12"),
    ("005", "五中", "", ""),
    ("006", "六中", "广东省南昌市", "1"),
    ("007", "七中", "江西省新余市某某区", "1"),
]
HEADER = ("编号", "学校", "地址", "人数")


def write_csv(path: Path, rows: list[tuple[str, ...]] | None = None, encoding: str = "utf-8") -> Path:
    text = "\n".join(",".join(row) for row in [HEADER, *(ROWS if rows is None else rows)]) + "\n"
    path.write_bytes(text.encode(encoding))
    return path


def read_csv(path: Path, encoding: str = "utf-8", delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


@pytest.fixture
def schools(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "schools.csv")


def test_rows_are_kept_and_columns_added(schools: Path) -> None:
    summary = annotate(schools)
    target = schools.with_name("schools.places.csv")
    assert summary.target == str(target)
    header, *rows = read_csv(target)
    assert header == [*HEADER, *ADDED]
    assert [tuple(row[:4]) for row in rows] == ROWS
    first = dict(zip(header, rows[0], strict=True))
    assert first["place_status"] == "resolved"
    assert first["place_code"] == "360502"
    assert first["place_path"] == "江西省/新余市/渝水区"
    assert (first["place_score"], first["place_remainder"]) == ("100", "长青路8号")
    assert [row[4] for row in rows] == [
        "resolved", "ambiguous", "resolved", "unresolved", "", "conflict", "resolved",
    ]  # fmt: skip


def test_zones_are_numbers_joined_by_semicolons(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [("1", "农安", "吉林省长春市农安县", "1"), ("2", "新余", "新余市", "1")])
    summary = annotate(source, column="地址")
    zones = [row[-3:] for row in read_csv(tmp_path / "a.places.csv")[1:]]
    assert zones == [["21;22", "长春市;农安县", "equal"], ["", "", "holds"]]
    assert (summary.in_zones, summary.holding, summary.outside) == (1, 1, 0)
    assert len(summary.zones) == 2


def test_the_summary_counts_every_row_once(schools: Path) -> None:
    found = annotate(schools)
    assert (found.rows, found.resolved, found.ambiguous, found.conflicting, found.unresolved, found.blank) == (
        7, 3, 1, 1, 1, 1,
    )  # fmt: skip
    assert found.flagged == 1
    assert found.columns == ("地址",)
    assert found.not_resolved == 3
    assert found.unresolved_texts[0].text == "苹果手机"
    assert found.unresolved_texts[0].first_row == 4
    assert found.ambiguous_texts[0].candidates == ("北京市/朝阳区 (110105)", "吉林省/长春市/朝阳区 (220104)")
    assert {(p.name, p.rows) for p in found.provinces} == {("江西省", 2), ("北京市", 1)}
    assert found.texts_exact
    text = str(found)
    for word in ("rows", "resolved", "ambiguous", "conflicting", "unresolved", "blank", "of the 97 zones", "苹果手机"):
        assert word in text
    assert AnnotationSummary.model_validate_json(found.model_dump_json()) == found


def test_several_columns_form_the_place(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text(
        "省,市,县,地址\n江西省,新余市,渝水区,新余市渝水区长青路8号\n北京市,市辖区,朝阳区,\n吉林,,农安,\n,,,\n", "utf-8"
    )
    summary = annotate(source, province="省", prefecture="市", county="县", column="地址")
    rows = read_csv(tmp_path / "a.places.csv")[1:]
    assert [row[5] for row in rows] == ["360502", "110105", "220122", ""]
    assert rows[0][4 + FIELDS.index("remainder")] == "长青路8号"
    assert summary.columns == ("省", "市", "县", "地址")
    assert summary.blank == 1


def test_a_row_of_codes_counts_by_its_last(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("省码,市码,县码\n360000,360500,360502\n110000,,110105\n", "utf-8")
    annotate(source, province="省码", prefecture="市码", county="县码")
    assert [row[4] for row in read_csv(tmp_path / "a.places.csv")[1:]] == ["360502", "110105"]


def test_within_and_level_narrow(schools: Path) -> None:
    annotate(schools, within="北京", force=True)
    assert read_csv(schools.with_name("schools.places.csv"))[2][5] == "110105"
    with pytest.raises(AmbiguousNameError):
        annotate(schools, within="鼓楼区", force=True)
    with pytest.raises(UnresolvedNameError):
        annotate(schools, within="苹果手机", force=True)
    with pytest.raises(ValueError, match="town"):
        annotate(schools, level="town", force=True)


@pytest.mark.parametrize("value", ["360502", "360502.0", "'360502", " 360502 "])
def test_codes_survive_a_spreadsheet(tmp_path: Path, value: str) -> None:
    source = tmp_path / "a.csv"
    source.write_text(f"县码,n\n{value},1\n110105,2\n", "utf-8")
    annotate(source)
    rows = read_csv(tmp_path / "a.places.csv")
    assert rows[1][0] == value
    assert rows[1][3] == "360502"


class TestColumn:
    """The place column is found when there is only one; else the error says what to say."""

    def test_a_text_column_goes_before_a_code_column(self, tmp_path: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_text("县码,县\n360502,渝水区\n222426,安图县\n", "utf-8")
        assert annotate(source).columns == ("县",)

    def test_several_candidates_are_listed_with_the_options(self, tmp_path: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_text("省,市,区县,n\n江西省,新余市,渝水区,1\n吉林省,延边州,安图县,2\n", "utf-8")
        with pytest.raises(TableError, match="province='省', prefecture='市', county='区县'") as caught:
            annotate(source)
        assert "a.csv" in str(caught.value)

    def test_no_candidate(self, tmp_path: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_text("a,b\nx,y\n", "utf-8")
        with pytest.raises(TableError, match=r"no column that reads as places.*'a', 'b'.*column='NAME'"):
            annotate(source)

    def test_an_only_column_needs_no_finding(self, tmp_path: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_text("词\n苹果\n", "utf-8")
        assert annotate(source).unresolved == 1

    def test_unknown_name(self, schools: Path) -> None:
        with pytest.raises(TableError, match=r"no column '地扯'.*'学校'.*did you mean '地址'"):
            annotate(schools, column="地扯")

    def test_position_and_case(self, tmp_path: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_text("Id, Place \nx,渝水区\n", "utf-8")
        assert annotate(source, column=2).columns == (" Place ",)
        assert annotate(source, column="place", force=True).columns == (" Place ",)
        assert annotate(source, column="2", force=True).columns == (" Place ",)
        with pytest.raises(TableError, match="no column 3"):
            annotate(source, column=3, force=True)

    def test_repeated_names_go_by_position(self, tmp_path: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_text("地址,地址\nx,渝水区\n", "utf-8")
        with pytest.raises(TableError, match="column=1 or column=2"):
            annotate(source, column="地址")
        annotate(source, column="2")
        assert read_csv(tmp_path / "a.places.csv")[1][3] == "360502"

    def test_one_column_twice(self, schools: Path) -> None:
        with pytest.raises(TableError, match="named twice"):
            annotate(schools, column="地址", county="地址")

    def test_added_names_must_be_new(self, schools: Path) -> None:
        annotate(schools)
        again = schools.with_name("schools.places.csv")
        with pytest.raises(TableError, match=r"already has columns 'place_status'.*prefix="):
            annotate(again, column="地址")
        annotate(again, column="地址", prefix="p_")


class TestHeader:
    """A first line that is a row is never taken for a header without a word."""

    def test_no_header(self, tmp_path: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_text("1,渝水区\n2,安图县\n", "utf-8")
        with pytest.raises(TableError, match=r"'渝水区' is a place.*header=False"):
            annotate(source)
        assert annotate(source, header=False).rows == 2
        rows = read_csv(tmp_path / "a.places.csv")
        assert rows[0][:3] == ["column_1", "column_2", "place_status"]
        assert [row[:2] for row in rows[1:]] == [["1", "渝水区"], ["2", "安图县"]]

    def test_a_header_that_reads_as_a_place(self, tmp_path: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_text("n,北京市\n1,朝阳区\n", "utf-8")
        with pytest.raises(TableError, match="header=True"):
            annotate(source)
        assert annotate(source, header=True).rows == 1
        assert annotate(source, column="北京市", force=True).rows == 1

    def test_header_only(self, tmp_path: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_text("编号,地址\n", "utf-8")
        with pytest.raises(TableError, match="no rows to find the place column by"):
            annotate(source)
        summary = annotate(source, column="地址")
        assert summary.rows == 0
        assert read_csv(tmp_path / "a.places.csv") == [["编号", "地址", *ADDED]]
        assert "rows" in str(summary)


class TestOutput:
    """A file appears whole or not at all, and never over another one unasked."""

    def test_existing_output_is_refused(self, schools: Path) -> None:
        target = schools.with_name("out.csv")
        target.write_text("mine", "utf-8")
        with pytest.raises(TableError, match=r"out\.csv exists already.*force=True"):
            annotate(schools, target)
        assert target.read_text("utf-8") == "mine"
        target.chmod(0o640)
        annotate(schools, target, force=True)
        assert len(read_csv(target)) == 8
        assert target.stat().st_mode & 0o777 == 0o640

    def test_the_source_is_never_written(self, schools: Path, tmp_path: Path) -> None:
        link = tmp_path / "link.csv"
        link.symlink_to(schools)
        hard = tmp_path / "hard.csv"
        os.link(schools, hard)
        for target in (schools, link, hard):
            with pytest.raises(TableError, match="this run reads or writes"):
                annotate(schools, target, force=True)
        with pytest.raises(TableError, match="this run reads or writes"):
            annotate(schools, tmp_path / "o.csv", report=tmp_path / "o.csv", force=True)

    @pytest.mark.parametrize("name", ["out", "out.doc", "folder.csv", "no/such/out.csv"])
    def test_targets_that_cannot_be(self, schools: Path, tmp_path: Path, name: str) -> None:
        (tmp_path / "folder.csv").mkdir()
        with pytest.raises(TableError):
            annotate(schools, tmp_path / name, force=True)

    def test_an_error_leaves_nothing(self, schools: Path, tmp_path: Path) -> None:
        def stop(done: int, rows: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            annotate(schools, tmp_path / "out.csv", report=tmp_path / "r.html", progress=stop)
        assert [path.name for path in tmp_path.iterdir()] == ["schools.csv"]

    @pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"])
    def test_a_run_that_is_stopped_leaves_no_half_file(self, tmp_path: Path, name: str) -> None:
        if not hasattr(signal, name):
            pytest.skip(f"this system has no {name}")
        source = tmp_path / "big.csv"
        source.write_text("地址\n" + "".join(f"江西省新余市渝水区{n}号\n" for n in range(40_000)), "utf-8")
        command = [sys.executable, "-m", "coedu_zones", "annotate", str(source), "-o", str(tmp_path / "out.csv")]
        run = subprocess.Popen(  # whoever ignores hang-ups, such as nohup, hands that on
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=lambda: signal.signal(getattr(signal, "SIGHUP", signal.SIGTERM), signal.SIG_DFL),  # noqa: PLW1509
        )  # fmt: skip
        deadline = time.monotonic() + 60
        while not any(path.stat().st_size for path in tmp_path.glob(".out.csv.*.part")):
            assert run.poll() is None, "the run ended before it could be killed"
            assert time.monotonic() < deadline
            time.sleep(0.01)
        run.send_signal(getattr(signal, name))
        code = run.wait()
        left = [path.name for path in tmp_path.iterdir() if path != source]
        if name == "SIGKILL":  # nobody can tidy up after it
            assert (code, [file[-5:] for file in left]) == (-9, [".part"])
        else:
            assert (code, left) == (128 + getattr(signal, name), [])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from /proc")
def test_memory_does_not_grow_with_the_table(tmp_path: Path) -> None:
    """13,000 rows of four kilobytes, with as many different texts, stay under 160 megabytes: less than all of them need."""
    source = tmp_path / "big.csv"
    with source.open("w", encoding="utf-8") as file:
        file.write("n,地址,备注\n")
        file.writelines(f"{n},某公司{n},{'x' * 4000}\n" for n in range(13_000))
    arguments = ["annotate", str(source), "--column", "地址", "-o", str(tmp_path / "out.csv")]
    # the peak of the child alone: ru_maxrss would count the parent's as well
    script = (
        "import re, pathlib; from coedu_zones.cli import main; "
        f"assert main({arguments!r}) == 0; "
        "print(re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())[1])"
    )
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert int(run.stdout) < 160_000
    with (tmp_path / "out.csv").open(encoding="utf-8") as file:
        assert sum(1 for _ in file) == 13_001


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_long_cells_make_small_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    """Memory does not grow with the length of the cells either, and no row is lost."""
    from coedu_zones.files import model, parquet

    rows = [("渝水区", f"{n:04}" * 250, str(n)) for n in range(100)]
    source = tmp_path / "a.csv"
    source.write_text("地址,轮廓,n\n" + "".join(",".join(row) + "\n" for row in rows), "utf-8")
    if suffix != ".csv":
        if suffix == ".parquet":
            pytest.importorskip("pyarrow")
        table = tmp_path / f"a{suffix}"
        annotate(source, table, column="地址", prefix="p_")
        source = table
    for module in (model, parquet):
        monkeypatch.setattr(module, "CHUNK_SIZE", 10_500)
    done: list[int] = []
    annotate(source, tmp_path / "out.csv", column="地址", progress=lambda rows, _: done.append(rows))
    assert done[-1] == 100
    assert len(done) >= 8
    assert [row[2] for row in read_csv(tmp_path / "out.csv")[1:]] == [row[2] for row in rows]


def test_text_counter_forgets_the_rare_and_keeps_the_frequent() -> None:
    counter = TextCounter(most=10)
    for row in range(100):
        counter.add(f"rare {row}", row)
        counter.add("frequent", row)
    assert counter.top(1) == [("frequent", 100, 0)]
    assert not counter.exact


def test_a_text_that_is_too_long_does_not_stop_the_run(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [("1", "一中", "渝水区" * 1000, "1"), ("2", "二中", "渝水区", "1")])
    summary = annotate(source, column="地址")
    assert (summary.errors, summary.resolved) == (1, 1)
    assert read_csv(tmp_path / "a.places.csv")[1][4] == "error"
    assert "unreadable" in str(summary)


class TestCommand:
    """Exit codes, and what goes to the terminal."""

    def test_done(self, schools: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["annotate", str(schools)]) == 0
        out, err = capsys.readouterr()
        assert out == ""
        assert "unresolved" in err
        assert "\r" not in err

    def test_strict(self, schools: Path, tmp_path: Path) -> None:
        assert main(["annotate", str(schools), "--strict"]) == 1
        clean = write_csv(tmp_path / "clean.csv", [("1", "一中", "渝水区", "1"), ("2", "二中", "", "1")])
        assert main(["annotate", str(clean), "--strict"]) == 0

    @pytest.mark.parametrize("words", [["no-such.csv"], ["{}", "--column", "x"], ["{}", "--within", "鼓楼区"]])
    def test_wrong(self, schools: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["annotate", *(word.format(schools) for word in words)]) == 2
        assert capsys.readouterr().err.startswith("coedu-zones: ")

    def test_options_reach_the_run(self, schools: Path, tmp_path: Path) -> None:
        target = tmp_path / "out.jsonl"
        words = ["--column", "地址", "--within", "北京", "--level", "county", "--prefix", "p_", "-o", str(target)]
        assert main(["annotate", str(schools), *words, "--report", str(tmp_path / "r.html")]) == 0
        records: list[dict[str, Any]] = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
        assert records[1]["p_code"] == "110105"
        assert (tmp_path / "r.html").exists()

    def test_stopped(self, schools: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        def stop(*args: object, **settings: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("coedu_zones.files.annotate", stop)
        assert main(["annotate", str(schools)]) == 130
        assert "stopped" in capsys.readouterr().err

    def test_standard_input_and_output(self, schools: Path, tmp_path: Path) -> None:
        """``-`` is CSV: in any encoding, out in UTF-8; the figures go to standard error."""
        write_csv(tmp_path / "gb.csv", encoding="gb18030")
        annotate(schools)
        expected = schools.with_name("schools.places.csv").read_bytes()
        empty = tmp_path / "empty.csv"
        empty.touch()
        script = """
import os, sys
from coedu_zones.__main__ import main

for number, (given, *words) in enumerate(map(str.split, sys.argv[1:])):
    for stream, end in ((sys.stdin, given), (sys.stdout, f"{number}.out"), (sys.stderr, f"{number}.err")):
        with open(end, "rb" if end == given else "wb") as file:
            os.dup2(file.fileno(), stream.fileno())
    sys.stdin = open(0, closefd=False)
    sys.argv = ["coedu-zones", "annotate", *words]
    code = main()
    print(end="", flush=True)
    sys.stderr.flush()
    with open(f"{number}.code", "w") as file:
        file.write(str(code))
"""
        runs = ("gb.csv -", "gb.csv - -o -", f"{os.devnull} schools.csv -o -", "empty.csv -")
        subprocess.run([sys.executable, "-c", script, *runs], check=True, cwd=tmp_path)

        def part(end: str) -> list[bytes]:
            return [(tmp_path / f"{number}.{end}").read_bytes() for number in range(len(runs))]

        assert part("code") == [b"0", b"0", b"0", b"2"]
        assert part("out") == [expected] * 3 + [b""]
        assert all(b"resolved" in figures for figures in part("err")[:3])
        assert b"stdin.csv is empty" in part("err")[3]

    def test_a_cell_as_long_as_an_outline(self, tmp_path: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_text(f"地址,轮廓\n渝水区,{'1' * 200_000}\n", "utf-8")
        limit = csv.field_size_limit()
        with pytest.raises(TableError, match=rf"line 2 .* more than {limit:,} characters"):
            annotate(source)
        assert main(["annotate", str(source)]) == 0
        assert len((tmp_path / "a.places.csv").read_text("utf-8")) > 200_000
        assert csv.field_size_limit() == limit

    def test_errors_of_the_system_name_the_file(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["annotate", str(tmp_path / "no.csv")]) == 2
        assert capsys.readouterr().err == f"coedu-zones: {tmp_path / 'no.csv'}: No such file or directory\n"
        source = write_csv(tmp_path / "a.csv")
        target = tmp_path / ("长" * 83 + ".csv")  # its own name fits, that of its temporary file does not
        assert main(["annotate", str(source), "-o", str(target)]) == 2
        assert capsys.readouterr().err == f"coedu-zones: {target}: File name too long\n"

    def test_bar_only_on_a_terminal(self) -> None:
        from io import StringIO

        from coedu_zones.cli.runs import Bar

        class Terminal(StringIO):
            def isatty(self) -> bool:
                return True

        drawn: dict[str, str] = {}
        makers: dict[str, Callable[[], StringIO]] = {"terminal": Terminal, "pipe": StringIO}
        for name, make in makers.items():
            out = make()
            bar = Bar(out)
            bar(5, 5)
            bar.close()
            drawn[name] = out.getvalue()
        assert "5 of 5 rows" in drawn["terminal"]
        assert drawn["pipe"] == ""
