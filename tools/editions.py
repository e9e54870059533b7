"""Builds ``editions.tsv``: what the published lists of codes say otherwise than ``periods.tsv``.

One record is a code under a name in the lists of one issuer (``system``: ``mca`` the
ministry, ``nbs`` the statistical office, ``gb`` an edition of GB/T 2260), from its
first to its last year there. ``kind`` says how it differs from our tables:

``code``: the place has another code with us, ``target``; ``name``: the code is the
same, the name is written otherwise; ``year``: code and name are known, but in other
years (a list that was late or early), or the place in other years under ``target``;
``statistical``: no division, ``target`` is the functional area where we have it;
``uncoded``: a district of 1981-1982, which GB 2260 did not code and which no later
code continues; ``aggregate``: a sum of divisions, ``target`` is the unit.

``within`` is the division that a record without a division lies in. ``doubtful``
marks a record of one package, where the other package's list of the same issuer and
years says what our tables say. Aggregates that follow the rule of the codes (市辖区,
县, 省直辖) are no records; the builder checks that they follow it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from coedu_zones.gazetteer.editions import unit_of_aggregate
from tools.code_lists import NBS, CodeList, code_lists
from tools.code_places import Place, Places
from tools.fetch import Source
from tools.history_years import Table, yearly_tables
from tools.statistical import areas_of_codes
from tools.tables import read_curated, render

COLUMNS = ("code", "name", "system", "kind", "first", "last", "target", "within", "doubtful", "sources")


class EditionError(Exception):
    """A list holds what the rules and the hand-kept rows do not explain."""


class Found(NamedTuple):
    """A row of the lists that differs from our tables, without its years."""

    system: str
    code: str
    name: str
    place: Place


class Run(NamedTuple):
    """Successive lists of one issuer with the same differing row."""

    found: Found
    dates: tuple[int, ...]
    sources: tuple[str, ...]
    doubtful: bool


def build(sources: dict[str, Source]) -> dict[str, bytes]:
    """The table of editions, by file name."""
    tables = yearly_tables(sources)
    runs, areas = listed(sources, tables)
    records = with_curated([record(run, areas) for run in runs], tables)
    return {"editions.tsv": render(COLUMNS, sorted(records, key=lambda r: (r[0], int(r[4]), r[2], r[1])))}


def listed(sources: dict[str, Source], tables: dict[int, Table]) -> tuple[list[Run], dict[str, str]]:
    """The differing rows of all lists, and the functional areas of their statistical codes."""
    runs = list(runs_of(corrected(code_lists(sources)), tables))
    zones = {(run.found.code, run.found.name) for run in runs if run.found.place.kind == "statistical"}
    return runs, areas_of_codes(sorted(zones), tables)


def codes_of_areas(sources: dict[str, Source]) -> dict[str, str]:
    """Functional area → its statistical code: of several the one in most lists, then the latest."""
    runs, areas = listed(sources, yearly_tables(sources))
    count: dict[str, Counter[str]] = defaultdict(Counter)
    for run in runs:
        if run.found.code in areas and run.found.place.kind == "statistical":
            count[areas[run.found.code]][run.found.code] += len(run.dates)
    return {area: max(codes, key=lambda code: (codes[code], code)) for area, codes in count.items()}


def corrected(lists: list[CodeList]) -> list[CodeList]:
    """The lists without the slips of the packages that ``edition_lists.tsv`` names."""
    rows = read_curated("edition_lists.tsv")
    for row in rows:
        found = [lst for lst in lists if (lst.source, str(lst.date)) == (row["source"], row["date"])]
        if len(found) != 1 or (row["code"] and found[0].codes.pop(row["code"], None) != row["name"]):
            raise EditionError(f"edition_lists.tsv: there is no such row: {row}")
        if row["as_date"]:
            lists = [lst._replace(date=int(row["as_date"])) if lst is found[0] else lst for lst in lists]
    return lists


def runs_of(lists: list[CodeList], tables: dict[int, Table]) -> Iterator[Run]:
    """The differing rows of all lists, each with the lists that hold it one after the other."""
    places = Places(tables)
    held: dict[Found, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    opposed: set[tuple[Found, int]] = set()
    for lst in lists:
        others = [o for o in lists if o is not lst and (o.system, o.date) == (lst.system, lst.date)]
        for found in differences(lst, places):
            held[found][lst.date].append(lst.source)
            ours = tables[lst.year].get(found.code)
            if any(ours and o.codes.get(found.code) == ours for o in others):
                opposed.add((found, lst.date))
    order = {system: sorted({lst.date for lst in lists if lst.system == system}) for system in ("mca", "nbs")}
    if unused := places.written.keys() - {found[1:3] for found in held}:
        raise EditionError(f"edition_names.tsv: no list writes {sorted(unused)}")
    for found, dates in held.items():
        for group in successive(sorted(dates), order[found.system]):
            names = sorted({name for date in group for name in dates[date]})
            doubtful = found.place.kind == "code" and any((found, date) in opposed for date in group)
            agreed = any(len(dates[date]) > 1 for date in group)
            yield Run(found, tuple(group), tuple(names), doubtful and not agreed)


def successive(dates: list[int], order: list[int]) -> Iterator[list[int]]:
    """The dates in groups between which no list of the issuer is missing."""
    group: list[int] = []
    for date in dates:
        if group and order.index(date) != order.index(group[-1]) + 1:
            yield group
            group = []
        group.append(date)
    yield group


def differences(lst: CodeList, places: Places) -> Iterator[Found]:
    """The rows of a list that our tables of its time do not hold; a list within a year may state the year before."""
    times = [places.tables[lst.year]] + ([] if lst.at_end_of_year else [places.tables[lst.year - 1]])
    homes: dict[str, str] = {}  # first four digits in the list → in our tables
    for code, name in sorted(lst.codes.items(), key=lambda row: (row[0][4:] != "00", row)):
        if any(table.get(code) == name for table in times):
            continue
        if places.is_aggregate(name):
            if unit_of_aggregate(code, places.names) is None:
                raise EditionError(f"{lst.source} {lst.date}: {code} {name} follows no rule of the codes")
            continue
        place = places.place(code, name, lst.year, homes.get(code[:4], code[:4]), statistical=lst.system == NBS)
        if code.endswith("00") and place.target:
            homes[code[:4]] = place.target[:4]
        yield Found(lst.system, code, name, place)


def record(run: Run, areas: dict[str, str]) -> tuple[str, ...]:
    """The cells of a run."""
    found, place = run.found, run.found.place
    target = areas.get(found.code, "") if place.kind == "statistical" else place.target
    return (
        found.code, found.name, found.system, place.kind, str(run.dates[0] // 100), str(run.dates[-1] // 100),
        target, place.within, "doubtful" if run.doubtful else "", " ".join(run.sources),
    )  # fmt: skip


def with_curated(records: list[tuple[str, ...]], tables: dict[int, Table]) -> list[tuple[str, ...]]:
    """The records and the hand-kept ones; a hand-kept one takes the place of what the lists say of its code and name."""
    for row in read_curated("edition_codes.tsv"):
        key = (row["code"], row["name"], row["system"])
        replaced = [r for r in records if r[:3] == key]
        if bool(replaced) != (row["system"] != "gb"):
            raise EditionError(f"edition_codes.tsv: {key} is in {len(replaced)} records of the lists")
        years = range(int(row["first"]), int(row["last"]) + 1)
        for code in filter(None, (row["target"], row["within"])):
            if any(code not in tables[year] for year in years):
                raise EditionError(f"edition_codes.tsv: {code} was not in force in all years of {key}")
        records = [r for r in records if r[:3] != key]
        sources = " ".join(sorted({name for r in replaced for name in r[9].split()}))
        records.append((*key, *(row[c] for c in COLUMNS[3:8]), "", sources))
    return records
