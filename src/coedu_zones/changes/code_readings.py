"""The readings of a code: every meaning that the published lists give it, from the periods, the lists and its form.

Where the lists agree a code has one reading; where they give it to different places in
the same year, each is a reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from coedu_zones.changes.lineage import History, Period
from coedu_zones.changes.records import CodeReading
from coedu_zones.changes.township_codes import readings_of_township
from coedu_zones.gazetteer.editions import EDITIONS, NBS, Editions, ListedCode, unit_of_aggregate
from coedu_zones.messages import say
from coedu_zones.places.codes import padded
from coedu_zones.places.inputs import as_code

_NBS_SINCE: Final = 2002  # the statistical office's first list


def readings_of_code(
    code: str | float, year: int | None = None, *, edition: str | None = None, name: str | None = None
) -> tuple[CodeReading, ...]:
    """Every meaning of a code, of one year or of all; the firm ones first, then the latest; empty when there is none.

    ``edition`` and ``name`` are as for ``find_code``. Readings of different years or
    lists that are the same place stand side by side; ``meanings`` puts them together.

    Raises:
        UnknownYearError: the tables do not hold the year.
        ValueError: ``edition`` is none.

    >>> [(r.name, r.editions) for r in readings_of_code("469025", 2003)]
    [('白沙黎族自治县', ('mca',)), ('定安县', ('gb', 'nbs'))]
    """
    check_edition(edition)
    book = History.load()
    if year is not None:
        book.check_year(year)
    text = as_code(code)
    found = list(listed_readings(book, text, year))
    if edition is not None:
        found = [reading for reading in found if edition in reading.editions]
    if name:
        found = [reading for reading in found if _bears(reading, name)] or found
    return tuple(sorted(found, key=lambda r: (r.doubtful, r.last is not None, -(r.last or 0))))


def check_edition(edition: str | None, option: str = "edition") -> None:
    """Refuse a word that is no issuer of lists, naming the option that it was given for.

    Raises:
        ValueError: it is none of ``gb``, ``mca``, ``nbs``.

    """
    if edition is not None and edition not in EDITIONS:
        raise ValueError(say("{option}={edition!r}: expected 'gb', 'mca' or 'nbs'", option=option, edition=edition))


def meanings(readings: Iterable[CodeReading], year: int | None = None) -> list[list[CodeReading]]:
    """The readings by place, each group one meaning; doubtful ones only where there is no other.

    Without a ``year`` a reading that is in force is the only meaning, and former ones
    are the same place when they live on in the same divisions.
    """
    firm = [reading for reading in readings if not reading.doubtful] or list(readings)
    in_force = [reading for reading in firm if reading.kind in {"division", "placeholder"} and reading.last is None]
    groups: dict[object, list[CodeReading]] = {}
    for reading in in_force if year is None and in_force else firm:
        groups.setdefault(_meaning(reading, year), []).append(reading)
    return list(groups.values())


def period_of(reading: CodeReading, year: int | None = None) -> Period | None:
    """The period of the tables that a reading means, in ``year`` or nearest to its own years; ``None`` without a division."""
    book = History.load()
    periods = book.by_code.get(reading.place or "", [])
    when = year if year is not None else reading.last
    if when is None or not periods:
        return periods[-1] if periods else None
    return min(periods, key=lambda p: (not p.covers(when), abs(when - (p.last or book.last_year)), p.first))


def listed_readings(book: History, code: str, year: int | None) -> Iterator[CodeReading]:
    """The readings of a code from the periods, from the lists, and from the form of the code."""
    if not (code.isascii() and code.isdecimal()):
        return
    if len(code) in {2, 4}:
        unit = padded(code)
        if _in_force(book, unit, year):
            yield _placeholder(book, code, unit, year)
        return
    if len(code) in {9, 12}:
        yield from readings_of_township(code, year)
        return
    for period in book.by_code.get(code, ()):
        if year is None or period.covers(year):
            yield _of_period(period, year, book.last_year)
    rows = [row for row in Editions.load().by_code.get(code, ()) if year is None or row.covers(year)]
    yield from _of_rows(rows)
    unit = unit_of_aggregate(code, book.by_code) or ""
    if not rows and _in_force(book, unit, year):
        yield _placeholder(book, code, unit, year)


def _in_force(book: History, code: str, year: int | None) -> bool:
    return code in book.by_code if year is None else book.period_at(code, year) is not None


def _placeholder(book: History, code: str, unit: str, year: int | None) -> CodeReading:
    name = book.period(unit, year).name
    return CodeReading(
        code=code, name=name, kind="placeholder", editions=("gb", "nbs"), first=None, last=None, place=unit
    )


def _of_period(period: Period, year: int | None, last_year: int) -> CodeReading:
    """The reading of our own tables, with the issuers whose lists do not say otherwise in all of its years."""
    years = range(period.first, (period.last or last_year) + 1) if year is None else (year,)
    table = Editions.load()
    editions = []
    for edition in EDITIONS:
        denied = table.denied(period.code, edition)
        if any(not any(row.covers(y) for row in denied) for y in years if edition != NBS or y >= _NBS_SINCE):
            editions.append(edition)
    return CodeReading(
        code=period.code, name=period.name, kind="former" if period.last else "division", editions=tuple(editions),
        first=period.first, last=period.last, place=period.code,
    )  # fmt: skip


def _of_rows(rows: list[ListedCode]) -> Iterator[CodeReading]:
    """The readings of the lists; the same name and place in the same years is one reading of several issuers."""
    together: dict[tuple[object, ...], list[ListedCode]] = {}
    for row in rows:
        together.setdefault((row.name, row.kind, row.target, row.within, row.first, row.last, row.doubtful), []).append(
            row
        )
    for same in together.values():
        row = same[0]
        yield CodeReading(
            code=row.code, name=row.name, kind=row.kind if row.kind in {"statistical", "uncoded"} else "former",
            editions=tuple(sorted({r.system for r in same})), first=row.first, last=row.last, place=row.target or None,
            within=row.within or None, doubtful=row.doubtful,
        )  # fmt: skip


def _meaning(reading: CodeReading, year: int | None) -> object:
    """A key that readings of one place share."""
    if reading.place is None:
        return reading.kind, reading.within, reading.name if reading.kind == "township" else ""
    if year is not None or reading.kind in {"statistical", "township"}:
        return reading.place
    period = period_of(reading)
    return frozenset(fate.code for fate in History.load().today(period)) if period else reading.place


def _bears(reading: CodeReading, name: str) -> bool:
    """Whether a name beside the code, with or without its generic or with a path before it, is that of the reading."""
    return len(name) > 1 and (name.endswith(reading.name) or reading.name.startswith(name))
