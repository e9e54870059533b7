"""What is observed of a reading: kinds of evidence, weighed once and shared by all texts in which they are seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Evidence(NamedTuple):
    """One observation for or against a reading: ``factor`` times the weight of its kind, in log-odds."""

    kind: str
    start: int
    end: int
    weight: float
    factor: float = 1.0


class Marks(NamedTuple):
    """Observations that are made together: what their weights come to, and each one's kind, weight and factor."""

    weight: float
    seen: tuple[tuple[str, float, float], ...]


Part = tuple[Marks, int, int]
"""Observations, and the stretch of an outline that they were made on."""

Trail = tuple[Any, ...]
"""What a reading is made of: the trail that it goes on from (``()`` at its beginning), and the marks, start and end of
each part behind one another. So many readings share a trail that it is not written out for each.
"""

NOTHING = Marks(0.0, ())


class Scale:
    """Weighs observations; single ones are kept until the weights change."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights
        self._single: dict[str, Marks] = {}

    def single(self, kind: str) -> Marks:
        """One observation with the factor 1."""
        found = self._single.get(kind)
        if found is None:
            found = self._single[kind] = self.several([(kind, 1.0)])
        return found

    def several(self, seen: Iterable[tuple[str, float]]) -> Marks:
        """Observations by kind and factor."""
        weighed = tuple((kind, self.weights[kind] * factor, factor) for kind, factor in seen)
        return Marks(sum(weight for _, weight, _ in weighed), weighed)

    def forget(self) -> None:
        """The weights have changed."""
        self._single.clear()


def parts_of(trail: Trail) -> list[Part]:
    """The parts of a trail, from its beginning."""
    links = [trail]
    while links[-1]:
        links.append(links[-1][0])
    return [part for link in reversed(links) for part in zip(link[1::3], link[2::3], link[3::3], strict=True)]
