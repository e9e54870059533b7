"""The short way through the rules for the texts that need none of them.

Most texts are names written in full, one after another, with or without an
address behind them. ``QuickReader`` reads exactly those: it takes the longest name
at each place and gives up, leaving the text to the ordered rules, as soon as
anything could make the rules decide otherwise (a second way to cut the text, a
separator, a name that does not fit, a remainder that looks like a division, a bare
stem before other text). Where it answers, the rules give the same answer; a test
compares the two over every kind of text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from coedu_zones.names import SHORT, Entry, NameIndex
from coedu_zones.rules import BASE_SCORES, SUPPORT_SCORES, looks_like_division
from coedu_zones.segment import Reading, combine
from coedu_zones.support import GAP, OTHER_WORD

_GENERIC: Final = re.compile("[区县市旗州盟]")


class QuickReading(NamedTuple):
    """What was read: the readings, the one place that is left, its strength, the score, where reading ended."""

    readings: tuple[Reading, ...]
    place: str
    strength: int
    score: float
    end: int


class QuickReader:
    """Reads plain texts against one index; ``former`` is asked only for what follows a city."""

    def __init__(self, index: NameIndex, former: Callable[[], NameIndex | None]) -> None:
        self.index = index
        self.former = former
        self.unsafe = _two_ways(index)

    def read(self, text: str) -> QuickReading | None:
        """The reading of a clean text, or ``None`` when the ordered rules must decide."""
        index = self.index
        names, lengths = index.names, index.lengths
        length = len(text)
        pos = 0
        before: tuple[Entry, ...] = ()
        readings: list[Reading] = []
        while pos < length:
            for size in lengths.get(text[pos : pos + 2], ()):
                name = text[pos : pos + size]
                entries = names.get(name)
                if entries is not None and pos + size <= length:
                    break
            else:
                break
            if name in self.unsafe:
                return None
            reading = Reading(pos, pos + size, entries)
            if before:
                entries = combine(index, before, reading, False)
                if not entries:
                    return None
                reading = Reading(pos, pos + size, entries)
            readings.append(reading)
            before = entries
            pos += size
        if len(before) != 1 or len(readings) > 4 or (text[0] in index.letters and text[1:3] in lengths):
            return None
        place, strength = before[0]
        if pos == length:
            support = "" if strength <= SHORT else "closed"
        elif strength <= SHORT and self._ends_here(text, pos, place):
            support = ""
        else:
            return None
        return QuickReading(tuple(readings), place, strength, min(BASE_SCORES[strength], SUPPORT_SCORES[support]), pos)

    def _ends_here(self, text: str, pos: int, place: str) -> bool:
        """Whether the address behind the last name can neither change nor extend the reading."""
        index = self.index
        if GAP.match(text, pos).end() > pos or OTHER_WORD.match(text, pos - 1):  # type: ignore[union-attr]
            return False
        if text[pos - 1 : pos + 1] in index.lengths:
            return False
        generic = _GENERIC.search(text, pos)
        if index.ancestors[place][-1][4:] != "00":
            return generic is None or generic.start() > pos + 8 or not looks_like_division(text, pos)
        if generic is not None:
            return False
        former = self.former()
        return former is None or text[pos : pos + 2] not in former.lengths


def _two_ways(index: NameIndex) -> frozenset[str]:
    """Names that can be cut in two ways: a shorter name leads them, and the rest begins a name too.

    吉林市 is 吉林 and 市; 市 begins 市中区, which only matters where 中区 follows and is asked
    for there. 西安区 is 西安 and 区, and no name begins with 区.
    """
    names = index.names
    starts = {name[0] for name in names} - {"市"}
    found = set()
    for name in names:
        for cut in range(2, len(name)):
            if name[:cut] in names and name[cut] in starts and (
                len(name) - cut == 1 or name[cut : cut + 2] in index.lengths
            ):  # fmt: skip
                found.add(name)
    return frozenset(found)
