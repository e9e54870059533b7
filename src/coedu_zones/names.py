"""Every way in which a place may be written → the alias index.

An index maps a written name to its entries: which place, and how strong the
name is. Full names and short forms end in a generic (渝水区, 恩施州) and can stand
in running text; stems and aliases (渝水, 呼市) are ordinary words as well and need
support from what stands around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from coedu_zones.gazetteer import Gazetteer
from coedu_zones.resolution import Method
from coedu_zones.shipped import load_once, read_table

# strength of a name, strongest first; the order is used in comparisons
FULL: Final = 0
SHORT: Final = 1
ALIAS: Final = 2
STEM: Final = 3

METHODS: Final = {FULL: Method.NAME, SHORT: Method.SHORT_FORM, ALIAS: Method.ALIAS, STEM: Method.STEM}

Entry = tuple[str, int]  # (place id, strength)

# Names of divisions that are ordinary words for a part of any town: 城区 "the urban district",
# 老城区 "the old town". Without a parent they say nothing about which place is meant.
COMMON_NOUN_NAMES: Final = frozenset(
    "城区 郊区 矿区 东城区 西城区 南城区 北城区 东区 西区 南区 北区 新城区 老城区 旧城区 城中区 城东区 城西区 城北区 城关区 市中区 新市区 "
    "市南区 市北区 中区 江北区 江南区 河东区 河西区 路南区 路北区 桥东区 桥西区 离岛区 新区 市区 开发区".split()
)


class NameIndex:
    """Written names → entries, with what a walk over a text needs to be quick.

    ``lengths`` maps the first two characters of a name to the lengths of the
    names that start so, longest first. ``letters`` holds one-character aliases
    (赣, 沪), which count only where a text consists of them or goes on with a
    place inside them.
    """

    def __init__(self, gazetteer: Gazetteer, extra: Mapping[str, str] | None = None) -> None:
        self.gazetteer = gazetteer
        # an area may be written after a county that it overlaps: 西安市雁塔区曲江新区
        self.ancestors = dict(gazetteer.ancestors)
        for area in gazetteer.areas.values():
            *above, own = gazetteer.ancestors[area.id]
            self.ancestors[area.id] = (*above, *(overlap.code for overlap in area.overlaps), own)
        names: dict[str, tuple[Entry, ...]] = {}
        self.letters: dict[str, Entry] = {}
        for row in gazetteer.rows.values():
            add_name(names, row.name, (row.code, FULL))
            if row.shorts:
                for short in row.shorts.split():
                    add_name(names, short, (row.code, SHORT))
            if row.stem and not row.name.endswith("矿区"):
                add_name(names, row.stem, (row.code, STEM))
            if row.aliases:
                for alias in row.aliases.split():
                    if len(alias) == 1:
                        self.letters[alias] = (row.code, ALIAS)
                    else:
                        add_name(names, alias, (row.code, ALIAS))
        for row in gazetteer.rows.values():
            if row.stem and row.name.endswith("矿区") and row.stem not in names:  # 井陉 is 井陉县, never 井陉矿区
                add_name(names, row.stem, (row.code, STEM))
        for area in gazetteer.areas.values():
            add_name(names, area.name, (area.id, FULL))
            for alias in area.aliases:
                add_name(names, alias, (area.id, SHORT))
        for alias, place_id in (extra or {}).items():
            add_name(names, alias, (place_id, FULL))
        self.seats = _seats()
        self._labels: dict[str, str] = {}
        self.names = names
        self.lengths = name_lengths(names)

    def level(self, place_id: str) -> str:
        """The level of a place as a word; ``functional_area`` for an area."""
        level = self.gazetteer.level(self.ancestors[place_id][-1])
        return level.value if level else "functional_area"

    def has_counties(self, place_id: str) -> bool:
        """False for what has no counties with a code: 东莞市, 中山市, 儋州市, 嘉峪关市, 香港特别行政区."""
        code = self.ancestors[place_id][-1]
        return code[4:] != "00" or any(child in self.gazetteer.rows for child in self.gazetteer.children(code))

    def label(self, place_id: str) -> str:
        """A place as the trace shows it: path and code."""
        label = self._labels.get(place_id)
        if label is None:
            path = "/".join(self.gazetteer.name(c) for c in self.gazetteer.path_ids(place_id))
            label = self._labels[place_id] = path + (f" ({place_id})" if place_id[:6].isdecimal() else "")
        return label

    @staticmethod
    def current() -> NameIndex:
        """The index of the current gazetteer, built on first use and shared."""
        return _current()


@load_once
def _seats() -> frozenset[str]:
    return frozenset(township for township, _ in read_table("seats.tsv", 2))


@load_once
def _current() -> NameIndex:
    return NameIndex(Gazetteer.current())


def add_name(names: dict[str, tuple[Entry, ...]], name: str, entry: Entry) -> None:
    """Put an entry under a name; a place keeps the strongest of its entries for one name."""
    present = names.get(name)
    if present is None:
        names[name] = (entry,)
    elif all(place != entry[0] for place, _ in present):
        names[name] = (*present, entry)


def name_lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """First two characters → the lengths of the names that start so, longest first."""
    found: dict[str, set[int]] = {}
    for name in names:
        lengths = found.get(name[:2])
        if lengths is None:
            found[name[:2]] = {len(name)}
        else:
            lengths.add(len(name))
    return {start: tuple(sorted(lengths, reverse=True)) for start, lengths in found.items()}
