"""What must hold of the townships: the pinned counts of the base, and the ministry's rules for codes.

The rules are those of order 79 (行政区划代码管理办法, in force since September 2025): a code
that ended is never used again; a change of name keeps the code, and nothing else does.
"""

from __future__ import annotations

from collections import Counter

from tools.tables import read_curated
from tools.township_lists import Ministry, TownshipError
from tools.township_words import class_of

CLASSES = ("街道", "镇", "乡", "民族乡", "苏木", "民族苏木", "区公所")


def check(ministry: Ministry, upper: set[str]) -> None:
    """Hold the counts, the holders and the rules for codes."""
    _check_counts(ministry.before)
    if unknown := sorted({code[:6] for code in ministry.present} - upper):
        raise TownshipError(f"units under holders that are no divisions: {unknown}")
    check_codes(ministry)


def check_codes(ministry: Ministry) -> None:
    """Hold the rules for codes."""
    again = (ministry.ended.keys() | ministry.abolished.keys()) & ministry.present.keys()
    if again:
        raise TownshipError(f"codes that ended are in use: {sorted(again)}")
    for code, (name, successor) in ministry.ended.items():
        if not successor or successor in ministry.before or successor[:6] != code[:6]:
            continue
        new = ministry.present[successor]
        if class_of(new) == class_of(name) and new != name:
            raise TownshipError(f"{code} {name} → {successor} {new}: a change of name keeps the code")
    for code, name in ministry.renamed.items():
        if class_of(name) != class_of(ministry.present[code]):
            raise TownshipError(f"{code} {name}: a change of class gives a new code")


def counts(present: dict[str, str]) -> Counter[tuple[str, str]]:
    """Units by province (two digits) and class."""
    return Counter((code[:2], class_of(name)) for code, name in present.items())


def _check_counts(base: dict[str, str]) -> None:
    found = counts(base)
    pinned = {(row["province"], kind): int(row[kind]) for row in read_curated("counts.tsv") for kind in CLASSES}
    keys = sorted(pinned.keys() | found.keys())
    if differ := [
        f"{key}: {found[key]}, pinned {pinned.get(key, 0)}" for key in keys if found[key] != pinned.get(key, 0)
    ]:
        raise TownshipError(f"counts.tsv: {differ}")
