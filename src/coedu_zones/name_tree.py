"""The tree of what was read so far: a node for every run of names that a text began with."""

from __future__ import annotations

from typing import Any, Final

from coedu_zones.names import Entry
from coedu_zones.resolution import Candidate, Status, Step
from coedu_zones.segment import Reading

#: Status, candidates and trace; empty where the ordered rules must decide on each text.
Outcome = tuple[Status, tuple[Candidate, ...], tuple[Step, ...]] | tuple[()]


class Node:
    """A run of names from the start of a text, and what it means where it ends."""

    __slots__ = (
        "answer", "apart", "careful", "children", "edge", "end", "entries", "exact", "high", "letter", "readings", "row",
        "single", "stem", "strong", "support", "supported",
    )  # fmt: skip

    def __init__(self, end: int, entries: tuple[Entry, ...], readings: tuple[Reading, ...]) -> None:
        self.children: dict[str, Node | None] = {}
        self.apart: dict[str, Node | None] | None = None  # children behind a separator
        self.end = end
        self.entries = entries
        self.readings = readings
        self.single = len(entries) == 1
        self.careful = False  # what comes next may change the last name: it is a stem, or has an edge
        self.strong = False
        self.exact = False  # every place that it may mean is a county by its full name
        self.high = False
        self.stem = False  # the last name by itself is a stem
        self.letter = False  # it starts with a province's letter: 黑｜龙江县
        self.edge = False  # its last character may begin another name: 内蒙｜古
        self.support = ""  # why a stem is taken for a place; "" for a full name
        self.supported: dict[str, Node] | None = None  # the same names, by why the last one is taken before an address
        self.answer: Outcome | None = None
        self.row: tuple[Any, ...] | None = None

    def with_support(self, support: str) -> Node:
        """The same names with an address behind the last one, which is a stem."""
        if self.supported is None:
            self.supported = {}
        found = self.supported.get(support)
        if found is None:
            found = Node(self.end, self.entries, self.readings)
            found.support = support
            self.supported[support] = found
        return found


#: No name was found; or one that is only a word where it stands: 晴隆县｜新华｜大道.
STOP: Final = Node(0, (), ())
STOPPED: Final = Node(0, (), ())
