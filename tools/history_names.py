"""Stems of division names: what stays when 县 becomes 市 or 区."""

from __future__ import annotations

import re

from tools.name_parts import fixed_words
from tools.township_words import words

_PEOPLE = f"(?:{'|'.join((*(people + '族' for people in words('people')), *words('people')))})"
_AUTONOMOUS = re.compile(rf"^(.+?){_PEOPLE}*自治(?:县|旗|州|区)$")
#: 行政区 was the generic of 海南行政区, until 1988.
_GENERIC = re.compile(f"(?:{'|'.join((*fixed_words('generic'), '行政区'))})$")


def stem(name: str) -> str:
    """The name without its generic and without the peoples of an autonomous division.

    A stem has two characters or more; ``通县`` and ``矿区`` stay as they are.
    """
    found = _AUTONOMOUS.match(name)
    if found:
        name = found.group(1)
        while (short := re.sub(f"{_PEOPLE}$", "", name)) != name and len(short) > 1:
            name = short
        return name
    short = _GENERIC.sub("", name)
    return short if len(short) > 1 else name


_RANK = {"县": 1, "旗": 1, "区": 2, "市": 2}


def kind_of_conversion(old: str, new: str, old_level: str, new_level: str) -> str:
    """``upgrade``, ``downgrade``, ``conversion``, ``rename`` or ``recode`` for one place under a new code.

    县 to 市 or 区, 地区 to 市 and county to prefecture level are upgrades; 市 to 区
    and 区 to 县 change the kind on the same level and are conversions.
    """
    if old_level != new_level:
        return "upgrade" if "cfp".index(old_level) < "cfp".index(new_level) else "downgrade"
    if old == new:
        return "recode"
    if old_level == "f":
        return "upgrade" if old.endswith(("地区", "盟", "行政区")) and new.endswith("市") else "rename"
    before, after = old[-1], new[-1]
    if before == after:
        return "rename"
    if _RANK.get(before) == 1 and _RANK.get(after) == 2:
        return "upgrade"
    return "conversion" if _RANK.get(before) != _RANK.get(after) or {before, after} == {"市", "区"} else "rename"
