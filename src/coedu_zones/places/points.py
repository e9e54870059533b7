"""Where a division lies: one point for each, from GeoNames, with how near it is to the matter.

The table is read when a point is first asked for; the line of a county is parsed when
that county or one of its townships is. The points are those of GeoNames (CC BY 4.0,
https://www.geonames.org/), rounded to four decimals; none is that of a commercial map.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from coedu_zones.data.reader import load_once, read_packed
from coedu_zones.messages import word
from coedu_zones.places.codes import county_of

_UNITS: Final = 10_000  # in a degree


class PointPrecision(StrEnum):
    """Of what a point is the point.

    ``own``: the town or village that bears the division's name, most often its seat;
    of a province the seat of its government. ``townships``: of a county, the township in
    the middle of those whose points are known (in Hong Kong the place). ``prefecture``: of a
    county, the point of what it lies in, a prefecture or municipality; that need not lie in the county.
    """

    OWN = "own"
    TOWNSHIPS = "townships"
    PREFECTURE = "prefecture"


class Point(NamedTuple):
    """A place on the globe, in degrees, and what it is the point of.

    >>> import coedu_zones as cz
    >>> point = cz.get_division("330100").point
    >>> point.latitude, point.longitude, point.precision.value, point.datum
    (30.2936, 120.1614, 'own', 'WGS84')
    """

    latitude: float
    longitude: float
    precision: PointPrecision
    datum: str = "WGS84"

    def __str__(self) -> str:
        north, east = "NS"[self.latitude < 0], "EW"[self.longitude < 0]
        return f"{abs(self.latitude)}°{north} {abs(self.longitude)}°{east} ({self.datum}, {word(self.precision.value)})"


class _Record(NamedTuple):
    """A point, and the GeoNames id of the place that bears the division's name."""

    point: Point
    place: str | None


def point_of(division_id: str) -> Point | None:
    """The point of the division with an id; of a township with its nine-digit code. ``None`` where none is known."""
    found = _record(division_id)
    return found.point if found else None


def place_of(division_id: str) -> str | None:
    """The GeoNames id of the populated place that bears a division's name, ``None`` where none is known."""
    found = _record(division_id)
    return found.place if found else None


def places() -> Iterator[tuple[str, str]]:
    """The ids of all divisions and townships with a place of their own, each with the place's GeoNames id."""
    for line in _lines().values():
        division_id, head, *townships = line.split("\t")
        if head.count(" ") == 3:
            yield division_id, head.rpartition(" ")[2]
        for township in townships:
            yield division_id + township.partition(" ")[0], township.rpartition(" ")[2]


def _record(division_id: str) -> _Record | None:
    township = len(division_id) == 9 and division_id.isdecimal()
    line = _lines().get(county_of(division_id) if township else division_id)
    return _parse(line).get(division_id) if line else None


def _parse(line: str) -> dict[str, _Record]:
    division_id, head, *townships = line.split("\t")
    found: dict[str, _Record] = {}
    north = east = 0
    if head:
        up, right, precision, *place = head.split(" ")
        north, east = int(up), int(right)
        found[division_id] = _Record(_point(north, east, PointPrecision(precision)), place[0] if place else None)
    for township in townships:
        suffix, up, right, place_id = township.split(" ")
        point = _point(north + int(up), east + int(right), PointPrecision.OWN)
        found[division_id + suffix] = _Record(point, place_id)
    return found


def _point(north: int, east: int, precision: PointPrecision) -> Point:
    return Point(north / _UNITS, east / _UNITS, precision)


@load_once
def _lines() -> dict[str, str]:
    """Division → its line."""
    lines = read_packed("points.z").decode("utf-8").split("\n")
    return {line.partition("\t")[0]: line for line in lines}
