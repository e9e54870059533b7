"""What a text comes to: the outline, the decision that was made on it, and the township."""

from __future__ import annotations

from typing import NamedTuple

from coedu_zones.parse.decision import Decision
from coedu_zones.parse.tokens import Outline
from coedu_zones.parse.townships import Township


class Parsed(NamedTuple):
    """A decision, the outline that it was made on, and the township that the text names in the place."""

    outline: Outline
    decision: Decision
    township: Township | None = None


class Settled(NamedTuple):
    """A decision on names before a kind of thing, and the outline that it was made on."""

    decision: Decision
    shape: str
    at: tuple[int, ...]  # where in the text each character of the shape begins
    last: int  # where the last name that was read begins
    end: int  # … and ends
    open: bool  # whether a closer look at a text may change it
    inside: frozenset[tuple[int, int]] = frozenset()  # where in the text the townships stand that it finds in the names
