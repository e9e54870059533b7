"""The ways in which a division is written, and how strongly each of them says which one is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import Final

from coedu_zones.gazetteer import Row
from coedu_zones.gazetteer.uncoded import UncodedRow
from coedu_zones.places.romanize import GENERIC_LETTERS

_PEOPLE: Final = re.compile("[^族]+族|[^族]+$")
_AUTONOMOUS: Final = re.compile("自治[区州县旗]$")


class Form(IntEnum):
    """How a name belongs to its place, strongest first."""

    CODE = 0
    FULL = 1
    SHORT = 2
    ALIAS = 3
    STEM = 4
    TOWNSHIP = 5
    TOWNSHIP_STEM = 6

    __hash__ = int.__hash__  # entries are looked up by the million: that of an enumeration is a function in Python

    @property
    def strong(self) -> bool:
        """Whether the name ends in a generic."""
        return self <= Form.SHORT


def forms_of(row: Row) -> Iterator[tuple[str, Form]]:
    """The ways in which a division is written, strongest first."""
    yield row.name, Form.FULL
    for short in row.shorts.split():
        yield short, Form.SHORT if len(short) > 2 else Form.ALIAS  # 巴州 is 巴音郭楞州, and 巴州区 by its stem
    if row.stem:
        yield from _autonomous(row)
        yield row.stem, Form.STEM
    for alias in row.aliases.split():
        yield alias, Form.ALIAS


def forms_of_uncoded(unit: UncodedRow) -> Iterator[tuple[str, Form]]:
    """The ways in which a unit inside Hong Kong, Macao or Taiwan is written."""
    for name in unit.written:
        if name == unit.name and name[-1] in GENERIC_LETTERS:
            yield name, Form.FULL
        elif len(name) > 1:
            yield name, Form.STEM if name == unit.stem else Form.ALIAS


def _autonomous(row: Row) -> Iterator[tuple[str, Form]]:
    """湘西自治州, 景东彝族县, 延边朝鲜: everyday forms of the units that carry peoples."""
    found = _AUTONOMOUS.search(row.name)
    if not found or not row.name.startswith(row.stem):
        return
    peoples = row.name[len(row.stem) : found.start()]
    generic = found[0]
    yield row.stem + generic, Form.SHORT
    if not peoples:
        return
    listed = _PEOPLE.findall(peoples) or [peoples]  # 东乡族自治县 is called after the people itself
    for some in dict.fromkeys((peoples, listed[0])):
        if generic != "自治区":
            yield row.stem + some + generic[-1], Form.SHORT
        yield row.stem + some + generic, Form.SHORT
        yield row.stem + some, Form.ALIAS
        if some.endswith("族") and len(some) > 2:
            yield row.stem + some[:-1], Form.ALIAS
