"""How the tables are written and how the hand-kept files are read.

A table is UTF-8, tab-separated, one record per line, with a header line and no
quoting; a tab or a line break inside a value is refused. Lists inside a value
are joined by single spaces. A large table is packed with zlib; what counts of it is the
text, since the bytes of the packing depend on the library that packs.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

CURATED = Path(__file__).resolve().parent / "curated"
PACKED = ".z"


def render(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The bytes of a table, rows in the order given."""
    lines = ["\t".join(columns)]
    for row in rows:
        if len(row) != len(columns) or any(set(cell) & set("\t\r\n") for cell in row):
            raise ValueError(f"not a record of {columns}: {row!r}")
        lines.append("\t".join(row))
    return ("\n".join(lines) + "\n").encode("utf-8")


def pack(lines: Iterable[str]) -> bytes:
    """The bytes of a packed table."""
    return zlib.compress("\n".join(lines).encode("utf-8"), 9)


def text_of(name: str, body: bytes) -> bytes:
    """The text of a table, packed or not."""
    return zlib.decompress(body) if name.endswith(PACKED) else body


def read_curated(name: str) -> list[dict[str, str]]:
    """The rows of a hand-kept table; every row must fill its ``reason`` column."""
    lines = (CURATED / name).read_text("utf-8").splitlines()
    columns = lines[0].split("\t")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise ValueError(f"{name}:{number}: {len(cells)} cells, {len(columns)} columns: {line!r}")
        row = dict(zip(columns, cells, strict=True))
        if not row.get("reason", "").strip():
            raise ValueError(f"{name}:{number}: no reason given: {line!r}")
        rows.append(row)
    return rows
