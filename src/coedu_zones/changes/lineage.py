"""Former names and codes → today's, and the table of any year since 1981.

A year means the state at its 31 December. A *period* is one code with one name
from its first to its last year; a *change* leads from the code of one year to
the codes of the next. Loaded only when an old name, code or year is asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from coedu_zones.data.reader import load_once, read_table
from coedu_zones.errors import UnknownCodeError, UnknownYearError, looks, shown
from coedu_zones.gazetteer import Gazetteer, Row
from coedu_zones.messages import Sentence, Word, say
from coedu_zones.places.codes import level_word, prefecture_of, province_of
from coedu_zones.places.models import Division, Succession
from coedu_zones.places.romanize import GENERIC_LETTERS, generic_of, without_peoples

#: The first year of the tables; a period that starts in it may be older.
FIRST_YEAR: Final = 1981

WHOLE: Final = "whole"
MAIN: Final = "main"
PART: Final = "part"
_SHARES: Final = (WHOLE, MAIN, PART)
_IN_PLACE: Final = frozenset({"rename", "recode", "upgrade", "downgrade", "conversion"})


class Period(NamedTuple):
    """A code under one name, in force at the end of every year from ``first`` to ``last``."""

    code: str
    name: str
    first: int
    last: int | None

    def covers(self, year: int) -> bool:
        """Whether the period was in force at the end of ``year``."""
        return self.first <= year and (self.last is None or year <= self.last)


class Change(NamedTuple):
    """What became of a code in a year: ``source`` went to ``target`` as a whole, mainly or in part."""

    year: int
    kind: str
    source: str
    target: str
    share: str
    document: str
    date: str
    note: str


class Fate(NamedTuple):
    """A division that a former one lives on in, with the share that went there and the changes on the way."""

    code: str
    share: str
    changes: tuple[Change, ...]

    @property
    def in_place(self) -> bool:
        """Whether it is the same unit under a new name, rank or code, whatever it ceded on the way."""
        return self.share != PART and all(c.kind in _IN_PLACE for c in self.changes)


class History:
    """All periods and changes, indexed by code and by name."""

    def __init__(self, periods: list[Period], changes: list[Change], present: Gazetteer) -> None:
        self.present = present
        self.by_code: dict[str, list[Period]] = {}
        for period in periods:
            self.by_code.setdefault(period.code, []).append(period)
        self.out: dict[str, list[Change]] = {}
        self.into: dict[str, list[Change]] = {}
        for change in changes:
            if change.source:
                self.out.setdefault(change.source, []).append(change)
            if change.target:
                self.into.setdefault(change.target, []).append(change)
        self.last_year = max(c.year for c in changes)
        self._fates: dict[Period, tuple[Fate, ...]] = {}

    @staticmethod
    def load() -> History:
        """The history, loaded on first use and shared."""
        return _history()

    def period(self, code: str, year: int | None = None) -> Period:
        """The period of a code at the end of ``year``, or its latest one.

        Raises:
            UnknownCodeError: no division had the code (in that year).

        """
        found = self.by_code.get(code, [])
        if year is not None:
            found = [p for p in found if p.covers(year)]
        if not found:
            when = (
                say("at the end of {year}", year=year)
                if year is not None
                else say("since {first_year}", first_year=FIRST_YEAR)
            )
            raise UnknownCodeError(say("{code} was no division code {when}", code=looks(code), when=when))
        return found[-1]

    def former(self) -> Iterator[Period]:
        """The periods whose name or code is no longer in force, oldest code first."""
        for periods in self.by_code.values():
            for period in periods:
                if period.last is not None:
                    yield period

    def today(self, period: Period) -> tuple[Fate, ...]:
        """Where a period's territory is today: whole or main successors first, then parts."""
        known = self._fates.get(period)
        if known is None:
            known = self.later(period, None)
            self._fates[period] = known
        return known

    def later(self, period: Period, year: int | None) -> tuple[Fate, ...]:
        """Where a period's territory was at the end of ``year`` (``None``: now)."""
        found: dict[str, Fate] = {}
        stack = [(period, WHOLE, ())]  # type: list[tuple[Period, str, tuple[Change, ...]]]
        while stack:
            here, share, via = stack.pop()
            if here.last is None or (year is not None and here.covers(year)):
                better = found.get(here.code)
                if better is None or _SHARES.index(share) < _SHARES.index(better.share):
                    found[here.code] = Fate(here.code, share, via)
                continue
            for change in self.steps(here):
                if change.target:
                    target = self.period_at(change.target, change.year)
                    if target is not None and change not in via:
                        stack.append((target, max(share, change.share, key=_SHARES.index), (*via, change)))
        return tuple(sorted(found.values(), key=lambda f: (_SHARES.index(f.share), f.code)))

    def steps(self, period: Period) -> list[Change]:
        """The changes that ended a period; a rename in place when the tables name no other."""
        if period.last is None:
            return []
        year = period.last + 1
        found = [c for c in self.out.get(period.code, []) if c.year == year]
        if not found and self.period_at(period.code, year) is not None:
            found = [Change(year, "rename", period.code, period.code, WHOLE, "", "", "")]
        return found

    def explain(self, period: Period, fate: Fate) -> tuple[str, ...]:
        """The evidence of a former name: what it was, until when, what became of it, and the share that went so."""
        lines = [
            Sentence(
                "{name} ({code}) was in force {first}–{last}",
                name=period.name, code=period.code, first=period.first, last=period.last,
            )
        ]  # fmt: skip
        for change in fate.changes:
            target = self.period_at(change.target, change.year)
            name = target.name if target else change.target
            lines.append(
                Sentence(
                    "{year} {kind}: {source} → {name} ({target}), {share}",
                    year=change.year, kind=Word(change.kind), source=change.source, name=name, target=change.target,
                    share=Word(change.share),
                )
            )  # fmt: skip
        return (*lines, Word(fate.share))

    def arrivals(self, period: Period, after: int = 0) -> list[Change]:
        """The changes that began a period or brought it territory while it lasted, later than ``after``."""
        found = [c for c in self.into.get(period.code, []) if period.covers(c.year) and c.year > after]
        begun = any(c.year == period.first and c.share != PART for c in found)
        if not begun and period.first > after and self.period_at(period.code, period.first - 1) is not None:
            found.append(Change(period.first, "rename", period.code, period.code, WHOLE, "", "", ""))
        return found

    def cessions(self, period: Period, after: int, until: int) -> list[Change]:
        """The parts that a period ceded while it lasted, in the years after ``after`` up to ``until``."""
        return [
            c
            for c in self.out.get(period.code, [])
            if c.share == PART and c.target != period.code and after < c.year <= until and period.covers(c.year)
        ]

    def period_at(self, code: str, year: int) -> Period | None:
        """The period of a code at the end of a year, if there is one."""
        periods = self.by_code.get(code, [])
        place = bisect_right([p.first for p in periods], year) - 1
        return periods[place] if place >= 0 and periods[place].covers(year) else None

    def ancestors(self, period: Period, frame: Gazetteer) -> tuple[str, ...]:
        """Codes that a text may name above a former division: its own time's, and its successors' in a gazetteer."""
        own = [
            c for c in (province_of(period.code), prefecture_of(period.code)) if c != period.code and c in self.by_code
        ]
        later = [
            above
            for fate in (self.today(period) if frame.year is None else self.later(period, frame.year))
            if fate.share != PART
            for above in frame.ancestors.get(fate.code, ())[:-1]
        ]
        return (*dict.fromkeys((*own, *later)), period.code)

    def year_rows(self, year: int) -> dict[str, str]:
        """Code → name at the end of a year, sorted by code."""
        return {
            code: period.name for code in sorted(self.by_code) for period in self.by_code[code] if period.covers(year)
        }

    def gazetteer(self, year: int) -> Gazetteer:
        """The gazetteer of a year: every division as it was, with the readings of today's namesakes.

        Raises:
            UnknownYearError: the year is before the tables or after their last year.

        """
        self.check_year(year)
        return PastGazetteer(self, year)

    def check_year(self, year: int) -> None:
        """Refuse a year that the tables do not hold.

        Raises:
            UnknownYearError: the year is before the tables or after their last year.

        """
        if not isinstance(year, int):
            raise TypeError(say("expected a year such as 2015, got {year}", year=shown(year)))
        if not FIRST_YEAR <= year <= self.last_year:
            raise UnknownYearError(
                say(
                    "the year {year} is not held: the tables go from {first_year} to {last_year}",
                    year=year,
                    first_year=FIRST_YEAR,
                    last_year=self.last_year,
                )
            )

    def rows_of(self, year: int) -> Iterator[Row]:
        """The table rows of a year, sorted by code."""
        names = self.year_rows(year)
        for code, name in names.items():
            today = self.present.rows.get(code)
            first = self.period(code, year).first
            if today is not None and today.name == name:
                yield today._replace(since=str(min(first, int(today.since or first))))
            else:
                yield former_row(code, name, first)


class PastGazetteer(Gazetteer):
    """The divisions of one year; each knows its last year and its successors of today."""

    def __init__(self, history: History, year: int) -> None:
        super().__init__(history.rows_of(year), (), f"{history.present.version} as of {year}", year=year)
        self._history = history

    def _make(self, row: Row) -> Division:
        made = super()._make(row)
        period = self._history.period(row.code, self.year)
        if period.last is None:
            return made
        present = self._history.present
        successors = tuple(
            Succession(division=present.division(fate.code), share=fate.share) for fate in self._history.today(period)
        )
        return made.model_copy(update={"last_year": period.last, "successors": successors})


def former_row(code: str, name: str, first: int) -> Row:
    """A table row for a former division: its stem by rule, no readings."""
    stem = former_stem(name)
    short = stem + name[-1] if name[-3:-1] == "自治" and stem and level_word(code) != "province" else ""
    if name[-1] == "盟" and len(name) > 3:
        short = name[0] + "盟"  # 伊盟 for 伊克昭盟
    return Row(code, name, stem, short, "", "", "", "", "", str(first))


def former_stem(name: str) -> str:
    """The name without its generic; empty when one character or none would be left."""
    generic = generic_of(name)
    if generic.startswith("自治"):
        return without_peoples(name[: -len(generic)])
    if len(generic) > 1 and len(name) > len(generic) + 1:
        return name[: -len(generic)]
    return name[:-1] if len(name) > 2 and name[-1] in GENERIC_LETTERS else ""


@load_once
def _history() -> History:
    periods = [
        Period(code, name, int(first), int(last) if last else None)
        for code, name, first, last in read_table("periods.tsv", 4)
    ]
    changes = [
        Change(int(year), kind, source, target, share, document, date, note)
        for year, kind, source, target, share, document, date, note in read_table("changes.tsv", 8)
    ]
    return History(periods, changes, Gazetteer.current())
