"""How people lay out a table: a title above the header, a header of several rows, sums and signatures below."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any, Final, NamedTuple

from coedu_zones.data.reader import read_table
from coedu_zones.files.cells import as_written, is_empty
from coedu_zones.files.errors import count
from coedu_zones.files.model import Options
from coedu_zones.frames.columns import resolve_columns
from coedu_zones.messages import say

#: Rows at the head of a file among which the header is looked for.
HEAD_ROWS: Final = 24
_MOST_TITLES: Final = 10
_MOST_DEEP: Final = 4
_NUMBER: Final = re.compile(r"[-+]?[\d,.]+%?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?:\.0)?")
_LABELLED: Final = re.compile(r"[:：]|\d{4}\s*年")
_UNITS: Final = re.compile(r"[(（].*?[)）]")
_CUT: Final = re.compile(r"[:：_—_]|-{2,}|…|\.{3,}")
_SPREAD: Final = 3  # a closing line fills at most so many cells

Rows = Sequence[Sequence[Any]]
#: Merged cells of the head: rows and columns from 0, the last ones included (top, left, bottom, right).
Ranges = Sequence[tuple[int, int, int, int]]


class Layout(NamedTuple):
    """Where the table begins: rows above the header, rows of the header, and the names that they form."""

    above: int
    depth: int
    names: list[str]
    title: str
    stated: bool = False

    @property
    def rows_above(self) -> int:
        """How many rows stand above those of the table, the header among them."""
        return self.above + self.depth

    def columns(self, width: int) -> list[str]:
        """The names, one for each column of the table: those without one go by their position."""
        return [*self.names[:width], *(f"column_{n}" for n in range(len(self.names) + 1, width + 1))]

    def notes(self) -> list[str]:
        """What a run says of it."""
        found = []
        if self.above:
            rows = count(self.above, "row")
            named = f" ({self.title[:60]!r})" if self.title else ""
            found.append(
                say("{rows} above the header left out", rows=rows)
                if self.stated
                else say(
                    "{rows} above the header left out{named}: the names stand in row {row}; say skip=0 if they stand in the first",
                    rows=rows, named=named, row=self.above + 1,
                )
            )  # fmt: skip
        if self.depth > 1:
            found.append(
                say(
                    "a header of {depth} rows was joined to one, such as {name!r}; say header=True if it has one row",
                    depth=self.depth, name=self._joined(),
                )
            )  # fmt: skip
        return found

    def _joined(self) -> str:
        return next((name for name in self.names if "-" in name), self.names[0] if self.names else "")


def find_layout(head: Rows, options: Options, merges: Ranges = ()) -> Layout:
    """Where the header of a table stands, by its first rows below those that are to be skipped.

    A title is a row with one filled cell, or with labelled ones (填报单位：…), above a row of
    names in several cells. A header has several rows where its cells are merged, or where the
    row below fills exactly the gaps of the first.
    """
    left = options.skip or 0
    if options.header is False:
        return Layout(left, 0, [], "", stated=True)
    stated = options.skip is not None
    above = 0 if stated or options.header else _titles(head)
    depth = 1 if options.header else _depth(head, above, merges)
    names = _names(
        head[above : above + depth], [(top - above, left, bottom - above, right) for top, left, bottom, right in merges]
    )
    title = next((as_written(cell) for row in head[:above] for cell in row if not is_empty(cell)), "")
    return Layout(left + above, depth, names, "" if stated else " ".join(title.split()), stated)


def _filled(row: Sequence[Any]) -> list[int]:
    return [index for index, cell in enumerate(row) if not is_empty(cell)]


def _titles(head: Rows) -> int:
    above = 0
    usual = max((len(_filled(row)) for row in head), default=0)
    while above < len(head) and above <= _MOST_TITLES and _is_title(head[above], usual):
        above += 1
    if not above or above > _MOST_TITLES or above >= len(head):
        return 0
    if not any(_filled(row) for row in head[:above]):
        return above
    return above if len(_filled(head[above])) > 1 and are_names(head[above]) else 0


def _is_title(row: Sequence[Any], usual: int) -> bool:
    filled = _filled(row)
    if len(filled) < 2:
        return usual > 1 or not filled
    return len(filled) < usual and all(_LABELLED.search(as_written(row[index])) for index in filled)


def are_names(row: Sequence[Any]) -> bool:
    """Whether the cells may be names of columns: texts or years, and none of them a place or another number."""
    texts = [text for text in (as_written(row[index]).strip() for index in _filled(row)) if not _YEAR.fullmatch(text)]
    if not texts or any(_NUMBER.fullmatch(text) for text in texts):
        return False
    return "resolved" not in resolve_columns(texts)["status"]


def _depth(head: Rows, above: int, merges: Ranges) -> int:
    """The rows of the header."""
    below = head[above : above + _MOST_DEEP]
    if len(below) < 2:
        return min(1, len(below))
    down = max((b - above + 1 for t, _, b, _ in merges if t == above and b > t), default=0)
    if 0 < down <= len(below):
        return down if all(are_names(row) for row in below[1:down]) else 1
    parents, children = map(_filled, below[:2])
    beneath, outside = _spanned(children, above, merges)
    if beneath:
        return 2 if not outside & set(parents) and are_names(below[1]) else 1
    return 2 if _fits_gaps(parents, children) and are_names(below[0]) and are_names(below[1]) else 1


def _spanned(children: list[int], above: int, merges: Ranges) -> tuple[set[int], set[int]]:
    """The cells of the second row that stand beneath a cell that is merged across, and the others."""
    across = [(left, right) for top, left, bottom, right in merges if top == bottom == above and right > left]
    beneath = {child for child in children if any(left <= child <= right for left, right in across)}
    return beneath, set(children) - beneath


def _fits_gaps(parents: list[int], children: list[int]) -> bool:
    """Whether the second row fills all gaps of the first, and each group of children has a parent above its first."""
    up, down = set(parents), set(children)
    gaps = set(range(max([*parents, *children], default=-1) + 1)) - up
    if not gaps or not gaps <= down or not up - down:
        return False
    shared = up & down
    # a child beside a gap, whose parent stands over its left neighbour
    return bool(shared) and all(gap - 1 in down for gap in gaps) and all(one + 1 in gaps for one in shared)


def _names(rows: Rows, merges: Ranges) -> list[str]:
    """One name per column: what stands over it, from the top down, joined by ``-``."""
    width = max((len(row) for row in rows), default=0)
    texts = [[as_written(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    if len(texts) < 2:
        return texts[0] if texts else []
    for top, left, bottom, right in merges:
        if 0 <= top < len(texts):
            for line in texts[top : bottom + 1]:
                line[left : right + 1] = [texts[top][left]] * len(line[left : right + 1])
    for upper, lower in pairwise(texts):
        for column in range(1, width):
            if not upper[column] and lower[column]:
                upper[column] = upper[column - 1]
    cleaned = [[" ".join(text.split()) for text in column] for column in zip(*texts, strict=True)]
    return ["-".join(dict.fromkeys(filter(None, column))) for column in cleaned]


@cache
def _words() -> dict[str, str]:
    return {word: kind for word, kind in read_table("table_words.tsv", 2) if kind in {"total", "closing"}}


@cache
def _heads() -> frozenset[str]:
    return frozenset(word[0] for word in _words())


def _known(text: str) -> str | None:
    """The kind of a text whose word is in the table: without spaces, units in brackets, and what follows a colon."""
    if text.lstrip()[:1].casefold() not in _heads():
        return None
    plain = unicodedata.normalize("NFKC", text.lstrip()[:60])
    return _words().get("".join(_CUT.split(_UNITS.sub("", plain))[0].split()).casefold())


def is_total(row: Sequence[Any]) -> bool:
    """Whether a row holds sums: its first filled cell, or its second after a number, says so.

    >>> is_total(["合 计", "", 300]), is_total(["1", "渝水区", 300])
    (True, False)
    """
    seen = 0
    for cell in row:
        if is_empty(cell):
            continue
        if isinstance(cell, str) and _known(cell) == "total":
            return True
        seen += 1
        if seen > 1 or not _NUMBER.fullmatch(as_written(cell).strip()):
            return False
    return False


def is_closing(row: Sequence[Any]) -> bool:
    """Whether a row may close a table: a few cells, of which the first begins with 制表人, 注 or the like.

    >>> is_closing(["制表人：李明", "", "日期：2024年3月"]), is_closing(["1", "渝水区"])
    (True, False)
    """
    filled = [cell for cell in row if not is_empty(cell)]
    if not filled or len(filled) > _SPREAD or not isinstance(filled[0], str):
        return False
    first = filled[0]
    known = _known(first) == "closing"
    return known and (bool(_CUT.search(first)) or len(filled) == 1 < len(row))


class Below:
    """Separates the rows below a table from its own, while they are gone through once.

    Rows of sums are recognised on their own; closing lines only where no row of the table follows.
    """

    def __init__(self) -> None:
        self.totals: list[int] = []
        self.total_rows = 0
        self.closing: list[int] = []

    def add(self, number: int, row: Sequence[Any]) -> None:
        """Take the next row that holds something."""
        if is_total(row):
            self.total_rows += 1
            if len(self.totals) < 5:
                self.totals.append(number)
        elif is_closing(row) or (self.closing and len(_filled(row)) <= 1 < len(row)):
            if len(self.closing) < 100:
                self.closing.append(number)
            return
        else:
            self.closing.clear()

    def begin(self, above: int) -> None:
        """Forget what stood in the rows above the table."""
        early = [number for number in self.totals if number <= above]
        self.total_rows -= len(early)
        self.totals = self.totals[len(early) :]
        self.closing = [number for number in self.closing if number > above]

    def has(self, number: int, row: Sequence[Any]) -> bool:
        """Whether a row is one of them."""
        return bool(self.closing and number >= self.closing[0]) or (self.total_rows > 0 and is_total(row))

    def notes(self) -> list[str]:
        """What a run says of the rows below the table."""
        found = []
        if self.total_rows:
            rows = ", ".join(map(str, self.totals)) + (" …" if self.total_rows > len(self.totals) else "")
            found.append(
                say(
                    "{number} of sums kept without a place (合计 and the like, in row {rows})",
                    number=count(self.total_rows, "row"),
                    rows=rows,
                )
            )
        if self.closing:
            found.append(
                say(
                    "{number} below the table kept without a place, from row {row} on",
                    number=count(len(self.closing), "line"),
                    row=self.closing[0],
                )
            )
        return found
