"""Farms, parks, regiments and other units that stand beside the townships of a county and are none."""

from __future__ import annotations

from coedu_zones.data.reader import load_once, read_packed


def other_units(name: str) -> tuple[tuple[str, str], ...]:
    """Where farms, parks, regiments and other units that are no townships lie: (holder, name) pairs.

    The names are those of the lists of the statistical office, 2015 to 2023. The
    holder is the county, or the prefecture where the lists have the unit in a
    development zone and do not tell the county.

    >>> other_units("南磨房地区")
    (('110105', '南磨房地区'),)
    """
    return tuple((holder, name) for holder in _other_units().get(name, ()))


def other_units_of(holder: str) -> tuple[str, ...]:
    """The names of the units of a county or prefecture that are no townships, sorted.

    >>> other_units_of("110105")[:2]
    ('三间房地区', '东坝地区')
    """
    return _others_by_holder().get(holder, ())


@load_once
def _other_units() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for holder, names in _others_by_holder().items():
        for name in names:
            found[name] = (*found.get(name, ()), holder)
    return found


@load_once
def _others_by_holder() -> dict[str, tuple[str, ...]]:
    lines = (line.split("\t") for line in read_packed("other_units.z").decode().split("\n"))
    return {holder: tuple(names) for holder, *names in lines}
