"""Which place a row of a published list is: by name in its province and year, then by code.

The tables of ``history_years`` are the frame. A name is looked for in the year of the
list; where several places of a province bear it, in the prefecture of the list's own
code. Then the code is looked for under the same name in other years, then the name in
the years nearby. Names that a list writes otherwise are in ``edition_names.tsv``.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from tools.history_years import Table, level
from tools.tables import read_curated

_AGGREGATES = frozenset(("市辖区", "县", "市"))
_DIRECT = "直辖"  # 省直辖县级行政区划, 自治区直辖县级行政单位, 省直辖行政单位, 直辖县
_OF_ALL_WARDS = "市辖区"
_NEARBY = (1, -1, 2, -2, 3, -3)  # years


class Place(NamedTuple):
    """How a row of a list stands to our tables; ``target`` and ``within`` are codes of ours, empty where there is none."""

    kind: str
    target: str
    within: str


class Places:
    """The tables of all years, indexed by code and by name."""

    def __init__(self, tables: dict[int, Table]) -> None:
        self.tables = tables
        self.names: dict[str, set[str]] = defaultdict(set)  # code → its names of all years
        self.written = {(row["code"], row["name"]): row["as_name"] for row in read_curated("edition_names.tsv")}
        self._by_name: dict[tuple[int, str, str], list[str]] = defaultdict(list)
        for year, table in tables.items():
            for code, name in table.items():
                self.names[code].add(name)
                self._by_name[year, code[:2], name].append(code)

    def is_aggregate(self, name: str) -> bool:
        """Whether a row is a sum of divisions by its name."""
        return name in _AGGREGATES or _DIRECT in name or name.endswith(_OF_ALL_WARDS)

    def place(self, code: str, name: str, year: int, home: str, *, statistical: bool) -> Place:
        """The place of a row; ``home`` are the first four digits of its prefecture in our tables."""
        written = self.written.get((code, name), name)
        if self.tables[year].get(code) == written:
            return Place("name", code, "")
        elsewhere = self._bearer(code, written, year, home)
        if elsewhere:
            return Place("code", elsewhere, "")
        if written in self.names.get(code, ()):
            return Place("year", code, "")
        for away in _NEARBY:
            elsewhere = self._bearer(code, written, year + away, home)
            if elsewhere:
                return Place("year", elsewhere, "")
        return Place("statistical" if statistical else "uncoded", "", self._holder(home, year))

    def _bearer(self, code: str, name: str, year: int, home: str) -> str:
        """The one code of the province that bore a name in a year, of the same level before others."""
        found = self._by_name.get((year, code[:2], name), [])
        for pool in ([c for c in found if level(c) == level(code)], found):
            near = [c for c in pool if c[:4] == home] if len(pool) > 1 else pool
            if len(near) == 1:
                return near[0]
        return ""

    def _holder(self, home: str, year: int) -> str:
        """The prefecture, or else the province, that a row without a division lies in."""
        table = self.tables[year]
        return home + "00" if home + "00" in table else home[:2] + "0000"
