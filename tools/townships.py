"""Builds the tables of townships, of their readings and of the codes that lists give them.

``townships.z`` holds the units of today and the former ones since 2015
(``township_pack.py`` says how a line is written), ``other_units.z`` the names of farms,
parks, regiments and the like that the statistical lists have beside townships, and
``statistical_codes.z`` the codes of those lists (``township_codes.py``).
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from tools import township_codes, township_readings
from tools.fetch import Source
from tools.history import make_changes
from tools.history_years import Table, yearly_tables
from tools.like_characters import LikeCharacters
from tools.tables import pack
from tools.township_checks import check
from tools.township_lists import LISTS, Ministry, ministry, statistical
from tools.township_pack import YEARS, in_order, index_in_line, lines
from tools.township_records import Collector, Pair, Records
from tools.township_successors import Successors
from tools.township_villages import Villages
from tools.township_words import shipped_words


def build(sources: dict[str, Source]) -> dict[str, bytes]:
    """The tables of townships, by file name."""
    _, records, successors = units_and_successors(tuple(sources.values()))
    indexes = township_codes.Indexes(
        index_in_line(in_order(records, successors)), index_in_line(sorted(records.others))
    )
    return {
        "townships.z": pack([" ".join(map(str, YEARS)), *lines(records, successors)]),
        "other_units.z": pack(other_lines(records.others)),
        "statistical_codes.z": pack([" ".join(map(str, LISTS)), *township_codes.lines(records, indexes)]),
        "township_words.tsv": shipped_words(),
        **township_readings.build(sources, records.pairs, records.former.keys() - records.pairs),
    }


@cache
def units_and_successors(pinned: tuple[Source, ...]) -> tuple[Ministry, Records, dict[Pair, str]]:
    """The units in force, all that the lists say, and the units of today that hold former ones; made once."""
    sources = {source.name: source for source in pinned}
    tables = yearly_tables(sources)
    units = ministry(sources)
    check(units, set(tables[max(tables)]))
    records = collect(sources, units, tables)
    successors = Successors(units, records, make_changes(tables), LikeCharacters(sources)).all(
        Villages(sources, records)
    )
    return units, records, successors


def collect(sources: dict[str, Source], units: Ministry, tables: dict[int, Table]) -> Records:
    """All that the lists say."""
    counties = {c for year in range(min(LISTS) - 1, max(tables) + 1) for c in tables[year] if not c.endswith("00")}
    return Collector(units, counties | {code[:6] for code in units.present}).collect(statistical(sources))


def other_lines(others: dict[Pair, int]) -> list[str]:
    """Holder and the names of units that are no townships, one line per holder."""
    names: dict[str, list[str]] = defaultdict(list)
    for holder, name in sorted(others):
        names[holder].append(name)
    return ["\t".join((holder, *found)) for holder, found in names.items()]
