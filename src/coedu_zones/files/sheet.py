"""XLSX workbooks, by way of openpyxl: one sheet is read and one is written, row by row."""

from __future__ import annotations

import math
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, Final

from coedu_zones.files.cells import as_written, guard, is_empty
from coedu_zones.files.delimited import flat_column
from coedu_zones.files.errors import TableError, backend, count, left_out, name_of, quoted
from coedu_zones.files.model import CHUNK_ROWS, Added, Chunk, Options, Source

_WHY: Final = "reading and writing XLSX"
MAX_ROWS: Final = 1_048_576
MAX_TEXT: Final = 32_767
# what XML cannot hold, and \r, which it would turn into \n; Excel writes these as _x000D_
_HIDDEN: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_FIRST_DAY: Final = date(1900, 3, 1)  # before it, the day numbers of spreadsheets disagree


@dataclass
class SheetChunk(Chunk):
    """Rows with the number format of each cell."""

    formats: list[list[str | None]]


class SheetSource(Source):
    """One sheet of a workbook; a formula counts as the value that it last had."""

    def __init__(self, path: Path, options: Options) -> None:
        super().__init__(path, headed=True)
        self.options = options
        self.kinds = []
        self._formulas = 0
        book = self._load(values=False)
        try:
            self.title = self._pick(book)
            self._scan(book)
        except (KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
            raise error if isinstance(error, TableError) else self._unreadable(error) from error
        finally:
            book.close()

    def _load(self, *, values: bool) -> Any:
        openpyxl = backend("openpyxl", _WHY)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # styles and extensions that are of no use here
                return openpyxl.load_workbook(self.path, read_only=True, data_only=values)
        except (KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> TableError:
        return TableError(
            f"{name_of(self.path)} is no XLSX workbook that can be read ({error}). A workbook with a password, or an "
            "old .xls file, must first be saved as plain .xlsx"
        )

    def _pick(self, book: Any) -> str:
        titles = [sheet.title for sheet in book.worksheets]
        wanted = self.options.sheet
        if wanted is not None:
            if wanted not in titles:
                raise TableError(f"{name_of(self.path)} has no sheet {wanted!r}; it has {quoted(titles)}")
            return wanted
        filled = [sheet.title for sheet in book.worksheets if _has_cells(sheet)]
        if not filled:
            raise TableError(f"{name_of(self.path)} is empty: no sheet has a header or rows")
        if len(filled) > 1:
            raise TableError(
                f"{name_of(self.path)} has {len(filled)} sheets with cells: {quoted(filled)}. "
                f"Say which with sheet={filled[0]!r}; only that sheet is read and written"
            )
        return str(filled[0])

    def _scan(self, book: Any) -> None:
        width = last = 0
        header: list[str] = []
        kinds: list[set[str]] = []
        first_data = 1 if self.options.header is False else 2
        for number, row in enumerate(self._cells(book), 1):
            filled = [index for index, cell in enumerate(row) if not is_empty(cell.value)]
            if number == 1:
                header = [as_written(_value(cell.value)) for cell in row]
            if not filled:
                continue
            last, width = number, max(width, filled[-1] + 1)
            kinds += [set() for _ in range(width - len(kinds))]
            self._formulas += sum(1 for cell in row if cell.data_type == "f")
            if number >= first_data:
                for index in filled:
                    kinds[index].add("formula" if row[index].data_type == "f" else type(row[index].value).__name__)
        if not width:
            raise TableError(f"{name_of(self.path)} is empty below the rows that are left out")
        names = [] if self.options.header is False else header[:width]
        self.columns = [*names, *(f"column_{n}" for n in range(len(names) + 1, width + 1))]
        self.rows = max(0, last - first_data + 1)
        self.notes += left_out(self.options.skip)
        self.kinds = [{"str"} if "formula" in seen else seen for seen in kinds]
        if self._formulas:
            self.notes.append(f"{count(self._formulas, 'formula')} written as the values that they last had")

    def _cells(self, book: Any) -> Iterator[tuple[Any, ...]]:
        sheet = book[self.title]
        sheet.reset_dimensions()  # what a workbook says of its own size is often wrong
        yield from islice(sheet.iter_rows(), self.options.skip, None)

    def chunks(self, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """The rows down to the last that holds something."""
        book = self._load(values=True)
        formulas = self._load(values=False) if self._formulas else None
        try:
            pairs = zip_longest(self._cells(book), self._cells(formulas) if formulas else (), fillvalue=())
            skip = 0 if self.options.header is False else 1
            rows = (_filled(row, second, len(self.columns)) for row, second in islice(pairs, skip, skip + self.rows))
            while taken := list(islice(rows, size)):
                yield SheetChunk([values for values, _ in taken], [formats for _, formats in taken])
        finally:
            book.close()
            if formulas:
                formulas.close()


def _filled(row: Sequence[Any], formulas: Sequence[Any], width: int) -> tuple[list[Any], list[str | None]]:
    """The values and number formats of one row, as wide as the table."""
    values: list[Any] = [_value(cell.value) for cell in row[:width]]
    formats: list[str | None] = [cell.number_format for cell in row[:width]]
    for index, cell in enumerate(formulas[: len(values)]):
        if values[index] is None and cell.data_type == "f":
            values[index] = str(getattr(cell.value, "text", cell.value))  # a workbook that no spreadsheet has yet calculated
    gap = [None] * (width - len(values))
    return [*values, *gap], [*formats, *gap]


def _has_cells(sheet: Any) -> bool:
    sheet.reset_dimensions()
    return any(not is_empty(value) for row in sheet.iter_rows(values_only=True) for value in row)


def _value(value: Any) -> Any:
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), value) if isinstance(value, str) and "_x" in value else value


class SheetSink:
    """Writes a workbook of one sheet. Text is written as text and never becomes a formula."""

    def __init__(self, path: Path, columns: Sequence[str], source: Source, *, guard: bool) -> None:
        rows = source.rows
        if rows >= MAX_ROWS:
            raise TableError(
                f"{count(rows, 'row')} do not fit a sheet, which holds {MAX_ROWS - 1:,} below its header; "
                "write .csv or .parquet"
            )
        openpyxl = backend("openpyxl", _WHY)
        self._cell = backend("openpyxl.cell", _WHY).WriteOnlyCell
        self._path = path
        self._guard = guard
        self._book = openpyxl.Workbook(write_only=True)
        self._sheet = self._book.create_sheet(source.title if isinstance(source, SheetSource) else "places")
        self._row = 0
        self._append(columns, [])

    def _append(self, values: Sequence[Any], formats: Sequence[str | None]) -> None:
        self._row += 1
        cells = [self._written(value) for value in values]
        for index, number_format in enumerate(formats):
            if number_format not in {None, "General"} and cells[index] is not None:
                cells[index] = self._formatted(cells[index], number_format)
        self._sheet.append(cells)

    def _written(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value) if value else None
        if value is None or value != value:  # noqa: PLR0124 - NaN and NaT
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
        if len(safe) > MAX_TEXT:
            raise TableError(
                f"row {self._row - 1} holds a text of {len(text):,} characters, and a cell of a workbook {MAX_TEXT:,} at "
                "most; write .csv or .parquet"
            )
        risky = self._guard and guard(text) != text
        if not risky and safe[:1] not in {"=", "#"}:
            return safe
        cell = self._cell(self._sheet, value="")
        cell.value, cell.data_type = safe, "s"
        if risky:
            cell.quotePrefix = True
        return cell

    def _formatted(self, value: Any, number_format: str | None) -> Any:
        cell = value if hasattr(value, "number_format") else self._cell(self._sheet, value=value)
        cell.number_format = number_format
        return cell

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
        self._sheet.close()


def _flat_zones(values: list[Any]) -> list[Any]:
    """The zones as text; scores stay numbers."""
    return flat_column(values) if any(isinstance(value, list | tuple) for value in values) else values
