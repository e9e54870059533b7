"""Builds ``periods.tsv`` and ``changes.tsv``: every code and name since 1981, and what became of it.

A year means the state at its 31 December; 1981 as first year means 1981 or
before. Level and parent of a code follow from the code and the year's table.
Municipal districts outside Beijing, Tianjin and Shanghai begin in 1983, when
GB 2260 began to code them.

A change is one pair of codes. Its share says how much of ``from`` went to
``to``: ``whole``, ``main`` (the principal successor, or one of several equal ones)
or ``part``. Kinds for one place under a new code or name: rename, recode,
upgrade, downgrade, conversion. A code that ended in company is a merge or a
split; all its rows of one year together are its full set of successors. A code that
went on and gave land to another is a transfer, or a creation when the other is
new; creation without ``from`` means that the givers are not known.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from tools.division_changes import DivisionChange, division_changes, pairs
from tools.fetch import Source
from tools.history_documents import with_documents
from tools.history_links import Change, Step, compare, link, looks_reused
from tools.history_names import kind_of_conversion, stem
from tools.history_years import Table, level, parent, yearly_tables
from tools.tables import read_curated, render
from tools.years import FIRST_YEAR, THIS_YEAR

PERIOD_COLUMNS = ("code", "name", "first", "last")
CHANGE_COLUMNS = ("year", "kind", "from", "to", "share", "document", "date", "note")


def build(sources: dict[str, Source]) -> dict[str, bytes]:
    """The two history tables, by file name."""
    tables = yearly_tables(sources)
    periods = [(code, name, str(first), str(last or "")) for code, name, first, last in make_periods(tables)]
    changes = [
        (str(c.year), c.kind, c.source, c.target, c.share, c.document, c.date, c.note)
        for c in with_documents(make_changes(tables), tables, sources)
    ]
    return {
        "periods.tsv": render(PERIOD_COLUMNS, periods),
        "changes.tsv": render(CHANGE_COLUMNS, changes),
    }


def make_periods(tables: dict[int, Table]) -> list[tuple[str, str, int, int | None]]:
    """Code, name, first and last year (None when still in force), sorted by code and first year."""
    periods = []
    running: dict[str, tuple[str, int]] = {}
    for year in range(FIRST_YEAR, THIS_YEAR + 2):
        table = tables.get(year, {})
        for code, (name, first) in list(running.items()):
            if table.get(code) != name:
                periods.append((code, name, first, None if year > THIS_YEAR else year - 1))
                del running[code]
        for code, name in table.items():
            running.setdefault(code, (name, year))
    return sorted(periods, key=lambda period: (period[0], period[2]))


def make_changes(tables: dict[int, Table], since: int = FIRST_YEAR + 1) -> list[Change]:
    """All changes of all years from ``since`` on, sorted by year and codes."""
    curated: dict[int, list[dict[str, str]]] = defaultdict(list)
    for entry in read_curated("history_changes.tsv"):
        curated[int(entry["year"])].append(entry)
    stated: dict[int, list[DivisionChange]] = defaultdict(list)
    for row in division_changes():
        stated[row.year].append(row)
    changes: list[Change] = []
    for year in range(since, THIS_YEAR + 1):
        changes += _changes_of(year, tables[year - 1], tables[year], curated[year], stated[year])
    return sorted(changes)


def _changes_of(
    year: int, before: Table, after: Table, rows: list[dict[str, str]], stated: list[DivisionChange]
) -> list[Change]:
    different = {row["from"] for row in rows if row["kind"] == "reuse"}
    same = {row["from"] for row in rows if row["kind"] == "rename"}
    same |= {change.old.code for change in stated if change.old and change.kind == "rename"}
    step = compare(year, before, after, (looks_reused(before, after) | different) - same)
    rows = [row for row in rows if row["kind"] != "reuse"]
    given = [_from_row(row) for row in rows] + [change for row in stated for change in _from_change(row)]
    settled = {change.source for change in given if change.source in step.ended}
    changes = link(step, settled | same) + given
    changes += _prefectures(step, changes)
    changes += _new_prefectures(step, changes)
    changes += _beginnings(step, changes)
    _validate(step, changes)
    found = [_with_kind(change, step, changes) for change in changes]
    _hold_kinds(stated, found)
    return found


def _from_change(row: DivisionChange) -> list[Change]:
    """The changes of one row of ``division_changes.tsv``; between two divisions the kind follows later."""
    return [
        Change(row.year, source, target, "" if source and target and source != target else row.kind, share,
               row.document, row.date, row.note)
        for source, target, share in pairs(row)
    ]  # fmt: skip


def _hold_kinds(stated: list[DivisionChange], found: list[Change]) -> None:
    """Refuse a row whose kind is not the one that follows from the names and codes."""
    kinds = {(change.source, change.target): change.kind for change in found}
    for row in stated:
        first = pairs(row)[0]
        if kinds[first.source, first.target] != row.kind:
            raise ValueError(f"division_changes.tsv: {row.kind} should be {kinds[first.source, first.target]}: {row}")


def _validate(step: Step, changes: list[Change]) -> None:
    """Refuse changes from codes that were not there, to codes that are not, and pairs named twice."""
    for change in changes:
        if change.source and change.source not in step.before:
            raise ValueError(f"{change.source} was no code at the end of {step.year - 1}: {change}")
        if change.target and change.target not in step.after:
            raise ValueError(f"{change.target} is no code at the end of {step.year}: {change}")
    twice = [change for change, number in Counter(changes).items() if number > 1]
    if twice:
        raise ValueError(f"named twice: {twice}")


def _from_row(row: dict[str, str]) -> Change:
    return Change(
        year=int(row["year"]),
        source=row["from"],
        target=row["to"],
        kind=row["kind"],
        share=row["share"] or "whole",
        document=row["document"],
        date=row["date"],
        note=row["note"],
    )


def _prefectures(step: Step, changes: list[Change]) -> list[Change]:
    """Successors of ended prefectures.

    A new namesake is ``main``; beside a namesake that was already there, so is
    the prefecture where most counties went. The others are ``part``.
    """
    done = {change.source for change in changes}
    successors: dict[str, Counter[str]] = {c: Counter() for c in step.ended if level(c) == "f" and c not in done}
    for code in step.before:
        home = parent(code, step.before)
        if level(code) != "c" or home not in successors:
            continue
        targets = {c.target for c in changes if c.source == code and c.share != "part" and c.target}
        if code in step.after and code not in step.ended:
            targets.add(code)
        homes = {parent(target, step.after) if level(target) == "c" else target for target in targets}
        successors[home].update(new for new in homes if level(new) == "f")
    found = []
    for home, count in sorted(successors.items()):
        namesakes = [
            code
            for code, name in step.after.items()
            if level(code) == "f" and code[:2] == home[:2] and stem(name) == stem(step.before[home])
        ]
        chosen = set(namesakes)
        if not chosen & set(step.began):
            chosen |= {code for code, number in count.items() if number == max(count.values())}
        shares = {code: "main" if len(count.keys() | chosen) > 1 else "whole" for code in chosen}
        found += [
            Change(step.year, home, target, "", shares.get(target, "part")) for target in sorted(count.keys() | shares)
        ]
    return found


def _new_prefectures(step: Step, changes: list[Change]) -> list[Change]:
    """Which prefectures gave counties to a new one that no ended prefecture became."""
    reached = {change.target for change in changes}
    found = set()
    for change in changes:
        home = parent(change.target, step.after) if level(change.target) == "c" else ""
        if home in step.began and home not in reached and level(home) == "f" and change.source:
            giver = parent(change.source, step.before)
            if level(giver) == "f" and giver in step.after:
                found.add((giver, home))
    return [Change(step.year, giver, home, "creation", "part") for giver, home in sorted(found)]


def _beginnings(step: Step, changes: list[Change]) -> list[Change]:
    """New codes that no change leads to, and ended codes that lead nowhere known."""
    reached = {change.target for change in changes}
    left = {change.source for change in changes}
    created = [
        Change(step.year, "", code, "creation", "")
        for code in step.began
        if code not in reached and not is_first_coded_district(step, code)
    ]
    ended = [Change(step.year, code, "", "abolition", "") for code in step.ended if code not in left]
    return created + ended


def is_first_coded_district(step: Step, code: str) -> bool:
    """A municipal district of 1983: it was there before, but GB 2260 had no code for districts."""
    return step.year == 1983 and step.after[code].endswith("区") and level(code) == "c"


def _with_kind(change: Change, step: Step, changes: list[Change]) -> Change:
    """Fill the kind that a hand-kept row left empty."""
    if change.kind:
        return change
    source, target = change.source, change.target
    successors = {c.target for c in changes if c.source == source and c.share != "part"}
    makers = {c.source for c in changes if c.target == target and c.share != "part"}
    if source not in step.ended:
        kind = "creation" if target in step.began else "transfer"
    elif len(successors) > 1 or change.share == "part":
        kind = "split"
    elif target not in step.began or len(makers) > 1:
        kind = "merge"
    else:
        kind = kind_of_conversion(step.before[source], step.after[target], level(source), level(target))
    return Change(change.year, source, target, kind, change.share, change.document, change.date, change.note)
