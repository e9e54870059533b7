"""The nearest of many points on the globe, and the one in the middle of a few."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import Generic, TypeAlias, TypeVar

Point: TypeAlias = tuple[float, float]  # latitude, longitude

_K = TypeVar("_K", bound=Hashable)
_DEGREE = 111.2  # km
_CELLS = 2  # a degree
_WIDEST = 12  # cells; beyond them nothing is near


def distance(one: Point, other: Point) -> float:
    """Kilometres between two points that are not far from one another."""
    north = (one[0] - other[0]) * _DEGREE
    east = (one[1] - other[1]) * _DEGREE * math.cos(math.radians(one[0]))
    return math.hypot(north, east)


def middle(points: Sequence[Point]) -> Point:
    """The point that is nearest to all the others; it is one of them, so it lies where they lie."""
    return min(points, key=lambda point: (sum(distance(point, other) for other in points), point))


class Neighbours(Generic[_K]):
    """Finds the nearest of the points that it holds."""

    def __init__(self, points: Iterable[tuple[_K, Point]]) -> None:
        self._cells: dict[tuple[int, int], list[tuple[_K, Point]]] = defaultdict(list)
        for key, point in points:
            self._cells[self._cell(point)].append((key, point))

    @staticmethod
    def _cell(point: Point) -> tuple[int, int]:
        return math.floor(point[0] * _CELLS), math.floor(point[1] * _CELLS)

    def nearest(self, point: Point, count: int, without: _K) -> list[_K]:
        """The keys of the nearest points, nearest first, one key left out; fewer where there are no more near."""
        row, column = self._cell(point)
        found: list[tuple[_K, Point]] = []
        for reach in range(1, _WIDEST + 1):
            found = [
                item
                for i in range(row - reach, row + reach + 1)
                for j in range(column - reach, column + reach + 1)
                for item in self._cells.get((i, j), ())
                if item[0] != without
            ]
            if len(found) >= count:
                break
        return [key for key, _ in heapq.nsmallest(count, found, key=lambda item: distance(point, item[1]))]
