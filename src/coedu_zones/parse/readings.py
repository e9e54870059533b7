"""A name at its place in an outline, and a reading: names taken as one place, with what speaks for it."""

from __future__ import annotations

from typing import NamedTuple

from coedu_zones.parse.characters import Slip
from coedu_zones.parse.evidence import Evidence, Part, spread
from coedu_zones.parse.names import Entry
from coedu_zones.parse.namings import Naming


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
    parts: tuple[Part, ...]

    @property
    def end(self) -> int:
        return self.names[-1].end if self.names else 0

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Each observation, from the first name to what stands behind the last."""
        return tuple(spread(self.parts))

    @property
    def last(self) -> tuple[str, float, float]:
        """The last observation: its kind, weight and factor."""
        return self.parts[-1][0].seen[-1] if self.parts else ("", 0.0, 0.0)
