"""The short way through the rules for the texts that need none of them.

Most texts are names written in full, one after another, with or without an
address behind them. ``QuickReader`` reads exactly those. It keeps a tree of what
was read so far: a step from a node is one look-up of the longest name at the next
place, and a node holds its answer ready. It gives up, leaving the text to the
ordered rules, as soon as anything could make the rules decide otherwise: a second
way to cut the text, a separator, a name that does not fit, a remainder that looks
like a division, a bare stem before other text. Where it answers, the rules give
the same answer; a test compares the two over every kind of text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from coedu_zones.names import SHORT, Entry, NameIndex
from coedu_zones.patterns import Pattern
from coedu_zones.resolution import Candidate, Step
from coedu_zones.rules import BASE_SCORES, SUPPORT_SCORES, looks_like_division
from coedu_zones.segment import AND, GENERIC_CHARACTERS, OWN_NAME, Reading, combine
from coedu_zones.support import BRANCH, GAP, OTHER_WORD

MAX_NODES: Final = 200_000
MAX_READINGS: Final = 4

# an address behind a county's name that holds nothing like a generic: nothing to look at twice
_PLAIN_TAIL: Final = Pattern(r"[^\s,，、+&*#=/|>\\\-—–_·.;；:：()（）【】\[\]{}《》〈〉「」\"'“”‘’→~场民域间别块划舰帜袍下友军国主区县市旗州盟][^区县市旗州盟]*\Z")
_GENERIC: Final = Pattern("[区县市旗州盟]")


class Node:
    """A run of names from the start of a text, and what it means where it ends."""

    __slots__ = ("answer", "careful", "children", "edge", "end", "entries", "high", "letter", "readings", "row", "single", "stem", "strong")

    def __init__(self, end: int, entries: tuple[Entry, ...], readings: tuple[Reading, ...]) -> None:
        self.children: dict[str, Node | None] = {}
        self.end = end
        self.entries = entries
        self.readings = readings
        self.single = len(entries) == 1
        self.careful = False  # what comes next may change the last name: it is a stem, or has an edge
        self.strong = False
        self.high = False
        self.stem = False  # the last name by itself is a stem
        self.letter = False  # it starts with a province's letter: 黑｜龙江县
        self.edge = False  # its last character may begin another name: 内蒙｜古
        self.answer: tuple[tuple[Candidate, ...], tuple[Step, ...]] | None = None
        self.row: tuple[Any, ...] | None = None


#: No name was found; or one that is only a word where it stands: 晴隆县｜新华｜大道.
STOP: Final = Node(0, (), ())
STOPPED: Final = Node(0, (), ())


class QuickReader:
    """Reads plain texts against one index; ``former`` is asked only for what follows a city."""

    def __init__(self, index: NameIndex, former: Callable[[], NameIndex | None]) -> None:
        self.index = index
        self.former = former
        self.unsafe, self.edges = _two_ways(index)
        self.root = Node(0, (), ())
        self.nodes = 0

    def read(self, text: str) -> Node | None:
        """The node that a clean text ends at, or ``None`` when the ordered rules must decide."""
        names, lengths = self.index.names, self.index.lengths
        node = self.root
        pos = 0
        length = len(text)
        while pos < length:
            known = node.children
            child = STOP
            for size in lengths.get(text[pos : pos + 2], ()):
                name = text[pos : pos + size]
                found = known.get(name, STOP)
                if found is STOP:
                    if name not in names:
                        continue
                    found = self._grow(node, name)
                if found is None or (child is STOPPED and found is not STOPPED):
                    return None
                child = found
                if child is not STOPPED:
                    break
            if child is STOP or child is STOPPED:
                break
            node = child
            pos = node.end
            if node.careful and (
                (node.stem and text[pos : pos + 1] in GENERIC_CHARACTERS)
                or (node.edge and self._full_name_at(text, pos - 1))
            ):
                return None
        if not node.single or (node.letter and self._full_name_at(text, 1)):
            return None
        if pos == length:
            return node
        if node.strong and not node.high and pos > 2 and text[pos - 1] != "市" and _PLAIN_TAIL.match(text, pos):
            return node
        return node if node.strong and self._ends_here(text, pos, node.high) else None

    def _full_name_at(self, text: str, pos: int) -> bool:
        """Whether a full name or short form starts at ``pos``, or a stem that the text ends with."""
        names = self.index.names
        return any(
            entry[1] <= SHORT or pos + size >= len(text)
            for size in self.index.lengths.get(text[pos : pos + 2], ())
            for entry in names.get(text[pos : pos + size], ())
        )

    def score(self, node: Node) -> float:
        """The score of a node's one place; the text of a bare stem ends with it."""
        strength = node.entries[0][1]
        return min(BASE_SCORES[strength], SUPPORT_SCORES["" if strength <= SHORT else "closed"])

    def _grow(self, node: Node, name: str) -> Node | None:
        """The node behind one more name; ``None`` where the ordered rules must decide."""
        child: Node | None = None
        entries = self.index.names[name]
        start, end = node.end, node.end + len(name)
        if name not in self.unsafe and len(node.readings) < MAX_READINGS:
            if node.entries:
                strong = any(strength <= SHORT for _, strength in entries)
                entries = combine(self.index, node.entries, Reading(start, end, entries), False)
                if not entries and not strong and node.strong:
                    child = STOPPED
            if entries:
                child = Node(end, entries, (*node.readings, Reading(start, end, entries)))
                child.strong = entries[0][1] <= SHORT
                child.high = self.index.ancestors[entries[0][0]][-1][4:6] == "00"
                child.stem = all(strength > SHORT for _, strength in self.index.names[name])
                child.edge = name in self.edges
                child.careful = child.stem or child.edge
                child.letter = node.letter or (not node.entries and name[0] in self.index.letters)
        if self.nodes < MAX_NODES:
            self.nodes += 1
            node.children[name] = child
        return child

    def _ends_here(self, text: str, pos: int, high: bool) -> bool:
        """Whether the address behind the last name can neither change nor extend the reading."""
        if text[pos] in AND and self._full_name_at(text, pos + 1):
            return False
        if pos == 2 and OWN_NAME.match(text, pos):
            return False
        if text[pos - 1 : pos + 1] in self.index.lengths and self._full_name_at(text, pos - 1):
            return False
        if not _PLAIN_TAIL.match(text, pos):
            if high or GAP.match(text, pos).end() > pos or OTHER_WORD.match(text, pos - 1):  # type: ignore[union-attr]
                return False
            generic = _GENERIC.search(text, pos)
            return generic is None or generic.start() > pos + 10 or not looks_like_division(text, pos)
        if not high:
            return True
        if BRANCH.search(text, pos):
            return False
        former = self.former()
        return former is None or text[pos : pos + 2] not in former.lengths


def _two_ways(index: NameIndex) -> tuple[frozenset[str], frozenset[str]]:
    """Names that can be cut in two ways: a shorter name leads them, and the rest begins a name too.

    Of the second kind are those of which one character is left, which only matters where
    the text goes on to a name from there: 内蒙｜古. 西安区 is 西安 and 区, and no name begins with 区.
    """
    names = index.names
    starts = {name[0] for name in names} - {"市"}
    unsafe, edges = set(), set()
    for name in names:
        for cut in range(2, len(name)):
            if name[:cut] in names:
                if len(name) - cut == 1:
                    if name[cut] in starts:
                        edges.add(name)
                elif name[cut : cut + 2] in index.lengths:
                    unsafe.add(name)
    return frozenset(unsafe), frozenset(edges)
