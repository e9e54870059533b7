"""The 97 zones: as the notice lists them, by number, by province and by name."""

from __future__ import annotations

from typing import Final

from coedu_zones.errors import UnknownCodeError, UnresolvedNameError, looks
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.messages import say, word
from coedu_zones.places.models import Division, Level
from coedu_zones.resolution import Resolution
from coedu_zones.resolver import PlaceLike, place_of, resolve
from coedu_zones.zone_table.models import Zone, ZoneKind
from coedu_zones.zone_table.rows import CORPS, CORPS_FORMS, all_zones, zone_by_target

_XINJIANG: Final = "650000"


class Zones(tuple[Zone, ...]):
    """A tuple of zones that turns into records and shows as a table in a notebook."""

    __slots__ = ()

    def to_records(self) -> list[dict[str, object]]:
        """One flat dictionary per zone, for a dataframe."""
        return [zone.to_record() for zone in self]

    def _repr_html_(self) -> str:
        from coedu_zones.places.models import html_table  # noqa: PLC0415 - only notebooks need it

        rows = [(z.number, z.listed_under, z.listed_name, z.path_text, z.code or "", z.english) for z in self]
        head = ("number", "listed under", "listed name", "path", "code", "English")
        return html_table(tuple(map(word, head)), list(rows))


def zones(
    *, province: PlaceLike | None = None, within: PlaceLike | None = None, kind: ZoneKind | str | None = None
) -> Zones:
    """The zones in the order of the notice, all of them or those that fit.

    Args:
        province: keep only zones listed under this row heading of the notice, or in this
            province (``"江西"``, ``"兵团"``, ``360000``).
        within: keep only zones whose target is this place or lies in it.
        kind: keep only zones with this kind of target.

    Raises:
        UnresolvedNameError: ``province`` or ``within`` names no such place.
        AmbiguousNameError: ``within`` may mean several places.

    >>> [z.name for z in zones(province="江西")]
    ['弋阳县', '渝水区', '定南县', '芦溪县']
    """
    found = all_zones()
    if province is not None:
        listed_under, code = _heading(province)
        found = tuple(
            z for z in found if (z.listed_under == listed_under if listed_under else target_chain(z)[0] == code)
        )
    if within is not None:
        holder = place_of(within, "within").id
        found = tuple(z for z in found if Gazetteer.current().is_within(z.target.id, holder))
    if kind is not None:
        wanted = ZoneKind(kind)
        found = tuple(z for z in found if z.kind is wanted)
    return Zones(found)


def get_zone(number: int) -> Zone:
    """The zone with this number, 1 to 97 in the order of the notice.

    Raises:
        UnknownCodeError: there is no such number.

    >>> get_zone(97).listed_name
    '第七师胡杨河市'
    """
    found = all_zones()
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= len(found):
        raise UnknownCodeError(
            say(
                "no zone has the number {number}; the notice lists 1 to {last}",
                number=looks(number),
                last=len(found),
            )
        )
    return found[number - 1]


def find_zone(place: PlaceLike, *, province: PlaceLike | None = None) -> Zone | None:
    """The zone that ``place`` names or is; ``None`` when it is none.

    Args:
        place: a name, a code, a division, a functional area, a zone or a resolution.
        province: the province, or row heading of the notice, for a name that several places share.

    Raises:
        UnresolvedNameError, AmbiguousNameError: ``province`` is no province.
        TypeError: ``place`` or ``province`` is nothing that means a place.

    >>> find_zone("新余渝水区").number, find_zone("新余市")
    (48, None)
    >>> find_zone(360502).number, find_zone("第七师胡杨河市", province="兵团").number
    (48, 97)
    """
    listed_under, code = _heading(province) if province is not None else ("", "")
    if not isinstance(place, str):
        zone = (
            zone_by_target().get(place.place.id if place.place else "")
            if isinstance(place, Resolution)
            else (zone_by_target().get(place_of(place).id))
        )
        fits = zone and (not code or target_chain(zone)[0] == code) and listed_under in {"", zone.listed_under}
        return zone if fits else None
    listed = [
        z
        for z in all_zones()
        if place in {z.listed_name, z.name, "".join(z.listed_path), "/".join(z.listed_path)}
        and (not code or target_chain(z)[0] == code)
        and listed_under in {"", z.listed_under}
    ]
    if len(listed) == 1:
        return listed[0]
    found = resolve(place, within=Gazetteer.current().division(code) if code else None).place
    return None if found is None else zone_by_target().get(found.id)


def province_code(province: PlaceLike, parameter: str = "province") -> str:
    """The code of the province that a caller means.

    Raises:
        UnresolvedNameError: it is none of the 34.
        TypeError: it is nothing that means a place.

    """
    found = resolve(province, level=Level.PROVINCE) if isinstance(province, str) else None
    place = found.place if found is not None else place_of(province, parameter)
    if not isinstance(place, Division) or place.level is not Level.PROVINCE or (found is not None and found.remainder):
        raise UnresolvedNameError(
            say(
                "{parameter}={province} names none of the 34 provincial units; write 江西, 江西省, 赣 or "
                "360000, or {corps} for that row of the notice",
                parameter=parameter,
                province=looks(province),
                corps=CORPS,
            ),
            found.candidates if found is not None else (),
        )
    return place.id


def _heading(province: PlaceLike) -> tuple[str, str]:
    """A row heading of the notice that is no province, or nothing; and the code of the province that it lies in."""
    text = province.text if isinstance(province, Resolution) else province
    corps = text in CORPS_FORMS if isinstance(text, str) else False
    return (CORPS, _XINJIANG) if corps else ("", province_code(province))


def target_chain(zone: Zone) -> tuple[str, ...]:
    """The codes and ids from the province down to a zone's target."""
    return Gazetteer.current().path_ids(zone.target.id)
