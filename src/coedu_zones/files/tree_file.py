"""A tree in a file: nested options as JSON, or one row per node as CSV or XLSX."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Final

from coedu_zones.files.delimited import DelimitedSink
from coedu_zones.files.errors import table_error
from coedu_zones.files.model import Added, Chunk, PathLike, Source
from coedu_zones.files.outfile import OutFile, check_target
from coedu_zones.files.sheet_out import SheetSink
from coedu_zones.files.textfile import COMPLETE, Encoding, wanted_output
from coedu_zones.lookup.tree import DEPTHS, TreeNode

#: The formats by name, which is the end of a file's name too.
FORMATS: Final = ("json", "csv", "xlsx")


class TreeTable:
    """The nodes of a tree as rows, in order, with the names of the levels above each.

    >>> from coedu_zones.lookup.tree import tree
    >>> table = TreeTable(tree())
    >>> table.columns, table.rows[2][:5]
    (['code', 'name', 'level', 'parent_code', 'province', 'prefecture', 'county'], ['110102', '西城区', 'county', '110000', '北京市'])
    """

    def __init__(self, nodes: Sequence[TreeNode], depth: str = "county", holders: tuple[TreeNode, ...] = ()) -> None:
        """Take the nodes, the lowest level, and the nodes above them where they are only a part of a tree."""
        self._levels = DEPTHS[: DEPTHS.index(depth) + 1]
        self.columns = ["code", "name", "level", "parent_code", *self._levels]
        chains = [(*holders, *chain) for node in nodes for chain in node.walk()]
        self.rows = [self._row(chain) for chain in chains]
        self.added: Added = {"placeholder": [chain[-1].placeholder for chain in chains]}

    def _row(self, chain: tuple[TreeNode, ...]) -> list[str]:
        node = chain[-1]
        names = {one.level: one.name for one in chain}
        parent = chain[-2].code if len(chain) > 1 else ""
        return [node.code, node.name, node.level, parent, *(names.get(level, "") for level in self._levels)]

    def csv(self, encoding: Encoding, line_end: str) -> bytes:
        """The table as CSV; nothing in it runs in a spreadsheet."""
        text = StringIO(newline="")
        sink = DelimitedSink(text, [*self.columns, *self.added], delimiter=",", line_end=line_end, guard=True)
        sink.write(Chunk(self.rows), self.added)
        mark = "\ufeff" if encoding.bom else ""
        return (mark + text.getvalue()).encode(encoding.name, "strict" if encoding.name in COMPLETE else "replace")

    def save_workbook(self, path: Path) -> None:
        """Write the table as a workbook, codes as text."""
        source = Source(path, columns=self.columns, rows=len(self.rows))
        sink = SheetSink(path, [*self.columns, *self.added], source, guard=True)
        sink.write(Chunk(self.rows), self.added)
        sink.close()


def options_json(nodes: Sequence[TreeNode]) -> bytes:
    """The nodes as the options of a picker, in one line of JSON."""
    options = [node.to_option() for node in nodes]
    return (json.dumps(options, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8")


def format_of(target: PathLike | None, wanted: str | None) -> str:
    """The format of an export: as given, by the end of the file's name, JSON on standard output.

    Raises:
        TableError: neither tells it, or a workbook would go to standard output.

    """
    if target is None:
        if wanted == "xlsx":
            raise table_error("a workbook is not written to standard output; name a file with -o")
        return wanted or "json"
    found = wanted or Path(target).suffix.lower().removeprefix(".")
    if found not in FORMATS:
        raise table_error(
            "{Path} cannot be written: its name must end in .json, .csv or .xlsx, or say format='json'",
            Path=Path(target),
        )
    return found


def save_tree(
    nodes: Sequence[TreeNode], target: Path, form: str, table: TreeTable, *, encoding: str | None, force: bool
) -> None:
    """Write a tree to a file, which appears whole or not at all.

    CSV is in UTF-8 with a byte order mark, as spreadsheets need it, unless ``encoding`` says another.

    Raises:
        TableError: the file may not be written.
        MissingBackendError: XLSX needs openpyxl.

    """
    with OutFile(check_target(target, [], force=force), force=force) as out:
        if form == "xlsx":
            table.save_workbook(out.path)
        elif form == "csv":
            wanted = wanted_output(encoding) if encoding else Encoding("utf-8", bom=True)
            out.path.write_bytes(table.csv(wanted, "\r\n"))
        else:
            out.path.write_bytes(options_json(nodes))
        out.commit()
