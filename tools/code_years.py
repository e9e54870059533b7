"""The first year of a division's code.

A code counts from the first yearly table in which it stands for the division that
has it now, under this or an earlier name. The tables begin in 1981, so 1981 means
1981 or before. They are the tables from which the history is built.
"""

from __future__ import annotations

from tools.history import make_changes
from tools.history_years import Table
from tools.years import FIRST_YEAR, THIS_YEAR


def first_years(tables: dict[int, Table]) -> dict[str, int]:
    """The first year of every code that is in use now."""
    kept = {(change.year, change.source) for change in make_changes(tables) if change.source == change.target}
    return {code: _first_year(code, tables, kept) for code in tables[THIS_YEAR]}


def _first_year(code: str, tables: dict[int, Table], kept: set[tuple[int, str]]) -> int:
    """Walk back while the code has the same name, or was renamed in place."""
    year = THIS_YEAR
    while year > FIRST_YEAR and code in tables[year - 1]:
        if tables[year - 1][code] != tables[year][code] and (year, code) not in kept:
            break
        year -= 1
    return year
