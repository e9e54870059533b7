"""What became of a township: its periods and changes, its successor and its predecessors.

The lists are of certain years: a change is recorded for the first year whose list
shows it, and may have happened in a year before that has no list.
"""

from __future__ import annotations

from bisect import bisect_right

from coedu_zones.changes.records import ChangeRecord, PeriodRecord, PlaceHistory, Successor
from coedu_zones.errors import UnknownCodeError, UnknownYearError
from coedu_zones.gazetteer.township_divisions import FIRST_YEAR, id_of, share_of, unit_with
from coedu_zones.gazetteer.township_words import stem_of
from coedu_zones.gazetteer.townships import Bearer, Townships
from coedu_zones.messages import say
from coedu_zones.places.codes import province_of


def is_township(place: str) -> bool:
    """Whether a text has the form of a township's code or id: nine digits, or a county's code, a colon and a name.

    >>> is_township("330102018"), is_township("330104:九堡街道"), is_township("330104")
    (True, True, False)
    """
    digits, _, name = place.partition(":")
    return digits.isascii() and digits.isdecimal() and len(digits) == (6 if name else 9)


def township_history(place: str) -> PlaceHistory:
    """The periods of a township and of those that it took in, and the changes between them.

    Raises:
        UnknownCodeError: no township has or had the code or id.

    >>> print(township_history("330102018"))
    九堡街道 (330102018)
      2015–2020  330104  九堡街道
      2021–now   330102018  九堡街道
      2021 transfer: 九堡街道 (330104:九堡街道) → 九堡街道 (330102018), whole
    """
    unit = _unit(place)
    today = _unit(unit.successor) if unit.successor else unit
    former = _taken_in(today) if unit.successor else []
    dated = [one for one in (*former, today) if one.first_year]  # the ministry marks others as abolished without a year
    return PlaceHistory(
        code=id_of(unit),
        name=unit.name,
        periods=tuple(_period(one) for one in sorted(dated, key=lambda one: (one.first_year, id_of(one)))),
        changes=tuple(
            sorted((_change(one, today) for one in dated if one is not today), key=lambda c: (c.year, c.source or ""))
        ),
    )


def township_successors(place: str, year: int | None = None) -> list[Successor]:
    """The unit that holds a township now, itself while it is in force; empty when that is not known.

    Raises:
        UnknownCodeError: no township has or had the code or id.
        UnknownYearError: a year is given: successors of townships are those of today.

    >>> [str(successor) for successor in township_successors("330104:九堡街道")]
    ['九堡街道 (330102018), whole']
    """
    if year is not None:
        raise UnknownYearError(
            say("the successors of townships are those of today; year={year} cannot be answered", year=year)
        )
    unit = _unit(place)
    if not unit.successor:
        return []
    successor = _unit(unit.successor)
    return [Successor(code=successor.code, name=successor.name, share=share_of(unit))]


def township_predecessors(place: str) -> list[Successor]:
    """The former units that a township holds today, latest first, with the share of each that it has.

    The code of one whose code is not known is its id, such as ``330104:九堡街道``.

    Raises:
        UnknownCodeError: no township has or had the code or id.

    >>> [str(successor) for successor in township_predecessors("330102018")]
    ['九堡街道 (330104:九堡街道), whole']
    """
    unit = _unit(place)
    if unit.last_year is not None:
        return []
    return [
        Successor(code=id_of(one), name=one.name, share=share_of(one))
        for one in sorted(_taken_in(unit), key=lambda one: (-(one.last_year or 0), id_of(one)))
    ]


def _unit(place: str) -> Bearer:
    unit = unit_with(place)
    if unit is None:
        raise UnknownCodeError(
            say(
                "{place!r} was no township since {first_year}; townships have nine digits such as "
                "'330102018', in the system of the Ministry of Civil Affairs; convert() reads those of "
                "the statistical office",
                place=place,
                first_year=FIRST_YEAR,
            )
        )
    return unit


def _taken_in(unit: Bearer) -> list[Bearer]:
    """The former units of the province that a unit holds."""
    table = Townships.current()
    return [
        one
        for holder in table.holders
        if province_of(holder) == province_of(unit.county)
        for one in table.of_county(holder)
        if one.successor == unit.code and one.last_year is not None and not one.is_variant
    ]


def _period(unit: Bearer) -> PeriodRecord:
    return PeriodRecord(code=unit.code or unit.county, name=unit.name, first=unit.first_year, last=unit.last_year)


def _change(unit: Bearer, today: Bearer) -> ChangeRecord:
    years = Townships.current().years
    after = bisect_right(years, unit.last_year or 0)
    return ChangeRecord(
        year=years[min(after, len(years) - 1)], kind=_kind(unit, today), source=id_of(unit), source_name=unit.name,
        target=today.code, target_name=today.name, share=share_of(unit), document=None, date=None,
    )  # fmt: skip


def _kind(unit: Bearer, today: Bearer) -> str:
    if stem_of(unit.name) != stem_of(today.name):
        return "rename" if unit.code == today.code else "merge"
    if unit.county != today.county:
        return "transfer"
    return "recode" if unit.name == today.name else "conversion"
