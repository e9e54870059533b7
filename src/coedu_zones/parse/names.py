"""Every way in which a place may be written → the places that it may mean, former divisions among them.

Full names and short forms end in a generic (渝水区, 恩施州) and stand in running text; stems and aliases (渝水, 呼市) are
ordinary words as well and need evidence beside them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from coedu_zones.changes.lineage import Fate, History, Period, former_row
from coedu_zones.data.locks import kept_property
from coedu_zones.data.reader import data_year, load_once, read_table
from coedu_zones.gazetteer import AMID, GOVERNED_BY, Gazetteer, level_of
from coedu_zones.gazetteer.townships import Bearer
from coedu_zones.parse.forms import Form, forms_of, forms_of_uncoded
from coedu_zones.places.codes import is_coded, level_word

#: What bears a name: a place of today, by its code or id; a former division; a township.
Named = str | Period | Bearer


class Entry(NamedTuple):
    """What a written name may mean, and the form that the name has of it."""

    place: Named
    form: Form


Names = dict[str, tuple[Entry, ...]]
_NO_NAME: Final = (0,)
_NONE: Final[frozenset[str]] = frozenset()
MAX_NAME: Final = 16  # characters of the longest stretch of text that is compared with names
HIGH: Final = frozenset({"province", "prefecture"})  # levels above counties
RECENT: Final = 10  # years for which a retired name is still meant as often as one in force
MOST_REACHES: Final = 50_000
MOST_WINDOWS: Final = 5  # stretches at one place of it that may be a misspelt name


class Reach(NamedTuple):
    """The codes and ids of what some places are and lie in, and of what they are and live on in."""

    above: frozenset[str]
    own: frozenset[str]


class NameIndex:
    """Written names → entries. ``lengths`` maps the first two characters of a name to the lengths of the names that
    start so, longest first; ``letters`` holds the one-character names of provinces (赣, 沪).
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        history: History | None = None,
        extra: Mapping[str, str] | None = None,
        until: int | None = None,
    ) -> None:
        self.gazetteer = gazetteer
        self.history = history
        self.names: Names = {}
        self._sorted: list[str] | None = None
        self._following: dict[str, frozenset[str]] = {}
        self._successors: dict[Period, frozenset[str]] = {}
        self._reaches: dict[tuple[Entry, ...], Reach] = {}
        self.common = common_names()
        self.letters: dict[str, Entry] = {}
        #: what bears a name → codes and ids from the province down to its own
        self.ancestors: dict[Named, tuple[str, ...]] = {}
        self.ancestors.update(gazetteer.ancestors)
        for area in gazetteer.areas.values():  # an area may be written after a county that it overlaps
            *above, own = gazetteer.ancestors[area.id]
            self.ancestors[area.id] = (*above, *(overlap.code for overlap in area.overlaps), own)
        self._add_present()
        for alias, place in (extra or {}).items():
            self._add(alias, Entry(place, Form.FULL))
        self.present = frozenset(self.names)
        if history is not None:
            self._add_former(history, until)
        self.codes: dict[str, Entry] = {code: Entry(code, Form.CODE) for code in gazetteer.rows if code.isdecimal()}
        self.strong = frozenset(n for n, es in self.names.items() if any(e.form.strong for e in es))
        self.lengths = name_lengths(self.names)
        self.strong_lengths = name_lengths(self.strong)

    def _add_present(self) -> None:
        """The names of the divisions and functional areas of the gazetteer."""
        gazetteer = self.gazetteer
        for row in gazetteer.rows.values():
            for name, form in forms_of(row):
                self._add(name, Entry(row.code, form))
        for unit in gazetteer.uncoded.values():
            for name, form in forms_of_uncoded(unit):
                self._add(name, Entry(unit.id, form))
        for area in gazetteer.areas.values():
            self._add(area.name, Entry(area.id, Form.FULL))
            counties = tuple(gazetteer.name(overlap.code) for overlap in area.overlaps)
            for alias in area.aliases:
                if not alias.startswith(counties):  # 慈溪市杭州湾新区 is a county and an area in it
                    self._add(alias, Entry(area.id, Form.SHORT))

    def _add(self, name: str, entry: Entry) -> None:
        if len(name) == 1:
            self.letters[name] = entry
            return
        present = self.names.get(name)
        if present is None:
            self.names[name] = (entry,)
        elif all(place != entry.place for place, _ in present):
            self.names[name] = (*present, entry)

    def _add_former(self, history: History, until: int | None) -> None:
        for period in history.former():
            if until is not None and not (period.last is not None and period.last < until):
                continue
            row = former_row(period.code, period.name, period.first)
            self.ancestors[period] = history.ancestors(period, self.gazetteer)
            for name, form in forms_of(row):
                if len(name) > 1 and name not in self.common.get("never", ()):
                    self._add(name, Entry(period, form))

    def level(self, place: Named) -> str:
        """The level of a place as a word; ``functional_area`` for an area."""
        if isinstance(place, Bearer):
            return "township"
        code = place.code if isinstance(place, Period) else place
        level = level_of(code) if is_coded(code) else self.gazetteer.level(code)
        return level.value if level else "functional_area"

    @kept_property
    def high(self) -> frozenset[str]:
        """The provinces and prefectures of today."""
        places = (*self.gazetteer.rows, *self.gazetteer.uncoded)
        return frozenset(place for place in places if self.level(place) in HIGH)

    def is_high(self, entries: Iterable[Entry]) -> bool:
        """Whether one of the places of entries is a province or prefecture of today."""
        return any(entry.place in self.high for entry in entries)

    def successors(self, period: Period) -> frozenset[str]:
        """The codes that a former division lives on in."""
        found = self._successors.get(period)
        if found is None:
            fates: tuple[Fate, ...] = self.history.later(period, self.gazetteer.year) if self.history else ()
            found = self._successors[period] = frozenset(fate.code for fate in fates)
        return found

    def successors_of(self, place: Named) -> frozenset[str]:
        """The codes that a former division lives on in; none for any other place."""
        return self.successors(place) if isinstance(place, Period) else _NONE

    def reach(self, entries: tuple[Entry, ...]) -> Reach:
        """What the places of entries are and lie in, and what they are and live on in."""
        found = self._reaches.get(entries)
        if found is None:
            if len(self._reaches) >= MOST_REACHES:
                self._reaches.clear()
            above: set[str] = set()
            own: set[str] = set()
            for place, _ in entries:
                chain = self.ancestors[place]
                above.update(chain)
                own.add(chain[-1])
                own |= self.successors_of(place)
                if len(chain) > 1 and (governor := governor_of(chain)):
                    above.add(governor)
            found = self._reaches[entries] = Reach(frozenset(above), frozenset(own))
        return found

    def label(self, place: Named) -> str:
        """A place as the trace shows it: path and code; a former one with its years."""
        if isinstance(place, Bearer):
            above = self.gazetteer.name(place.county) if place.county in self.gazetteer.rows else place.county
            return f"{above}/{place.name}"
        if isinstance(place, Period):
            return f"{place.name} ({place.code}, {place.first}–{place.last})"
        path = "/".join(self.gazetteer.name(c) for c in self.gazetteer.path_ids(place))
        return path + (f" ({place})" if is_coded(place) else "")

    def following(self, start: str) -> frozenset[str]:
        """The characters that go on behind ``start`` in names that begin with it."""
        size = len(start)
        if size > 1 and size >= self.lengths.get(start[:2], _NO_NAME)[0]:
            return _NONE
        found = self._following.get(start)
        if found is None:
            if self._sorted is None:
                self._sorted = sorted(self.names)
            place, some = bisect_right(self._sorted, start), set()
            while place < len(self._sorted) and self._sorted[place].startswith(start):
                some.add(self._sorted[place][size])
                place += 1
            if not some:
                return _NONE  # not remembered: there is no end of what no name begins with
            found = self._following[start] = frozenset(some)
        return found

    def at(self, text: str, pos: int) -> Iterator[tuple[str, tuple[Entry, ...]]]:
        """Every name that starts at a position, longest first."""
        for length in self.lengths.get(text[pos : pos + 2], ()):
            name = text[pos : pos + length]
            entries = self.names.get(name)
            if entries is not None and len(name) == length:
                yield name, entries

    def longest(self, text: str, pos: int) -> str:
        """The longest name that starts at a position; empty without one."""
        names = self.names
        for length in self.lengths.get(text[pos : pos + 2], ()):
            name = text[pos : pos + length]
            if name in names:  # a shorter one at the end of the text is one as well
                return name
        return ""

    @staticmethod
    def current() -> NameIndex:
        """The index of the current gazetteer with all former names, built on first use and shared."""
        return _current()


def is_former(place: Named) -> bool:
    """Whether a name is of a division that no longer exists, or no longer under it."""
    return isinstance(place, Period)


def last_year(place: Named) -> int:
    """The last year in which a place bore its name; that of the tables while it does."""
    if isinstance(place, str):
        return data_year()
    last = place.last if isinstance(place, Period) else place.last_year
    return data_year() if last is None else last


def is_recent(place: Named) -> bool:
    """Whether a place bears its name, or did a short while ago."""
    return last_year(place) >= data_year() - RECENT


@load_once
def common_names() -> Mapping[str, frozenset[str]]:
    """Names that are words for a part of any town: ``common`` ones that some division bears, ``never`` read as names."""
    found: dict[str, set[str]] = {}
    for name, use, _ in read_table("common_names.tsv", 3):
        found.setdefault(use, set()).add(name)
    return {use: frozenset(names) for use, names in found.items()}


@load_once
def _current() -> NameIndex:
    return NameIndex(Gazetteer.current(), History.load())


def name_lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """First two characters → the lengths of the names that start so, longest first."""
    found: dict[str, set[int]] = {}
    for name in names:
        found.setdefault(name[:2], set()).add(len(name))
    return {start: tuple(sorted(lengths, reverse=True)) for start, lengths in found.items()}


def may_cross(word: str, lengths: Mapping[str, tuple[int, ...]]) -> bool:
    """Whether a word of those that ``lengths`` knows may begin inside another, before its last character, and end behind it."""
    size = len(word)
    return any(length > size - pos for pos in range(1, size - 1) for length in lengths.get(word[pos : pos + 2], ()))


def governor_of(chain: tuple[str, ...]) -> str | None:
    """The place that a place below a province is written in, though it does not lie in it by its code."""
    return GOVERNED_BY.get(chain[1]) or AMID.get(chain[-1])


MANY: Final = 8  # places of several names


def combine(index: NameIndex, before: tuple[Entry, ...], entries: tuple[Entry, ...]) -> dict[str, tuple[Entry, ...]]:
    """The places of a name that fit the places before it: those ``inside`` them, those that are the same ``again``, and
    those that a name of the two is a former ``part`` of: 西城区｜宣武, 江干区（今上城区）.
    """
    later = index.reach(entries)
    if len(before) > MANY:  # a contradiction of many names: most have nothing to do with this one
        single = ((entry, index.reach((entry,))) for entry in before)
        before = tuple(
            e for e, one in single if not (one.own.isdisjoint(later.above) and later.own.isdisjoint(one.above))
        )
    earlier = index.reach(before)
    if earlier.own.isdisjoint(later.above) and later.own.isdisjoint(earlier.above):
        return {}  # what most pairs of names come to
    ancestors, areas = index.ancestors, index.gazetteer.areas
    deeper: list[Entry] = []
    same: list[Entry] = []
    holding: list[Entry] = []
    earlier_ones = [(e, e.place, ancestors[e.place], index.successors_of(e.place)) for e in before]
    for entry in entries:
        place, form = entry
        chain = ancestors[place]
        own, higher = chain[-1], chain[:-1]
        governor = governor_of(chain) if higher else None
        is_area, became = place in areas, index.successors_of(place)
        for whole, holder, above, successors in earlier_ones:
            if is_area and isinstance(holder, str) and holder in chain[1:-1] and level_word(holder) == "county":
                same.append(whole)  # an area behind a county keeps the county
            elif holder == place:
                same.append(min(entry, whole, key=lambda e: e.form))
            elif above[-1] in higher or above[-1] == governor:
                deeper.append(entry)
            elif form >= Form.TOWNSHIP and not successors.isdisjoint(chain) and index.level(holder) == "county":
                deeper.append(entry)  # the township of a former county lies in one of its successors
            elif holder in became:
                holding.append(whole)
            elif place in successors:
                holding.append(entry)
            elif own in above[:-1]:
                overlapped = own not in (
                    index.gazetteer.ancestors.get(holder, above) if isinstance(holder, str) else above
                )
                (deeper if overlapped else same).append(entry if overlapped else whole)
    found = {how: tuple(dict.fromkeys(some)) for how, some in (("inside", deeper), ("again", same), ("part", holding))}
    return {how: entries for how, entries in found.items() if entries}
