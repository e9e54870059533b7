"""What became of a place: its periods and changes, its heirs, and codes of one year in those of another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from coedu_zones.default import default_normalizer, resolve
from coedu_zones.errors import AmbiguousNameError, UnknownCodeError, UnresolvedNameError
from coedu_zones.lineage import MAIN, PART, WHOLE, Change, Fate, History, Period
from coedu_zones.models import Division
from coedu_zones.records import ChangeRecord, Conversion, Heir, PeriodRecord, PlaceHistory, Share

_SHARES: tuple[Share, ...] = (WHOLE, MAIN, PART)


def history(place: str | Division) -> PlaceHistory:
    """The periods and changes of a place, both directions.

    ``place`` is a code (of any time), a name (of any time) or a division.

    Raises:
        UnknownCodeError: no division had this code.
        AmbiguousNameError: the name may mean several places.
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
    book = History.load()
    code = _code(place)
    start = book.by_code[code]
    periods: dict[str, Period] = {}
    changes: dict[Change, None] = {}
    _follow(book, start, periods, changes, forward=True)
    _follow(book, start, periods, changes, forward=False)
    name = start[-1].name
    return PlaceHistory(
        code=code,
        name=name,
        periods=tuple(
            PeriodRecord(code=p.code, name=p.name, first=p.first, last=p.last)
            for p in sorted(periods.values(), key=lambda p: (p.first, p.code))
        ),
        changes=tuple(_record(book, change) for change in sorted(changes)),
    )


def successors(code: str, *, year: int | None = None) -> list[Heir]:
    """Where the territory of a code is today (or at the end of ``year``), whole before part.

    Raises:
        UnknownCodeError: no division had this code.

    >>> [str(heir) for heir in successors("330104")]
    ['上城区 (330102), main', '钱塘区 (330114), part']
    """
    book = History.load()
    period = book.period(code)
    return [_heir(book, fate, year) for fate in book.later(period, year) if fate.code != code or period.last is None]


def predecessors(code: str) -> list[Heir]:
    """Which former codes went into a division, latest first, with the share of each that did.

    Raises:
        UnknownCodeError: no division had this code.

    >>> [heir.code for heir in predecessors("310106")]
    ['310108']
    """
    book = History.load()
    periods: dict[str, Period] = {}
    start = book.by_code.get(code)
    if start is None:
        raise UnknownCodeError(f"{code!r} was no division code since 1981")
    _follow(book, start, periods, {}, forward=False)
    found: dict[str, Heir] = {}
    for period in sorted(periods.values(), key=lambda p: -p.first):
        if period.code != code:
            arrival = next((p for p in start if p.last is None or p.last > period.first), start[-1])
            heirs = book.later(period, max(arrival.first, (period.last or arrival.first) + 1))
            share = next((f.share for f in heirs if f.code == code), PART)
            found.setdefault(period.code, Heir(code=period.code, name=period.name, share=share))
    return list(found.values())


def convert(code: str, *, from_year: int, to_year: int) -> Conversion:
    """A code as it was at the end of one year, in the codes of another: for panel data.

    Works forward and back. Going back, a division that was formed out of several
    is a ``split`` into them.

    Raises:
        UnknownCodeError: the code was not in force at the end of ``from_year``.
        UnknownYearError: the tables do not hold one of the years.

    >>> convert("431121", from_year=2010, to_year=2024).code
    '431181'
    >>> convert("330104", from_year=2020, to_year=2022).outcome
    'main'
    """
    book = History.load()
    book.check_year(from_year)
    book.check_year(to_year)
    period = book.period(code, from_year)
    if to_year >= from_year:
        heirs = _later(book, period, from_year, to_year)
    else:
        heirs = _earlier(book, period, from_year, to_year)
    identity = [heir for heir in heirs if heir.share != PART]
    if not heirs:
        outcome: Literal["same", "main", "split", "gone"] = "gone"
    elif len(heirs) == 1 and heirs[0].share == WHOLE:
        outcome = "same"
    else:
        outcome = "main" if len(identity) == 1 else "split"
    return Conversion(
        source=code, from_year=from_year, to_year=to_year, outcome=outcome, targets=heirs,
        code=identity[0].code if outcome in {"same", "main"} else None,
    )  # fmt: skip


def _later(book: History, period: Period, from_year: int, to_year: int) -> tuple[Heir, ...]:
    """Where a division was at the end of a later year, with the parts that it ceded on the way."""
    heirs = {fate.code: _heir(book, fate, to_year) for fate in book.later(period, to_year)}
    until = min(to_year, period.last or to_year)
    for change in book.cessions(period, from_year, until):
        receiver = book.period_at(change.target, change.year)
        for fate in book.later(receiver, to_year) if receiver else ():
            heirs.setdefault(fate.code, Heir(code=fate.code, name=book.period(fate.code, to_year).name, share=PART))
    whole = heirs.get(period.code)
    if len(heirs) > 1 and whole is not None and whole.share == WHOLE:
        heirs[period.code] = whole.model_copy(update={"share": MAIN})
    return _ranked(heirs.values())


def _earlier(book: History, period: Period, from_year: int, to_year: int) -> tuple[Heir, ...]:
    """What a division was made of at the end of an earlier year; a share is that of the earlier division."""
    found: dict[str, Heir] = {}
    stack = [period]
    seen = set()
    while stack:
        here = stack.pop()
        if here.key in seen:
            continue
        seen.add(here.key)
        if here.covers(to_year):
            onward = _later(book, here, to_year, from_year)
            share = next((heir.share for heir in onward if heir.code == period.code), PART)
            found[here.code] = Heir(code=here.code, name=here.name, share=share)
        for change in book.arrivals(here, after=to_year):
            source = book.period_at(change.source, change.year - 1) if change.source else None
            if source is not None and change.year <= from_year:
                stack.append(source)
    return _ranked(found.values())


def _ranked(heirs: Iterable[Heir]) -> tuple[Heir, ...]:
    return tuple(sorted(heirs, key=lambda heir: (_SHARES.index(heir.share), heir.code)))


def _follow(
    book: History, start: Iterable[Period], periods: dict[str, Period], changes: dict[Change, None], *, forward: bool
) -> None:
    stack = list(start)
    seen: set[str] = set()
    while stack:
        period = stack.pop()
        if period.key in seen:
            continue
        seen.add(period.key)
        periods[period.key] = period
        for change in book.steps(period) if forward else book.arrivals(period):
            changes[change] = None
            code, year = (change.target, change.year) if forward else (change.source, change.year - 1)
            other = book.period_at(code, year) if code else None
            if other is not None and change.share != PART:
                stack.append(other)
            elif other is not None:
                periods.setdefault(other.key, other)


def _record(book: History, change: Change) -> ChangeRecord:
    source = book.period_at(change.source, change.year - 1) if change.source else None
    target = book.period_at(change.target, change.year) if change.target else None
    return ChangeRecord(
        year=change.year, kind=change.kind, source=change.source or None, source_name=source.name if source else None,
        target=change.target or None, target_name=target.name if target else None, share=change.share or None,
        document=change.document or None, date=change.date or None,
    )  # fmt: skip


def _heir(book: History, fate: Fate, year: int | None) -> Heir:
    period = book.period(fate.code, year)
    return Heir(code=fate.code, name=period.name, share=fate.share)


def _code(place: str | Division) -> str:
    """The code that a code, a name or a division stands for; a former name keeps its own code."""
    book = History.load()
    if isinstance(place, Division):
        return _coded(place)
    if place in book.by_code:
        return place
    if not isinstance(place, str):
        raise TypeError(f"expected a code, a name or a division, got {type(place).__name__}: {place!r}")
    if place.strip().isdecimal():
        raise UnknownCodeError(f"{place!r} was no division code since 1981; a code has six digits")
    former = {e[0].partition("@")[0] for e in default_normalizer().former_entries(place)}
    if former:
        latest = max(former, key=lambda code: book.by_code[code][-1].first)
        lineage: dict[str, Period] = {}
        _follow(book, book.by_code[latest], lineage, {}, forward=False)
        if former <= {period.code for period in lineage.values()}:
            return latest  # several codes of one place
    found = resolve(place)
    if found.division is not None:
        return _coded(found.division)
    if found.candidates:
        raise AmbiguousNameError(f"{place!r} may mean several places: {found}; give a code", found.candidates)
    raise UnresolvedNameError(f"{place!r} names no place that is known", found.candidates)


def _coded(division: Division) -> str:
    if division.code is None:
        raise UnknownCodeError(f"{division} has no code, and the tables of codes hold no history of it")
    return division.code
