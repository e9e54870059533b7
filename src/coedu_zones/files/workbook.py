"""An XLSX file as it is stored: sheets, styles and texts by way of openpyxl, rows as a stream of our own.

openpyxl gives either values or formulas, keeps no merged cells when it streams, and
fills every gap up to the number that a row claims; here one pass gives a value, whether it
is a formula's, and where cells are merged, in bounded memory.
"""

from __future__ import annotations

import math
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, Self, TypeVar
from xml.etree.ElementTree import (
    Element,
    iterparse,
)

from coedu_zones.files.errors import TableError, backend, name_of, quoted
from coedu_zones.files.limits import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ELEMENTS,
    MAX_MEMBERS,
    MAX_MERGES,
    MAX_PART,
    MAX_RATIO,
    MAX_ROW,
    MAX_SHEET_ROWS,
    MAX_STRINGS,
    MAX_TEXTS,
)

_WHY: Final = "reading and writing XLSX"
_SMALL: Final = 1 << 20  # a part up to this size may unfold as far as it likes
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_ADDRESS: Final = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_RANGE: Final = re.compile("([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_T = TypeVar("_T")


class Cell(NamedTuple):
    """A cell that is there: its column from 0, its value, its style, and whether a formula made the value.

    ``formula`` is the text of a formula, empty where there is none; ``value`` is ``None``
    where a formula has never been calculated.
    """

    column: int
    value: Any
    style: int
    formula: str


class Merge(NamedTuple):
    """Merged cells: rows from 1, columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Looks:
    """How a sheet looks beside its cells: widths by column from 0, frozen rows and columns, merged cells."""

    widths: list[tuple[int, int, float]] = field(default_factory=list)
    frozen: tuple[int, int] = (0, 0)
    merges: list[Merge] = field(default_factory=list)


class Workbook:
    """A workbook: what holds for all its sheets is read at once, and its rows inside ``with``, as often as need be.

    Raises:
        TableError: it is damaged, or beyond the bounds of ``limits``.
        MissingBackendError: openpyxl is not installed.
        OSError: the file does not exist or may not be read.

    """

    def __init__(self, path: Path) -> None:
        self.path = path
        reader = backend("openpyxl.reader.excel", _WHY)
        self._styles = backend("openpyxl.styles.stylesheet", _WHY)
        self._dates = backend("openpyxl.utils.datetime", _WHY)
        self._file = path.open("rb")
        self._closed = False
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # styles and extensions that are of no use here
                self._open(reader)
        except TableError:
            self.close()
            raise
        except Exception as error:  # zipfile, zlib and openpyxl raise whatever their parsers meet in a damaged file
            self.close()
            raise self.unreadable(error) from error

    def _open(self, reader: Any) -> None:
        self._check_archive()
        loaded = reader.ExcelReader(self._file, read_only=True, keep_links=False)
        self._check_size(loaded.archive, "[Content_Types].xml")
        loaded.read_manifest()
        for made in loaded.package.Override:
            if made.ContentType.endswith("main+xml"):
                folder, _, name = made.PartName.lstrip("/").rpartition("/")
                self._check_size(loaded.archive, f"{folder}/{name}")
                self._check_size(loaded.archive, f"{folder}/_rels/{name}.rels")
        self._check_size(loaded.archive, "xl/styles.xml")
        loaded.read_workbook()
        self._styles.apply_stylesheet(loaded.archive, loaded.wb)
        self.archive, self.book = loaded.archive, loaded.wb
        self.sheets = {
            sheet.name: rel.target
            for sheet, rel in loaded.parser.find_sheets()
            if rel.target in loaded.valid_files and rel.Type.endswith("/worksheet")
        }
        self.formats = [self._format(style.numFmtId) for style in self.book._cell_styles]  # noqa: SLF001
        found = loaded.package.find("application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml")
        self.texts: list[str] = []
        if found is not None:
            part = found.PartName.lstrip("/")
            self._check_size(loaded.archive, part, MAX_STRINGS)
            self.texts = list(self._texts(part))

    def _format(self, number: int) -> str:
        own: list[str] = self.book._number_formats  # noqa: SLF001
        if number >= 164:
            return own[number - 164] if number - 164 < len(own) else "General"
        return str(backend("openpyxl.styles.numbers", _WHY).BUILTIN_FORMATS.get(number, "General"))

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        self._closed = True

    def __enter__(self) -> Self:
        if self._closed:
            self._file = self.path.open("rb")
            self.archive = next(self._told(zipfile.ZipFile(self._file) for _ in "1"))
            self._closed = False
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def unreadable(self, error: Exception) -> TableError:
        """What a damaged workbook is told as."""
        why = " ".join(str(error).split())[:200] or type(error).__name__
        return TableError(
            f"{name_of(self.path)} is no XLSX workbook that can be read ({why}). A workbook with a password must first "
            "be saved without it, and a damaged one be repaired by a spreadsheet program: save it as .xlsx or .csv"
        )

    def beyond(self, what: str) -> TableError:
        """What a workbook beyond the bounds is told as."""
        return TableError(f"{name_of(self.path)} {what}; no usual workbook does. Save the table as .csv, or alone in a new workbook")

    def _check_archive(self) -> None:
        with zipfile.ZipFile(self._file) as archive:
            members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise self.beyond(f"holds {len(members):,} parts, and {MAX_MEMBERS:,} are read at most")
        for member in members:
            if member.file_size > max(_SMALL, member.compress_size * MAX_RATIO):
                raise self.beyond(f"holds a part that unfolds more than {MAX_RATIO}-fold ({member.filename[:100]!r})")

    def _check_size(self, archive: zipfile.ZipFile, part: str, limit: int = MAX_PART) -> None:
        """Refuse a part that is held in memory and is too large for it."""
        size = archive.getinfo(part).file_size if part in archive.namelist() else 0
        if size > limit:
            raise self.beyond(f"holds a part of {size:,} bytes, and {limit:,} are read at most ({part[:100]!r})")

    def _texts(self, part: str) -> Iterator[str]:
        number = 0
        with self.archive.open(part) as stream:
            for element in self._elements(stream, "si", depth=1):
                number += 1
                if number > MAX_TEXTS:
                    raise self.beyond(f"holds more than {MAX_TEXTS:,} different texts")
                yield self._text(element, 0)

    def _text(self, element: Element, row: int) -> str:
        """The text of a shared or an inline string: its runs, without what says how it sounds."""
        if len(element) == 1 and element[0].tag.endswith("}t"):
            return self._plain(element[0].text or "", row)
        parts = [
            node.findtext(_tag(node, "t")) if node.tag.endswith("}r") else node.text
            for node in element
            if node.tag.endswith(("}t", "}r"))
        ]
        return self._plain("".join(part for part in parts if part), row)

    def _plain(self, text: str, row: int) -> str:
        if len(text) > MAX_CELL:
            raise self.beyond(f"holds a text of {len(text):,} characters{f' in row {row}' if row else ''}, and a cell has {MAX_CELL:,} at most")
        if "_x" not in text:
            return text
        found = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
        # a character beyond the first 65,536 was escaped in two halves, and half a one is none
        return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _elements(self, stream: IO[bytes], *names: str, depth: int) -> Iterator[Element]:
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
                    raise self.beyond("holds a row or a text beyond all bounds")
                continue
            above.pop()
            if element.tag in wanted:
                yield element
            if above and len(above) <= depth:
                del above[-1][:]
                held = metered.size = 0

    def rows(self, title: str, looks: Looks | None = None) -> Iterator[tuple[int, list[Cell]]]:
        """The rows of a sheet that hold cells, with their numbers; ``looks`` takes what else is met.

        Raises:
            TableError: the sheet is damaged, or beyond the bounds.

        """
        return self._told(self._rows(title, looks))

    def _rows(self, title: str, looks: Looks | None) -> Iterator[tuple[int, list[Cell]]]:
        last = 0
        reader = _CellReader(self, title)
        with self.archive.open(self.sheets[title]) as stream:
            for element in self._elements(stream, "row", "col", "pane", "mergeCell", depth=2):
                if element.tag.endswith("}row"):
                    number = _whole(element.get("r")) or last + 1
                    if number > MAX_SHEET_ROWS:
                        raise self.beyond(f"has a row {str(element.get('r'))[:30]}, and a sheet has {MAX_SHEET_ROWS:,}")
                    if number <= last:
                        raise ValueError(f"row {number} of sheet {title!r} comes after row {last}")
                    last = number
                    yield number, reader.cells(element, number)
                elif looks is not None:
                    self._look(element, looks)

    def _look(self, element: Element, looks: Looks) -> None:
        get = element.get
        if element.tag.endswith("}mergeCell"):
            found = _RANGE.fullmatch(get("ref", ""))
            if found:
                merge = Merge(int(found[2]), _column(found[1]), int(found[4]), _column(found[3]))
                if merge.right < MAX_COLUMNS and merge.bottom <= MAX_SHEET_ROWS:
                    looks.merges.append(merge)
            if len(looks.merges) > MAX_MERGES:
                raise self.beyond(f"has more than {MAX_MERGES:,} merged ranges")
        elif element.tag.endswith("}col"):
            first, final, width = _whole(get("min")), _whole(get("max")), get("width")
            if first and final and width and len(looks.widths) < MAX_COLUMNS:
                looks.widths.append((first - 1, min(final, MAX_COLUMNS) - 1, float(width)))
        elif get("state") in {"frozen", "frozenSplit"}:
            looks.frozen = (int(float(get("ySplit", "0"))), int(float(get("xSplit", "0"))))

    def _told(self, steps: Iterator[_T]) -> Iterator[_T]:
        """The steps, with every error of reading told as that of this file."""
        while True:
            try:
                step = next(steps)
            except StopIteration:
                return
            except TableError:
                raise
            except Exception as error:  # as above
                raise self.unreadable(error) from error
            yield step

    def pick(self, wanted: str | None) -> str:
        """The sheet that was asked for, or the only one that has cells.

        Raises:
            TableError: there is no such sheet, or several could be meant.

        """
        titles = list(self.sheets)
        if wanted is not None:
            if wanted not in self.sheets:
                raise TableError(f"{name_of(self.path)} has no sheet {wanted!r}; it has {quoted(titles)}")
            return wanted
        filled = [title for title in titles if self.has_cells(title)]
        if not filled:
            raise TableError(f"{name_of(self.path)} is empty: no sheet has a header or rows")
        if len(filled) > 1:
            raise TableError(
                f"{name_of(self.path)} has {len(filled)} sheets with cells: {quoted(filled)}. "
                f"Say which with sheet={filled[0]!r}; only that sheet is read and written"
            )
        return str(filled[0])

    def has_cells(self, title: str) -> bool:
        """Whether a sheet holds anything."""
        return any(cell.value not in {None, ""} or cell.formula for _, cells in self.rows(title) for cell in cells)

    def is_bold(self, style: int) -> bool:
        """Whether a style is in bold type."""
        styles, fonts = self.book._cell_styles, self.book._fonts  # noqa: SLF001
        return style < len(styles) and styles[style].fontId < len(fonts) and bool(fonts[styles[style].fontId].b)

    def extras(self) -> list[str]:
        """What the workbook has beside cells: kinds of parts, and colours or borders."""
        kinds = {
            "charts and pictures": ("xl/drawings/", "xl/media/"), "comments": ("xl/comments", "xl/threadedComments"),
            "macros": ("xl/vbaProject",), "pivot tables": ("xl/pivot",),
        }  # fmt: skip
        names = self.archive.namelist()
        found = [what for what, heads in kinds.items() if any(name.startswith(heads) for name in names)]
        if any(style.fillId > 1 or style.borderId for style in self.book._cell_styles):  # noqa: SLF001
            found.append("colours and borders")
        return found


class _CellReader:
    """Reads the cells of the rows of one sheet."""

    def __init__(self, book: Workbook, title: str) -> None:
        self._book = book
        self._title = title
        self._from_excel = book._dates.from_excel  # noqa: SLF001
        self._from_iso = book._dates.from_ISO8601  # noqa: SLF001
        inner = book.book
        self._epoch, self._days, self._spans = inner.epoch, inner._date_formats, inner._timedelta_formats  # noqa: SLF001
        self._shared: dict[str, str] = {}

    def cells(self, row: Element, number: int) -> list[Cell]:
        """The cells of a row that hold something, in order."""
        found: dict[int, Cell] = {}
        column = -1
        for element in row:
            address = _ADDRESS.fullmatch(element.get("r", ""))
            column = _column(address[1]) if address else column + 1
            if column >= MAX_COLUMNS:
                raise self._book.beyond(f"has a cell in column {column + 1:,}, and a sheet has {MAX_COLUMNS:,}")
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
                return Cell(column, self._book._text(child, row), number, formula)  # noqa: SLF001
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
                return self._book.texts[int(text)]
            if kind == "n":
                return self._number(text, style)
            if kind == "b":
                return bool(int(text))
            if kind == "d":
                found: datetime = self._from_iso(text)
                return found
        except (ValueError, IndexError) as error:
            raise ValueError(f"row {row} of sheet {self._title!r} holds {text[:30]!r} as type {kind!r}") from error
        return self._book._plain(text, row)  # noqa: SLF001

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
def _column(letters: str) -> int:
    """The number from 0 of a column by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _whole(text: str | None) -> int:
    """A whole number, a large one for what is too long, or 0."""
    if text is None or not text.isdecimal():
        return 0
    return int(text) if len(text) < 10 else MAX_SHEET_ROWS * 2
