"""What a code means: whose lists hold it, in which years, and which place that is today.

A code is read in all published lists that the tables hold. Where they agree it has
one reading; where they give it to different places in the same year, each is a
reading, and only ``edition`` or a name beside the code decides.
"""

from __future__ import annotations

from typing import NamedTuple

from coedu_zones.changes.code_notes import notes_of, unknown
from coedu_zones.changes.code_readings import meanings, period_of, readings_of_code
from coedu_zones.changes.lineage import History, Period
from coedu_zones.changes.records import CodeKind, CodeReading, FoundCode
from coedu_zones.errors import UnknownCodeError
from coedu_zones.gazetteer.township_divisions import township
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


def _same(one: CodeReading, other: CodeReading) -> bool:
    return (one.name, one.place, one.first) == (other.name, other.place, other.first)
