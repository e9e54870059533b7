"""The XML of a workbook as a stream of elements, and the cells of a row, in bounded memory."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import IO, Any, Final, NamedTuple
from xml.etree.ElementTree import Element, iterparse

from coedu_zones.files.errors import TableError, backend, table_error
from coedu_zones.files.limits import MAX_CELL, MAX_COLUMNS, MAX_ELEMENTS, MAX_ROW, MAX_SHEET_ROWS
from coedu_zones.messages import say

#: What the optional library is for, in the error that says it is missing.
WHY: Final = "reading and writing XLSX"
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_ADDRESS: Final = re.compile("([A-Z]{1,3})([0-9]{1,7})")


class Cell(NamedTuple):
    """A cell that is there: its column from 0, its value, its style, and whether a formula made the value.

    ``formula`` is the text of a formula, empty where there is none; ``value`` is ``None``
    where a formula has never been calculated.
    """

    column: int
    value: Any
    style: int
    formula: str

    @property
    def content(self) -> Any:
        """The value, or the formula as text where there is none."""
        return self.formula if self.value is None else self.value


def beyond(path: Path, what: str) -> TableError:
    """The error that reports a workbook beyond the bounds."""
    return table_error(
        "{path} {what}; no usual workbook does. Save the table as .csv, or alone in a new workbook",
        path=path,
        what=what,
    )


def string_of(path: Path, element: Element, row: int) -> str:
    """The text of a shared or an inline string: its runs, without what says how it sounds."""
    if len(element) == 1 and element[0].tag.endswith("}t"):
        return plain_text(path, element[0].text or "", row)
    parts = [
        node.findtext(_tag(node, "t")) if node.tag.endswith("}r") else node.text
        for node in element
        if node.tag.endswith(("}t", "}r"))
    ]
    return plain_text(path, "".join(part for part in parts if part), row)


def plain_text(path: Path, text: str, row: int) -> str:
    """A stored text as it reads: escaped characters as themselves."""
    if len(text) > MAX_CELL:
        raise beyond(
            path,
            say(
                "holds a text of {number:,} characters{where}, and a cell has {most:,} at most",
                number=len(text),
                where=say(" in row {row}", row=row) if row else "",
                most=MAX_CELL,
            ),
        )
    if "_x" not in text:
        return text
    found = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
    # a character beyond the first 65,536 was escaped in two halves, and half a one is none
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def elements(path: Path, stream: IO[bytes], *names: str, depth: int) -> Iterator[Element]:
    """The elements of these names when they end; what ended at a depth or above is forgotten."""
    wanted = {space + name for space in (_MAIN, _STRICT) for name in names}
    metered = _Metered(stream)
    above: list[Element] = []
    held = 0
    for event, element in iterparse(metered, ("start", "end")):  # noqa: S314 - expat bounds entities, we the size
        if event == "start":
            above.append(element)
            held += 1
            if held > MAX_ELEMENTS or metered.size > MAX_ROW * 2 or len(above) > 100:
                raise beyond(path, say("holds a row or a text beyond all bounds"))
            continue
        above.pop()
        if element.tag in wanted:
            yield element
        if above and len(above) <= depth:
            del above[-1][:]
            held = metered.size = 0


class CellReader:
    """Reads the cells of the rows of one sheet."""

    def __init__(self, path: Path, title: str, book: Any, texts: list[str]) -> None:
        self._path = path
        self._title = title
        self._texts = texts
        dates = backend("openpyxl.utils.datetime", WHY)
        self._from_excel, self._from_iso = dates.from_excel, dates.from_ISO8601
        self._epoch, self._days, self._spans = book.epoch, book._date_formats, book._timedelta_formats  # noqa: SLF001
        self._shared: dict[str, str] = {}

    def cells(self, row: Element, number: int) -> list[Cell]:
        """The cells of a row that hold something, in order."""
        found: dict[int, Cell] = {}
        column = -1
        for element in row:
            address = _ADDRESS.fullmatch(element.get("r", ""))
            column = column_of(address[1]) if address else column + 1
            if column >= MAX_COLUMNS:
                raise beyond(
                    self._path,
                    say(
                        "has a cell in column {column:,}, and a sheet has {most:,}", column=column + 1, most=MAX_COLUMNS
                    ),
                )
            cell = self._cell(element, column, number)
            if cell.value is not None or cell.formula:
                found[column] = cell
        return [found[column] for column in sorted(found)]

    def _cell(self, element: Element, column: int, row: int) -> Cell:
        kind, style, value, formula = element.get("t", "n"), element.get("s", "0"), None, ""
        number = int(style) if style.isdecimal() and len(style) < 8 else 0
        for child in element:
            if child.tag.endswith("}v"):
                # an empty value is the empty text for a formula that gives text, and none for all others
                value = child.text or ("" if kind == "str" else None)
            elif child.tag.endswith("}f"):
                formula = self._formula(child)
            elif child.tag.endswith("}is"):
                return Cell(column, string_of(self._path, child, row), number, formula)
        return Cell(column, None if value is None else self._value(value, kind, number, row), number, formula)

    def _formula(self, element: Element) -> str:
        shared = element.get("si") if element.get("t") == "shared" else None
        text = element.text or (self._shared.get(shared, "") if shared else "")
        if shared and element.text and len(self._shared) < MAX_COLUMNS:
            self._shared[shared] = element.text
        return "=" + text[:MAX_CELL]

    def _value(self, text: str, kind: str, style: int, row: int) -> Any:
        try:
            if kind == "s":
                return self._texts[int(text)]
            if kind == "n":
                return self._number(text, style)
            if kind == "b":
                return bool(int(text))
            if kind == "d":
                found: datetime = self._from_iso(text)
                return found
        except (ValueError, IndexError) as error:
            raise ValueError(
                say(
                    "row {row} of sheet {title!r} holds {text!r} as type {kind!r}",
                    row=row,
                    title=self._title,
                    text=text[:30],
                    kind=kind,
                )
            ) from error
        return plain_text(self._path, text, row)

    def _number(self, text: str, style: int) -> Any:
        value = float(text) if len(text) > 400 or not text.lstrip("-").isdecimal() else int(text)
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError(text)
        if style in self._days:
            try:
                return self._from_excel(value, self._epoch, timedelta=style in self._spans)
            except (OverflowError, ValueError):  # no day of the calendar: it stays the number that it is
                return value
        return value


class _Metered:
    """A stream that counts what was read since somebody set ``size`` to zero."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        """Read some bytes."""
        found = self._stream.read(size)
        self.size += len(found)
        return found


def _tag(node: Element, name: str) -> str:
    return node.tag.partition("}")[0] + "}" + name


@cache
def column_of(letters: str) -> int:
    """The number from 0 of a column by its letters."""
    return int(backend("openpyxl.utils.cell", WHY).column_index_from_string(letters)) - 1


def letters(column: int) -> str:
    """The letters of a column from 0."""
    return str(backend("openpyxl.utils.cell", WHY).get_column_letter(column + 1))


def whole(text: str | None) -> int:
    """A whole number, a large one for what is too long, or 0."""
    if text is None or not text.isdecimal():
        return 0
    return int(text) if len(text) < 10 else MAX_SHEET_ROWS * 2
