"""Whether two ways of naming a place mean the same place, across its old and new names.

The one question that scoring asks is ``Places.same``. Old codes and old names are
followed to today's through the tables of periods and changes, into every part;
where neither is known, names are compared, with the generic (市, 县, 自治县 …) left
aside. The tables are read here without the library, so that its own following of
former names is not what judges it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from tools.township_words import words

DATA = Path(__file__).resolve().parents[2] / "src" / "coedu_zones" / "data"
LEVELS = ("province", "city", "county")
MUNICIPALITIES = ("11", "12", "31", "50")
PLACEHOLDER = re.compile(r"(市辖区|县|省直辖.*|自治区直辖.*|直辖.*)$")
GENERIC = re.compile(r"(特别行政区|自治区|自治州|自治县|自治旗|省|地区|盟|林区|新区|市|区|县|旗)$")
PEOPLES = re.compile(f"(?:{'|'.join(words('people'))})族")


@dataclass(frozen=True)
class Unit:
    """A place as gold or an engine says it: three names, empty where not said, and a code if known."""

    province: str
    city: str
    county: str
    code: str = ""

    @property
    def names(self) -> tuple[str, str, str]:
        return self.province, self.city, self.county

    @property
    def name(self) -> str:
        """The name at the deepest level said."""
        return self.county or self.city or self.province

    @property
    def level(self) -> str:
        """The deepest level said; ``none`` when nothing is."""
        said = [level for level, name in zip(LEVELS, self.names, strict=True) if name]
        return said[-1] if said else "none"

    def cut(self, level: str) -> Unit:
        """The same place down to ``level``; the code goes when something is cut away."""
        if self.level == level:
            return self
        keep = LEVELS.index(level) + 1
        names = [name if i < keep else "" for i, name in enumerate(self.names)]
        return Unit(names[0], names[1], names[2])


def tidy(province: str | None, city: str | None, county: str | None, code: str = "") -> Unit:
    """A unit without placeholder levels: 北京市/北京市/朝阳区 and 河南省/省直辖…/济源市 lose the middle."""
    province, city, county = province or "", city or "", county or ""
    same = city and (city == province or province == city + "特别行政区")
    return Unit(province, "" if same or PLACEHOLDER.fullmatch(city) else city, county, code)


def stem(name: str) -> str:
    """The name without peoples and generic: 祁阳县 → 祁阳, 恩施土家族苗族自治州 → 恩施."""
    short = GENERIC.sub("", PEOPLES.sub("", name))
    return short if len(short) > 1 else name


class Period(NamedTuple):
    """A code under one name; ``last`` is 0 while it is in force."""

    code: str
    name: str
    first: int
    last: int


class Places:
    """Today's divisions, the former ones and the changes between them, as far as the tables are there."""

    def __init__(self, data: Path = DATA) -> None:
        self.name_of = {row["code"]: row["name"] for row in read_table(data / "divisions.tsv")}
        self.periods: dict[str, list[Period]] = defaultdict(list)
        for row in read_table(data / "periods.tsv"):
            period = Period(row["code"], row["name"], int(row["first"]), int(row["last"] or 0))
            self.periods[period.code].append(period)
        self.followers: dict[tuple[str, int], set[str]] = defaultdict(set)
        for row in read_table(data / "changes.tsv"):
            if row["from"] and row["to"]:
                self.followers[row["from"], int(row["year"])].add(row["to"])

    def unit(self, code: str) -> Unit:
        """The names of a division of today."""
        city = code[:4] + "00"
        return Unit(
            self.name_of[code[:2] + "0000"],
            self.name_of.get(city, "") if code[2:4] != "00" and code[:2] not in MUNICIPALITIES else "",
            self.name_of[code] if not code.endswith("00") else "",
            code,
        )

    @cached_property
    def _by_names(self) -> dict[tuple[str, str, str], set[str]]:
        index: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for code in self.name_of:
            names = self.unit(code).names
            index[names].add(code)
        return index

    @cached_property
    def _by_stems(self) -> dict[tuple[str, str, str], set[str]]:
        index: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for names, codes in self._by_names.items():
            index[stems(names)].update(codes)
        return index

    def today(self, unit: Unit) -> set[str]:
        """The codes of today that the unit became; empty when no table here tells."""
        now = self.name_of.get(unit.code)
        if now is not None and stem(now) == stem(unit.name):
            return {unit.code}
        exact = self._by_names.get(unit.names)
        if exact:
            return exact
        became: set[str] = set()
        for period in self._former(unit):
            became |= self._follow(period)
        return became or self._by_stems.get(stems(unit.names), set())

    def _former(self, unit: Unit) -> list[Period]:
        """The periods that the unit may be: of its code, else of its name in its province and prefecture."""
        if unit.code:
            of_code = self.periods.get(unit.code, [])
            return [p for p in of_code if p.name == unit.name] or of_code[-1:]
        return [
            period
            for period in self._periods_by_name.get(unit.name, [])
            if self.name_of.get(period.code[:2] + "0000") == unit.province
            and (not unit.city or unit.level == "city" or self._was_under(period, unit.city))
        ]

    def _was_under(self, period: Period, city: str) -> bool:
        return any(parent.name == city for parent in self.periods.get(period.code[:4] + "00", []))

    @cached_property
    def _periods_by_name(self) -> dict[str, list[Period]]:
        index: dict[str, list[Period]] = defaultdict(list)
        for periods in self.periods.values():
            for period in periods:
                index[period.name].append(period)
        return index

    def _follow(self, period: Period) -> set[str]:
        """The codes of today in which a period lives on, as a whole or in part."""
        ends: set[str] = set()
        seen = set()
        ahead = {period}
        while ahead:
            here = ahead.pop()
            seen.add(here)
            if not here.last:
                ends.add(here.code)
                continue
            year = here.last + 1
            for code in self.followers.get((here.code, year), {here.code}):
                ahead.update(
                    p for p in self.periods.get(code, []) if p.first <= year and (not p.last or year <= p.last)
                )
            ahead -= seen
        return ends

    def same(self, gold: Unit, answer: Unit) -> bool:
        """Whether both mean one place, under an old name or a new one."""
        ours, theirs = self.today(gold), self.today(answer)
        if ours and theirs:
            return bool(ours & theirs)
        return gold.level == answer.level and stems(gold.names) == stems(answer.names)

    def parents(self, gold: Unit, level: str) -> list[Unit]:
        """What may rightly be said of ``gold`` at the higher ``level``: its parent then and now."""
        then = [gold.cut(level)] if gold.cut(level).level == level else []
        return then + [now for code in self.today(gold) if (now := self.unit(code).cut(level)).level == level]


def stems(names: tuple[str, str, str]) -> tuple[str, str, str]:
    return stem(names[0]), stem(names[1]), stem(names[2])


def read_table(path: Path) -> list[dict[str, str]]:
    """The records of a shipped table; none when the table is not there."""
    if not path.exists():
        return []
    head, *lines = path.read_text("utf-8").splitlines()
    columns = head.split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]
