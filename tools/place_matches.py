"""Which unit a populated place of GeoNames bears the name of: a township, a county or a prefecture.

GeoNames says in which prefecture a place lies, seldom in which county, so a name must
mean one unit in the prefecture. The first of these ranks that finds anything counts:
full names (``九堡街道``), stems (``九堡``), the romanised name (``jiubao``), other
romanised names, and a full name elsewhere in the province, since GeoNames has some
places in the prefecture of earlier years. A place that fits several units is left out;
of several places that fit a unit the most populous is taken, if one is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from coedu_zones.gazetteer import AMID
from tools.geonames import Place

MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
FULL, STEM, LETTERS, ALIASES, ELSEWHERE = range(5)


class Unit(NamedTuple):
    """A unit and what it is called: full names, the stem (may be empty), romanised names in plain letters."""

    code: str
    names: tuple[str, ...]
    stem: str
    letters: tuple[str, ...]


class Match(NamedTuple):
    """A place that bears the name of a unit, and by which rank."""

    rank: int
    place: Place


def holder_of(code: str, divisions: Mapping[str, object]) -> str:
    """What GeoNames may say that a unit lies in: its prefecture, its municipality, or the county itself."""
    prefecture = code[:4] + "00"
    if prefecture in divisions:
        return prefecture
    return code[:2] + "0000" if code[:2] in MUNICIPALITIES else code[:6]


class Matcher:
    """Matches places to the units of one level; ``stem_of`` cuts the generic off a place's name."""

    def __init__(self, units: Iterable[Unit], divisions: Mapping[str, object], stem_of: Callable[[str], str]) -> None:
        self._stem_of = stem_of
        # holder → for each rank: key → codes
        self._regions: dict[str, tuple[dict[str, set[str]], ...]] = defaultdict(
            lambda: tuple(defaultdict(set) for _ in range(ELSEWHERE))
        )
        for unit in units:
            # a place of which GeoNames says the province alone is compared with all units of the province
            own = holder_of(unit.code, divisions)
            for holder in {own, AMID.get(own, own), unit.code[:2] + "0000"}:
                region = self._regions[holder]
                for rank, keys in enumerate((unit.names, (unit.stem,), unit.letters, unit.letters)):
                    for key in filter(None, keys):
                        region[rank][key].add(unit.code)

    def units_of(self, place: Place) -> tuple[int, set[str]]:
        """The first rank that finds anything, and the units that it finds."""
        stems = {stem for stem in map(self._stem_of, place.names) if len(stem) > 1} | place.names
        province = self._regions.get(place.holder[:2] + "0000")
        if region := self._regions.get(place.holder, province):
            for rank, keys in enumerate((place.names, stems, {place.letters}, place.aliases)):
                if found := set().union(*(region[rank].get(key, ()) for key in keys)):
                    return rank, found
        if province:
            return ELSEWHERE, set().union(*(province[FULL].get(name, ()) for name in place.names))
        return FULL, set()

    def match(self, places: Iterable[Place], fits: Callable[[Match, str], bool]) -> dict[str, Match]:
        """Unit → its place; ``fits`` may refuse a match of a unit."""
        found: dict[str, list[Match]] = defaultdict(list)
        for place in places:
            rank, codes = self.units_of(place)
            if len(codes) == 1 and fits(match := Match(rank, place), *codes):
                found[codes.pop()].append(match)
        best = {code: best_of(matches) for code, matches in found.items()}
        return {code: match for code, match in best.items() if match}


def best_of(matches: list[Match]) -> Match | None:
    """The match of the first rank; of several the most populous place, none when there is no such."""
    rank = min(match.rank for match in matches)
    first = sorted((m for m in matches if m.rank == rank), key=lambda match: -match.place.population)
    if len(first) > 1 and first[0].place.population == first[1].place.population:
        return None
    return first[0]
