"""Builds the tables of townships: ``townships.z``, ``other_units.z``, ``township_words.tsv`` and the readings.

``townships.z`` holds the units of today and the former ones since 2015
(``township_pack.py`` says how a line is written), ``other_units.z`` the names of farms,
parks, regiments and the like that the statistical lists have beside townships.
"""

from __future__ import annotations

from collections import defaultdict

from tools import township_readings
from tools.fetch import Source
from tools.history import make_changes
from tools.history_years import Table, yearly_tables
from tools.tables import pack
from tools.township_checks import check
from tools.township_heirs import Heirs
from tools.township_lists import LISTS, Ministry, ministry, statistical
from tools.township_pack import YEARS, lines
from tools.township_records import Collector, Pair, Records
from tools.township_words import shipped_words


def build(sources: dict[str, Source]) -> dict[str, bytes]:
    """The tables of townships, by file name."""
    tables = yearly_tables(sources)
    units = ministry(sources)
    check(units, set(tables[max(tables)]))
    records = collect(sources, units, tables)
    heirs = Heirs(units, records, make_changes(tables)).all()
    return {
        "townships.z": pack([" ".join(map(str, YEARS)), *lines(records, heirs)]),
        "other_units.z": pack(other_lines(records.others)),
        "township_words.tsv": shipped_words(),
        **township_readings.build(sources, records.pairs, records.former.keys() - records.pairs),
    }


def collect(sources: dict[str, Source], units: Ministry, tables: dict[int, Table]) -> Records:
    """All that the lists say."""
    counties = {
        c for year in range(min(LISTS) - 1, max(tables) + 1) for c in tables[year] if not c.endswith("00")
    }
    return Collector(units, counties | {code[:6] for code in units.present}).collect(statistical(sources))


def other_lines(others: dict[Pair, int]) -> list[str]:
    """Holder and the names of units that are no townships, a line a holder."""
    names: dict[str, list[str]] = defaultdict(list)
    for holder, name in sorted(others):
        names[holder].append(name)
    return ["\t".join((holder, *found)) for holder, found in names.items()]
