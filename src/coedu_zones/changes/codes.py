"""What a code means: whose lists hold it, in which years, and which place that is today.

A code is read in all published lists that the tables hold. Where they agree it has
one reading; where they give it to different places in the same year, each is a
reading, and only ``edition`` or a name beside the code decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import Final, NamedTuple

from coedu_zones.changes.lineage import FIRST_YEAR, History, Period
from coedu_zones.changes.records import CodeKind, CodeReading, FoundCode
from coedu_zones.changes.township_codes import readings_of_township
from coedu_zones.errors import UnknownCodeError, looks
from coedu_zones.gazetteer.editions import EDITIONS, NBS, Editions, ListedCode, unit_of_aggregate
from coedu_zones.gazetteer.township_divisions import township
from coedu_zones.messages import Sentence, say
from coedu_zones.places.codes import padded
from coedu_zones.places.inputs import as_code
from coedu_zones.places.models import Place


class CodedPlaces(NamedTuple):
    """What a code means, for one who reads it in a text: the kind of its meaning, its places, and both in words.

    A place is a code in force, the period of a former division, or the id of a
    functional area; several places are as many meanings.
    """

    kind: CodeKind | None
    places: tuple[str | Period, ...]
    note: str


_NBS_SINCE: Final = 2002  # the statistical office's first list


def find_code(
    code: str | float, *, year: int | None = None, edition: str | None = None, name: str | None = None
) -> FoundCode:
    """What a code means, of whatever kind: division, former one, placeholder, statistical code.

    Without a ``year`` a code that is in force means the division of today, and its
    other meanings are ``alternatives``. Source: the tables ``periods.tsv`` and
    ``editions.tsv``.

    Args:
        code: a code as text, as a number, or as spreadsheets write it: ``"431121.0"``.
        year: the year at whose end the code is read.
        edition: keep the lists of one issuer: ``"gb"`` GB/T 2260, ``"mca"`` the ministry,
            ``"nbs"`` the statistical office.
        name: a name that stands beside the code; the reading with this name is taken.

    Raises:
        UnknownCodeError: no list that is held has the code (in that year, in that edition).
        UnknownYearError: the tables do not hold the year.
        ValueError: ``edition`` is none.
        TypeError: ``code`` is no code at all.

    >>> print(find_code("110100"))
    110100 is a placeholder: it stands for 北京市 (110000)
    >>> find_code("320571").area.name
    '苏州工业园区'
    >>> [reading.name for reading in find_code("469025", year=2003).readings]
    ['白沙黎族自治县', '定安县']
    >>> find_code("469025", year=2003, edition="nbs").division.name
    '定安县'
    """
    text = as_code(code)
    found = readings_of_code(text, year, edition=edition, name=name)
    if not found:
        raise UnknownCodeError(unknown(text, year, edition, given=code))
    groups = meanings(found, year)
    chosen = groups if len(groups) > 1 else groups[:1]
    readings = tuple(reading for group in chosen for reading in group)
    others = [reading for reading in readings_of_code(text) if not any(_same(reading, own) for own in readings)]
    place = _today(groups[0][0], year) if len(groups) == 1 else None
    return FoundCode(
        code=text, year=year, kind=readings[0].kind if len(groups) == 1 else None, place=place, readings=readings,
        alternatives=tuple(others), note=notes_of(chosen, year),
    )  # fmt: skip


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
    found = list(_readings(book, text, year))
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


def places_of_code(code: str, year: int | None = None) -> CodedPlaces:
    """The places that a code means in a text that is read against the present, or against a year.

    >>> places_of_code("110100")
    CodedPlaces(kind='placeholder', places=('110000',), note='110100 is a placeholder: it stands for 北京市 (110000)')
    >>> [(place.code, place.name, place.last) for place in places_of_code("142702").places]
    [('142702', '永济市', 1999), ('142703', '河津市', 1999)]
    """
    groups = meanings(readings_of_code(code, year), year)
    places = dict.fromkeys(_place(group[0], year) for group in groups)
    kind = groups[0][0].kind if len(groups) == 1 else None
    note = notes_of(groups, year) or unknown(code, year)
    return CodedPlaces(kind, tuple(place for place in places if place), note)


def unknown(code: str, year: int | None = None, edition: str | None = None, *, given: object = None) -> Sentence:
    """Why a code is not found, with what is known of it, for an error message that names it as it was ``given``."""
    known = list(_readings(History.load(), code, None))
    when = (
        Sentence("at the end of {year}", year=year)
        if year is not None
        else Sentence("since {first_year}", first_year=FIRST_YEAR)
    )
    whose = Sentence(" in the lists of {edition!r}", edition=edition) if edition else ""
    shown = looks(code if given is None else given)
    if not known:
        return Sentence(
            "{code} was no division code {when}{whose}; a code is six digits such as '360502'",
            code=shown, when=when, whose=whose,
        )  # fmt: skip
    return Sentence(
        "{code} was no division code {when}{whose}; it is or was: {known}",
        code=shown, when=when, whose=whose, known=say("; ").join(map(str, known)),
    )  # fmt: skip


def notes_of(groups: Iterable[Sequence[CodeReading]], year: int | None = None) -> str:
    """What the readings of a code say, one for each meaning; empty where there is none."""
    notes = [note_of(group[0], year) for group in groups]
    return reduce(lambda one, other: Sentence("{one}; {other}", one=one, other=other), notes) if notes else ""


def note_of(reading: CodeReading, year: int | None = None) -> Sentence:
    """What a reading says, in words."""
    book = History.load()
    code, name = reading.code, reading.name
    if reading.kind == "statistical":
        return Sentence("{code} is the statistical office's code for {name}, not a division code", code=code, name=name)
    if reading.kind == "uncoded":
        return Sentence(
            "{code} was the ministry's code for {name} ({first}–{last}), a district that GB 2260 did not code",
            code=code, name=name, first=reading.first, last=reading.last,
        )  # fmt: skip
    period = period_of(reading, year)
    lists = Sentence(" in the lists of {editions}", editions=", ".join(reading.editions))
    if reading.kind == "township" or period is None:
        unit = (
            Sentence(", today {place}", place=str(township(reading.place))) if reading.place not in {None, code} else ""
        )
        holder = _named(book, reading.within)
        if len(code) > 9:
            return Sentence(
                "{code} stands for a village in {name} in {holder}{lists}{today}",
                code=code, name=name, holder=holder, lists=lists, today=unit,
            )  # fmt: skip
        return Sentence(
            "{code} is {name} in {holder}{lists}{today}", code=code, name=name, holder=holder, lists=lists, today=unit
        )
    if reading.kind == "placeholder":
        return Sentence(
            "{code} is a placeholder: it stands for {name} ({unit})", code=code, name=period.name, unit=period.code
        )
    successors = [fate.code for fate in book.today(period)]
    named = [f"{book.period(successor).name} ({successor})" for successor in successors]
    today: str = ""
    if successors and successors != [code]:
        both = reduce(lambda one, other: Sentence("{one} and {other}", one=one, other=other), named)
        today = Sentence(", today {place}", place=both)
    years = f" {reading.first}–{reading.last}" if reading.last else ""
    where = lists if reading.place != code or name != period.name else ""
    if reading.kind == "division":
        return Sentence(
            "{code} is {name}{lists}{years}{today}", code=code, name=name, lists=where, years=years, today=today
        )
    return Sentence(
        "{code} was {name}{lists}{years}{today}", code=code, name=name, lists=where, years=years, today=today
    )


def _readings(book: History, code: str, year: int | None) -> Iterator[CodeReading]:
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


def _place(reading: CodeReading, year: int | None) -> str | Period | None:
    """The place of a reading; ``None`` where the tables have none."""
    if reading.kind == "statistical":
        return reading.place
    period = period_of(reading, year)
    return period.code if period is not None and (year is not None or period.last is None) else period


def _today(reading: CodeReading, year: int | None) -> Place | None:
    """The one place of today that a reading leads to."""
    book = History.load()
    if reading.kind == "township":
        return township(reading.place) if reading.place else None
    if reading.kind == "statistical":
        return book.present.areas.get(reading.place or "")
    period = period_of(reading, year)
    fates = book.today(period) if period else ()
    main = [fate for fate in fates if fate.share != "part"] or list(fates)
    return book.present.division(main[0].code) if len(main) == 1 else None


def _bears(reading: CodeReading, name: str) -> bool:
    """Whether a name beside the code, with or without its generic or with a path before it, is that of the reading."""
    return len(name) > 1 and (name.endswith(reading.name) or reading.name.startswith(name))


def _same(one: CodeReading, other: CodeReading) -> bool:
    return (one.name, one.place, one.first) == (other.name, other.place, other.first)


def _named(book: History, code: str | None) -> str:
    return f"{book.period(code).name} ({code})" if code and code in book.by_code else "–"
