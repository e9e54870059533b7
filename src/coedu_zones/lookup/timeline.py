"""What became of a place: its periods and changes, its successors and predecessors."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from coedu_zones.changes.code_notes import unknown
from coedu_zones.changes.code_readings import meanings, period_of, readings_of_code
from coedu_zones.changes.conversion import SHARES, any_code, ranked, successor_of
from coedu_zones.changes.lineage import PART, Change, History, Period
from coedu_zones.changes.records import ChangeRecord, PeriodRecord, PlaceHistory, Successor
from coedu_zones.changes.township_history import (
    is_township,
    township_history,
    township_predecessors,
    township_successors,
)
from coedu_zones.errors import AmbiguousNameError, UnknownCodeError
from coedu_zones.messages import say
from coedu_zones.places.inputs import as_code, number_as_code
from coedu_zones.places.models import Division, FunctionalArea, Level
from coedu_zones.resolver import PlaceLike, default_normalizer, place_of


def history(place: PlaceLike) -> PlaceHistory:
    """The periods and changes of a place, both directions.

    A township has nine digits, or an id such as ``330104:九堡街道``; its history goes back
    to 2015, and a change is recorded for the first year whose list shows it.

    Args:
        place: a code of any time, as text or number, a name of any time, a division, a zone
            or a resolution.

    Returns:
        The periods of the place and of those that it came from or went into, and the changes
        between them, oldest first; ``str()`` lists them.

    Raises:
        UnknownCodeError: no division had this code.
        AmbiguousNameError: the name, or the code in different lists, may mean several places.
        UnresolvedNameError: the name means none.

    >>> print(history("431181"))
    祁阳市 (431181)
      1981–1982  432727  祁阳县
      1983–1994  432930  祁阳县
      1995–2020  431121  祁阳县
      2021–now   431181  祁阳市
      1983 recode: 祁阳县 (432727) → 祁阳县 (432930), whole
      1995 recode: 祁阳县 (432930) → 祁阳县 (431121), whole
      2021 upgrade: 祁阳县 (431121) → 祁阳市 (431181), whole
    """
    if unit := _township(place):
        return township_history(unit)
    book = History.load()
    code = _code(place)
    start = book.by_code[code]
    periods: dict[Period, None] = {}
    changes: dict[Change, None] = {}
    _follow(book, start, periods, changes, forward=True)
    _follow(book, start, periods, changes, forward=False)
    name = start[-1].name
    return PlaceHistory(
        code=code,
        name=name,
        periods=tuple(_period_record(p) for p in sorted(periods, key=lambda p: (p.first, p.code))),
        changes=tuple(_record(book, change) for change in sorted(changes)),
    )


def successors(code: PlaceLike, *, year: int | None = None) -> list[Successor]:
    """Where the territory of a code is today (or at the end of ``year``), whole before part.

    A code that is in force then answers itself. A code that was given to several
    places one after the other answers with the successors of each; their ``source`` says
    which of them. The successor of a township (nine digits, or an id such as
    ``330104:九堡街道``) is today's; the list is empty where it is not known.

    Args:
        code: anything that means a place, as for :func:`history`.
        year: the year at whose end the successors are wanted; today by default.

    Raises:
        UnknownCodeError: no division had this code, or none yet at the end of ``year``.
        UnknownYearError: the tables do not hold the year.

    >>> [str(successor) for successor in successors("330104")]
    ['上城区 (330102), main', '钱塘区 (330114), part']
    >>> [str(successor) for successor in successors("421024")]
    ['江陵县 (421024), whole, from 江陵县 (1998–now)', '松滋市 (421087), whole, from 松滋县 (1994–1994)']
    """
    if unit := _township(code):
        return township_successors(unit, year)
    book = History.load()
    if year is not None:
        book.check_year(year)
    places = _lives(book, _code_then(code), year, code)
    found: dict[str, Successor] = {}
    for period in places:
        source = _period_record(period) if len(places) > 1 else None
        for fate in book.later(period, year):
            successor = successor_of(book, fate, year).model_copy(update={"source": source})
            better = found.get(successor.code)
            if better is None or SHARES.index(successor.share) < SHARES.index(better.share):
                found[successor.code] = successor
    return list(ranked(found.values()))


def _township(place: PlaceLike) -> str:
    """The code or id of a township; empty for any other place."""
    if isinstance(place, Division):
        return place.id if place.level is Level.TOWNSHIP else ""
    text = as_code(place) if isinstance(place, str) or number_as_code(place) is not None else ""
    return text if is_township(text) else ""


def _lives(book: History, code: str, year: int | None, given: object) -> list[Period]:
    """The last period of each place that had the code, up to ``year``, the latest place first."""
    periods = [p for p in book.by_code.get(code, ()) if year is None or p.first <= year]
    ends = [p for p, after in pairwise([*periods, None]) if p and not (after and _goes_on_as(book, p, after))]
    if ends:
        return ends[::-1]
    found = [period_of(reading, year) for reading in readings_of_code(code) if reading.place != code]
    listed = [p for p in dict.fromkeys(found) if p is not None and (year is None or p.first <= year)]
    if not listed:
        raise UnknownCodeError(unknown(code, year, given=given))
    return listed


def _goes_on_as(book: History, period: Period, after: Period) -> bool:
    """Whether a later period of the same code is the same place under another name."""
    return any(c.target == after.code and c.share != PART and c.year == after.first for c in book.steps(period))


def predecessors(code: PlaceLike) -> list[Successor]:
    """Which former codes went into a division, latest first, with the share of each that did.

    For a township (nine digits) these are the former ones since 2015 that it holds; one
    whose code is not known is given by its id, such as ``330104:九堡街道``.

    Args:
        code: anything that means a place, as for :func:`history`.

    Raises:
        UnknownCodeError: no division had this code.

    >>> [successor.code for successor in predecessors("310106")]
    ['310108']
    """
    if unit := _township(code):
        return township_predecessors(unit)
    book = History.load()
    code = _code(code, "code")
    periods: dict[Period, None] = {}
    start = book.by_code[code]
    _follow(book, start, periods, {}, forward=False)
    found: dict[str, Successor] = {}
    for period in sorted(periods, key=lambda p: -p.first):
        if period.code != code:
            arrival = next((p for p in start if p.last is None or p.last > period.first), start[-1])
            fates = book.later(period, max(arrival.first, (period.last or arrival.first) + 1))
            share = next((f.share for f in fates if f.code == code), PART)
            found.setdefault(period.code, Successor(code=period.code, name=period.name, share=share))
    return list(found.values())


def _follow(
    book: History, start: Iterable[Period], periods: dict[Period, None], changes: dict[Change, None], *, forward: bool
) -> None:
    stack = list(start)
    seen: set[Period] = set()
    while stack:
        period = stack.pop()
        if period in seen:
            continue
        seen.add(period)
        periods[period] = None
        for change in book.steps(period) if forward else book.arrivals(period):
            changes[change] = None
            code, year = (change.target, change.year) if forward else (change.source, change.year - 1)
            other = book.period_at(code, year) if code else None
            if other is not None and change.share != PART:
                stack.append(other)
            elif other is not None:
                periods.setdefault(other)


def _record(book: History, change: Change) -> ChangeRecord:
    source = book.period_at(change.source, change.year - 1) if change.source else None
    target = book.period_at(change.target, change.year) if change.target else None
    return ChangeRecord(
        year=change.year, kind=change.kind, source=change.source or None, source_name=source.name if source else None,
        target=change.target or None, target_name=target.name if target else None, share=change.share or None,
        document=change.document or None, date=change.date or None,
    )  # fmt: skip


def _period_record(period: Period) -> PeriodRecord:
    return PeriodRecord(code=period.code, name=period.name, first=period.first, last=period.last)


def _code_in_tables(book: History, code: str, given: object) -> str:
    """The code in our tables of a code of any list.

    Raises:
        UnknownCodeError: no list has it, or it stands for no division.
        AmbiguousNameError: the lists give it to several places.

    """
    if code in book.by_code:
        return code
    readings = readings_of_code(code)
    codes = {group[0].place for group in meanings(readings) if group[0].place in book.by_code}
    if not codes:
        raise UnknownCodeError(unknown(code, given=given))
    if len(codes) > 1:
        raise AmbiguousNameError(
            say(
                "{code!r} means several places in different lists: {places}",
                code=code,
                places=say("; ").join(map(str, readings)),
            )
        )
    return str(codes.pop())


def _code(place: PlaceLike, parameter: str = "place") -> str:
    """The code in our tables of what a caller means; a former name keeps its own code."""
    book = History.load()
    text = _code_then(place, parameter)
    return _code_in_tables(book, text, place) if text not in book.by_code else text


def _code_then(place: PlaceLike, parameter: str = "code") -> str:
    """The code, of any list and any time, of what a caller means.

    Raises:
        UnknownCodeError: it is a place without a code.
        AmbiguousNameError: the name may mean several places.
        UnresolvedNameError: it names none, or contradicts itself.
        TypeError: it is nothing that means a place.

    """
    text = as_code(place) if isinstance(place, str) or number_as_code(place) is not None else ""
    if text.isdecimal():
        return text
    former = _former_code(text) if text else ""
    if former:
        return former
    found = place_of(text or place, parameter)
    if isinstance(found, FunctionalArea):
        raise UnknownCodeError(
            say(
                "{parameter}={place!r}: {found} has no code, and the tables of codes hold no history of "
                "it; ask for the division that it belongs to, {parent}",
                parameter=parameter,
                place=place,
                found=found,
                parent=found.parent,
            )
        )
    return any_code(found)


def _former_code(name: str) -> str:
    """The code of the former division that had exactly this name, when no present one has it."""
    book = History.load()
    former = {period.code for period in default_normalizer().former_periods(name)}
    if former:
        latest = max(former, key=lambda code: book.by_code[code][-1].first)
        lineage: dict[Period, None] = {}
        _follow(book, book.by_code[latest], lineage, {}, forward=False)
        if former <= {period.code for period in lineage}:
            return latest  # several codes of one place
    return ""
