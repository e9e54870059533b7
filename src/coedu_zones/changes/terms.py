"""A place in the terms of a year: which division of that year it was or is, and how sure that is.

A text names a place as it was called in some year. Its *origin* is what was read: the
code of a division in force, the period of a former one, the nine digits of a township,
or the id of a place without a code. From there the tables lead to the
year that is asked for, forward or back.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from coedu_zones.changes.conversion import successors_between
from coedu_zones.changes.lineage import MAIN, PART, WHOLE, History, Period
from coedu_zones.changes.records import Successor
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.gazetteer.township_divisions import FIRST_YEAR
from coedu_zones.gazetteer.townships import Bearer, Townships
from coedu_zones.places.codes import county_of, is_township_code, province_of
from coedu_zones.places.models import Division, Place

#: What was read: the code or id of a place, or the period of a former division.
Origin = str | Period
How = Literal["same", "main", "part", "gone"]
#: The words for how a place is given in the terms of a year, surest first.
HOWS: Final[tuple[How, ...]] = ("same", "main", "part", "gone")


class YearTerms(NamedTuple):
    """The division of a year that a place is given as.

    ``terms``: ``same`` (that division, as a whole), ``main`` (most of it), ``part`` (the
    place and the division share a part, or several hold one each and ``division`` is
    ``None``), ``gone`` (no division of that year is known), or ``None`` where the text
    does not tell the place.
    """

    year: int
    division: Place | None
    terms: How | None


class Found(NamedTuple):
    """What an origin comes to in a year: the places, the one that is meant first if there is one, and how."""

    meant: str | None
    places: tuple[str, ...]
    how: How


_GONE: Final = Found(None, (), "gone")


@lru_cache(maxsize=64)
def gazetteer_of(year: int) -> Gazetteer:
    """The gazetteer of a year, made once.

    Raises:
        UnknownYearError: the tables do not hold the year.

    """
    return History.load().gazetteer(year)


@lru_cache(maxsize=65_536)
def in_terms(origin: Origin, read_in: int | None, year: int) -> Found:
    """What the origin of a text that was read in the terms of ``read_in`` (``None``: today) was or is in ``year``.

    >>> in_terms("431181", None, 2010)
    Found(meant='431121', places=('431121',), how='same')
    >>> jianggan = History.load().period("330104")  # 江干区 until 2020
    >>> in_terms(jianggan, None, 2010).meant
    '330104'
    >>> in_terms(jianggan, None, 2024)
    Found(meant='330102', places=('330102', '330114'), how='main')
    """
    book = History.load()
    if isinstance(origin, Period):
        return _between(book, origin, origin.last or book.last_year, year)
    if is_township_code(origin):
        return _of_township(book, origin, year)
    here = read_in or book.last_year
    known = book.period_at(origin, here)
    return _between(book, known, here, year) if known is not None else _of_uncoded(origin, year)


def place_in(place: str, year: int) -> Place:
    """The place of a ``Found`` as an object, as it was at the end of the year."""
    gazetteer = gazetteer_of(year)
    return gazetteer.division(place) if place in gazetteer.rows else Gazetteer.current().place(place)


def share_between(origin: Origin, place: str, read_in: int | None) -> str:
    """Which share of a former division went to a place: ``whole``, ``main`` or ``part``."""
    if not isinstance(origin, Period):
        return WHOLE
    fates = History.load().later(origin, read_in)
    return next((fate.share for fate in fates if fate.code == place), PART)


def _between(book: History, period: Period, from_year: int, year: int) -> Found:
    if period.last is not None and period.covers(year) and from_year == period.last:
        return Found(period.code, (period.code,), "same")  # the name is of that time
    successors = successors_between(book, period, from_year, year)
    places = tuple(successor.code for successor in successors)
    if not successors:
        return _GONE
    if len(successors) == 1:
        hows: dict[str, How] = {WHOLE: "same", MAIN: "main", PART: "part"}
        return Found(places[0], places, hows[successors[0].share])
    most = [successor.code for successor in successors if successor.share != PART]
    if len(most) == 1:
        return Found(most[0], places, "main")
    if _continued(successors, period, year) and period.code in most:  # it took in others since
        return Found(period.code, places, "part")
    return Found(None, places, "part")


def _continued(successors: tuple[Successor, ...], period: Period, year: int) -> bool:
    return any(
        successor.code == period.code and successor.name == period.name for successor in successors
    ) and period.covers(year)


def _of_township(book: History, code: str, year: int) -> Found:
    """By the county that a township of today lay in: its lists tell that from 2015 on, the county's history before."""
    listed = max(year, FIRST_YEAR)
    unit = Townships.current().by_code(code)
    held = _units_at(unit, listed)
    counties = {one.county for one in held}
    if len(counties) != 1:
        return in_terms(county_of(code), None, year)
    [county] = counties
    period = book.period_at(county, listed)
    return _GONE if period is None else _between(book, period, listed, year)


def _units_at(unit: Bearer, year: int) -> list[Bearer]:
    """The units that a township of today was in the list that stands for a year; itself where it is in it."""
    years = Townships.current().years
    at = years[bisect_right(years, year) - 1]
    if unit.first_year <= at:
        return [unit]
    return [one for one in _former(unit.code) if one.first_year <= at <= (one.last_year or at)]


@lru_cache(maxsize=4096)
def _former(code: str) -> tuple[Bearer, ...]:
    """The former units of the province that became a township of today."""
    table = Townships.current()
    return tuple(
        one
        for holder in table.holders if province_of(holder) == province_of(code)
        for one in table.of_county(holder)
        if one.successor == code and one.last_year and not one.is_variant
    )  # fmt: skip


def _of_uncoded(origin: str, year: int) -> Found:
    """A functional area, or a division without a code: no table holds its past, so it stands only where that is known."""
    if year == History.load().last_year:
        return Found(origin, (origin,), "same")
    area = Gazetteer.current().areas.get(origin)
    if area is None or not area.established or int(area.established[:4]) > year:
        return _GONE
    then = gazetteer_of(year)
    parent = then.division(area.parent) if area.parent in then.rows else None
    stands = isinstance(parent, Division) and parent.path == area.path[:-1]
    return Found(origin, (origin,), "same") if stands else _GONE
