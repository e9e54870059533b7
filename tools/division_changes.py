"""The divisions that were set up, abolished or changed after the sources were published: one row per division.

``curated/division_changes.tsv`` says which division ended (``old_code``, ``old_name``), which one begins or takes
it in (``new_code``, ``new_name``), and who else gave or got land. From these rows follow the names and codes of
every year after the sources (:func:`brought_forward`) and the changes between them (:func:`pairs`).

``kind`` decides which cells are filled:

* ``creation``: a new division, ``also_from`` those that gave land and go on;
* ``transfer``: ``also_from`` gave land to ``new_code``, and all of them go on;
* ``abolition``: ``old_code`` ended, and nobody knows who holds the land;
* ``rename``: another name, the same code;
* ``recode``, ``upgrade``, ``downgrade``, ``conversion``: the same place under another code;
* ``merge``: ``old_code`` ended in ``new_code``, which may be new itself;
* ``split``: ``old_code`` ended, ``new_code`` is one of its successors.

``share`` is how much of the old division went to the new one: ``whole`` (also when empty), ``main`` or ``part``;
``also_to`` names the others that got a part, or with ``:main`` behind the name as much. Both ``also_`` columns hold codes with names, separated by spaces.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from tools.tables import read_curated
from tools.years import THIS_YEAR

TABLE: Final = "division_changes.tsv"
#: The first year of the table; the years before are told by the yearly tables of a package.
FIRST_STATED: Final = 2025
BEGIN: Final = frozenset({"creation", "recode", "upgrade", "downgrade", "conversion"})
#: Kind → whether it names an old division, and whether it names a new one.
SIDES: Final = {
    "creation": (False, True), "transfer": (False, True), "abolition": (True, False), "rename": (True, True),
    "recode": (True, True), "upgrade": (True, True), "downgrade": (True, True), "conversion": (True, True),
    "merge": (True, True), "split": (True, True),
}  # fmt: skip
_CODE: Final = re.compile(r"\d{6}")
_ALSO: Final = re.compile(r"(\d{6})([^\d\s:]+)(?::(main))?")
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})?")


class DivisionChangeError(Exception):
    """A row of the table contradicts itself or what was in force."""


class Place(NamedTuple):
    """Code and name of a division."""

    code: str
    name: str


class Part(NamedTuple):
    """A division that gave or got land."""

    place: Place
    share: str  # part or main


class DivisionChange(NamedTuple):
    """One row of the table."""

    year: int
    kind: str
    old: Place | None
    new: Place | None
    share: str
    also_from: tuple[Part, ...]
    also_to: tuple[Part, ...]
    document: str
    date: str
    note: str


class Pair(NamedTuple):
    """How much of one division went to another; an empty code says that the other side is not known."""

    source: str
    target: str
    share: str


def division_changes() -> list[DivisionChange]:
    """All rows of the table, each checked by itself."""
    return [_change(row) for row in read_curated(TABLE)]


def _change(row: dict[str, str]) -> DivisionChange:
    change = DivisionChange(
        int(row["year"]), row["kind"], _division(row, "old"), _division(row, "new"), row["share"],
        _parts(row, "also_from"), _parts(row, "also_to"), row["document"], row["date"], row["note"],
    )  # fmt: skip
    sides = (change.old is not None, change.new is not None)
    if SIDES.get(change.kind) != sides:
        raise _refused(change, f"the kind must be one of {', '.join(SIDES)}, with the old and new code that it needs")
    if change.kind == "transfer" and not change.also_from:
        raise _refused(change, "a transfer names in also_from who gave the land")
    if change.also_to and not change.old:
        raise _refused(change, "also_to is for the land of an old division")
    if change.share not in ({"", "whole", "main", "part"} if all(sides) else {""}):
        raise _refused(change, "share is whole, main or part, and stands between an old and a new division only")
    if change.also_to and change.share in {"", "whole"}:
        raise _refused(change, "also_to gets a part, so the share of the new division is main or part")
    if all(sides) and (change.kind == "rename") != (row["old_code"] == row["new_code"]):
        raise _refused(change, "a rename keeps the code, and nothing else does")
    if change.year > THIS_YEAR:
        raise _refused(change, f"the year lies after DATA_VERSION in tools/years.py ({THIS_YEAR})")
    if change.year < FIRST_STATED:
        raise _refused(change, f"what changed before {FIRST_STATED} is in history_changes.tsv")
    if not _DAY.fullmatch(change.date):
        raise _refused(change, "date is a day, as 2025-11-05, or empty")
    return change


def _division(row: dict[str, str], side: str) -> Place | None:
    code, name = row[side + "_code"], row[side + "_name"]
    if bool(code) != bool(name) or (code and not _CODE.fullmatch(code)):
        raise DivisionChangeError(f"{TABLE}: {side}_code has six digits and a name beside it: {row}")
    return Place(code, name) if code else None


def _parts(row: dict[str, str], column: str) -> tuple[Part, ...]:
    found = [_ALSO.fullmatch(cell) for cell in row[column].split()]
    if not all(found):
        raise DivisionChangeError(f"{TABLE}: {column} holds codes with names, as 653126叶城县: {row[column]!r}")
    return tuple(Part(Place(match[1], match[2]), match[3] or "part") for match in found if match)


def _refused(change: DivisionChange, why: str) -> DivisionChangeError:
    named = " → ".join("".join(side) for side in (change.old, change.new) if side)
    return DivisionChangeError(f"{TABLE}: {change.year} {change.kind} {named}: {why}")


def brought_forward(table: dict[str, str], since: int, until: int = THIS_YEAR) -> dict[str, str]:
    """The codes and names at the end of ``until``, from those at the end of ``since``."""
    changes = division_changes()
    for year in range(since + 1, until + 1):
        table = _a_year_later(table, [change for change in changes if change.year == year])
    return table


def _a_year_later(before: dict[str, str], changes: list[DivisionChange]) -> dict[str, str]:
    after = dict(before)
    for change in changes:
        if change.old:
            _expect(before, change.old, change)
            after.pop(change.old.code, None)
    for change in changes:
        if not change.new:
            continue
        code, name = change.new
        if change.kind in BEGIN and code in before:
            raise _refused(change, f"{code} is {before[code]} already, and a code is never used again")
        if change.kind == "transfer":
            _expect(before, change.new, change)
        if after.setdefault(code, name) != name:
            raise _refused(change, f"{code} is {after[code]}")
    for change in changes:
        for part in change.also_from:
            _expect(before, part.place, change)
        for part in change.also_to:
            _expect(after, part.place, change)
    return after


def _expect(table: dict[str, str], place: Place, change: DivisionChange) -> None:
    if table.get(place.code) != place.name:
        raise _refused(change, f"{place.code} is {table.get(place.code, 'no code')}, not {place.name}")


def pairs(change: DivisionChange) -> list[Pair]:
    """Who gave how much to whom; the pair of the old and the new division, where the row has one, stands first.

    >>> pairs(DivisionChange(2026, "creation", None, Place("653132", "岑岭县"), "",
    ...                      (Part(Place("653126", "叶城县"), "part"),), (), "", "", ""))
    [Pair(source='653126', target='653132', share='part')]
    """
    old, new = change.old.code if change.old else "", change.new.code if change.new else ""
    found = [Pair(old, new, change.share or "whole")] if old and new else []
    found += [Pair(part.place.code, new, part.share) for part in change.also_from]
    found += [Pair(old, part.place.code, part.share) for part in change.also_to]
    return found or [Pair(old, new, "")]
