"""Which townships a functional area holds, from the statistical lists and the hand-kept table.

The statistical office lists the townships of a development zone under the zone's own
code (320571 苏州工业园区). The last list that has the zone is taken; a row is a township
of ours when one unit of its prefecture bears its name and no other row of that list
means the same. ``area_townships.tsv`` holds what other sources say. ``complete`` tells
that nothing else belongs to the area: every row under its code is a township of ours.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from tools.editions import listed
from tools.fetch import Source
from tools.history_years import yearly_tables
from tools.tables import read_curated
from tools.township_lists import ministry, statistical
from tools.townships import collect


class AreaTownshipError(Exception):
    """A hand-kept row of the townships of areas is wrong."""


class Held(NamedTuple):
    """What an area holds: nine-digit code → ``whole`` or ``part``; whether that is all; where it is from."""

    extents: dict[str, str]
    complete: bool
    source: str

    @property
    def cell(self) -> str:
        """The townships as they are written into the table."""
        return " ".join(f"{code}:{extent}" for code, extent in sorted(self.extents.items()))


def townships_of_areas(sources: dict[str, Source]) -> dict[str, Held]:
    """Id of a functional area → the townships that it holds."""
    tables = yearly_tables(sources)
    units = ministry(sources)
    area_of = listed(sources, tables)[1]
    records = collect(sources, units, tables)
    found: dict[str, Held] = {}
    for year, rows in sorted(statistical(sources).items()):
        unit_of = records.unit_of[year]
        bearers = Counter(unit_of.values())
        meant: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            if row.code[:6] in area_of:
                unit = unit_of.get(row.code, "")
                meant[row.code[:6]].append(unit if bearers[unit] == 1 else "")
        for code, codes in meant.items():
            extents = {unit: "whole" for unit in codes if unit}
            found[area_of[code]] = Held(
                extents, all(codes), f"townships: statistical list of {year} ({code})" if extents else ""
            )
    return found | by_hand(units.present)


def by_hand(present: dict[str, str]) -> dict[str, Held]:
    """What the hand-kept table says; it goes before the lists."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_curated("area_townships.tsv"):
        if present.get(row["code"]) != row["name"] or row["extent"] not in {"whole", "part"}:
            raise AreaTownshipError(
                f"area_townships.tsv: {row['code']} is not {row['name']}, or {row['extent']!r} is no extent"
            )
        rows[row["area"]].append(row)
    return {
        area: Held(
            {row["code"]: row["extent"] for row in held},
            all(row["complete"] == "yes" for row in held),
            "townships: " + "; ".join(dict.fromkeys(row["source"] for row in held)),
        )
        for area, held in rows.items()
    }
