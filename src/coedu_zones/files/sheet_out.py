"""Writes a table as an XLSX workbook of one sheet, by way of openpyxl, row by row."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from coedu_zones.files.cells import as_written, guard
from coedu_zones.files.delimited import flat_column
from coedu_zones.files.errors import backend, count, quoted, table_error
from coedu_zones.files.limits import MAX_CELL, MAX_COLUMNS, MAX_SHEET_ROWS
from coedu_zones.files.model import Added, Chunk, Source
from coedu_zones.files.sheet import SheetChunk, SheetSource
from coedu_zones.files.sheet_xml import WHY, letters
from coedu_zones.messages import say, word
from coedu_zones.places.inputs import is_missing

# what XML cannot hold, and \r, which it would turn into \n; Excel writes these as _x000D_
_HIDDEN: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_FIRST_DAY: Final = date(1900, 3, 1)  # before it, the day numbers of spreadsheets disagree


class SheetSink:
    """Writes a workbook of one sheet. Text is written as text and never becomes a formula."""

    def __init__(self, path: Path, columns: Sequence[str], source: Source, *, guard: bool) -> None:
        _check_size(source.rows, len(columns))
        openpyxl = backend("openpyxl", WHY)
        self._cell = backend("openpyxl.cell", WHY).WriteOnlyCell
        self._path = path
        self._guard = guard
        self._offset = source.offset
        self._book = openpyxl.Workbook(write_only=True)
        self._sheet = self._book.create_sheet(source.title if isinstance(source, SheetSource) else "places")
        self._row = 0
        bold = False
        if isinstance(source, SheetSource):
            self._take_looks(source)
            bold = source.bold
        self._part = path.with_name(path.name + ".sheet")
        self._open_part()
        self._append(columns, [], backend("openpyxl.styles", WHY).Font(bold=True) if bold else None)

    def _open_part(self) -> None:
        """Let the rows be kept beside the output, whose folder has space for them, and is tidied after a kill."""
        writer = backend("openpyxl.worksheet._writer", WHY)
        writer.ALL_TEMP_FILES.append(str(self._part))
        self._sheet._writer = writer.WorksheetWriter(self._sheet, out=str(self._part))  # noqa: SLF001
        self._sheet._writer.write_top()  # noqa: SLF001

    def _take_looks(self, source: SheetSource) -> None:
        """Widths and frozen panes as they were, and a note on what is not kept."""
        for first, last, width in source.looks.widths:
            for column in range(first, min(last, len(source.columns) - 1) + 1):
                self._sheet.column_dimensions[letters(column)].width = width
        rows, columns = source.looks.frozen
        if rows or columns:
            rows = max(1, rows - source.rows_above - max(0, source.header_rows - 1)) if rows else 0
            self._sheet.freeze_panes = f"{letters(min(columns, MAX_COLUMNS - 1))}{rows + 1}"
        lost = []
        if len(source.others) == 1:
            lost.append(say("the other sheet {names}", names=quoted(source.others, 10)))
        elif source.others:
            lost.append(say("the other sheets {names}", names=quoted(source.others, 10)))
        lost += map(word, source.extras)
        if source.looks.merges:
            lost.append(word("merged cells"))
        if lost:
            parts = say(", ").join(lost)
            source.notes.append(say("the new workbook does not keep {parts}; they stay in the source", parts=parts))

    def _append(self, values: Sequence[Any], formats: Sequence[str | None], font: Any = None) -> None:
        self._row += 1
        cells = [self._written(value) for value in values]
        for index, number_format in enumerate(formats):
            if number_format not in {None, "General"} and cells[index] is not None:
                cells[index] = self._styled(cells[index])
                cells[index].number_format = number_format
        if font is not None:
            cells = [None if cell is None else self._styled(cell) for cell in cells]
            for cell in filter(None, cells):
                cell.font = font
        self._sheet.append(cells)

    def _written(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value) if value else None
        if is_missing(value):
            return None
        if isinstance(value, bool | timedelta):
            return value
        if isinstance(value, float):
            return value if math.isfinite(value) else self._text(str(value))
        if isinstance(value, int | Decimal):
            # a spreadsheet keeps fifteen digits: longer whole numbers are identifiers, and stay whole as text
            return value if -(10**15) < value < 10**15 else self._text(str(value))
        if isinstance(value, date):
            day = value.date() if isinstance(value, datetime) else value
            if day >= _FIRST_DAY and getattr(value, "tzinfo", None) is None:
                return value
        return self._text(as_written(value))

    def _text(self, text: str) -> Any:
        safe = _HIDDEN.sub(lambda m: f"_x{ord(m[0]):04X}_", text)
        if len(safe) > MAX_CELL:
            raise table_error(
                "row {V} holds a text of {number:,} characters, and a cell of a workbook {max_cell:,} at "
                "most; write .csv or .parquet",
                V=self._row - 1 + self._offset,
                number=len(text),
                max_cell=MAX_CELL,
            )
        risky = self._guard and guard(text) != text
        if not risky and safe[:1] not in {"=", "#"}:
            return safe
        cell = self._cell(self._sheet, value="")
        cell.value, cell.data_type = safe, "s"
        if risky:
            cell.quotePrefix = True
        return cell

    def _styled(self, cell: Any) -> Any:
        return cell if hasattr(cell, "number_format") else self._cell(self._sheet, value=cell)

    def write(self, chunk: Chunk, added: Added) -> None:
        """Write some rows with what was added to them."""
        extra = zip(*(_flat_zones(values) for values in added.values()), strict=True)
        formats: Sequence[Sequence[str | None]] = chunk.formats if isinstance(chunk, SheetChunk) else [()] * len(chunk)
        for row, more, formatted in zip(chunk.rows, extra, formats, strict=True):
            self._append([*row, *more], formatted)

    def close(self) -> None:
        """Finish the file."""
        self._book.save(self._path)

    def abandon(self) -> None:
        """Let go of the file without finishing it."""
        # the rows that are still held cannot be written where the disk is full, and need not be
        with suppress(Exception):
            self._sheet.close()
        self._part.unlink(missing_ok=True)


def _check_size(rows: int, columns: int) -> None:
    if rows >= MAX_SHEET_ROWS:
        raise table_error(
            "{rows} do not fit a sheet, which holds {V:,} below its header; write .csv or .parquet",
            rows=count(rows, "row"),
            V=MAX_SHEET_ROWS - 1,
        )
    if columns > MAX_COLUMNS:
        raise table_error(
            "{columns:,} columns do not fit a sheet, which holds {max_columns:,}; write .csv or .parquet",
            columns=columns,
            max_columns=MAX_COLUMNS,
        )


def _flat_zones(values: list[Any]) -> list[Any]:
    """The zones as text; scores stay numbers."""
    return flat_column(values) if any(isinstance(value, list | tuple) for value in values) else values
