"""The statistical office's codes of development zones, and which functional area of ours each is.

Since 2017 its lists hold some hundred zones beside the counties, with codes that no
other table has (130171 …). A zone is one of our areas when their names are the same
without the names of province and prefecture before them, and both lie in the same
prefecture, or when ``statistical_areas.tsv`` says so.
"""

from __future__ import annotations

from collections import defaultdict

from tools.history_names import stem
from tools.history_years import Table
from tools.tables import read_curated
from tools.years import THIS_YEAR


class StatisticalError(Exception):
    """A zone of the lists fits several areas, or a hand-kept row fits nothing."""


def areas_of_codes(zones: list[tuple[str, ...]], tables: dict[int, Table]) -> dict[str, str]:
    """Code → id of the functional area, for those (code, name) that are one of ours."""
    areas = read_curated("functional_areas.tsv")
    found: dict[str, str] = {row["code"]: row["area"] for row in read_curated("statistical_areas.tsv")}
    if wrong := (found.keys() - {code for code, _ in zones}) | (set(found.values()) - {a["id"] for a in areas}):
        raise StatisticalError(f"statistical_areas.tsv: no such codes or areas: {sorted(wrong)}")
    forms: dict[str, set[str]] = defaultdict(set)
    for area in areas:
        for name in (area["name"], *area["aliases"].split()):
            forms[_bare(name, area["parent"], tables)].add(area["id"])
    parents = {area["id"]: area["parent"] for area in areas}
    for code, name in zones:
        fits = {a for a in forms[_bare(name, code, tables)] if _same_place(parents[a], code)} | {
            found.get(code, "")
        } - {""}
        if len(fits) > 1:
            raise StatisticalError(f"{code} {name} fits several functional areas: {sorted(fits)}")
        found.update((code, area) for area in fits)
    return found


def _bare(name: str, code: str, tables: dict[int, Table]) -> str:
    """The name without the province's and the prefecture's before it: 河北唐山海港… and 唐山海港…."""
    now = tables[THIS_YEAR]
    for place in (now.get(code[:2] + "0000", ""), now.get(code[:4] + "00", "")):
        for prefix in (place, stem(place)):
            rest = name.removeprefix(prefix)
            if prefix and rest != name and len(rest) > 2:
                name = rest
                break
    return name


def _same_place(parent: str, code: str) -> bool:
    """Whether an area of ours and a code of the lists lie in the same prefecture, or the area in its province."""
    return parent[:4] == code[:4] or (parent[2:] == "0000" and parent[:2] == code[:2])
