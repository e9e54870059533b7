"""Which zones cover a place: it is one, lies in one, or shares a part with one."""

from __future__ import annotations

from functools import lru_cache

from coedu_zones.gazetteer import GOVERNED_BY, Gazetteer
from coedu_zones.gazetteer.townships import Townships
from coedu_zones.inputs import number_as_code
from coedu_zones.places.codes import county_of, is_township_code
from coedu_zones.places.models import Division, FunctionalArea, Place
from coedu_zones.resolution import Method, Resolution, Status
from coedu_zones.resolver import PlaceLike, place_of, resolve
from coedu_zones.zone_lists.lists import ZoneList
from coedu_zones.zone_lists.models import Coverage, CoverageKind, Zone


def zones_covering(place: PlaceLike, *, zones: ZoneList | None = None) -> list[Coverage]:
    """Every zone that covers a place, and how: equal, inside, or in part; in the notice's order.

    A place that only holds zones is not covered by them (新余市 holds 渝水区);
    ``zones(within=place)`` lists those.

    ``place`` is a text, a code, a division, a functional area, a zone or a resolution. The code
    may be the nine digits of a township, in the system of the Ministry of Civil Affairs:
    a zone that covers its county in part covers it as a whole, in part or not at all,
    where the townships of the zone are known. ``zones`` is a list of one's own; by default
    the 97 of the notice.

    Raises:
        AmbiguousNameError: the text may mean several places.
        UnresolvedNameError: the text names no place that is known.
        UnknownCodeError: no township has the nine digits.

    >>> [str(c) for c in zones_covering("吉林省长春市农安县")]
    ['zone 21 长春市 (inside): 农安县 lies in 长春市', 'zone 22 农安县 (equal): 农安县 is the zone']
    >>> [str(c) for c in zones_covering("320111001")], zones_covering("320111005")
    (['zone 32 南京江北新区 (inside): 泰山街道 belongs to 南京江北新区'], [])
    """
    listed = zones or ZoneList.built_in()
    if not isinstance(place, str):
        place = number_as_code(place) or place
    if isinstance(place, str) and is_township_code(place):
        return covering_township(place, listed)
    if isinstance(place, str) and place not in Gazetteer.current().ancestors:
        place = resolve(place)
    if isinstance(place, Resolution):
        former = [c for c in place.candidates if c.method is Method.FORMER_NAME]
        if place.status is Status.AMBIGUOUS and len(former) == len(place.candidates) > 0:
            return _of_heirs([(c.place, c.evidence[0]) for c in former], listed)
        found = place_of(place)
        if place.candidates[0].method is Method.FORMER_NAME:
            return [c.model_copy(update={"reason": f"{place.candidates[0].evidence[0]}; {c.reason}"})
                    for c in covering(found, listed)]  # fmt: skip
        return covering(found, listed)
    return covering(place_of(place), listed)


def covering(place: Place, listed: ZoneList) -> list[Coverage]:
    """The coverage of a place; that of a past division is what covers its heirs."""
    if isinstance(place, Division) and place.last_year is not None:
        heirs: list[tuple[Place, str]] = [(s.division, f"{place.name} ended in {place.last_year}") for s in place.successors]
        return _of_heirs(heirs, listed) if len(heirs) > 1 else [c for heir, _ in heirs for c in covering(heir, listed)]
    return list(_covering(place.id, listed))


def covering_township(code: str, listed: ZoneList) -> list[Coverage]:
    """The coverage of a township; of one that ended that of what became of it, else that of its county."""
    units = Townships.current()
    unit = units.by_code(code)
    if unit.last_year is None:
        return list(_covering(code, listed))
    became = units.by_code(unit.heir).name if unit.heir else "nothing that is known"
    why = f"{unit.name} ended; it became {became}"
    covering_it = _covering(unit.heir or unit.county, listed)
    return [c.model_copy(update={"reason": f"{why}; {c.reason}"}) for c in covering_it]


def _of_heirs(heirs: list[tuple[Place, str]], listed: ZoneList) -> list[Coverage]:
    """What covers a territory that was split: each zone of an heir, in part."""
    found: dict[int, Coverage] = {}
    for heir, reason in heirs:
        for coverage in covering(heir, listed):
            why = f"{reason}; a part of it is in {heir.name}: {coverage.reason}"
            found.setdefault(coverage.zone.number, Coverage(zone=coverage.zone, how=CoverageKind.PART, reason=why))
    return [found[number] for number in sorted(found)]


@lru_cache(maxsize=4096)
def _covering(target: str, listed: ZoneList) -> tuple[Coverage, ...]:
    gazetteer = Gazetteer.current()
    township = is_township_code(target)
    name = Townships.current().by_code(target).name if township else gazetteer.name(target)
    holder = county_of(target) if township else target
    found = []
    for zone in _near(holder, listed):
        zone_id = zone.target.id
        if zone_id == target:
            how, reason = CoverageKind.EQUAL, f"{name} is the zone"
        elif gazetteer.is_within(holder, zone_id):
            how, reason = CoverageKind.INSIDE, f"{name} lies in {zone.name}"
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
            how = CoverageKind.INSIDE if held.whole else CoverageKind.PART
            return how, f"{name} {'belongs' if held.whole else 'belongs in part'} to {zone.name}"
    if zone.all_townships:
        return None
    for overlap in zone.overlaps:
        if overlap.code == county_of(code):
            whole = overlap.whole
            return (CoverageKind.INSIDE if whole else CoverageKind.PART), (
                f"{zone.name} covers {'all' if whole else 'a part'} of the county of {name}"
            )
    return None


def _near(target: str, listed: ZoneList) -> list[Zone]:
    """The zones that can have to do with a place, in order: of its path, and the areas."""
    gazetteer = Gazetteer.current()
    if target in gazetteer.areas:
        return list(listed)
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
                    return CoverageKind.INSIDE, f"{zone.name} covers all of {name}"
                return CoverageKind.PART, f"{zone.name} covers a part of {name}"
        return None
    area = gazetteer.areas.get(target)
    if area is not None:
        inside = [overlap.code for overlap in area.overlaps]
        if inside and all(gazetteer.is_within(code, zone.id) for code in inside):
            return CoverageKind.INSIDE, f"{name} lies in {zone.name}"
        if any(gazetteer.is_within(code, zone.id) for code in inside):
            return CoverageKind.PART, f"{name} lies in {zone.name} in part"
    return None


def covering_numbers(place: Place | str) -> tuple[int, ...]:
    """The numbers of the zones that cover a place, or what a present code or area id stands for, in order."""
    listed = ZoneList.built_in()
    found = _covering(place, listed) if isinstance(place, str) else covering(place, listed)
    return tuple(coverage.zone.number for coverage in found)
