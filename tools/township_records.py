"""What the lists of townships say together: the units of today, the former ones, and the rows that are no townships.

A row of a statistical list is a unit of today when a unit under the same holder bears
its name. A holder is a county, or a prefecture that has no counties (东莞市). The lists
also have holders of their own, for development zones (140171): their rows belong
to the one holder of the prefecture that has such a unit. What remains is a former
unit where its holder was a county by the yearly tables, and else no township.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypeAlias

from tools.township_lists import FIRST_OTHER, LISTS, MINISTRY_YEAR, Ministry, Row, other_writings
from tools.township_words import generic_of
from tools.years import THIS_YEAR

Pair: TypeAlias = tuple[str, str]  # holder and name


@dataclass
class Records:
    """All units and names, by what the lists say of them."""

    present: dict[str, str]  # code → name
    first: dict[str, int] = field(default_factory=dict)  # code → year of the first list
    former: dict[Pair, int] = field(default_factory=dict)  # holder, name → year of the last list
    variants: set[Pair] = field(default_factory=set)  # former names that are other writings of a unit of today
    began: dict[Pair, int] = field(default_factory=dict)  # holder, name → year of the first list
    codes: dict[Pair, str] = field(default_factory=dict)  # code of a former unit where known
    others: dict[Pair, int] = field(default_factory=dict)  # names that are no townships → year of the last list
    unit_of: dict[int, dict[str, str]] = field(default_factory=dict)  # year → statistical code → code of the unit
    pair_of: dict[int, dict[str, Pair]] = field(default_factory=dict)  # year → statistical code → former or other
    listed: dict[int, set[Pair]] = field(default_factory=dict)  # year → the units that its list has

    @property
    def pairs(self) -> set[Pair]:
        """Holder and name of the units of today."""
        return {(code[:6], name) for code, name in self.present.items()}


class Collector:
    """Goes through the lists once, oldest first."""

    def __init__(self, ministry: Ministry, holders: set[str]) -> None:
        self.ministry = ministry
        self.holders = holders
        self.found = Records(ministry.present)
        self.code_of: dict[Pair, str] = {(code[:6], name): code for code, name in ministry.present.items()}
        if len(self.code_of) != len(ministry.present):
            raise ValueError("a holder has two units of one name")
        self.in_prefecture: dict[Pair, list[str]] = defaultdict(list)
        for code, name in ministry.present.items():
            self.in_prefecture[code[:4], name].append(code)

    def collect(self, lists: dict[int, list[Row]]) -> Records:
        """The records of all lists, and of what the ministry's tables had and no longer have."""
        for year in LISTS:
            self._read(year, lists[year])
        self._ministry_years()
        for pair in self.found.others.keys() & (self.code_of.keys() | self.found.former.keys()):
            del self.found.others[pair]
        return self.found

    def unit(self, row: Row) -> str:
        """The code of the unit of today that a row means; empty when it means none."""
        if code := self.code_of.get((row.holder, row.name), ""):
            return code
        for name in (row.name, *other_writings(row.name)):
            if code := self.code_of.get((row.holder, name), ""):
                return code
            if row.holder not in self.holders:
                codes = self.in_prefecture.get((row.holder[:4], name), [])
                if len(codes) == 1:
                    return codes[0]
        return ""

    def _read(self, year: int, rows: list[Row]) -> None:
        units = self.found.unit_of.setdefault(year, {})
        pairs = self.found.pair_of.setdefault(year, {})
        listed = self.found.listed.setdefault(year, set())
        later: list[Row] = []
        for row in rows:
            holder, code = row.holder, self.unit(row)
            if code:
                units[row.code] = code
                listed.add((code[:6], self.found.present[code]))
                self.found.first.setdefault(code, year)
                if row.name != self.found.present[code] and row.name.endswith("地区"):
                    self.found.others[code[:6], row.name] = year
            elif holder in self.holders and generic_of(row.name) and row.code[6:] < FIRST_OTHER:
                pairs[row.code] = holder, row.name
                listed.add((holder, row.name))
                self.found.former[holder, row.name] = year
                self.found.began.setdefault((holder, row.name), year)
            else:
                later.append(row)
        for row in later:
            pairs[row.code] = self._elsewhere(row, year)

    def _elsewhere(self, row: Row, year: int) -> Pair:
        """Where a row belongs whose holder is none, or that is no township."""
        holder = row.holder
        if generic_of(row.name) and holder not in self.holders:
            known = [pair for pair in self.found.former if pair[0][:4] == holder[:4] and pair[1] == row.name]
            if len(known) == 1:
                self.found.former[known[0]] = year
                return known[0]
        pair = (holder if holder in self.holders else holder[:4] + "00", row.name)
        self.found.others[pair] = year
        return pair

    def _ministry_years(self) -> None:
        found = self.found
        found.listed[MINISTRY_YEAR] = {(code[:6], name) for code, name in self.ministry.before.items()}
        for code in self.ministry.before.keys() & found.present.keys():
            found.first.setdefault(code, MINISTRY_YEAR)
        for code in (found.present.keys() - self.ministry.before.keys()) | self.ministry.renamed.keys():
            found.first[code] = THIS_YEAR
        ended = {code: name for code, (name, _) in self.ministry.ended.items()}
        for code, name in (self.ministry.renamed | ended).items():
            found.former[code[:6], name] = MINISTRY_YEAR
            found.codes[code[:6], name] = code
        for code, name in self.ministry.abolished.items():
            pair = code[:6], name
            if pair not in self.code_of:
                found.codes[pair] = code
                found.former.setdefault(pair, 0)
