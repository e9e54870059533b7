"""One sheet of an XLSX workbook as a table, read row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from coedu_zones.files.cells import is_empty
from coedu_zones.files.errors import count, table_error
from coedu_zones.files.layout import HEAD_ROWS, Below, find_layout
from coedu_zones.files.limits import check_columns, check_hollow, rows_at_once
from coedu_zones.files.model import CHUNK_ROWS, Chunk, Options, Source, kind_of, packed
from coedu_zones.files.sheet_xml import Cell, letters
from coedu_zones.files.workbook import Looks, Merge, Workbook
from coedu_zones.messages import say

_SHOWN: Final = 5


@dataclass
class SheetChunk(Chunk):
    """Rows with the number format of each cell."""

    formats: list[list[str | None]]


class _Row(NamedTuple):
    """One row of the sheet, as wide as the table."""

    values: list[Any]
    formats: list[str | None]
    aside: bool


class SheetSource(Source):
    """One sheet of a workbook; a formula counts as the value that it last had, merged cells as filled down."""

    def __init__(self, path: Path, options: Options) -> None:
        super().__init__(path, headed=True)
        self.options = options
        self.looks = Looks()
        self._book = Workbook(path)
        with self._book as book:
            self.title = book.pick(options.sheet)
            self.others = [title for title in book.sheets if title != self.title and book.has_cells(title)]
            seen = _Seen(self, book)
            self.extras = book.extras()
            self.bold = any(map(book.is_bold, seen.header_styles))
        self._seen = seen
        self.columns, self.kinds, self.rows, self.offset = seen.columns, seen.kinds, seen.rows, seen.above
        self.header_rows, self.rows_above = seen.layout.depth, seen.layout.above
        self.notes += seen.notes(self.looks.merges)

    def chunks(self, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """The rows down to the last that holds something."""
        with self._book as book:
            for rows in packed(self._table(book), rows_at_once(size, len(self.columns)), _weight):
                yield SheetChunk(
                    [row.values for row in rows], [row.formats for row in rows],
                    aside=frozenset(number for number, row in enumerate(rows) if row.aside),
                )  # fmt: skip

    def _table(self, book: Workbook) -> Iterator[_Row]:
        expected, last = self.offset + 1, self.offset + self.rows
        filler = _Filler([m for m in self.looks.merges if m.top >= expected and m.bottom > m.top])
        for number, cells in book.rows(self.title):
            if number > last:
                break
            if number < expected:
                continue
            for gap in range(expected, number):
                yield self._row(book, gap, filler.fill(gap, []))
            yield self._row(book, number, filler.fill(number, cells))
            expected = number + 1

    def _row(self, book: Workbook, number: int, cells: list[Cell]) -> _Row:
        width = len(self.columns)
        values: list[Any] = [None] * width
        formats: list[str | None] = [None] * width
        for cell in cells:
            if cell.column < width:
                values[cell.column] = cell.content
                formats[cell.column] = book.formats[cell.style] if cell.style < len(book.formats) else None
        return _Row(values, formats, self._seen.below.has(number, values))


def _weight(row: _Row) -> int:
    return sum(len(value) for value in row.values if isinstance(value, str))


class _Seen:
    """What one pass over a sheet finds: where the table stands, what its columns hold, what must be reported."""

    def __init__(self, source: SheetSource, book: Workbook) -> None:
        self.below = Below()
        self._formulas = self._filled = self._last = self._width = 0
        self._uncalculated: list[str] = []
        self._uncalculated_count = 0
        self._kinds: dict[int, set[str]] = {}
        head: list[tuple[int, list[Cell]]] = []
        skip = source.options.skip or 0
        for number, cells in book.rows(source.title, source.looks):
            self._count(number, cells)
            if skip < number <= skip + HEAD_ROWS:
                head.append((number, cells))
            elif number > skip:
                self._take(cells)
        self._settle(source, head)

    def _count(self, number: int, cells: list[Cell]) -> None:
        for cell in cells:
            if cell.formula:
                self._formulas += 1
                if cell.value is None:
                    self._uncalculated_count += 1
                    if len(self._uncalculated) < _SHOWN:
                        self._uncalculated.append(f"{letters(cell.column)}{number}")
            elif is_empty(cell.value):
                continue
            self._filled += 1
            self._width = max(self._width, cell.column + 1)
            self._last = number
        if self._last == number:
            self.below.add(number, _dense(cells))

    def _take(self, cells: list[Cell]) -> None:
        for cell in cells:
            if not is_empty(cell.value) or cell.formula:
                self._kinds.setdefault(cell.column, set()).add(kind_of(cell.content))

    def _settle(self, source: SheetSource, head: list[tuple[int, list[Cell]]]) -> None:
        """Find the table in the first rows; what stands above its rows is none of them."""
        skip = source.options.skip or 0
        lines: list[list[Any]] = [[] for _ in range(max((number for number, _ in head), default=skip) - skip)]
        for number, cells in head:
            lines[number - skip - 1] = _dense(cells)
        ranges = [
            (m.top - skip - 1, m.left, m.bottom - skip - 1, min(m.right, self._width - 1))
            for m in source.looks.merges
            if skip < m.top <= skip + len(lines)
        ]
        self.layout = find_layout(lines, source.options, ranges)
        self.above = self.layout.rows_above
        self.below.begin(self.above)
        if self._last <= self.layout.above:
            raise table_error("{path} is empty below the rows that are left out", path=source.path)
        for number, cells in head:
            if number > self.above:
                self._take(cells)
        self.columns = self.layout.columns(self._width)
        self.rows = max(0, self._last - self.above)
        self.kinds = [self._kinds.get(column, set()) for column in range(self._width)]
        shown = range(self.layout.above + 1, self.above + 1)
        self.header_styles = [cell.style for number, cells in head if number in shown for cell in cells]
        check_columns(source.path, self._width)
        check_hollow(source.path, self._width, self.rows, self._filled)

    def notes(self, merges: list[Merge]) -> list[str]:
        """What a run says of the sheet."""
        found = self.layout.notes()
        calculated = self._formulas - self._uncalculated_count
        if calculated:
            found.append(say("{number} written as the values that they last had", number=count(calculated, "formula")))
        if self._uncalculated_count:
            where = ", ".join(self._uncalculated) + (" …" if self._uncalculated_count > _SHOWN else "")
            found.append(
                say(
                    "{number} without a value, as no spreadsheet program has calculated them ({where}): read and written "
                    "as the text of the formula; open and save the workbook once to have the values",
                    number=count(self._uncalculated_count, "formula"),
                    where=where,
                )
            )
        down = [m for m in merges if m.top > self.above and m.bottom > m.top]
        if down:
            where = ", ".join(f"{letters(m.left)}{m.top}:{letters(m.right)}{m.bottom}" for m in down[:_SHOWN])
            more = " …" if len(down) > _SHOWN else ""
            found.append(
                say(
                    "{number} filled down with the value of the first cell ({where})",
                    number=count(len(down), "merged range"),
                    where=f"{where}{more}",
                )
            )
        return found + self.below.notes()


class _Filler:
    """Fills merged cells down with the value of their first cell, row after row."""

    def __init__(self, merges: list[Merge]) -> None:
        self._starting: dict[int, list[Merge]] = {}
        for merge in merges:
            self._starting.setdefault(merge.top, []).append(merge)
        self._active: dict[int, tuple[int, Cell]] = {}

    def fill(self, number: int, cells: list[Cell]) -> list[Cell]:
        """The cells of a row with those that a merged cell above gives it."""
        if not self._active and number not in self._starting:
            return cells
        own = {cell.column: cell for cell in cells}
        for column, (bottom, cell) in list(self._active.items()):
            if number > bottom:
                del self._active[column]
            else:
                own.setdefault(column, cell)
        for merge in self._starting.pop(number, ()):
            if merge.left in own:
                self._active[merge.left] = (merge.bottom, own[merge.left])
        return list(own.values())


def _dense(cells: list[Cell]) -> list[Any]:
    """The values of a row, gaps filled."""
    row: list[Any] = [None] * (cells[-1].column + 1 if cells else 0)
    for cell in cells:
        row[cell.column] = cell.content
    return row
