"""The bounds of a table in a file: up to them memory stays small, and beyond them one line says so.

They are wide enough for every table that people make, and are there because a file
of a few kilobytes can claim a table of billions of cells.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from coedu_zones.files.errors import table_error

#: Columns of a table, and rows of a sheet: those of a spreadsheet, for every format.
MAX_COLUMNS: Final = 16_384
MAX_SHEET_ROWS: Final = 1_048_576
#: Characters of one cell of a sheet.
MAX_CELL: Final = 32_767
#: Characters (or bytes) of one row.
MAX_ROW: Final = 1 << 23
#: Cells that are held at once: wide tables are worked on in chunks of fewer rows.
CHUNK_CELLS: Final = 1 << 19
#: Cells that a table may have however few of them are filled; above, one in so many must be.
MAX_HOLLOW: Final = 20_000_000
MAX_HOLLOWNESS: Final = 100
#: Files inside a workbook, how far one may unfold, and the bytes of the parts that are held as a whole.
MAX_MEMBERS: Final = 10_000
MAX_RATIO: Final = 200
MAX_PART: Final = 1 << 23
MAX_STRINGS: Final = 1 << 27
#: Different texts and merged ranges of a workbook, and XML elements of one of its rows.
MAX_TEXTS: Final = 2_000_000
MAX_MERGES: Final = 100_000
MAX_ELEMENTS: Final = 1 << 18


def check_columns(path: Path, columns: int) -> None:
    """Refuse a table that is too wide.

    Raises:
        TableError: it has more columns than a sheet.

    """
    if columns > MAX_COLUMNS:
        raise table_error(
            "{path} has more than {max_columns:,} columns, the most that is read; keep those that "
            "are needed, or say its delimiter= if it is another one",
            path=path,
            max_columns=MAX_COLUMNS,
        )


def check_hollow(path: Path, columns: int, rows: int, filled: int) -> None:
    """Refuse a table that is nearly all gaps: a few stray cells far from the rest, or a header far wider than the rows.

    Raises:
        TableError: it has very many cells, and next to none of them is filled.

    """
    cells = columns * rows
    if cells > MAX_HOLLOW and filled * MAX_HOLLOWNESS < cells:
        raise table_error(
            "{path} would be a table of {rows:,} rows by {columns:,} columns with only {filled:,} "
            "cells filled; delete the stray cells or columns far from the table",
            path=path,
            rows=rows,
            columns=columns,
            filled=filled,
        )


def rows_at_once(size: int, columns: int) -> int:
    """The rows of a chunk of a table with so many columns."""
    return max(1, min(size, CHUNK_CELLS // max(1, columns)))
