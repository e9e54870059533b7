"""The shape that every source and sink keeps, and the options of a run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

_Row = TypeVar("_Row")

#: Rows that are read, resolved and written at a time, and the characters (or bytes) that they may hold.
CHUNK_ROWS = 16_384
CHUNK_SIZE = 1 << 25

#: Added columns, name → one value per row.
Added = dict[str, list[Any]]


@dataclass(frozen=True)
class Options:
    """How files are read and written; the names are those of :func:`annotate`."""

    header: bool | None = None
    encoding: str | None = None
    output_encoding: str | None = None
    delimiter: str | None = None
    quotes: bool = True
    sheet: str | None = None
    guard: bool = True
    skip: int | None = None


@dataclass
class Chunk:
    """Some rows, each with a value per column of the source; ``aside`` are those that are no rows of the table."""

    rows: Sequence[Sequence[Any]]
    aside: frozenset[int] = field(default=frozenset(), kw_only=True)

    def __len__(self) -> int:
        return len(self.rows)

    def part(self, start: int, stop: int) -> Chunk:
        """Some of the rows."""
        aside = frozenset(number - start for number in self.aside if start <= number < stop)
        return Chunk(self.rows[start:stop], aside=aside)

    def column(self, index: int) -> Sequence[Any]:
        """The values of one column as the table has it: ``None`` in sums and in lines below the table."""
        if self.aside:
            return [None if number in self.aside else row[index] for number, row in enumerate(self.rows)]
        return [row[index] for row in self.rows]


@dataclass
class Source:
    """A table that was read through once: its columns, how many rows, what was noticed.

    ``columns`` are as written, empty and repeated names included. ``kinds`` holds
    the kinds of values seen in each column where values have types, else ``None``.
    ``headed`` tells that the names come from the first row. ``offset`` is what a message
    adds to the number of a row so that it is the number in the sheet.
    """

    path: Path
    columns: list[str] = field(default_factory=list)
    rows: int = 0
    kinds: list[set[str]] | None = None
    notes: list[str] = field(default_factory=list)
    headed: bool = False
    offset: int = 0

    def chunks(self, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """The rows in order, ``size`` at a time."""
        raise NotImplementedError


class Sink(Protocol):
    """Where annotated chunks go; nothing is final before :meth:`close`."""

    def write(self, chunk: Chunk, added: Added) -> None:
        """Write some rows with what was added to them."""

    def close(self) -> None:
        """Finish the file."""

    def abandon(self) -> None:
        """Let go of the file without finishing it."""


def packed(rows: Iterable[_Row], size: int, weigh: Callable[[_Row], int]) -> Iterator[list[_Row]]:
    """Lists of up to ``size`` rows, fewer where they are heavy: memory does not grow with the length of the cells."""
    held: list[_Row] = []
    weight = 0
    for row in rows:
        held.append(row)
        weight += weigh(row)
        if len(held) == size or weight >= CHUNK_SIZE:
            yield held
            held, weight = [], 0
    if held:
        yield held


def kind_of(value: object) -> str:
    """The kind of a value: its type, and for whole numbers how many bits they need.

    ``int`` is exact as a float, ``long`` fits 64 bits, ``huge`` does not.

    >>> kind_of(5), kind_of(2**60), kind_of(10**30), kind_of("x")
    ('int', 'long', 'huge', 'str')
    """
    if type(value) is int:
        return "int" if -(2**53) <= value <= 2**53 else "long" if -(2**63) <= value < 2**63 else "huge"
    return type(value).__name__


def unique_names(columns: Sequence[str]) -> tuple[list[str], list[str]]:
    """Names that are unique and not empty, for formats that need them, and what was renamed.

    >>> unique_names(["市", "市", ""])
    (['市', '市_2', 'column_3'], ["'市' (column 2) is '市_2'", "'' (column 3) is 'column_3'"])
    """
    taken = set(columns)
    seen: set[str] = set()
    names, renamed = [], []
    for position, column in enumerate(columns, 1):
        name = column
        if not column or column in seen:
            base = column or "column"
            number = 2 if column else position
            while f"{base}_{number}" in taken:
                number += 1
            name = f"{base}_{number}"
            taken.add(name)
            renamed.append(f"{column!r} (column {position}) is {name!r}")
        seen.add(name)
        names.append(name)
    return names, renamed


PathLike = str | os.PathLike[str]
