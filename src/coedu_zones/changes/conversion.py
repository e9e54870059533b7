"""Codes of one year in those of another, with the share that went each way."""

from __future__ import annotations

from collections.abc import Iterable

from coedu_zones.changes.code_notes import unknown
from coedu_zones.changes.code_readings import check_edition, meanings, period_of, readings_of_code
from coedu_zones.changes.lineage import MAIN, PART, WHOLE, Fate, History, Period
from coedu_zones.changes.records import CodeReading, Conversion, Outcome, Share, Successor
from coedu_zones.errors import UnknownCodeError, UnknownYearError
from coedu_zones.gazetteer.editions import NBS, Editions
from coedu_zones.gazetteer.statistical_codes import StatisticalCodes
from coedu_zones.gazetteer.township_divisions import share_of, unit_with
from coedu_zones.gazetteer.townships import Townships
from coedu_zones.messages import say
from coedu_zones.places.codes import TOWNSHIP_DIGITS, VILLAGE_DIGITS
from coedu_zones.places.inputs import as_code
from coedu_zones.places.models import Division, FunctionalArea, Place, Targeted
from coedu_zones.resolution import Resolution

SHARES: tuple[Share, ...] = (WHOLE, MAIN, PART)


def any_code(code: str | float | Place | Targeted | Resolution) -> str:
    """The code of a division, a zone or a resolution, or a code as text or number.

    Raises:
        UnknownCodeError: the place has no code.
        AmbiguousNameError, UnresolvedNameError: the resolution is not one place.
        TypeError: it is none of these.

    """
    place = code.one() if isinstance(code, Resolution) else code.target if isinstance(code, Targeted) else code
    if not isinstance(place, Division | FunctionalArea):
        return as_code(place)
    known = place.code if isinstance(place, Division) else None
    if known is None:
        raise UnknownCodeError(say("{place} has no code, and the tables of codes hold no history of it", place=place))
    return known


def convert(
    code: str | float | Place | Targeted | Resolution,
    *,
    from_year: int | None = None,
    to_year: int | None = None,
    edition: str | None = None,
    name: str | None = None,
    from_system: str | None = None,
    to_system: str | None = None,
) -> Conversion:
    """A code as it was at the end of one year, in the codes of another: for panel data.

    Works forward and back. Going back, a division that was formed out of several
    is a ``split`` into them. A code that published lists of the year give to
    different places is ``ambiguous``, unless ``edition`` or ``name`` decides.

    Codes of townships, of nine or twelve digits, take no years: they are converted
    between the systems of the ministry and of the statistical office, to the units of
    today. Source: ``periods.tsv``, ``changes.tsv``, ``editions.tsv``, and for townships
    ``townships.z`` and ``statistical_codes.z``.

    Args:
        code: a code as text or number, or a place.
        from_year: the year at whose end the code is read.
        to_year: the year at whose end the code is wanted.
        edition: whose codes these are, in both years: ``"gb"`` GB/T 2260, ``"mca"`` the
            ministry, ``"nbs"`` the statistical office.
        name: a name that stands beside the code.
        from_system: the edition of the code that is given, where the two differ.
        to_system: the edition of the code that is wanted.

    Raises:
        UnknownCodeError: no list that is held has the code at the end of ``from_year``.
        UnknownYearError: the tables do not hold one of the years.
        ValueError: ``edition`` or a system is none, or a year is missing.

    >>> convert(431121, from_year=2010, to_year=2024).code
    '431181'
    >>> convert("330104", from_year=2020, to_year=2022).outcome
    'main'
    >>> print(convert("469025", from_year=2003, to_year=2024, edition="nbs"))
    469025 (2003) → same (2024): 定安县 (469021), whole
    >>> convert("500109003", from_system="nbs", to_system="mca").code
    '500109004'
    """
    text = any_code(code)
    source, target = from_system or edition, to_system or edition
    for option, given in (("edition", edition), ("from_system", from_system), ("to_system", to_system)):
        check_edition(given, option)
    if len(text) in {TOWNSHIP_DIGITS, VILLAGE_DIGITS} and text.isdecimal():
        return converted_township(text, (from_year, to_year), source, target, name, given=code)
    if from_year is None or to_year is None:
        raise ValueError(say("convert({code!r}): a code of a county or above needs from_year and to_year", code=code))
    return converted_division(text, (from_year, to_year), source, target, name, given=code)


def converted_division(
    code: str,
    years: tuple[int, int],
    source: str | None,
    target: str | None,
    name: str | None,
    *,
    given: object = None,
) -> Conversion:
    """The code of a county or above, of one year, in the codes of another.

    Raises:
        UnknownCodeError: no list that is held has the code at the end of the first year.
        UnknownYearError: the tables do not hold one of the years.

    """
    book = History.load()
    for year in years:
        book.check_year(year)
    readings = readings_of_code(code, years[0], edition=source, name=name)
    if not readings:
        raise UnknownCodeError(unknown(code, years[0], source, given=given))
    groups = meanings(readings, years[0])
    found = [_converted(book, group[0], years, target) for group in groups]
    if len(found) > 1:
        return ambiguous(code, years, found)
    aside = [r for r in readings if r.doubtful and r not in groups[0]]
    others = tuple(_converted(book, reading, years, target) for reading in aside)
    return found[0].model_copy(update={"alternatives": others}) if others else found[0]


def converted_township(
    code: str,
    years: tuple[int | None, int | None],
    source: str | None,
    target: str | None,
    name: str | None,
    *,
    given: object = None,
) -> Conversion:
    """A township's code in the ministry's system or in the statistical office's, as a unit of today.

    Raises:
        UnknownCodeError: neither system has the code.
        UnknownYearError: a year is asked for whose codes are not held.

    """
    if years[1] is not None and years[1] < History.load().last_year:
        raise UnknownYearError(
            say("codes of townships are converted to those of today, not to {year}: leave out to_year", year=years[1])
        )
    readings = readings_of_code(code, years[0], edition=source, name=name)
    if not readings:
        raise UnknownCodeError(unknown(code, years[0], source, given=given))
    found = []
    for group in meanings(readings, years[0]):
        reading = group[0]
        unit = Townships.current().by_code(reading.place) if reading.place else None
        there = StatisticalCodes.current().of_unit(unit.code) if unit and target == NBS else unit.code if unit else ""
        former = unit_with(f"{reading.within}:{reading.name}")
        share = share_of(former) if unit and former and former.successor == unit.code else WHOLE
        successors = (Successor(code=there, name=unit.name, share=share),) if unit and there else ()
        outcome: Outcome = (
            ("same" if share == WHOLE else "main")
            if successors
            else "gone"
            if reading.kind == "township"
            else "no_division"
        )
        found.append(
            Conversion(
                source=code, from_year=years[0], to_year=years[1], outcome=outcome, code=there or None, targets=successors, reading=reading,
            )
        )  # fmt: skip
    return found[0] if len(found) == 1 else ambiguous(code, years, found)


def ambiguous(code: str, years: tuple[int | None, int | None], found: list[Conversion]) -> Conversion:
    """The conversion of a code with several meanings, from one conversion each."""
    successors = {successor.code: successor for conversion in found[::-1] for successor in conversion.targets}
    return Conversion(
        source=code, from_year=years[0], to_year=years[1], outcome="ambiguous", code=None,
        targets=ranked(successors.values()), alternatives=tuple(found),
    )  # fmt: skip


def _converted(book: History, reading: CodeReading, years: tuple[int, int], edition: str | None) -> Conversion:
    """One meaning of a code in the codes of another year, in the numbers of ``edition`` where it has others."""
    from_year, to_year = years
    period = period_of(reading, from_year) if reading.kind != "statistical" else None
    successors = successors_between(book, period, from_year, to_year) if period is not None else ()
    if edition is not None:
        table = Editions.load()
        successors = tuple(h.model_copy(update={"code": table.code_in(edition, h.code, to_year)}) for h in successors)
    identity = [successor for successor in successors if successor.share != PART]
    if not successors:
        outcome: Outcome = "gone" if period else "no_division"
    elif len(successors) == 1 and successors[0].share == WHOLE:
        outcome = "same"
    else:
        outcome = "main" if len(identity) == 1 else "split"
    return Conversion(
        source=reading.code, from_year=from_year, to_year=to_year, outcome=outcome, targets=successors,
        code=identity[0].code if outcome in {"same", "main"} else None, reading=reading,
    )  # fmt: skip


def successors_between(book: History, period: Period, from_year: int, to_year: int) -> tuple[Successor, ...]:
    """Where a division of one year was at the end of another, earlier or later; the greatest share first."""
    if to_year >= max(from_year, period.first):
        return _later(book, period, from_year, to_year)
    return _earlier(book, period, from_year, to_year)


def _later(book: History, period: Period, from_year: int, to_year: int) -> tuple[Successor, ...]:
    """Where a division was at the end of a later year, with the parts that it ceded on the way."""
    successors = {fate.code: successor_of(book, fate, to_year) for fate in book.later(period, to_year)}
    until = min(to_year, period.last or to_year)
    for change in book.cessions(period, from_year, until):
        receiver = book.period_at(change.target, change.year)
        for fate in book.later(receiver, to_year) if receiver else ():
            successors.setdefault(
                fate.code, Successor(code=fate.code, name=book.period(fate.code, to_year).name, share=PART)
            )
    whole = successors.get(period.code)
    if len(successors) > 1 and whole is not None and whole.share == WHOLE:
        successors[period.code] = whole.model_copy(update={"share": MAIN})
    return ranked(successors.values())


def _earlier(book: History, period: Period, from_year: int, to_year: int) -> tuple[Successor, ...]:
    """What a division was made of at the end of an earlier year; a share is that of the earlier division."""
    found: dict[str, Successor] = {}
    stack = [period]
    seen = set()
    while stack:
        here = stack.pop()
        if here in seen:
            continue
        seen.add(here)
        if here.covers(to_year):
            onward = _later(book, here, to_year, from_year)
            share = next((successor.share for successor in onward if successor.code == period.code), PART)
            found[here.code] = Successor(code=here.code, name=here.name, share=share)
        for change in book.arrivals(here, after=to_year):
            source = book.period_at(change.source, change.year - 1) if change.source else None
            if source is not None and change.year <= from_year:
                stack.append(source)
    return ranked(found.values())


def ranked(successors: Iterable[Successor]) -> tuple[Successor, ...]:
    """The successors with the greatest share first, then by code."""
    return tuple(sorted(successors, key=lambda successor: (SHARES.index(successor.share), successor.code)))


def successor_of(book: History, fate: Fate, year: int | None) -> Successor:
    """The successor that a fate is, under its name at the end of ``year`` or now."""
    period = book.period(fate.code, year)
    return Successor(code=fate.code, name=period.name, share=fate.share)
