"""The 34 provincial units with their zones, and the one row heading of the notice that is none."""

from __future__ import annotations

from coedu_zones.data.reader import load_once, read_table
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.places.models import Division, Level, Province, ProvinceKind
from coedu_zones.resolver import PlaceLike
from coedu_zones.zone_lists.registry import province_code, target_chain, zones
from coedu_zones.zone_table.models import ListingBody
from coedu_zones.zone_table.rows import CORPS


def provinces() -> tuple[Province, ...]:
    """The 34 provincial units in the order of their codes.

    >>> len(provinces()), provinces()[0].name
    (34, '北京市')
    """
    return _provinces()


@load_once
def _provinces() -> tuple[Province, ...]:
    gazetteer = Gazetteer.current()
    listed = {code: (letter, int(column), int(row)) for code, letter, column, row in read_table("provinces.tsv", 4)}
    return tuple(_province(gazetteer.division(code), *listed[code]) for code in gazetteer.codes(Level.PROVINCE))


def _province(division: Division, letter: str, column: int, row: int) -> Province:
    ending = division.name[-1]
    kind = {"市": ProvinceKind.MUNICIPALITY, "省": ProvinceKind.PROVINCE}.get(ending, ProvinceKind.AUTONOMOUS_REGION)
    if division.name.endswith("特别行政区"):
        kind = ProvinceKind.SPECIAL_ADMINISTRATIVE_REGION
    inside = tuple(z.number for z in zones() if target_chain(z)[0] == division.id)
    return Province(
        **{field: getattr(division, field) for field in Division.model_fields},
        kind=kind, abbreviation=letter, zones=inside, grid=(column, row),
    )  # fmt: skip


def get_province(name: PlaceLike) -> Province:
    """The province that a name, an abbreviation, a code or any other way of saying a place means.

    Raises:
        UnresolvedNameError: it means none.

    >>> get_province("赣").english
    'Jiangxi'
    """
    code = province_code(name, "name")
    return next(p for p in _provinces() if p.code == code)


def listing_bodies() -> tuple[ListingBody, ...]:
    """The row headings of the notice that are no provinces: 新疆生产建设兵团.

    >>> listing_bodies()[0].zones
    (96, 97)
    """
    numbers = tuple(z.number for z in zones() if z.listed_under == CORPS)
    return (
        ListingBody(
            name=CORPS, abbreviation="兵", english="Xinjiang Production and Construction Corps",
            division="650000", zones=numbers,
        ),
    )  # fmt: skip
