"""The prepared table of search: every place with what may be typed for it.

``tools/suggestions.py`` makes it and says what its sections hold. Places and townships
have one row of numbers: places first, each followed by what lies in it, then the
townships in the order of their holders, so that whatever lies in a place is two ranges.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

from coedu_zones.data.locks import kept_property, shared_lock
from coedu_zones.data.reader import load_once, read_packed

#: Levels of places by their letter in the table, and of what the table of townships holds.
LEVELS: Final = {"p": "province", "f": "prefecture", "c": "county", "a": "functional_area", "t": "township"}
_LAST: Final = "\U0010ffff"
_SYLLABLE: Final = re.compile("[A-Z][a-z]*")
_SMALL: Final = str.maketrans("", "", "abcdefghijklmnopqrstuvwxyz")
#: How much a township is meant: a county of the usual size has thirty times as many villages, and ten or more as its weight.
_TOWNSHIP: Final = 0.4
# how much of a name is needed before the names of all townships are looked at
_HAN_HEAD: Final = 1
_LATIN_HEAD: Final = 3

Buckets = dict[str, list[int]]


class Kind(NamedTuple):
    """A kind of match: by which method it counts, and what a whole match and a beginning are worth."""

    letter: str
    method: str
    whole: float
    beginning: float
    reason: str


class SearchTable:
    """The table, split; its orders are made when they are first needed."""

    def __init__(self, text: str) -> None:
        kinds, places, keys, towns, sounds, numbers, former = (section.split("\n") for section in text.split("\n\n"))
        cells = [line.split("\t") for line in kinds]
        self.kinds = {k: Kind(k, method, float(a), float(b), reason) for k, method, a, b, reason in cells}
        self.ids: list[str] = []
        self.levels: list[str] = []
        self.above: list[int] = []
        self.weights: list[float] = []
        self.names: list[str] = []
        self.sounds: list[str] = []
        self.beside: dict[int, tuple[int, ...]] = {}
        self.holders: list[int] = []  # of the townships
        self.first_town: list[int] = []
        for i, line in enumerate(places):
            place, level, above, weight, held, name, sound, beside = line.split("\t")
            self.ids.append(place)
            self.levels.append(level)
            self.above.append(int(above))
            self.weights.append(float(weight))
            self.names.append(name)
            self.sounds.append(sound)
            self.first_town.append(len(self.holders))
            self.holders += [i] * int(held)
            if beside:
                self.beside[i] = tuple(map(int, beside.split()))
        self.first_town.append(len(self.holders))
        self.ends = self._ends()
        self.keys = keys
        self.former_towns = former
        self.town_names = towns
        self.town_sounds = sounds  # syllables, each with a capital
        self._town_numbers = numbers

    @staticmethod
    def current() -> SearchTable:
        """The table of the data version in use, loaded on first use and shared."""
        return _current()

    def _ends(self) -> list[int]:
        """For each place the position after the last that lies in it."""
        ends = list(range(1, len(self.ids) + 1))
        for i in range(len(self.ids) - 1, -1, -1):
            if self.above[i] >= 0:
                ends[self.above[i]] = max(ends[self.above[i]], ends[i])
        return ends

    def beginning(self, lines: list[str], text: str) -> range:
        """The positions of the sorted lines that begin with a text."""
        start = bisect_left(lines, text)
        return range(start, bisect_left(lines, text + _LAST, start))

    def towns_in(self, place: int) -> range:
        """The townships in a place."""
        return range(self.first_town[place], self.first_town[self.ends[place]])

    def place_id(self, at: int) -> str:
        """The code or id of a place or township."""
        if at < len(self.ids):
            return self.ids[at]
        town = at - len(self.ids)
        return self.ids[self.holders[town]] + self._town_numbers[town].split()[1]

    def level(self, at: int) -> str:
        """The level of a place or township as a word."""
        return LEVELS[self.levels[at] if at < len(self.ids) else "t"]

    def weight(self, at: int) -> float:
        """How much people mean a place."""
        return self.weights[at] if at < len(self.ids) else _TOWNSHIP

    def holder(self, at: int) -> int:
        """What a place or township lies in; -1 for a province."""
        return self.above[at] if at < len(self.ids) else self.holders[at - len(self.ids)]

    def path(self, at: int) -> tuple[str, ...]:
        """The names from the province down."""
        own = self.names[at] if at < len(self.ids) else self.town_names[at - len(self.ids)]
        above = self.holder(at)
        return (*(self.path(above) if above >= 0 else ()), own)

    def town_stem(self, town: int) -> int:
        """The length of the stem of a township."""
        return int(self._town_numbers[town].split()[0])

    @kept_property
    def town_pinyin(self) -> list[str]:
        """The pinyin of the townships."""
        return "\n".join(self.town_sounds).lower().split("\n")

    @kept_property
    def town_initials(self) -> list[str]:
        """The first letters of their syllables."""
        return "\n".join(self.town_sounds).translate(_SMALL).lower().split("\n")

    @kept_property
    def by_name(self) -> Buckets:
        """The first character of a name → townships."""
        with shared_lock:
            return _buckets(self.town_names, _HAN_HEAD)

    @kept_property
    def by_pinyin(self) -> Buckets:
        """The first three letters of the pinyin → townships."""
        with shared_lock:
            return _buckets(self.town_pinyin, _LATIN_HEAD)

    @kept_property
    def by_initials(self) -> Buckets:
        """The first three initials → townships."""
        with shared_lock:
            return _buckets(self.town_initials, _LATIN_HEAD)

    def named(self, text: str) -> Iterator[int]:
        """The townships whose name begins with a text in characters."""
        return _in_bucket(self.by_name, self.town_names, text, _HAN_HEAD)

    def sounding(self, text: str) -> Iterator[int]:
        """The townships whose pinyin begins with three letters or more."""
        return _in_bucket(self.by_pinyin, self.town_pinyin, text, _LATIN_HEAD)

    def with_initials(self, text: str) -> Iterator[int]:
        """The townships whose initials begin with three letters or more."""
        return _in_bucket(self.by_initials, self.town_initials, text, _LATIN_HEAD)

    def interlaced(self, at: int) -> str:
        """A name with each character before its syllable: 渝Yu水Shui区Qu."""
        town = at - len(self.ids)
        name, sound = (self.names[at], self.sounds[at]) if town < 0 else (self.town_names[town], self.town_sounds[town])
        return "".join(map("".join, zip(name, _SYLLABLE.findall(sound), strict=False)))


def _buckets(texts: list[str], size: int) -> Buckets:
    found: Buckets = {}
    for i, text in enumerate(texts):
        found.setdefault(text[:size], []).append(i)
    return found


def _in_bucket(buckets: Buckets, texts: list[str], text: str, size: int) -> Iterator[int]:
    return (i for i in buckets.get(text[:size], ()) if texts[i].startswith(text))


@load_once
def _current() -> SearchTable:
    return SearchTable(read_packed("search.z").decode("utf-8"))
