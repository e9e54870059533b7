"""A name at its place in an outline, and a reading: names taken as one place, with what speaks for it."""

from __future__ import annotations

from typing import NamedTuple

from coedu_zones.parse.characters import Slip
from coedu_zones.parse.evidence import Evidence, Part, Trail, parts_of
from coedu_zones.parse.names import Entry
from coedu_zones.parse.naming import Naming


class Name(NamedTuple):
    """A written name at ``start:end`` of an outline."""

    start: int
    end: int
    naming: Naming

    @property
    def word(self) -> str:
        return self.naming.word

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.naming.entries

    @property
    def strong(self) -> bool:
        return self.naming.strong

    @property
    def slip(self) -> Slip | None:
        return self.naming.slip

    @property
    def written(self) -> str:
        return self.naming.written


class Reading(NamedTuple):
    """Names read as one place: the places that are left, the names taken, the score and what it is made of."""

    score: float
    entries: tuple[Entry, ...]
    names: tuple[Name, ...]
    conflict: bool
    trail: Trail

    @property
    def end(self) -> int:
        return self.names[-1].end if self.names else 0

    @property
    def parts(self) -> list[Part]:
        """The observations by the stretches that they were made on, from the first name to what stands behind the last."""
        return parts_of(self.trail)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Each observation, in the same order."""
        return tuple(
            Evidence(kind, start, end, weight, factor)
            for marks, start, end in self.parts
            for kind, weight, factor in marks.seen
        )

    @property
    def last(self) -> tuple[str, float, float]:
        """The last observation: its kind, weight and factor."""
        return self.trail[-3].seen[-1] if self.trail else ("", 0.0, 0.0)
