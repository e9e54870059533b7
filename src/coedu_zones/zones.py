"""The 97 zones, the provinces with their zones, and which zones cover which place."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from coedu_zones.errors import UnknownCodeError, UnresolvedNameError
from coedu_zones.gazetteer import GOVERNED_BY, Gazetteer, level_of
from coedu_zones.models import (
    Coverage,
    CoverageKind,
    Division,
    FunctionalArea,
    Level,
    Notice,
    Place,
    Zone,
    ZoneKind,
)
from coedu_zones.resolution import Method, Resolution, Status
from coedu_zones.resolve import resolve
from coedu_zones.romanize import display_pinyin
from coedu_zones.shipped import load_once, read_table

#: The notice that names the zones. Its date of writing and its index number are not known to us.
NOTICE: Final = Notice(
    title="教育部办公厅关于公布全国学校家庭社会协同育人实验区名单的通知",
    document_number="教基厅函〔2024〕3号", issuer="教育部办公厅",
    written_on=None, index_number=None, zone_count=97,
)  # fmt: skip

CORPS: Final = "新疆生产建设兵团"


class ZoneRow(NamedTuple):
    """One record of ``zones.tsv``, as text; pinyin and English only where the gazetteer has none."""

    number: str
    row: str
    province: str
    listed_name: str
    kind: str
    target: str
    listed_path: str
    name: str
    pinyin: str
    english: str


@load_once
def _zones() -> tuple[Zone, ...]:
    gazetteer = Gazetteer.current()
    return tuple(_zone(ZoneRow(*cells), gazetteer) for cells in read_table("zones.tsv", len(ZoneRow._fields)))


def _zone(row: ZoneRow, gazetteer: Gazetteer) -> Zone:
    target = gazetteer.place(row.target)
    return Zone(
        number=int(row.number),
        row=int(row.row),
        listed_under=row.province,
        listed_name=row.listed_name,
        name=row.name,
        kind=ZoneKind(row.kind),
        target=target,
        path=target.path,
        listed_path=tuple(row.listed_path.split("/")),
        pinyin=display_pinyin(row.pinyin) if row.pinyin else target.pinyin,
        english=row.english or target.english,
        notice=NOTICE,
    )


class ZoneList(tuple[Zone, ...]):
    """A tuple of zones that turns into records and shows as a table in a notebook."""

    __slots__ = ()

    def to_records(self) -> list[dict[str, object]]:
        """One flat dictionary a zone, for a dataframe."""
        return [zone.to_record() for zone in self]

    def _repr_html_(self) -> str:
        from coedu_zones.models import html_table  # noqa: PLC0415 - only notebooks need it

        rows = [(z.number, z.listed_under, z.listed_name, z.path_text, z.code or "", z.english) for z in self]
        return html_table(("number", "listed under", "listed name", "path", "code", "English"), list(rows))


def zones(
    *, province: str | None = None, within: str | Division | None = None, kind: ZoneKind | str | None = None
) -> ZoneList:
    """The zones in the order of the notice, all of them or those that fit.

    ``province`` is a row heading of the notice or any way of writing a province
    (``"江西"``, ``"兵团"``, ``"360000"``); ``within`` any division: only zones whose
    target is that division or lies in it. ``kind`` keeps one kind of target.

    Raises:
        UnresolvedNameError: ``province`` or ``within`` names no such place.
        AmbiguousNameError: ``within`` may mean several places.

    >>> [z.name for z in zones(province="江西")]
    ['弋阳县', '渝水区', '定南县', '芦溪县']
    """
    found = _zones()
    if province is not None:
        if province in {CORPS, "兵团", "新疆兵团", "建设兵团"}:
            found = tuple(z for z in found if z.listed_under == CORPS)
        else:
            code = province_code(province)
            found = tuple(z for z in found if target_chain(z)[0] == code)
    if within is not None:
        holder = place_id(_place_of(within))
        found = tuple(z for z in found if Gazetteer.current().is_within(place_id(z.target), holder))
    if kind is not None:
        wanted = ZoneKind(kind)
        found = tuple(z for z in found if z.kind is wanted)
    return ZoneList(found)


def get_zone(number: int) -> Zone:
    """The zone with this number, 1 to 97 in the order of the notice.

    Raises:
        UnknownCodeError: there is no such number.

    >>> get_zone(97).listed_name
    '第七师胡杨河市'
    """
    found = _zones()
    if not isinstance(number, int) or not 1 <= number <= len(found):
        raise UnknownCodeError(f"no zone has the number {number!r}; the notice lists 1 to {len(found)}")
    return found[number - 1]


def find_zone(text: str, *, province: str | None = None) -> Zone | None:
    """The zone that ``text`` names, by any way of writing it; ``None`` when it names none.

    ``province`` tells the row of the notice, for a name that several places share.

    >>> find_zone("新余渝水区").number, find_zone("新余市")
    (48, None)
    """
    listed = [
        z
        for z in _zones()
        if text in {z.listed_name, z.name, "".join(z.listed_path), "/".join(z.listed_path)}
        and province in {None, z.listed_under}
    ]
    if len(listed) == 1:
        return listed[0]
    within = None if province is None else Gazetteer.current().division(province_code(province))
    place = resolve(text, within=within).place
    return None if place is None else _by_target().get(place_id(place))


def zones_covering(place: str | Division | FunctionalArea | Resolution) -> list[Coverage]:
    """Every zone that covers a place, and how: equal, inside, or in part; in the notice's order.

    A place that only holds zones is not covered by them (新余市 holds 渝水区);
    ``zones(within=place)`` lists those.

    ``place`` is a text, a code, a division, a functional area or a resolution.

    Raises:
        AmbiguousNameError: the text may mean several places.
        UnresolvedNameError: the text names no place that is known.

    >>> [str(c) for c in zones_covering("吉林省长春市农安县")]
    ['zone 21 长春市 (inside): 农安县 lies in 长春市', 'zone 22 农安县 (equal): 农安县 is the zone']
    """
    if isinstance(place, str) and place not in Gazetteer.current().ancestors:
        place = resolve(place)
    if isinstance(place, Resolution):
        former = [c for c in place.candidates if c.method is Method.FORMER_NAME]
        if place.status is Status.AMBIGUOUS and len(former) == len(place.candidates) > 0:
            return _of_heirs([(c.place, c.evidence[0]) for c in former])
        found = place.one()
        if place.candidates[0].method is Method.FORMER_NAME:
            return [c.model_copy(update={"reason": f"{place.candidates[0].evidence[0]}; {c.reason}"})
                    for c in covering(found)]  # fmt: skip
        return covering(found)
    return covering(_place_of(place))


def covering(place: Place) -> list[Coverage]:
    """The coverage of a place; that of a past division is what covers its heirs."""
    if isinstance(place, Division) and place.last_year is not None:
        heirs: list[tuple[Place, str]] = [(s.division, f"{place.name} ended in {place.last_year}") for s in place.successors]
        return _of_heirs(heirs) if len(heirs) > 1 else [c for heir, _ in heirs for c in covering(heir)]
    return list(_covering(place_id(place)))


def _of_heirs(heirs: list[tuple[Place, str]]) -> list[Coverage]:
    """What covers a territory that was split: each zone of an heir, in part."""
    found: dict[int, Coverage] = {}
    for heir, reason in heirs:
        for coverage in covering(heir):
            why = f"{reason}; a part of it is in {heir.name}: {coverage.reason}"
            found.setdefault(coverage.zone.number, Coverage(zone=coverage.zone, how=CoverageKind.PART, reason=why))
    return [found[number] for number in sorted(found)]


@lru_cache(maxsize=4096)
def _covering(target: str) -> tuple[Coverage, ...]:
    gazetteer = Gazetteer.current()
    name = gazetteer.name(target)
    found = []
    for zone in _near(target):
        zone_id = place_id(zone.target)
        if zone_id == target:
            how, reason = CoverageKind.EQUAL, f"{name} is the zone"
        elif gazetteer.is_within(target, zone_id):
            how, reason = CoverageKind.INSIDE, f"{name} lies in {zone.name}"
        else:
            part = _overlap(gazetteer, target, zone.target)
            if part is None:
                continue
            how, reason = part
        found.append(Coverage(zone=zone, how=how, reason=reason))
    return tuple(found)


def _near(target: str) -> list[Zone]:
    """The zones that can have to do with a place, in order: of its path, and the areas."""
    gazetteer = Gazetteer.current()
    if target in gazetteer.areas:
        return list(_zones())
    known = _by_target()
    found = [known[code] for code in gazetteer.path_ids(target) if code in known]
    found += [known[GOVERNED_BY[code]] for code in gazetteer.path_ids(target) if GOVERNED_BY.get(code) in known]
    return sorted([*found, *_overlapping().get(target, ())], key=lambda zone: zone.number)


@load_once
def _overlapping() -> dict[str, list[Zone]]:
    """Code of a county → the zones that are functional areas and cover it, or a part of it."""
    found: dict[str, list[Zone]] = {}
    for zone in _zones():
        if isinstance(zone.target, FunctionalArea):
            for overlap in zone.target.overlaps:
                found.setdefault(overlap.code, []).append(zone)
    return found


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
        if inside and all(gazetteer.is_within(code, zone.code) for code in inside):
            return CoverageKind.INSIDE, f"{name} lies in {zone.name}"
        if any(gazetteer.is_within(code, zone.code) for code in inside):
            return CoverageKind.PART, f"{name} lies in {zone.name} in part"
    return None


def covering_numbers(place: Place | str) -> tuple[int, ...]:
    """The numbers of the zones that cover a place, or what a present code or area id stands for, in order."""
    found = _covering(place) if isinstance(place, str) else covering(place)
    return tuple(coverage.zone.number for coverage in found)


@load_once
def _by_target() -> dict[str, Zone]:
    return {place_id(zone.target): zone for zone in _zones()}


def place_id(place: Place) -> str:
    """The key of a place: its code, or the id of a functional area."""
    return place.code if isinstance(place, Division) else place.id


def _place_of(place: str | Division | FunctionalArea | Resolution) -> Place:
    if isinstance(place, Resolution):
        return place.one()
    if isinstance(place, str):
        gazetteer = Gazetteer.current()
        return gazetteer.place(place) if place in gazetteer.ancestors else resolve(place).one()
    if isinstance(place, Division | FunctionalArea):
        return place
    raise TypeError(f"expected a text, a code, a division or a functional area, got {type(place).__name__}: {place!r}")


def province_code(name: str) -> str:
    """The code of the province that a name means."""
    resolution = resolve(name, level=Level.PROVINCE)
    place = resolution.place
    if not isinstance(place, Division) or level_of(place.code) is not Level.PROVINCE or resolution.remainder:
        raise UnresolvedNameError(
            f"{name!r} names none of the 34 provincial units; write 江西, 江西省, 赣 or 360000, "
            f"or {CORPS} for that row of the notice",
            resolution.candidates,
        )
    return place.code


def target_chain(zone: Zone) -> tuple[str, ...]:
    """The codes and ids from the province down to a zone's target."""
    return Gazetteer.current().path_ids(place_id(zone.target))
