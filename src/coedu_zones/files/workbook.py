"""An XLSX file as it is stored: sheets, styles and texts by way of openpyxl, rows as a stream of our own.

openpyxl gives either values or formulas, keeps no merged cells when it streams, and
fills every gap up to the number that a row claims; here one pass gives a value, whether it
is a formula's, and where cells are merged, in bounded memory.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, Self, TypeVar
from xml.etree.ElementTree import Element

from coedu_zones.files.errors import TableError, backend, quoted, table_error
from coedu_zones.files.limits import (
    MAX_COLUMNS,
    MAX_MEMBERS,
    MAX_MERGES,
    MAX_PART,
    MAX_RATIO,
    MAX_SHEET_ROWS,
    MAX_STRINGS,
    MAX_TEXTS,
)
from coedu_zones.files.sheet_xml import WHY, Cell, CellReader, beyond, column_of, elements, string_of, whole
from coedu_zones.messages import say

_SMALL: Final = 1 << 20  # a part up to this size may unfold as far as it likes
_RANGE: Final = re.compile("([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_T = TypeVar("_T")


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
        reader = backend("openpyxl.reader.excel", WHY)
        self._styles = backend("openpyxl.styles.stylesheet", WHY)
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
        return str(backend("openpyxl.styles.numbers", WHY).BUILTIN_FORMATS.get(number, "General"))

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        self._closed = True

    def __enter__(self) -> Self:
        if self._closed:
            self._file = self.path.open("rb")
            self.archive = next(self._reported(zipfile.ZipFile(self._file) for _ in "1"))
            self._closed = False
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def unreadable(self, error: Exception) -> TableError:
        """The error that reports a damaged workbook."""
        why = " ".join(str(error).split())[:200] or type(error).__name__
        return table_error(
            "{path} is no XLSX workbook that can be read ({why}). A workbook with a password must first be saved "
            "without it, and a damaged one be repaired by a spreadsheet program: save it as .xlsx or .csv",
            path=self.path,
            why=why,
        )

    def _check_archive(self) -> None:
        with zipfile.ZipFile(self._file) as archive:
            members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise beyond(
                self.path,
                say("holds {number:,} parts, and {most:,} are read at most", number=len(members), most=MAX_MEMBERS),
            )
        for member in members:
            if member.file_size > max(_SMALL, member.compress_size * MAX_RATIO):
                raise beyond(
                    self.path,
                    say(
                        "holds a part that unfolds more than {most}-fold ({part!r})",
                        most=MAX_RATIO, part=member.filename[:100],
                    ),
                )  # fmt: skip

    def _check_size(self, archive: zipfile.ZipFile, part: str, limit: int = MAX_PART) -> None:
        """Refuse a part that is held in memory and is too large for it."""
        size = archive.getinfo(part).file_size if part in archive.namelist() else 0
        if size > limit:
            raise beyond(self.path, say(
                "holds a part of {size:,} bytes, and {limit:,} are read at most ({part!r})",
                size=size, limit=limit, part=part[:100],
            ))  # fmt: skip

    def _texts(self, part: str) -> Iterator[str]:
        number = 0
        with self.archive.open(part) as stream:
            for element in elements(self.path, stream, "si", depth=1):
                number += 1
                if number > MAX_TEXTS:
                    raise beyond(self.path, say("holds more than {most:,} different texts", most=MAX_TEXTS))
                yield string_of(self.path, element, 0)

    def rows(self, title: str, looks: Looks | None = None) -> Iterator[tuple[int, list[Cell]]]:
        """The rows of a sheet that hold cells, with their numbers; ``looks`` takes what else is met.

        Raises:
            TableError: the sheet is damaged, or beyond the bounds.

        """
        return self._reported(self._rows(title, looks))

    def _rows(self, title: str, looks: Looks | None) -> Iterator[tuple[int, list[Cell]]]:
        last = 0
        reader = CellReader(self.path, title, self.book, self.texts)
        with self.archive.open(self.sheets[title]) as stream:
            for element in elements(self.path, stream, "row", "col", "pane", "mergeCell", depth=2):
                if element.tag.endswith("}row"):
                    number = whole(element.get("r")) or last + 1
                    if number > MAX_SHEET_ROWS:
                        raise beyond(
                            self.path,
                            say(
                                "has a row {row}, and a sheet has {most:,}",
                                row=str(element.get("r"))[:30],
                                most=MAX_SHEET_ROWS,
                            ),
                        )
                    if number <= last:
                        raise ValueError(
                            say(
                                "row {number} of sheet {title!r} comes after row {last}",
                                number=number,
                                title=title,
                                last=last,
                            )
                        )
                    last = number
                    yield number, reader.cells(element, number)
                elif looks is not None:
                    self._look(element, looks)

    def _look(self, element: Element, looks: Looks) -> None:
        get = element.get
        if element.tag.endswith("}mergeCell"):
            found = _RANGE.fullmatch(get("ref", ""))
            if found:
                merge = Merge(int(found[2]), column_of(found[1]), int(found[4]), column_of(found[3]))
                if merge.right < MAX_COLUMNS and merge.bottom <= MAX_SHEET_ROWS:
                    looks.merges.append(merge)
            if len(looks.merges) > MAX_MERGES:
                raise beyond(self.path, say("has more than {most:,} merged ranges", most=MAX_MERGES))
        elif element.tag.endswith("}col"):
            first, final, width = whole(get("min")), whole(get("max")), get("width")
            if first and final and width and len(looks.widths) < MAX_COLUMNS:
                looks.widths.append((first - 1, min(final, MAX_COLUMNS) - 1, float(width)))
        elif get("state") in {"frozen", "frozenSplit"}:
            looks.frozen = (int(float(get("ySplit", "0"))), int(float(get("xSplit", "0"))))

    def _reported(self, steps: Iterator[_T]) -> Iterator[_T]:
        """The steps, with every error of reading reported as one of this file."""
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
                raise table_error(
                    "{path} has no sheet {wanted!r}; it has {titles}",
                    path=self.path,
                    wanted=wanted,
                    titles=quoted(titles),
                )
            return wanted
        filled = [title for title in titles if self.has_cells(title)]
        if not filled:
            raise table_error("{path} is empty: no sheet has a header or rows", path=self.path)
        if len(filled) > 1:
            raise table_error(
                "{path} has {number} sheets with cells: {filled}. Say which with sheet={filled2!r}; only "
                "that sheet is read and written",
                path=self.path,
                number=len(filled),
                filled=quoted(filled),
                filled2=filled[0],
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
