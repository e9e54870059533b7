"""Build ``zones.tsv`` and ``functional_areas.tsv`` from the hand-kept tables, checked against the divisions.

``zones.tsv``: the 97 names of the notice in its order; ``target`` is a code or the
id of a functional area, ``listed_path`` the path under the row's heading; ``pinyin``
and ``english`` are filled only where the target has none. ``functional_areas.tsv``:
areas with a management committee and no code; ``overlaps`` names every county that an
area covers (``code:whole`` or ``code:part``) and is empty where that is not known;
``sources`` gives the document behind a claim, joined by `` | ``; ``statistical_code`` is the
code that the statistical office gives the area in its lists of counties; ``townships``
names the townships that it holds (``code:whole`` or ``code:part``), and ``all_townships`` is
``yes`` where nothing else belongs to it, as far as the source and the overlaps say. Of such an area without hand-kept overlaps,
``overlaps`` holds the counties of its townships.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from coedu_zones.zone_table.rows import CORPS
from tools.area_townships import Held, townships_of_areas
from tools.editions import codes_of_areas
from tools.fetch import Source
from tools.gazetteer import current_names, level_of
from tools.tables import read_curated, render
from tools.township_lists import ministry

ZONE_COLUMNS = (
    "number", "row", "province", "listed_name", "kind", "target", "listed_path", "name", "pinyin", "english",
)  # fmt: skip
AREA_COLUMNS = (
    "id", "name", "aliases", "kind", "parent", "overlaps", "governed_by", "established", "pinyin", "english", "sources",
    "statistical_code", "townships", "all_townships",
)  # fmt: skip
ZONE_COUNTS = {"county": 80, "prefecture": 14, "province": 1, "functional_area": 2}
ROWS = 30

Row = Mapping[str, str]


class ZoneError(Exception):
    """A hand-kept row of the zones or areas is wrong."""


def build(sources: dict[str, Source]) -> dict[str, bytes]:
    """Both tables, by file name."""
    divisions = current_names(sources)
    areas = read_curated("functional_areas.tsv")
    zones = read_curated("zones.tsv")
    check_areas(areas, divisions)
    check_zones(zones, divisions, {area["id"]: area for area in areas})
    codes = codes_of_areas(sources)
    held = townships_of_areas(sources)
    if unknown := held.keys() - {area["id"] for area in areas}:
        raise ZoneError(f"area_townships.tsv: no such areas: {sorted(unknown)}")
    present = ministry(sources).present
    areas = [
        {**with_townships(area, held.get(area["id"]), present), "statistical_code": codes.get(area["id"], "")}
        for area in areas
    ]
    areas.sort(key=lambda area: (area["parent"], area["id"]))
    return {
        "zones.tsv": render(ZONE_COLUMNS, records(zones, ZONE_COLUMNS)),
        "functional_areas.tsv": render(AREA_COLUMNS, records(areas, AREA_COLUMNS)),
    }


def with_townships(area: Row, held: Held | None, present: Iterable[str]) -> dict[str, str]:
    """The area with its townships, their source, and the counties that they lie in."""
    if held is None:
        return {**area, "townships": "", "all_townships": ""}
    overlaps = area["overlaps"]
    counties = Counter(code[:6] for code in held.extents)
    complete = held.complete and {overlap[:6] for overlap in overlaps.split()} <= counties.keys()
    if complete and not overlaps:
        units = Counter(code[:6] for code in present)
        overlaps = " ".join(
            f"{county}:{'whole' if count == units[county] else 'part'}"
            for county, count in sorted(counties.items())
            if not county.endswith("00")
        )
    return {
        **area,
        "overlaps": overlaps,
        "sources": " | ".join(filter(None, (area["sources"], held.source))),
        "townships": held.cell,
        "all_townships": "yes" if complete and held.extents else "",
    }


def records(rows: Iterable[Row], columns: tuple[str, ...]) -> list[list[str]]:
    """The cells of rows in the order of the columns."""
    return [[row[column] for column in columns] for row in rows]


def path_of(code: str, divisions: Mapping[str, str]) -> list[str]:
    """The names from the province down to a division."""
    chain = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
    return [divisions[c] for c in chain if c in divisions]


def check_areas(areas: list[dict[str, str]], divisions: Mapping[str, str]) -> None:
    """Refuse an area whose parent or counties do not exist, or whose name means something else already."""
    names = Counter(name for area in areas for name in (area["name"], *area["aliases"].split()))
    taken = set(divisions.values())
    for name, count in names.items():
        if count > 1 or name in taken:
            raise ZoneError(f"functional_areas.tsv: {name} has two meanings")
    if repeated := [key for key, count in Counter(area["id"] for area in areas).items() if count > 1]:
        raise ZoneError(f"functional_areas.tsv: repeated ids {repeated}")
    for area in areas:
        if area["parent"] not in divisions:
            raise ZoneError(f"{area['id']}: no division {area['parent']}")
        if not re.fullmatch(r"[a-z]+(-[a-z]+)+", area["id"]):
            raise ZoneError(f"{area['id']!r} is no id")
        if not re.fullmatch(r"|\d{4}|\d{4}-\d{2}-\d{2}", area["established"]):
            raise ZoneError(f"{area['id']}: {area['established']!r} is neither a year nor a date")
        if not area["english"] or len(re.split(r"[- ]", area["pinyin"])) != len(area["name"]):
            raise ZoneError(f"{area['id']}: English or pinyin is incomplete")
        for overlap in area["overlaps"].split():
            code, _, extent = overlap.partition(":")
            if code not in divisions or code.endswith("00") or extent not in {"whole", "part"}:
                raise ZoneError(f"{area['id']}: {overlap} is no overlap with a county")


def check_zones(zones: list[dict[str, str]], divisions: Mapping[str, str], areas: Mapping[str, Row]) -> None:
    """Refuse a zone that is out of order, or whose target does not bear its name under its heading."""
    if [zone["number"] for zone in zones] != [str(i) for i in range(1, len(zones) + 1)]:
        raise ZoneError("zones.tsv: the numbers do not run from 1")
    rows = [int(zone["row"]) for zone in zones]
    if rows != sorted(rows) or set(rows) != set(range(1, ROWS + 1)):
        raise ZoneError(f"zones.tsv: the rows do not run from 1 to {ROWS}")
    if (found := Counter(zone["kind"] for zone in zones)) != Counter(ZONE_COUNTS):
        raise ZoneError(f"zones.tsv: {dict(found)}, expected {ZONE_COUNTS}")
    if len({zone["target"] for zone in zones}) != len(zones):
        raise ZoneError("zones.tsv: a target is repeated")
    for zone in zones:
        check_zone(zone, divisions, areas)


def check_zone(zone: Row, divisions: Mapping[str, str], areas: Mapping[str, Row]) -> None:
    """Refuse a zone whose target, kind, name or path do not fit together."""
    target, listed = zone["target"], zone["listed_path"].split("/")
    if zone["kind"] == "functional_area":
        area = areas[target]
        name, path, kind = (
            area["name"],
            [*path_of(area["parent"], divisions), area["name"]],
            "functional_area",
        )
    else:
        name, path, kind = divisions[target], path_of(target, divisions), level_of(target)
    if zone["province"] == CORPS:
        expected = [CORPS, zone["listed_name"]]
    else:
        expected = path if path[0] == zone["province"] else []
    if (zone["name"], zone["kind"], listed) != (name, kind, expected):
        raise ZoneError(f"zones.tsv: zone {zone['number']} is not {'/'.join(path)} ({target})")
    written = zone["listed_name"].rstrip(")")
    if not written.endswith(name) and kind != "functional_area":
        raise ZoneError(f"zones.tsv: zone {zone['number']}, {zone['listed_name']}, does not name {name}")
