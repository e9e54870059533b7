"""Tables as offices make them: titles, headers of two rows, merged cells, sums, signatures, looks."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from coedu_zones.files import TableError, annotate
from coedu_zones.files.layout import find_layout, is_closing, is_total
from coedu_zones.files.model import Options

openpyxl = pytest.importorskip("openpyxl")

OFFICE: list[list[Any]] = [
    ["2024年协同育人学校统计表"], ["填报单位：某教育局", None, None, None, "日期：2024年3月"],
    ["序号", "地址", None, None, "人数"], [None, "省", "市", "县", None],
    [1, "江西省", "新余市", "渝水区", 300], [2, None, None, "分宜县", 20], [3, "广东省", "南昌市", None, "=E5+E6"],
    ["合 计", None, None, None, 320], [], ["制表人：李明", None, None, "审核人：王"], ["注：数据截至2024年"],
]  # fmt: skip
MERGED = ("A1:E1", "A3:A4", "B3:D3", "E3:E4", "B5:B6", "C5:C6")
LEVELS: dict[str, Any] = {"province": "地址-省", "prefecture": "地址-市", "county": "地址-县"}


def save(path: Path, rows: list[list[Any]], merged: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "学校"
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(path)
    return path


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return save(tmp_path / "a.xlsx", OFFICE, MERGED)


def test_a_table_of_an_office(office: Path) -> None:
    found = annotate(office, office.with_name("o.csv"), **LEVELS)
    header, *rows = read(office.with_name("o.csv"))
    assert header[:5] == ["序号", "地址-省", "地址-市", "地址-县", "人数"]
    assert rows[1][:7] == ["2", "江西省", "新余市", "分宜县", "20", "resolved", "360521"]
    assert [row[5] for row in rows[3:]] == [""] * 4
    assert (found.rows, found.resolved, found.blank) == (7, 2, 4)
    notes = "\n".join(found.notes)
    for words in (
        "2 rows above the header left out ('2024年协同育人学校统计表'): the names stand in row 3", "a header of 2 rows",
        "1 formula without a value", "(E7)", "2 merged ranges filled down", "in row 8", "2 lines below the table",
        "from row 10 on",
    ):  # fmt: skip
        assert words in notes


def test_rows_have_the_numbers_of_the_sheet(office: Path) -> None:
    found = annotate(office, office.with_name("o.csv"), **LEVELS)
    texts = (*found.unresolved_texts, *found.conflicting_texts, *found.flagged_texts, *found.ambiguous_texts)
    assert {text.first_row for text in texts} == {7}


def test_looks_are_kept_or_told(tmp_path: Path) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["名单"], ["n", "地址"], [1, "渝水区"]):
        sheet.append(row)
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    sheet["A3"].fill = PatternFill("solid", fgColor="FF0000")
    sheet["A3"].comment = Comment("看", "我")
    sheet.freeze_panes = "B3"
    sheet.column_dimensions["B"].width = 33.5
    book.create_sheet("说明")["A1"] = "请填写"
    book.save(tmp_path / "a.xlsx")
    found = annotate(tmp_path / "a.xlsx", sheet="Sheet")
    written = openpyxl.load_workbook(tmp_path / "a.places.xlsx").active
    assert (written.freeze_panes, written.column_dimensions["B"].width) == ("B2", 33.5)
    assert [cell.font.b for cell in written[1]] == [True] * written.max_column
    assert not any(cell.font.b for cell in written[2])
    kept = next(note for note in found.notes if "does not keep" in note)
    assert all(words in kept for words in ("'说明'", "comments", "colours and borders"))


@pytest.mark.parametrize(
    ("head", "above", "names"),
    [
        ([["名单"], ["n", "地址"], ["1", "渝水区"]], 1, ["n", "地址"]),
        ([["单位：某局", "", "2024年5月"], ["n", "地址", "数"], ["1", "渝水区", "2"]], 1, ["n", "地址", "数"]),
        ([[], [], ["n", "地址"], ["1", "渝水区"]], 2, ["n", "地址"]),
        ([["表"], ["地区", "2020", "2021"], ["渝水区", "1", "2"]], 1, ["地区", "2020", "2021"]),
        ([["n", "地址", "", ""], ["", "省", "市", "县"], ["1", "江西", "新余", "渝水"]], 0, ["n", "地址-省", "地址-市", "地址-县"]),
        # what must not be taken for a title or a second row of names
        ([["地址"], ["渝水区", "长青路"]], 0, ["地址"]),
        ([["名单"], ["1", "渝水区"], ["2", "安图县"]], 0, ["名单"]),
        ([["n", "地址"], ["1", "渝水区", "多"]], 0, ["n", "地址"]),
        ([["n", "", "地址"], ["", "甲", ""], ["1", "x", "渝水区"]], 0, ["n", "", "地址"]),
        ([["名单"]], 0, ["名单"]),
        ([], 0, []),
    ],
)  # fmt: skip
def test_layouts(head: list[list[str]], above: int, names: list[str]) -> None:
    found = find_layout(head, Options())
    assert (found.above, found.names) == (above, names)


@pytest.mark.parametrize(
    "row",
    [["合计", "", "3"], ["合 计", ""], ["总计：", "5"], ["", "小计", "3"], ["5", "合计（人）", "9"], ["Total", "3"]],
)
def test_sums(row: list[str]) -> None:
    assert is_total(row)


@pytest.mark.parametrize(
    "row", [["渝水区", "合计"], ["合计镇", "1"], ["1", "合肥市"], [], ["", None], ["总部", "渝水区"], [5, 6]]
)
def test_no_sums(row: list[Any]) -> None:
    assert not is_total(row)


@pytest.mark.parametrize(
    "row", [["制表人：李明", "", "日期：5月"], ["注：以上", ""], ["（盖章）", "", "备注", "", ""], ["备注", ""]]
)
def test_closing_lines(row: list[str]) -> None:
    assert is_closing(row) == (row[0] != "（盖章）")


def test_a_closing_word_inside_a_table_is_a_row(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("地址,n\n备注,\n渝水区,1\n注：完,\n", "utf-8")
    found = annotate(source, column="地址")
    assert (found.rows, found.resolved, found.unresolved, found.blank) == (3, 1, 1, 1)


def test_formulas_with_a_value_count_as_that(tmp_path: Path) -> None:
    source = save(tmp_path / "a.xlsx", [["地址", "n"], ["=X1", 1], ["安图县", 2]])
    values = {"A2": '<c r="A2" t="str"><f>X1</f><v>渝水区</v></c>'}
    rewrite(
        source,
        lambda text: text.replace(
            text[text.index('<c r="A2"') : text.index("</c>", text.index('<c r="A2"')) + 4], values["A2"]
        ),
    )
    found = annotate(source, tmp_path / "b.csv", column="地址")
    assert found.resolved == 2
    assert found.notes == ("1 formula written as the values that they last had",)


def rewrite(path: Path, change: Any, part: str = "xl/worksheets/sheet1.xml") -> None:
    """Change one part of a workbook."""
    import zipfile

    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts[part] = change(parts[part].decode("utf-8")).encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, body in parts.items():
            book.writestr(name, body)


ROW = '<row r="{0}"><c r="{1}" t="inlineStr"><is><t>x</t></is></c></row>'


@pytest.mark.parametrize(
    ("added", "why"),
    [
        (ROW.format(3, "XFD3") + ROW.format(100_000, "A100000"), "99,999 rows by 16,384 columns with only"),
        (ROW.format("9" * 11, "A9"), "has a row 99999999999"),
        (ROW.format(3, "ZZZ3"), "has a cell in column 18,278"),
        (ROW.format(2, "A2"), "row 2 of sheet '学校' comes after row 2"),
        ('<row r="3"><c r="A3"><v>abc</v></c></row>', "row 3 of sheet '学校' holds 'abc'"),
        ('<row r="3"><c r="A3" t="s"><v>999</v></c></row>', "holds '999' as type 's'"),
        ("<row>" + "<c/>" * 300_000 + "</row>", "beyond|unfolds"),
        ('<row r="3"><c r="A3" t="inlineStr"><is><t>' + "长" * 40_000 + "</t></is></c></row>", "a text of 40,000 characters in row 3"),
        ("<row", "no XLSX workbook that can be read"),
    ],
)  # fmt: skip
def test_what_a_workbook_may_not_claim(tmp_path: Path, added: str, why: str) -> None:
    source = save(tmp_path / "a.xlsx", [["地址", "n"], ["渝水区", 1]])
    rewrite(source, lambda text: text.replace("</sheetData>", added + "</sheetData>"))
    with pytest.raises(TableError, match=why) as caught:
        annotate(source)
    assert str(source) in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_style_that_is_not_there_is_none(tmp_path: Path) -> None:
    source = save(tmp_path / "a.xlsx", [["地址", "n"], ["渝水区", 1]])
    rewrite(
        source,
        lambda text: text.replace("</sheetData>", '<row r="3"><c r="A3" s="999"><v>360502</v></c></row></sheetData>'),
    )
    assert annotate(source, column="地址").resolved == 2
