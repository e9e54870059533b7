"""``annotate``: every format, encoding and shape of file."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coedu_zones.errors import MissingBackendError
from coedu_zones.files import TableError, annotate
from coedu_zones.files.cells import as_text, guard
from coedu_zones.frames.columns import FIELDS

DAY = datetime(2024, 1, 2)  # noqa: DTZ001 - a spreadsheet's dates have no zone
NOON = datetime(2024, 1, 2, 12)  # noqa: DTZ001 - nor have these
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16"]
CELLS = st.one_of(
    st.sampled_from(["", "渝水区", "001", '"', "\r", "\n", "a\r\nb", "=1+1", "'x", " ", "\x00", "\x85", "𠮷€"]),
    st.text(st.characters(codec="utf-8"), max_size=12),
)
ADDED = [f"place_{field}" for field in FIELDS]
TABLE = [
    ["编号", "学校", "地址"],
    ["001", "一中", "渝水区"],
    ["002", '二中 "甲", 分校\n二', "吉林省长春市农安县"],
    ["003", "", ""],
]


def read(path: Path, encoding: str = "utf-8", delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def write(path: Path, rows: list[list[str]], encoding: str = "utf-8", delimiter: str = ",", end: str = "\n") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator=end).writerows(rows)
    return path


class TestEncoding:
    """The encoding is found from the bytes and kept in the output."""

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
    def test_round_trip(self, tmp_path: Path, encoding: str) -> None:
        source = write(tmp_path / "a.csv", TABLE, encoding)
        annotate(source)
        target = tmp_path / "a.places.csv"
        rows = read(target, encoding)
        assert [row[:3] for row in rows] == TABLE
        assert rows[1][4] == "360502"
        head = source.read_bytes()[:3]
        assert target.read_bytes()[:3] == head

    def test_four_byte_gb18030(self, tmp_path: Path) -> None:
        source = write(tmp_path / "a.csv", [["校", "地址"], ["𠮷㐂中学€", "渝水区"]], "gb18030")
        annotate(source)
        assert read(tmp_path / "a.places.csv", "gb18030")[1][0] == "𠮷㐂中学€"

    def test_a_late_byte_decides(self, tmp_path: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_bytes(
            b"n,a\n" + b"1,xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n" * 30_000 + "2,渝水区\n".encode("gb18030")
        )
        annotate(source, column="a")
        assert read(tmp_path / "a.places.csv", "gb18030")[-1][3] == "360502"

    def test_neither(self, tmp_path: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_bytes("地址\n渝水区\n".encode() + b"\xff\xfe\n")
        with pytest.raises(TableError, match=r"a\.csv: line 3 holds bytes that are not UTF-8.*encoding="):
            annotate(source)

    def test_big5_is_not_taken_for_gb18030(self, tmp_path: Path) -> None:
        text = "編號,地址\n" + "".join(f"{n},臺北市中正區重慶南路一段{n}號\n" for n in range(50))
        source = tmp_path / "a.csv"
        source.write_bytes(text.encode("big5"))
        with pytest.raises(TableError, match="encoding='big5'"):
            annotate(source)
        annotate(source, encoding="big5", column="地址")
        assert read(tmp_path / "a.places.csv", "utf-8-sig")[1][1] == "臺北市中正區重慶南路一段0號"

    def test_bad_bytes_pass_through_when_the_encoding_is_said(self, tmp_path: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_bytes("校,地址\n".encode() + b"a\xffb,\xe6\xb8\x9d\xe6\xb0\xb4\xe5\x8c\xba\xfe\n")
        summary = annotate(source, encoding="utf-8", column="地址")
        written = (tmp_path / "a.places.csv").read_bytes()
        assert b"a\xffb,\xe6\xb8\x9d\xe6\xb0\xb4\xe5\x8c\xba\xfe," in written
        assert "kept as they are" in summary.notes[0]
        summary = annotate(source, tmp_path / "b.jsonl", encoding="utf-8", column="地址")
        assert json.loads((tmp_path / "b.jsonl").read_text("utf-8"))["校"] == "a\ufffdb"
        assert "replaced" in summary.notes[0]

    @pytest.mark.parametrize("text", ["n,地址\n1,渝水\0区\n", "n,a\n\0,b\n" * 50, "n,地址\n" + "\0,渝水区\n" * 40])
    def test_a_zero_byte_is_not_utf_16(self, tmp_path: Path, text: str) -> None:
        source = tmp_path / "a.csv"
        source.write_bytes(text.encode())
        annotate(source, column=2)
        written = (tmp_path / "a.places.csv").read_text("utf-8").splitlines()
        assert [line.split(",")[:2] for line in written] == [line.split(",") for line in text.splitlines()]

    def test_output_encoding(self, tmp_path: Path) -> None:
        source = write(tmp_path / "a.csv", TABLE)
        annotate(source, output_encoding="gb18030")
        assert read(tmp_path / "a.places.csv", "gb18030")[1][2] == "渝水区"
        annotate(source, output_encoding="utf-16", force=True)
        assert read(tmp_path / "a.places.csv", "utf-16")[1][2] == "渝水区"
        with pytest.raises(TableError, match="no encoding"):
            annotate(source, encoding="klingon", force=True)
        with pytest.raises(TableError, match="no encoding"):
            annotate(source, output_encoding="klingon", force=True)


class TestDelimited:
    """Delimiters, line ends, ragged rows and quotation marks."""

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("suffix", [".csv", ".txt"])
    def test_delimiter_is_found_and_kept(self, tmp_path: Path, delimiter: str, suffix: str) -> None:
        source = write(tmp_path / f"a{suffix}", TABLE, delimiter=delimiter)
        annotate(source)
        assert [r[:3] for r in read(tmp_path / f"a.places{suffix}", delimiter=delimiter)] == TABLE

    def test_delimiter_is_said(self, tmp_path: Path) -> None:
        source = write(tmp_path / "a.csv", TABLE, delimiter="^")
        annotate(source, delimiter="^")
        assert read(tmp_path / "a.places.csv", delimiter="^")[1][4] == "360502"
        with pytest.raises(TableError, match="one character"):
            annotate(source, delimiter="::", force=True)

    def test_tsv(self, tmp_path: Path) -> None:
        source = write(tmp_path / "a.tsv", TABLE, delimiter="\t")
        annotate(source, tmp_path / "b.csv")
        assert [r[:3] for r in read(tmp_path / "b.csv")] == TABLE
        annotate(tmp_path / "b.csv", tmp_path / "c.tsv", column="地址", prefix="p_")
        assert [r[:3] for r in read(tmp_path / "c.tsv", delimiter="\t")] == TABLE

    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_line_ends_are_kept(self, tmp_path: Path, end: str) -> None:
        source = write(tmp_path / "a.csv", TABLE[:2], end=end)
        annotate(source)
        written = (tmp_path / "a.places.csv").read_bytes()
        assert written.count(end.encode()) == written.count(b"\n") == 2

    def test_ragged_rows_are_kept(self, tmp_path: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_text("n,地址\n1,渝水区,多,余\n2\n\n3,安图县\n", "utf-8")
        summary = annotate(source)
        header, *rows = read(tmp_path / "a.places.csv")
        assert header[:5] == ["n", "地址", "column_3", "column_4", "place_status"]
        assert [row[:4] for row in rows] == [
            ["1", "渝水区", "多", "余"], ["2", "", "", ""], ["", "", "", ""], ["3", "安图县", "", ""],
        ]  # fmt: skip
        assert summary.notes == (
            "1 row had more cells than the header: 2 columns added",
            "2 rows had fewer cells than the others and were filled up with empty",
        )

    def test_a_cell_that_is_never_closed(self, tmp_path: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_text('n,地址\n1,渝水区\n2,"安图县\n3,朝阳区\n', "utf-8")
        with pytest.raises(TableError, match=r"line 3 opens a cell.*quotes=False"):
            annotate(source)
        assert annotate(source, quotes=False).rows == 3
        assert read(tmp_path / "a.places.csv")[2][1] == '"安图县'

    def test_a_closed_cell_at_the_end_without_a_line_end(self, tmp_path: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_text('n,地址\n1,"渝水区"', "utf-8")
        assert annotate(source).resolved == 1

    @settings(deadline=None, max_examples=60)
    @given(
        rows=st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=6),
        delimiter=st.sampled_from(",;\t|"), end=st.sampled_from(["\n", "\r\n"]), encoding=st.sampled_from(ENCODINGS),
    )  # fmt: skip
    def test_every_value_is_kept(self, rows: list[list[str]], delimiter: str, end: str, encoding: str) -> None:
        """Every original column and value is kept, whatever is in it."""
        with TemporaryDirectory() as folder:
            source = Path(folder) / "a.csv"
            with source.open("w", encoding=encoding, newline="") as file:
                lines = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
                lines.writerows([["地址", "n"], *rows])
            summary = annotate(source, delimiter=delimiter, column="地址", guard=False, encoding=encoding)
            found = read(Path(folder) / "a.places.csv", encoding, delimiter)
        assert [row[:2] for row in found[1:]] == rows
        assert summary.rows == len(rows)

    def test_a_delimiter_inside_the_only_column(self, tmp_path: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_text("地址\n渝水区;长青路\n渝水区;仙来大道\n", "utf-8")
        annotate(source)
        assert read(tmp_path / "a.places.csv")[1][0] == "渝水区;长青路"

    def test_empty_file(self, tmp_path: Path) -> None:
        for name in ("a.csv", "a.tsv", "a.jsonl"):
            (tmp_path / name).write_bytes(b"")
            with pytest.raises(TableError, match="is empty"):
                annotate(tmp_path / name)

    def test_nothing_on_the_lines(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_bytes(b"\n\n")
        with pytest.raises(TableError, match="is empty"):
            annotate(tmp_path / "a.csv")

    def test_what_is_no_text(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_bytes(b"PK\x03\x04 a workbook")
        with pytest.raises(TableError, match=r"call a workbook \.xlsx"):
            annotate(tmp_path / "a.csv")
        with pytest.raises(TableError, match="is a folder"):
            annotate(tmp_path)

    def test_unknown_formats(self, tmp_path: Path) -> None:
        for name, way in (("a.xls", "save it as"), ("a.json", "one object per line"), ("a.dat", "must end in")):
            with pytest.raises(TableError, match=way):
                annotate(tmp_path / name)
        with pytest.raises(OSError, match=r"b\.csv"):
            annotate(tmp_path / "b.csv")


class TestGuard:
    """No spreadsheet runs a cell of ours, and no number is changed."""

    @pytest.mark.parametrize(
        "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "+86 10 6655", "-a"]
    )
    def test_guarded(self, text: str) -> None:
        assert guard(text) == "'" + text

    @pytest.mark.parametrize(
        "text", ["", "-5", "+5", "-1,200.50", "-3%", "-1e5", "-", "--", "渝水区", "a=b", "'=1", " x"]
    )
    def test_left_alone(self, text: str) -> None:
        assert guard(text) == text

    @given(st.text())
    def test_twice_is_once(self, text: str) -> None:
        assert guard(guard(text)) == guard(text)

    def test_in_files(self, tmp_path: Path) -> None:
        source = write(tmp_path / "a.csv", [["=名", "地址"], ["=1+1", "渝水区=HYPERLINK(1)"], ["-5", "=渝水区"]])
        annotate(source, column="地址")
        header, first, second = read(tmp_path / "a.places.csv")
        assert (header[0], first[0], second[0]) == ("'=名", "'=1+1", "-5")
        assert (first[1], second[1]) == ("渝水区=HYPERLINK(1)", "'=渝水区")
        assert not any(cell.startswith("=") for row in (header, first, second) for cell in row)
        annotate(source, column="地址", guard=False, force=True)
        assert read(tmp_path / "a.places.csv")[1][0] == "=1+1"
        annotate(source, tmp_path / "b.jsonl", column="地址")
        assert json.loads((tmp_path / "b.jsonl").read_text("utf-8").splitlines()[0])["=名"] == "=1+1"


class TestJsonLines:
    """Objects keep their characters; only fields are added."""

    def test_lines_are_kept_as_they_are(self, tmp_path: Path) -> None:
        source = tmp_path / "a.jsonl"
        lines = ['{"n": 1.10, "地址":"渝水区", "x": {"a": [1, 2]}}', '{ "地址": "\\u5b89图县"  }  ', "", "{}"]
        source.write_text("\n".join(lines), "utf-8")
        summary = annotate(source, column="地址")
        written = (tmp_path / "a.places.jsonl").read_text("utf-8").splitlines()
        assert summary.rows == len(written) == 3
        assert written[0].startswith('{"n": 1.10, "地址":"渝水区", "x": {"a": [1, 2]}, "place_status": "resolved"')
        assert written[1].startswith('{ "地址": "\\u5b89图县", "place_status"')
        assert json.loads(written[0])["place_zones"]
        assert json.loads(written[2])["place_status"] is None

    def test_to_csv(self, tmp_path: Path) -> None:
        source = tmp_path / "a.jsonl"
        source.write_text('{"n": 1, "地址": "渝水区"}\n{"地址": 360502, "m": [1, {"k": null}]}\n', "utf-8")
        annotate(source, tmp_path / "b.csv", column="地址")
        rows = read(tmp_path / "b.csv", "utf-8-sig")
        assert rows[0][:3] == ["n", "地址", "m"]
        assert rows[2][:5] == ["", "360502", '[1, {"k": null}]', "resolved", "360502"]

    def test_a_broken_line(self, tmp_path: Path) -> None:
        source = tmp_path / "a.jsonl"
        for bad, why in (("{", "Expecting"), ("[1]", "it is a list"), ("[" * 100_000, "no JSON object")):
            source.write_text(f'{{"地址": "渝水区"}}\n{bad}\n', "utf-8")
            with pytest.raises(TableError, match=rf"line 2 is no JSON object.*{why}|line 2 is no JSON object"):
                annotate(source)


class TestParquet:
    """Types pass through; the zones are a list."""

    def test_round_trip(self, tmp_path: Path) -> None:
        arrow = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        table = arrow.table({
            "码": arrow.array([360502, None, 110105], arrow.int64()),
            "日": arrow.array([date(2024, 1, 2), None, None]),
            "值": arrow.array([[1, 2], None, []]),
            "类": arrow.array(["a", "b", "=1"]).dictionary_encode(),
        }).replace_schema_metadata({"k": "v"})  # fmt: skip
        parquet.write_table(table, tmp_path / "a.parquet")
        annotate(tmp_path / "a.parquet")
        found = parquet.read_table(tmp_path / "a.places.parquet")
        assert found.column_names == [*table.column_names, *ADDED]
        assert found.select(table.column_names).equals(table)
        assert found.schema.metadata == {b"k": b"v"}
        assert found["place_code"].to_pylist() == ["360502", None, "110105"]
        assert found.schema.field("place_zones").type == arrow.list_(arrow.int64())
        assert found.schema.field("place_score").type == arrow.float64()

    def test_to_text(self, tmp_path: Path) -> None:
        arrow = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        table = arrow.table({
            "码": [360502.0, None], "时": [NOON, None], "真": [True, False], "n": [float("nan"), -1.5],
            "b": [b"x", None],
        })  # fmt: skip
        parquet.write_table(table, tmp_path / "a.parquet")
        annotate(tmp_path / "a.parquet", tmp_path / "b.csv", column="码")
        rows = read(tmp_path / "b.csv", "utf-8-sig")
        assert rows[1][:7] == ["360502.0", "2024-01-02 12:00:00", "TRUE", "", "x", "resolved", "360502"]
        assert rows[2][:6] == ["", "", "FALSE", "-1.5", "", ""]
        annotate(tmp_path / "a.parquet", tmp_path / "b.jsonl", column="码")
        first = json.loads((tmp_path / "b.jsonl").read_text("utf-8").splitlines()[0])
        assert (first["时"], first["真"], first["n"]) == ("2024-01-02 12:00:00", True, None)

    def test_from_csv_codes_stay_text(self, tmp_path: Path) -> None:
        parquet = pytest.importorskip("pyarrow.parquet")
        source = tmp_path / "a.csv"
        source.write_text("地址,n,n,\n渝水区,001,=1,x\n", "utf-8")
        summary = annotate(source, tmp_path / "b.parquet", column="地址")
        found = parquet.read_table(tmp_path / "b.parquet").to_pylist()[0]
        assert (found["n"], found["n_2"], found["column_4"]) == ("001", "=1", "x")
        assert "renamed" in summary.notes[0]

    def test_from_json_lines_keeps_types(self, tmp_path: Path) -> None:
        parquet = pytest.importorskip("pyarrow.parquet")
        source = tmp_path / "a.jsonl"
        source.write_text(
            '{"a": "渝水区", "n": 1, "f": 1, "m": "x"}\n{"a": null, "n": 2, "f": 1.5, "m": [1]}\n', "utf-8"
        )
        annotate(source, tmp_path / "b.parquet")
        found = parquet.read_table(tmp_path / "b.parquet")
        assert [str(found.schema.field(k).type) for k in "anfm"] == ["string", "int64", "double", "string"]
        assert found["m"].to_pylist() == ["x", "[1]"]

    def test_not_parquet(self, tmp_path: Path) -> None:
        pytest.importorskip("pyarrow")
        (tmp_path / "a.parquet").write_bytes(b"PAR1 no")
        with pytest.raises(TableError, match=r"a\.parquet is no Parquet file"):
            annotate(tmp_path / "a.parquet")


class TestWorkbook:
    """Values, dates and codes of a sheet; text never becomes a formula."""

    def make(self, path: Path, rows: list[list[Any]], **others: list[list[Any]]) -> Path:
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.Workbook()
        book.active.title = "学校"
        for title, cells in {"学校": rows, **others}.items():
            sheet = book["学校"] if title == "学校" else book.create_sheet(title)
            for row in cells:
                sheet.append(row)
        book.save(path)
        return path

    def load(self, path: Path) -> list[list[Any]]:
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.load_workbook(path)
        assert len(book.worksheets) == 1
        return [[cell.value for cell in row] for row in book.active.iter_rows()]

    def test_round_trip(self, tmp_path: Path) -> None:
        rows: list[list[Any]] = [
            ["码", "编号", "日", "n"],
            [360502, "001", DAY, 1.5],
            [110105.0, "002", None, True],
            [None, "003", None, None],
        ]
        source = self.make(tmp_path / "a.xlsx", rows)
        annotate(source, column="码")
        found = self.load(tmp_path / "a.places.xlsx")
        assert [row[:4] for row in found] == rows
        assert found[0][4:] == ADDED
        assert [row[5] for row in found[1:]] == ["360502", "110105", None]
        assert found[1][4 + FIELDS.index("score")] == 100

    def test_to_csv_and_back(self, tmp_path: Path) -> None:
        source = self.make(
            tmp_path / "a.xlsx", [["地址", "日", "n"], ["渝水区", DAY, 5], [None, None, None], ["安图县"]]
        )
        annotate(source, tmp_path / "b.csv")
        rows = read(tmp_path / "b.csv", "utf-8-sig")
        assert [row[:3] for row in rows[1:]] == [["渝水区", "2024-01-02", "5"], ["", "", ""], ["安图县", "", ""]]
        annotate(tmp_path / "b.csv", tmp_path / "c.xlsx", column="地址", prefix="p_")
        assert self.load(tmp_path / "c.xlsx")[1][:3] == ["渝水区", "2024-01-02", "5"]

    def test_text_never_becomes_a_formula(self, tmp_path: Path) -> None:
        openpyxl = pytest.importorskip("openpyxl")
        source = write(tmp_path / "a.csv", [["地址", "=头"], ["=渝水区", "=1+1"], ["渝水区", "#N/A"], ["安图县", "-5"]])
        for on in (True, False):
            annotate(source, tmp_path / "b.xlsx", guard=on, force=True, column="地址")
            sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").active
            assert {sheet[c].data_type for c in ("B1", "A2", "B2", "B3", "B4")} == {"s"}
            assert [sheet[c].value for c in ("B1", "A2", "B2", "B3", "B4")] == ["=头", "=渝水区", "=1+1", "#N/A", "-5"]
            assert [bool(sheet[c].quotePrefix) for c in ("B1", "A2", "B2", "B3", "B4")] == [on, on, on, False, False]

    def test_formulas_become_values_or_text(self, tmp_path: Path) -> None:
        source = self.make(tmp_path / "a.xlsx", [["地址", "和"], ["渝水区", "=1+1"], ["安图县", 3]])
        summary = annotate(source)
        assert self.load(tmp_path / "a.places.xlsx")[1][1] == "=1+1"
        openpyxl = pytest.importorskip("openpyxl")
        assert openpyxl.load_workbook(tmp_path / "a.places.xlsx").active["B2"].data_type == "s"
        assert "1 formula without a value" in summary.notes[0]
        assert "(B2)" in summary.notes[0]

    def test_sheets(self, tmp_path: Path) -> None:
        rows = [["地址"], ["渝水区"]]
        source = self.make(tmp_path / "a.xlsx", rows, 空=[], 二=[["地址"], ["安图县"], ["朝阳区"]])
        with pytest.raises(TableError, match=r"2 sheets with cells: '学校', '二'.*sheet='学校'"):
            annotate(source)
        with pytest.raises(TableError, match="no sheet '三'"):
            annotate(source, sheet="三")
        assert annotate(source, sheet="二").rows == 2
        with pytest.raises(TableError, match="is empty"):
            annotate(self.make(tmp_path / "e.xlsx", []))

    def test_hard_cells(self, tmp_path: Path) -> None:
        pytest.importorskip("openpyxl")
        source = write(
            tmp_path / "a.csv", [["地址", "文"], ["渝水区", "a\x0bb_x0041_\r\nc"], ["安图县", "1234567890123456789"]]
        )
        annotate(source, tmp_path / "b.xlsx")
        annotate(tmp_path / "b.xlsx", tmp_path / "c.csv", prefix="p_", column="地址")
        rows = read(tmp_path / "c.csv", "utf-8-sig")
        assert [row[1] for row in rows[1:]] == ["a\x0bb_x0041_\r\nc", "1234567890123456789"]
        write(source, [["地址", "文"], ["渝水区", "长" * 40_000]])
        with pytest.raises(TableError, match="row 1 holds a text of 40,000 characters"):
            annotate(source, tmp_path / "d.xlsx")
        assert not (tmp_path / "d.xlsx").exists()

    def test_not_a_workbook(self, tmp_path: Path) -> None:
        pytest.importorskip("openpyxl")
        (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0 old")
        with pytest.raises(TableError, match=r"a\.xlsx is no XLSX workbook.*password"):
            annotate(tmp_path / "a.xlsx")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_title_above_the_header(tmp_path: Path, suffix: str) -> None:
    source = tmp_path / f"a{suffix}"
    rows = [["学校名单"], [], ["编号", "学校", "地址"], ["1", "一中", "渝水区"], ["2", "二中", "安图县"]]
    if suffix == ".csv":
        write(source, rows)
    else:
        TestWorkbook().make(source, rows)
    summary = annotate(source, tmp_path / "b.csv")
    assert (summary.columns, summary.rows, summary.resolved) == (("地址",), 2, 2)
    assert "2 rows above the header left out ('学校名单'): the names stand in row 3; say skip=0" in summary.notes[0]
    assert annotate(source, tmp_path / "b.csv", skip=2, force=True).notes[0] == "2 rows above the header left out"
    assert annotate(source, tmp_path / "d.csv", skip=0, column=3).columns == ("column_3",)
    found = read(tmp_path / "b.csv", "utf-8" if suffix == ".csv" else "utf-8-sig")
    assert [row[:3] for row in found] == rows[2:]
    with pytest.raises(TableError, match="is empty"):
        annotate(source, tmp_path / "c.csv", skip=5, column=1)
    with pytest.raises(TableError, match="skip=-1"):
        annotate(source, tmp_path / "c.csv", skip=-1)


@pytest.mark.parametrize(("name", "package"), [("b.parquet", "pyarrow"), ("b.xlsx", "openpyxl")])
def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str) -> None:
    def missing(module: str) -> Any:
        raise ImportError(module)

    monkeypatch.setattr("coedu_zones.files.errors.import_module", missing)
    source = write(tmp_path / "a.csv", TABLE)
    with pytest.raises(MissingBackendError, match=rf"{package}.*coedu_zones\[files\]"):
        annotate(source, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(360502, "360502"), (360502.0, "360502"), (float("nan"), None), (None, None), (" \t", None), (1.5, "1.5"),
     (b"\xe6\xb8\x9d", "渝"), (float("inf"), "inf"), ("3.60502E+11", "3.60502E+11"), ("渝\udcff", "渝\ufffd")],
)  # fmt: skip
def test_as_text(value: object, text: str | None) -> None:
    assert as_text(value) == text
