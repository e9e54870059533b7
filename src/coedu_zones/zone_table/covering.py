"""Which zones cover a place: it is one, lies in one, or shares a part with one."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from coedu_zones.gazetteer import GOVERNED_BY, Gazetteer
from coedu_zones.gazetteer.townships import Townships
from coedu_zones.messages import language, say
from coedu_zones.places.codes import county_of, is_township_code
from coedu_zones.places.models import Division, FunctionalArea, Place
from coedu_zones.zone_table.models import Coverage, CoverageKind, Zone
from coedu_zones.zone_table.rows import Listed, of_notice


class Extent(NamedTuple):
    """How the zones cover what a text names, as the fields ``coverage``, ``zones`` and ``zone_names`` say it.

    ``coverage`` is ``equal`` (it is a zone), ``inside`` (it lies in one as a whole), ``part``
    (a zone covers a part of it), ``holds`` (no zone covers it, and one lies inside it),
    ``none`` (no zone has to do with it) or ``unknown`` (it is not known well enough). The
    numbers and names are those of the zones that cover it, never of those that it holds;
    ``None`` where the coverage is unknown.
    """

    coverage: str
    zones: tuple[int, ...] | None
    zone_names: tuple[str, ...] | None


#: The extent of what is not known, or not known deep enough.
UNKNOWN: Final = Extent("unknown", None, None)


def covering(place: Place, listed: Listed | None = None) -> list[Coverage]:
    """The coverage of a place by the zones of a list, the notice's by default; a past division is covered by what covers
    its successors.
    """
    if isinstance(place, Division) and place.last_year is not None:
        successors: list[tuple[Place, str]] = [
            (s.division, say("{name} ended in {year}", name=place.name, year=place.last_year)) for s in place.successors
        ]
        return (
            of_successors(successors, listed)
            if len(successors) > 1
            else [c for successor, _ in successors for c in covering(successor, listed)]
        )
    return list(_covering(place.id, listed or of_notice(), language()))


def covering_township(code: str, listed: Listed | None = None) -> list[Coverage]:
    """The coverage of a township; of one that ended that of what became of it, else that of its county."""
    units = Townships.current()
    unit = units.by_code(code)
    if unit.last_year is None:
        return list(_covering(code, listed or of_notice(), language()))
    became = units.by_code(unit.successor).name if unit.successor else say("nothing that is known")
    why = say("{name} ended; it became {successor}", name=unit.name, successor=became)
    covering_it = _covering(unit.successor or unit.county, listed or of_notice(), language())
    return [c.model_copy(update={"reason": say("{one}; {other}", one=why, other=c.reason)}) for c in covering_it]


def of_successors(successors: list[tuple[Place, str]], listed: Listed | None = None) -> list[Coverage]:
    """What covers a territory that was split: each zone of a successor, in part."""
    found: dict[int, Coverage] = {}
    for successor, reason in successors:
        for coverage in covering(successor, listed):
            why = say(
                "{reason}; a part of it is in {name}: {more}", reason=reason, name=successor.name, more=coverage.reason
            )
            found.setdefault(coverage.zone.number, Coverage(zone=coverage.zone, how=CoverageKind.PART, reason=why))
    return [found[number] for number in sorted(found)]


@lru_cache(maxsize=4096)
def _covering(target: str, listed: Listed, lang: str) -> tuple[Coverage, ...]:
    """The coverage of a place, with the reasons in the language that is set, by which they are remembered."""
    del lang
    gazetteer = Gazetteer.current()
    township = is_township_code(target)
    name = Townships.current().by_code(target).name if township else gazetteer.name(target)
    holder = county_of(target) if township else target
    found = []
    for zone in _near(holder, listed):
        zone_id = zone.target.id
        if zone_id == target:
            how, reason = CoverageKind.EQUAL, say("{name} is the zone", name=name)
        elif gazetteer.is_within(holder, zone_id):
            how, reason = CoverageKind.INSIDE, say("{name} lies in {zone}", name=name, zone=zone.name)
        else:
            part = _of_township(zone.target, target, name) if township else _overlap(gazetteer, target, zone.target)
            if part is None:
                continue
            how, reason = part
        found.append(Coverage(zone=zone, how=how, reason=reason))
    return tuple(found)


def _of_township(zone: Place, code: str, name: str) -> tuple[CoverageKind, str] | None:
    """How a functional area that is a zone meets a township of a county that it overlaps."""
    if not isinstance(zone, FunctionalArea):
        return None
    for held in zone.townships:
        if held.code == code:
            if held.whole:
                return CoverageKind.INSIDE, say("{name} belongs to {zone}", name=name, zone=zone.name)
            return CoverageKind.PART, say("{name} belongs in part to {zone}", name=name, zone=zone.name)
    if zone.all_townships:
        return None
    for overlap in zone.overlaps:
        if overlap.code == county_of(code):
            if overlap.whole:
                return CoverageKind.INSIDE, say("{zone} covers all of the county of {name}", zone=zone.name, name=name)
            return CoverageKind.PART, say("{zone} covers a part of the county of {name}", zone=zone.name, name=name)
    return None


def _near(target: str, listed: Listed) -> list[Zone]:
    """The zones that can have to do with a place, in order: of its path, and the areas."""
    gazetteer = Gazetteer.current()
    if target in gazetteer.areas:
        return list(listed.zones)
    known = listed.by_target
    found = [known[code] for code in gazetteer.path_ids(target) if code in known]
    found += [known[GOVERNED_BY[code]] for code in gazetteer.path_ids(target) if GOVERNED_BY.get(code) in known]
    return sorted([*found, *listed.overlapping.get(target, ())], key=lambda zone: zone.number)


def _overlap(gazetteer: Gazetteer, target: str, zone: Place) -> tuple[CoverageKind, str] | None:
    """How a functional area that is a zone meets a county, or a zone that is a county meets an area."""
    name = gazetteer.name(target)
    if isinstance(zone, FunctionalArea):
        for overlap in zone.overlaps:
            if overlap.code == target:
                if overlap.whole:
                    return CoverageKind.INSIDE, say("{zone} covers all of {name}", zone=zone.name, name=name)
                return CoverageKind.PART, say("{zone} covers a part of {name}", zone=zone.name, name=name)
        return None
    area = gazetteer.areas.get(target)
    if area is not None:
        inside = [overlap.code for overlap in area.overlaps]
        if inside and all(gazetteer.is_within(code, zone.id) for code in inside):
            return CoverageKind.INSIDE, say("{name} lies in {zone}", name=name, zone=zone.name)
        if any(gazetteer.is_within(code, zone.id) for code in inside):
            return CoverageKind.PART, say("{name} lies in {zone} in part", name=name, zone=zone.name)
    return None


def extent_of(
    place: Place,
    township: str | None = None,
    *,
    deeper: bool = False,
    flagged: bool = False,
    listed: Listed | None = None,
) -> Extent:
    """How the zones of a list, the notice's by default, cover a place that a text names, in one word, and which ones do.

    ``township`` is the code of the township that the text names in it. ``deeper`` says that
    the text goes on, ``flagged`` that it goes on with what looks like one more division:
    then a place that only holds zones, or is not known to its end, tells nothing.

    >>> gazetteer = Gazetteer.current()
    >>> extent_of(gazetteer.division("360502")), extent_of(gazetteer.division("360500")).coverage
    (Extent(coverage='equal', zones=(48,), zone_names=('渝水区',)), 'holds')
    """
    found = covering_township(township, listed) if township else covering(place, listed)
    kinds = {coverage.how for coverage in found}
    zones = tuple(coverage.zone.number for coverage in found)
    names = tuple(coverage.zone.name for coverage in found)
    if CoverageKind.EQUAL in kinds:
        return Extent("inside" if flagged else "equal", zones, names)
    if CoverageKind.INSIDE in kinds:
        return Extent("inside", zones, names)
    holds = township is None and place.id in (listed or of_notice()).holders
    if flagged or (holds and deeper):
        return UNKNOWN
    if CoverageKind.PART in kinds:
        return Extent("part", zones, names)
    return Extent("holds" if holds else "none", zones, names)
