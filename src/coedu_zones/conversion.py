"""Codes of one year in those of another, with the share that went each way."""

from __future__ import annotations

from collections.abc import Iterable

from coedu_zones.codes import meanings, period_of, readings_of_code, unknown
from coedu_zones.errors import UnknownCodeError
from coedu_zones.gazetteer.editions import Editions
from coedu_zones.inputs import as_code
from coedu_zones.lineage import MAIN, PART, WHOLE, Fate, History, Period
from coedu_zones.models import Division
from coedu_zones.records import CodeReading, Conversion, Heir, Outcome, Share

SHARES: tuple[Share, ...] = (WHOLE, MAIN, PART)


def any_code(code: str | float | Division) -> str:
    """The code of a division, or a code as text or number.

    Raises:
        UnknownCodeError: the division has no code.
        TypeError: it is none of these.

    """
    if not isinstance(code, Division):
        return as_code(code)
    if code.code is None:
        raise UnknownCodeError(f"{code} has no code, and the tables of codes hold no history of it")
    return code.code


def convert(
    code: str | float | Division, *, from_year: int, to_year: int, edition: str | None = None, name: str | None = None
) -> Conversion:
    """A code as it was at the end of one year, in the codes of another: for panel data.

    Works forward and back. Going back, a division that was formed out of several
    is a ``split`` into them. A code that published lists of the year give to
    different places is ``ambiguous``; ``edition`` says whose codes these are, in both
    years (``"gb"`` GB/T 2260, ``"mca"`` the ministry, ``"nbs"`` the statistical
    office), and a ``name`` beside the code decides too.

    Raises:
        UnknownCodeError: no list that is held has the code at the end of ``from_year``.
        UnknownYearError: the tables do not hold one of the years.
        ValueError: ``edition`` is none.

    >>> convert(431121, from_year=2010, to_year=2024).code
    '431181'
    >>> convert("330104", from_year=2020, to_year=2022).outcome
    'main'
    >>> print(convert("469025", from_year=2003, to_year=2024, edition="nbs"))
    469025 (2003) → same (2024): 定安县 (469021), whole
    """
    book = History.load()
    book.check_year(from_year)
    book.check_year(to_year)
    text = any_code(code)
    readings = readings_of_code(text, from_year, edition=edition, name=name)
    if not readings:
        raise UnknownCodeError(unknown(text, from_year, edition))
    groups = meanings(readings, from_year)
    years = (from_year, to_year)
    found = [_converted(book, group[0], years, edition) for group in groups]
    if len(found) == 1:
        aside = [r for r in readings if r.doubtful and r not in groups[0]]
        others = tuple(_converted(book, reading, years, edition) for reading in aside)
        return found[0].model_copy(update={"alternatives": others}) if others else found[0]
    heirs = {heir.code: heir for conversion in found[::-1] for heir in conversion.targets}
    return Conversion(
        source=text, from_year=from_year, to_year=to_year, outcome="ambiguous", code=None,
        targets=ranked(heirs.values()), alternatives=tuple(found),
    )  # fmt: skip


def _converted(book: History, reading: CodeReading, years: tuple[int, int], edition: str | None) -> Conversion:
    """One meaning of a code in the codes of another year, in the numbers of ``edition`` where it has others."""
    from_year, to_year = years
    period = period_of(reading, from_year) if reading.kind != "statistical" else None
    if period is None:
        heirs: tuple[Heir, ...] = ()
    elif to_year >= max(from_year, period.first):
        heirs = _later(book, period, from_year, to_year)
    else:
        heirs = _earlier(book, period, from_year, to_year)
    if edition is not None:
        table = Editions.load()
        heirs = tuple(h.model_copy(update={"code": table.code_in(edition, h.code, to_year)}) for h in heirs)
    identity = [heir for heir in heirs if heir.share != PART]
    if not heirs:
        outcome: Outcome = "gone" if period else "no_division"
    elif len(heirs) == 1 and heirs[0].share == WHOLE:
        outcome = "same"
    else:
        outcome = "main" if len(identity) == 1 else "split"
    return Conversion(
        source=reading.code, from_year=from_year, to_year=to_year, outcome=outcome, targets=heirs,
        code=identity[0].code if outcome in {"same", "main"} else None, reading=reading,
    )  # fmt: skip


def _later(book: History, period: Period, from_year: int, to_year: int) -> tuple[Heir, ...]:
    """Where a division was at the end of a later year, with the parts that it ceded on the way."""
    heirs = {fate.code: heir_of(book, fate, to_year) for fate in book.later(period, to_year)}
    until = min(to_year, period.last or to_year)
    for change in book.cessions(period, from_year, until):
        receiver = book.period_at(change.target, change.year)
        for fate in book.later(receiver, to_year) if receiver else ():
            heirs.setdefault(fate.code, Heir(code=fate.code, name=book.period(fate.code, to_year).name, share=PART))
    whole = heirs.get(period.code)
    if len(heirs) > 1 and whole is not None and whole.share == WHOLE:
        heirs[period.code] = whole.model_copy(update={"share": MAIN})
    return ranked(heirs.values())


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
    return ranked(found.values())


def ranked(heirs: Iterable[Heir]) -> tuple[Heir, ...]:
    """The heirs with the greatest share first, then by code."""
    return tuple(sorted(heirs, key=lambda heir: (SHARES.index(heir.share), heir.code)))


def heir_of(book: History, fate: Fate, year: int | None) -> Heir:
    """The heir that a fate is, under its name at the end of ``year`` or now."""
    period = book.period(fate.code, year)
    return Heir(code=fate.code, name=period.name, share=fate.share)
