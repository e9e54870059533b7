"""Townships as divisions: with path, readings and years, of today or of a year since 2015.

The lists are of certain years. A year means the latest list that is not later; a holder
that it does not have (a county that was recoded since) is taken from the first list
that has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from coedu_zones.errors import UnknownCodeError, UnknownYearError
from coedu_zones.gazetteer.hierarchy import Gazetteer
from coedu_zones.gazetteer.township_readings import english, pinyin
from coedu_zones.gazetteer.township_words import stem_of
from coedu_zones.gazetteer.townships import Bearer, Townships
from coedu_zones.messages import say
from coedu_zones.places.codes import county_of
from coedu_zones.places.models import Division, Level, Succession
from coedu_zones.places.romanize import display_pinyin, toneless

#: The first year whose townships are known.
FIRST_YEAR: Final = 2015


def township(code: str) -> Division:
    """The township of today with nine digits of the ministry.

    Raises:
        UnknownCodeError: none has them now; the message says what they were and what
            became of it. So it does for the id of a former township.

    >>> township("330102018").path_text
    '浙江省/杭州市/上城区/九堡街道'
    """
    unit = unit_with(code) or Townships.current().by_code(code)
    if unit.last_year is not None:
        raise UnknownCodeError(say("{code!r} is no township now: {fate}", code=code, fate=_fate(unit)))
    return township_division(unit, Gazetteer.current())


def townships_within(gazetteer: Gazetteer, holder: str | None = None, name: str | None = None) -> Iterator[Division]:
    """The townships of the gazetteer's year, in the order of their codes.

    ``holder`` keeps those inside a division, ``name`` those with a full name or a stem.

    Raises:
        UnknownYearError: the gazetteer is of a year before 2015.

    >>> [unit.name for unit in townships_within(Gazetteer.current(), "330102", "九堡")]
    ['九堡街道']
    """
    year = gazetteer.year
    if year is not None and year < FIRST_YEAR:
        raise UnknownYearError(
            say(
                "the townships of {year} are not held: their lists go back to {first_year}",
                year=year,
                first_year=FIRST_YEAR,
            )
        )
    table = Townships.current()
    named = table.with_stem(stem_of(name)) if name else None
    holders = table.holders if named is None else sorted({unit.county for unit in named})
    for county in holders:
        if county not in gazetteer.ancestors or not (holder is None or gazetteer.is_within(county, holder)):
            continue
        for unit in in_force(county, year):
            if name is None or name in {unit.name, stem_of(unit.name)}:
                yield township_division(unit, gazetteer)


def in_force(county: str, year: int | None = None) -> tuple[Bearer, ...]:
    """The units under a holder now, or in the list that stands for a year.

    >>> len(in_force("330104", 2019)), len(in_force("330104"))
    (10, 0)
    """
    table = Townships.current()
    units = table.of_county(county)
    if year is None or year >= table.years[-1]:
        return tuple(unit for unit in units if unit.last_year is None)
    at = sum(listed <= year for listed in table.years) - 1
    lists = (table.years[at], *table.years[at + 1 :])
    found = ([unit for unit in units if _covers(unit, listed)] for listed in lists)
    return tuple(next(filter(None, found), ()))


def township_division(unit: Bearer, gazetteer: Gazetteer) -> Division:
    """The division that a unit is; one that ended knows its last year and the unit that holds it today."""
    chain = gazetteer.ancestors[unit.county]
    shown = display_pinyin(pinyin(unit.name, unit.county))
    stem = stem_of(unit.name)
    return Division(
        id=id_of(unit),
        code=unit.code or None,
        name=unit.name,
        level=Level.TOWNSHIP,
        parent=unit.county,
        path=(*map(gazetteer.name, chain), unit.name),
        stem=stem if len(stem) > 1 else None,
        short_forms=(),
        aliases=_variants(unit),
        pinyin=shown,
        romanized=toneless(shown),
        english=english(unit.name, unit.county),
        first_year=unit.first_year or None,
        last_year=unit.last_year,
        successors=_successors(unit),
    )


def id_of(unit: Bearer) -> str:
    """The code of a unit; holder and name for a former one whose code is not known.

    >>> [id_of(unit) for unit in Townships.current().with_stem("九堡")]
    ['330102018', '330104:九堡街道', '360781105']
    """
    return unit.code or f"{unit.county}:{unit.name}"


def unit_with(place: str) -> Bearer | None:
    """The unit with a code or an id, present or former; ``None`` when there is none.

    >>> unit_with("330104:九堡街道").successor, unit_with("330104")
    ('330102018', None)
    """
    county, _, name = place.partition(":")
    units = Townships.current().of_county(county_of(county))
    return next((u for u in units if (u.name == name if name else u.code == place) and not u.is_variant), None)


def share_of(unit: Bearer) -> Literal["whole", "main"]:
    """How much of a former unit its successor holds: the whole where both have one code or stem, else the main part.

    The towns of 新疆生产建设兵团 may have the regiment before the stem: 草湖镇, 四十一团草湖镇.
    """
    successor = Townships.current().by_code(unit.successor)
    return "whole" if unit.code == successor.code or stem_of(successor.name).endswith(stem_of(unit.name)) else "main"


def _variants(unit: Bearer) -> tuple[str, ...]:
    """How the statistical lists write the name of a unit."""
    others = Townships.current().of_county(unit.county)
    return tuple(other.name for other in others if other.is_variant and other.successor == unit.code)


def _successors(unit: Bearer) -> tuple[Succession, ...]:
    if unit.last_year is None or not unit.successor:
        return ()
    return (Succession(division=township(unit.successor), share=share_of(unit)),)


def _covers(unit: Bearer, listed: int) -> bool:
    last = unit.last_year
    return not unit.is_variant and last != 0 and unit.first_year <= listed and (last is None or listed <= last)


def _fate(unit: Bearer) -> str:
    """What a former unit was, and what holds it today."""
    until = say(" until {year}", year=unit.last_year) if unit.last_year else ""
    today = say("today in {place}", place=township(unit.successor)) if unit.successor else say("no successor is known")
    return say(
        "it was {name} in {county}{until}; {today}", name=unit.name, county=unit.county, until=until, today=today
    )
