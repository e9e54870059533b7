"""What became of the codes that ended in a year, where the names alone can tell.

Two tables of successive years are compared. A code that kept its number under
another name is a rename, unless the two names are different places. A code
that ended is linked to the one new code with the same stem, or merged into the
one division with the same stem that was already there. Everything else is left
to the hand-kept rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from tools.history_names import stem
from tools.history_years import Table, level, parent


@dataclass(frozen=True, order=True)
class Change:
    """One pair of divisions in one change; an empty kind is filled when all changes of the year are known."""

    year: int
    source: str
    target: str
    kind: str = field(compare=False)
    share: str = field(compare=False)
    document: str = field(default="", compare=False)
    date: str = field(default="", compare=False)
    note: str = field(default="", compare=False)


@dataclass(frozen=True)
class Step:
    """The tables at the end of two successive years, and which codes ended, began or were renamed."""

    year: int
    before: Table
    after: Table
    ended: tuple[str, ...]
    began: tuple[str, ...]
    renamed: tuple[str, ...]


def compare(year: int, before: Table, after: Table, reused: set[str]) -> Step:
    """Compare the table of ``year`` with the one before; ``reused`` are codes that went to another place."""
    differ = [code for code in before if code in after and before[code] != after[code]]
    renamed = tuple(code for code in differ if code not in reused)
    ended = tuple(code for code in before if code not in after or code in reused)
    began = tuple(code for code in after if code not in before or code in reused)
    return Step(year, before, after, ended, began, renamed)


def looks_reused(before: Table, after: Table) -> set[str]:
    """Codes whose old name moved elsewhere, or whose new name came from elsewhere, within the province."""
    old = {(code[:2], level(code), stem(name)): code for code, name in before.items()}
    new = {(code[:2], level(code), stem(name)): code for code, name in after.items()}
    found = set()
    for code, name in before.items():
        other = after.get(code, name)
        if stem(other) == stem(name):
            continue
        key = (code[:2], level(code))
        moved = new.get((*key, stem(name)), code)
        came = old.get((*key, stem(other)), code)
        if (moved != code and moved not in before) or (came != code and came not in after):
            found.add(code)
    return found


_NEW_PROVINCES = {(1988, "44"): "46", (1997, "51"): "50"}  # 海南省 from 广东省, 重庆市 from 四川省


def link(step: Step, settled: set[str]) -> list[Change]:
    """The changes of a step that need no hand-kept row; ``settled`` codes have one."""
    changes = [Change(step.year, code, code, "rename", "whole") for code in step.renamed if code not in settled]
    began, standing = _by_stem(step, step.began), _by_stem(step, set(step.after) - set(step.began))
    left = [code for code in step.ended if code not in settled and level(code) == "c"]
    for code in list(left):
        key = (code[:2], level(code), stem(step.before[code]))
        new = began[key] or began[_NEW_PROVINCES.get((step.year, code[:2]), ""), key[1], key[2]]
        target = _choose(code, new, step, anywhere=not key[2].endswith("区"))
        target = target or _choose(code, standing[key], step, anywhere=False)
        if target:
            changes.append(Change(step.year, code, target, "", "whole"))
            left.remove(code)
    return changes + _link_the_rest(step, left, changes, settled)


def _by_stem(step: Step, codes: Iterable[str]) -> dict[tuple[str, str, str], list[str]]:
    index: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for code in codes:
        index[code[:2], level(code), stem(step.after[code])].append(code)
    return index


def _choose(code: str, found: list[str], step: Step, *, anywhere: bool) -> str:
    """The target under the same prefecture, or else the only one of the province."""
    home, name = _home(code, step.before), step.before[code]
    found = [target for target in found if step.after[target] == name] or found
    near = [target for target in found if _home(target, step.after) == home]
    if len(near) == 1:
        return near[0]
    return found[0] if anywhere and len(found) == 1 else ""


def _home(code: str, table: Table) -> str:
    return stem(table.get(parent(code, table), ""))


def _link_the_rest(step: Step, left: list[str], changes: list[Change], settled: set[str]) -> list[Change]:
    """Counties of a prefecture that go without a namesake into its only new county without one."""
    reached = {change.target for change in changes}
    homes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code in left:
        if level(code) == "c":
            homes[code[:2], _home(code, step.before)].append(code)
    targets: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code in step.began:
        if level(code) == "c" and code not in reached and code not in settled:
            targets[code[:2], _home(code, step.after)].append(code)
    return [
        Change(step.year, code, targets[home][0], "", "whole")
        for home, sources in homes.items()
        if home[1] and len(targets[home]) == 1
        for code in sources
    ]
