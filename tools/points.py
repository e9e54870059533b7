"""Finds a point for every division that GeoNames has a place for, and writes them as ``points.z``.

``own``: the town or village that bears the division's name, most often its seat;
``townships``: of a county without one, the township in the middle of those that have
a point; ``prefecture``: of a county without any, the point of its prefecture or municipality. The seats
of provinces, and of prefectures that are no cities, are in ``curated/capitals.tsv``.

A match is left out when it contradicts its surroundings: when none of the nearest
places lies in the same prefecture, or none of the nearest townships in the same county.

A line holds a division and the townships in it: code, latitude, longitude, precision
and GeoNames id of the division, then for each township the last three digits of its
code, how far it lies from the division, and its GeoNames id. Latitude and longitude are
in ten-thousandths of a degree, about 10 m.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from tools.fetch import Source
from tools.geonames import GeoNames, Place, letters
from tools.name_parts import generic_of
from tools.neighbours import Neighbours, Point, middle
from tools.place_matches import ELSEWHERE, FULL, LETTERS, MUNICIPALITIES, Match, Matcher, Unit, holder_of
from tools.tables import read_curated
from tools.township_readings import read_all
from tools.township_words import stem_of
from tools.townships import units_and_successors

OWN, TOWNSHIPS, PREFECTURE = "own", "townships", "prefecture"
CITY = "市"

Divisions = Mapping[str, Mapping[str, str]]

_NEAR_PLACES = 40  # of which one must lie in the same prefecture
_NEAR_TOWNSHIPS = 15  # of which one must lie in the same county
_FEW = 3  # a county with fewer townships that have a point says nothing about one of them


class PointError(Exception):
    """A hand-kept seat that is no division, or has no point."""


class Located(NamedTuple):
    """A point, how near it is to the matter, and the GeoNames id of the place that bears the division's name."""

    point: Point
    precision: str
    place: str


def locate(sources: dict[str, Source], divisions: Divisions, geonames: GeoNames) -> dict[str, Located]:
    """A point for every division and township that has one, by code."""
    matches = TownshipMatches(sources, divisions, geonames.places)
    townships = {code: _own(match.place) for code, match in matches.present().items()}
    prefectures = match_prefectures(divisions, geonames.places)
    counties = match_counties(divisions, geonames.places, matches)
    found = {code: _own(match.place) for code, match in {**prefectures, **counties}.items()}
    for code, points in matches.by_county().items():
        if code in divisions and code not in found:
            found[code] = Located(middle(points), TOWNSHIPS, "")
    for row in reversed(read_curated("capitals.tsv")):  # a province's seat is a prefecture, whose own may be a county
        found[row["code"]] = _seat(row, divisions, found, geonames)
    for code in divisions:
        holder = holder_of(code, divisions)
        if code not in found and holder in found:
            found[code] = Located(found[holder].point, PREFECTURE, "")
    return dict(sorted((found | townships).items()))


def lines(located: Mapping[str, Located]) -> Iterator[str]:
    """The lines of the table, a division and its townships each, sorted."""
    towns: dict[str, list[str]] = defaultdict(list)
    for code in located:
        towns[code[:6] if code.isdecimal() else code].append(code)
    for code, members in towns.items():
        own = located.get(code)
        north, east = _units(own.point) if own else (0, 0)
        cells = [code, f"{north} {east} {own.precision} {own.place}".rstrip() if own else ""]
        for member in members:
            if member != code:
                up, right = _units(located[member].point)
                cells.append(f"{member[6:]} {up - north} {right - east} {located[member].place}")
        yield "\t".join(cells)


def _units(point: Point) -> tuple[int, int]:
    return round(point[0] * 10_000), round(point[1] * 10_000)


def _own(place: Place) -> Located:
    return Located((place.latitude, place.longitude), OWN, str(place.id))


def _seat(row: Mapping[str, str], divisions: Divisions, found: Mapping[str, Located], geonames: GeoNames) -> Located:
    system, _, geonames_id = row["seat"].partition(":")
    if divisions[row["code"]]["name"] != row["name"]:
        raise PointError(f"capitals.tsv: {row['code']} is not {row['name']}")
    if geonames_id:
        seat = _own(geonames.place(geonames_id))
        return seat if divisions[row["code"]]["stem"] == row["seat_name"] else seat._replace(place="")
    if divisions[system]["name"] != row["seat_name"] or system not in found:
        raise PointError(f"capitals.tsv: {system} is not {row['seat_name']}, or has no point")
    return found[system]._replace(place="")


def _is_province(code: str) -> bool:
    return code.endswith("0000") and code[:2] not in MUNICIPALITIES


class Bearers:
    """Which divisions of a province bear a name: a place that has it lies there."""

    def __init__(self, divisions: Divisions) -> None:
        self._codes: dict[tuple[str, str], set[str]] = defaultdict(set)
        for code, row in divisions.items():
            if not code.endswith("0000"):
                self._codes[code[:2], row["name"]].add(code)

    def of(self, place: Place, province: str) -> set[str]:
        """The codes of all divisions that a place has a name of."""
        return set().union(*(self._codes.get((province, name), ()) for name in place.names))


class TownshipMatches:
    """The places of townships, of today and former, that do not contradict their surroundings.

    A former township is known by the county in which it would lie today and its name
    (``330102:九堡镇``); where today's unit has its stem, it is that unit.
    """

    def __init__(self, sources: dict[str, Source], divisions: Divisions, places: list[Place]) -> None:
        units, records, successors = units_and_successors(tuple(sources.values()))
        self.names = units.present
        pairs = {(code[:6], name): code for code, name in units.present.items()}
        for holder, name in sorted(records.former):
            successor = successors.get((holder, name), "")
            same = bool(successor) and stem_of(units.present[successor]) == stem_of(name)
            pairs[holder, name] = successor if same else f"{successor[:6] or holder}:{name}"
        read = read_all(sources, pairs, complete=False)
        named = [
            Unit(code, (pair[1],), stem_of(pair[1]), (letters("".join(read[pair].syllables)),))
            for pair, code in pairs.items()
        ]
        bearers = Bearers(divisions)

        def fits(match: Match, code: str) -> bool:
            if match.rank != FULL and _is_province(match.place.holder):
                return False
            if match.rank > LETTERS or (match.rank == LETTERS and match.place.names):
                return False  # the names in Han characters mean another place
            named_after = {c for c in bearers.of(match.place, code[:2]) if not c.endswith("00")}
            return not named_after or code[:6] in named_after

        found = Matcher(named, divisions, stem_of).match(places, fits)
        self._matches = _among_their_counties(_in_their_prefectures(found, divisions, places))
        self.county_of = {match.place.id: code[:6] for code, match in self._matches.items()}

    def present(self) -> dict[str, Match]:
        """The matches of units of today."""
        return {code: match for code, match in self._matches.items() if ":" not in code}

    def by_county(self) -> dict[str, list[Point]]:
        """The points of all townships in a county, of today and former."""
        found: dict[str, list[Point]] = defaultdict(list)
        for code, match in self._matches.items():
            found[code[:6]].append((match.place.latitude, match.place.longitude))
        return found


def _in_their_prefectures(found: dict[str, Match], divisions: Divisions, places: list[Place]) -> dict[str, Match]:
    near = Neighbours((place.id, (place.latitude, place.longitude)) for place in places)
    holders = {place.id: place.holder for place in places}
    kept = {}
    for code, match in found.items():
        place, holder = match.place, holder_of(code, divisions)
        around = near.nearest((place.latitude, place.longitude), _NEAR_PLACES, place.id)
        if any(holders[other] == holder for other in around):
            kept[code] = match
    return kept


def _among_their_counties(found: dict[str, Match]) -> dict[str, Match]:
    near = Neighbours((code, (m.place.latitude, m.place.longitude)) for code, m in found.items())
    count: dict[str, int] = defaultdict(int)
    for code in found:
        count[code[:6]] += 1

    def agrees(code: str, match: Match) -> bool:
        if count[code[:6]] < _FEW:
            return count[code[:6]] > 1 or match.rank != LETTERS  # of a lone one the romanised name says too little
        here = match.place.latitude, match.place.longitude
        return any(other[:6] == code[:6] for other in near.nearest(here, _NEAR_TOWNSHIPS, code))

    return {code: match for code, match in found.items() if agrees(code, match)}


def match_counties(divisions: Divisions, places: Iterable[Place], townships: TownshipMatches) -> dict[str, Match]:
    """The places of counties: by the county's name, or by it and a township's in one (民权城关镇)."""
    towns = defaultdict(list)
    for code, name in townships.names.items():
        towns[code[:6]].append(name)
    units = []
    for code, row in divisions.items():
        if not code.endswith("00"):
            with_town = [head + town for head in (row["name"], row["stem"]) if head for town in towns[code]]
            units.append(Unit(code, (row["name"], *with_town), row["stem"], _letters(row)))
    bearers = Bearers(divisions)

    def fits(match: Match, code: str) -> bool:
        if match.rank in {FULL, ELSEWHERE}:
            return True
        lies_in = townships.county_of.get(match.place.id, code)
        return lies_in == code and bearers.of(match.place, code[:2]) <= {code}

    return Matcher(units, divisions, _division_stem).match(places, fits)


def match_prefectures(divisions: Divisions, places: Iterable[Place]) -> dict[str, Match]:
    """The places of prefectures and municipalities that are cities: the most populous of that name."""
    units = [
        Unit(code, (row["name"],), row["stem"], _letters(row))
        for code, row in divisions.items()
        if code.endswith("00") and row["name"].endswith(CITY)
    ]
    return Matcher(units, divisions, _division_stem).match(places, lambda _match, _code: True)


def _division_stem(name: str) -> str:
    try:
        return name.removesuffix(generic_of(name))
    except ValueError:
        return name


def _letters(row: Mapping[str, str]) -> tuple[str, ...]:
    """The romanised name with and without its generic; the stem's syllables stand first."""
    syllables = row["pinyin"].replace("-", " ").split()[: len(row["stem"])]
    return tuple(filter(None, {letters(row["pinyin"]), letters("".join(syllables)), letters(row["roman"])}))
