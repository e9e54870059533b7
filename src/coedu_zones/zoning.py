"""The 97 zones: as the notice lists them, by number, by province and by name."""

from __future__ import annotations

from typing import Final, NamedTuple

from coedu_zones.default import resolve
from coedu_zones.errors import UnknownCodeError, UnresolvedNameError
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.inputs import number_as_code
from coedu_zones.models import (
    Division,
    FunctionalArea,
    Level,
    Notice,
    Place,
    Zone,
    ZoneKind,
)
from coedu_zones.resolution import Resolution
from coedu_zones.romanize import display_pinyin
from coedu_zones.shipped import load_once, read_table

#: The notice that names the zones. Its date of writing and its index number are not known to us.
NOTICE: Final = Notice.model_construct(  # an import builds no validator; a test validates it
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
def all_zones() -> tuple[Zone, ...]:
    """The zones in the order of the notice, read once."""
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
    *, province: str | None = None, within: str | float | Division | None = None, kind: ZoneKind | str | None = None
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
    found = all_zones()
    if province is not None:
        if province in {CORPS, "兵团", "新疆兵团", "建设兵团"}:
            found = tuple(z for z in found if z.listed_under == CORPS)
        else:
            code = province_code(province)
            found = tuple(z for z in found if target_chain(z)[0] == code)
    if within is not None:
        holder = place_id(place_of(within))
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
    found = all_zones()
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= len(found):
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
        for z in all_zones()
        if text in {z.listed_name, z.name, "".join(z.listed_path), "/".join(z.listed_path)}
        and province in {None, z.listed_under}
    ]
    if len(listed) == 1:
        return listed[0]
    within = None if province is None else Gazetteer.current().division(province_code(province))
    place = resolve(text, within=within).place
    return None if place is None else zone_by_target().get(place_id(place))


@load_once
def zone_by_target() -> dict[str, Zone]:
    """The zones by the code or id of their target."""
    return {place_id(zone.target): zone for zone in all_zones()}


def place_id(place: Place) -> str:
    """The key of a place: its code, or the id of a place without one."""
    return place.id


def place_of(place: str | float | Division | FunctionalArea | Resolution) -> Place:
    """The one place that a text, a code (text or number) or a resolution means.

    Raises:
        TypeError: it is none of these.
        AmbiguousNameError, UnresolvedNameError: the text is not one place.

    """
    if isinstance(place, Resolution):
        return place.one()
    if not isinstance(place, str):
        place = number_as_code(place) or place
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
    if not isinstance(place, Division) or place.level is not Level.PROVINCE or resolution.remainder:
        raise UnresolvedNameError(
            f"{name!r} names none of the 34 provincial units; write 江西, 江西省, 赣 or 360000, "
            f"or {CORPS} for that row of the notice",
            resolution.candidates,
        )
    return place.id


def target_chain(zone: Zone) -> tuple[str, ...]:
    """The codes and ids from the province down to a zone's target."""
    return Gazetteer.current().path_ids(place_id(zone.target))
