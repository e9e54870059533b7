"""The 34 provincial units with their zones, and the one row heading of the notice that is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from coedu_zones.data.reader import load_once
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.places.models import Division, Level, Province, ProvinceKind
from coedu_zones.resolver import PlaceLike
from coedu_zones.zone_lists.models import ListingBody
from coedu_zones.zone_lists.registry import CORPS, province_code, target_chain, zones

# abbreviation (GB/T 2659-style one-character form) and the tile-grid place (column, row) of each provincial unit;
# the grid is our own drawing: neighbours stay neighbours as far as squares allow
_PROVINCES: Final[Mapping[str, tuple[str, int, int]]] = {
    "110000": ("京", 6, 2), "120000": ("津", 7, 2), "130000": ("冀", 6, 3), "140000": ("晋", 5, 3),
    "150000": ("蒙", 5, 1), "210000": ("辽", 8, 2), "220000": ("吉", 8, 1), "230000": ("黑", 8, 0),
    "310000": ("沪", 8, 5), "320000": ("苏", 7, 4), "330000": ("浙", 7, 5), "340000": ("皖", 6, 5),
    "350000": ("闽", 7, 6), "360000": ("赣", 6, 6), "370000": ("鲁", 7, 3), "410000": ("豫", 6, 4),
    "420000": ("鄂", 5, 5), "430000": ("湘", 5, 6), "440000": ("粤", 6, 7), "450000": ("桂", 5, 7),
    "460000": ("琼", 5, 8), "500000": ("渝", 4, 5), "510000": ("川", 3, 5), "520000": ("贵", 4, 6),
    "530000": ("云", 3, 6), "540000": ("藏", 2, 5), "610000": ("陕", 5, 4), "620000": ("甘", 4, 4),
    "630000": ("青", 3, 4), "640000": ("宁", 4, 3), "650000": ("新", 2, 3), "710000": ("台", 8, 6),
    "810000": ("港", 6, 8), "820000": ("澳", 7, 8),
}  # fmt: skip


def provinces() -> tuple[Province, ...]:
    """The 34 provincial units in the order of their codes.

    >>> len(provinces()), provinces()[0].name
    (34, '北京市')
    """
    return _provinces()


@load_once
def _provinces() -> tuple[Province, ...]:
    gazetteer = Gazetteer.current()
    return tuple(_province(gazetteer.division(code)) for code in gazetteer.codes(Level.PROVINCE))


def _province(division: Division) -> Province:
    letter, column, row = _PROVINCES[division.id]
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
