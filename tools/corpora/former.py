"""Retired counties, and townships that changed their county, each decided by the township."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from tools.corpora.addresses import tail
from tools.corpora.atlas import Atlas, Township
from tools.corpora.sample import Half, Sample, half_of, ordered
from tools.corpora.slips import seeded

#: Lists of the statistical office, the newest first.
LISTS: Final = ("china-division", "china-division-2020", "china-division-2017")


class Moved(NamedTuple):
    """A township under the county that an older list names, and the one of today."""

    county: str
    name: str
    today: Township


@cache
def moved(atlas: Atlas) -> list[Moved]:
    """Townships of older lists whose county is another today and is known by name."""
    found: dict[tuple[str, str], Moved] = {}
    for source in LISTS:
        rows = [
            (county, name, atlas.township_stem(name))
            for county, name in atlas.listed(source, "streets.csv", "areaCode", "name")
        ]
        held = {(county, stem) for county, _, stem in rows}
        for county, name, stem in rows:
            bearers = atlas.bearers(stem)
            still = any(one.parent == county for one in bearers)
            if len(stem) < 2 or still or county not in atlas.places.periods:
                continue
            homes = atlas.today(county)
            near = [t for t in bearers if t.parent in homes or (county in homes and t.parent[:4] == county[:4])]
            # a namesake that its county had all along is another township
            if len(near) == 1 and (near[0].parent, stem) not in held:
                found.setdefault((county, stem), Moved(county, name, near[0]))
    return list(found.values())


@cache
def _successors_townships(atlas: Atlas) -> list[Moved]:
    """Counties with more than one successor, each with the townships of successors that did not exist beside it.

    A township of an older neighbour that took a part in may never have lain in the county.
    """
    found = []
    for code, periods in atlas.places.periods.items():
        homes = atlas.today(code) if code not in atlas.rows and not code.endswith("00") else frozenset()
        if len(homes) < 2 or periods[-1].name in {atlas.rows[home]["name"] for home in homes}:
            continue
        towns = [town for home in sorted(homes) for town in atlas.townships.get(home, ())]
        stems = Counter(atlas.township_stem(town.name) for town in towns)
        young = {home for home in homes if atlas.places.periods[home][0].first > periods[-1].last}
        found += [
            Moved(code, town.name, town)
            for town in towns
            if stems[atlas.township_stem(town.name)] == 1 and town.parent in young
        ]
    return found


def former(atlas: Atlas, half: Half, seed: int) -> Iterator[Sample]:
    """江干区九堡街道, 渝北区统景镇 under the names of their time, with the parents of that time or without."""
    cases = {f"{one.county}|{one.name}": one for one in (*_successors_townships(atlas), *moved(atlas))}
    for turn in range(3):
        for key in ordered(list(cases), seed, "former", turn):
            one = cases[key]
            if half_of(one.today.parent) != half:
                continue
            draw = seeded(seed, "former", turn, key)
            chain = _names_then(atlas, one.county)
            head = "".join(chain[draw.randrange(len(chain)) :])
            rest = tail(atlas, "", draw)[0] if draw.random() < 0.4 else ""
            kind = f"township {_kind(atlas, one)}"
            truth = frozenset({one.today.parent})
            yield Sample(head + one.name + rest, truth, "former", kind, half, township=one.today.code)


def _names_then(atlas: Atlas, county: str) -> list[str]:
    """The names of a county and of those above it in its last year."""
    periods = atlas.places.periods
    last = periods[county][-1].last
    codes = [code for code in (county[:2] + "0000", county[:4] + "00", county) if code in periods]
    then = [
        [p for p in periods[code] if p.first <= (last or p.first) and (not p.last or last <= p.last)] for code in codes
    ]
    return [held[-1].name for held in then if held]


def _kind(atlas: Atlas, one: Moved) -> str:
    if one.county in atlas.rows:
        return "that changed county"
    return "of a retired county" if one.name == one.today.name else "of a retired county, older name"
