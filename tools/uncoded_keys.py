"""Keys and points of the divisions that have no code: those inside Hong Kong, Macao and Taiwan.

GeoNames has the three as countries, with units and places of their own. A unit is found
by its names; a place of Hong Kong or Macao carries the unit that it lies in, one of
Taiwan is found by its name alone, where that means but one unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from tools.geonames import ForeignUnit, GeoNames, Place, letters
from tools.neighbours import middle
from tools.place_matches import FULL, STEM, Match, best_of
from tools.points import OWN, PREFECTURE, TOWNSHIPS, Located
from tools.uncoded import head

Rows = Mapping[str, Mapping[str, str]]

TAIWAN = "TW"
_COUNTS = {"HK": 18, "MO": 8, TAIWAN: 22}
_CITIES = frozenset({"City", "Special municipality"})
_CITY, _COUNTY = "City", "County"


class UncodedKeyError(Exception):
    """A unit of GeoNames that is none of ours, or one of ours that is none of theirs."""


def names_of(row: Mapping[str, str]) -> set[str]:
    """All names of a unit in Han characters."""
    return {row["name"], row["traditional"], *row["aliases"].split()}


class Matched(NamedTuple):
    """One of our units and what GeoNames has for it."""

    id: str
    unit: ForeignUnit


def matched_units(geonames: GeoNames, rows: Rows) -> list[Matched]:
    """The units of GeoNames with the ids of ours, one for one."""
    found: list[Matched] = []
    for country, count in _COUNTS.items():
        units = [unit for unit in geonames.first_level(country) if unit.iso or country != TAIWAN]
        ours = {i: row for i, row in rows.items() if i.startswith(country.lower()) and row["parent"].isdecimal()}
        for unit in units:
            ids = [i for i, row in ours.items() if _same(unit, row, country)]
            if len(ids) != 1:
                raise UncodedKeyError(f"the unit {unit.name} of {country} is {ids or 'none of ours'}")
            found.append(Matched(ids[0], unit))
        if len(units) != count or len({matched.id for matched in found}) != len(found):
            raise UncodedKeyError(f"{country} has {len(units)} units, not {count}, or two are one")
    return found


def _same(unit: ForeignUnit, row: Mapping[str, str], country: str) -> bool:
    if country == TAIWAN:  # a city and a county may share their name: 新竹市, 新竹县
        return row["english"] == f"{unit.name} {_CITY if unit.kind in _CITIES else _COUNTY}"
    latin = {row["english"], head(row["english"]), row["portuguese"]} - {""}
    return bool(unit.names & (names_of(row) | latin))


def locate_uncoded(geonames: GeoNames, rows: Rows, provinces: Mapping[str, Located]) -> dict[str, Located]:
    """A point for every unit, by id."""
    unit_of = {matched.unit.code: matched.id for matched in matched_units(geonames, rows)}
    inside: dict[str, list[Place]] = defaultdict(list)
    matches: dict[str, list[Match]] = defaultdict(list)
    for country in _COUNTS:
        for place in geonames.places_of(country):
            holder = "" if country == TAIWAN else unit_of.get(place.holder, "")
            inside[holder].append(place)
            for unit_id in [holder] if holder else _bearers(place, rows):
                if (rank := _rank(place, rows[unit_id])) is not None:
                    matches[unit_id].append(Match(rank, place))
    own = {unit_id: match.place for unit_id, found in matches.items() if (match := best_of(found))}
    for unit_id, place in own.items():
        inside[rows[unit_id]["parent"]].append(place)
    located = dict(provinces)
    for unit_id, row in rows.items():  # a unit stands after the one that it lies in
        if unit_id in own:
            place = own[unit_id]
            located[unit_id] = Located((place.latitude, place.longitude), OWN, str(place.id))
        elif around := [(place.latitude, place.longitude) for place in inside[unit_id]]:
            located[unit_id] = Located(middle(around), TOWNSHIPS, "")
        else:
            located[unit_id] = Located(located[row["parent"]].point, PREFECTURE, "")
    return {unit_id: located[unit_id] for unit_id in rows}


def _rank(place: Place, row: Mapping[str, str]) -> int | None:
    if place.names & names_of(row):
        return FULL
    stem = {row["stem"], row["traditional"][: len(row["stem"])]} - {""}
    return STEM if place.names & stem or place.letters == letters(head(row["english"])) else None


def _bearers(place: Place, rows: Rows) -> list[str]:
    """The units of Taiwan that a place may be: those of each level, when they are the only one of their level."""
    found = []
    for level in ("prefecture", "county"):
        ranks = {i: _rank(place, row) for i, row in rows.items() if i.startswith("tw-") and row["level"] == level}
        for wanted in (FULL, STEM):
            if ids := [i for i, rank in ranks.items() if rank == wanted]:
                found += ids if len(ids) == 1 else []
                break
    return found
