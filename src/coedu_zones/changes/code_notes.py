"""What is said of a code: what its readings mean, and why one is not found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

from coedu_zones.changes.code_readings import listed_readings, period_of
from coedu_zones.changes.lineage import FIRST_YEAR, History
from coedu_zones.changes.records import CodeReading
from coedu_zones.errors import looks
from coedu_zones.gazetteer.township_divisions import township
from coedu_zones.messages import Sentence, say


def unknown(code: str, year: int | None = None, edition: str | None = None, *, given: object = None) -> Sentence:
    """Why a code is not found, with what is known of it, for an error message that names it as it was ``given``."""
    known = list(listed_readings(History.load(), code, None))
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
        return _note_of_township(reading, lists, _named(book, reading.within))
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


def _note_of_township(reading: CodeReading, lists: Sentence, holder: str) -> Sentence:
    code, name = reading.code, reading.name
    today = Sentence(", today {place}", place=str(township(reading.place))) if reading.place not in {None, code} else ""
    if len(code) > 9:
        return Sentence(
            "{code} stands for a village in {name} in {holder}{lists}{today}",
            code=code, name=name, holder=holder, lists=lists, today=today,
        )  # fmt: skip
    return Sentence(
        "{code} is {name} in {holder}{lists}{today}", code=code, name=name, holder=holder, lists=lists, today=today
    )


def _named(book: History, code: str | None) -> str:
    return f"{book.period(code).name} ({code})" if code and code in book.by_code else "–"
