"""How the statistical office's codes of townships are written: what each means, where it is not the ministry's.

A line is ``holder TAB entries``; the holder is the first six digits of the code. An
entry is the step from the suffix before, then what the code means: ``+3`` or ``-1`` the
unit whose suffix is so much more or less, ``@02105`` a unit of another holder of the
prefecture (or nine digits of any), ``f4`` the fifth former unit of the holder, ``o0`` the first
of its other units (``f330104.4`` those of another holder), ``!`` that no statistical
list has the code, though the ministry has; then a capital for the year of the last
list, or a comma where that is the latest. A code without an entry means the same in both.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple, TypeAlias

from tools.township_lists import LISTS
from tools.township_records import Pair, Records

Meaning: TypeAlias = "str | Pair"  # code of a unit of today; holder and name of a former or another unit


class Indexes(NamedTuple):
    """The place of each former and other unit in the line of its holder."""

    former: dict[Pair, int]
    others: dict[Pair, int]


def lines(records: Records, indexes: Indexes) -> list[str]:
    """One line for each first six digits of a code that means something else, or nothing, to the ministry."""
    meanings: dict[str, dict[str, tuple[int, Meaning | None]]] = defaultdict(dict)
    for code, (year, meaning) in latest(records).items():
        meanings[code[:6]][code] = year, meaning
    for code in records.present:
        meanings[code[:6]].setdefault(code, (max(LISTS), None))
    found = []
    for holder, own in sorted(meanings.items()):
        parts, last = [], 0
        for code, (year, meant) in sorted(own.items()):
            if meant == code and year == max(LISTS):
                continue
            suffix = int(code[6:])
            parts.append(f"{suffix - last}{_written(code, meant, indexes)}{_year(year)}")
            last = suffix
        if parts:
            found.append(holder + "\t" + "".join(parts))
    return found


def latest(records: Records) -> dict[str, tuple[int, Meaning]]:
    """Every statistical code → year of the last list that has it, and what it means there."""
    unit_of_name = {(code[:6], name): code for code, name in records.present.items()}
    found: dict[str, tuple[int, Meaning]] = {}
    for year in LISTS:
        for code, unit in records.unit_of[year].items():
            found[code] = year, unit
        for code, pair in records.pair_of[year].items():
            found[code] = year, unit_of_name.get(pair, pair)
    return found


def _written(code: str, meaning: Meaning | None, indexes: Indexes) -> str:
    if meaning is None:
        return "!"
    if isinstance(meaning, str):
        if meaning[:6] == code[:6]:
            return f"{int(meaning[6:]) - int(code[6:]):+d}"
        return "@" + (meaning[4:] if meaning[:4] == code[:4] else meaning)
    kind, index = ("f", indexes.former) if meaning in indexes.former else ("o", indexes.others)
    return kind + (f"{meaning[0]}." if meaning[0] != code[:6] else "") + str(index[meaning])


def _year(year: int) -> str:
    return chr(ord("A") + list(LISTS).index(year)) if year != max(LISTS) else ","
