"""The statistical office's codes of townships, which are not the ministry's: what each means, and which a unit has.

The office codes units below the county by its own rules (统计用区划代码): nine digits of a
unit, twelve of a village. One nine-digit code often means two townships, one in each
system. The table holds the meaning of every code of the lists of 2015 to 2023, in the
last list that has it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from coedu_zones.data.reader import load_once, read_packed
from coedu_zones.errors import UnknownCodeError
from coedu_zones.gazetteer.other_units import other_units_of
from coedu_zones.gazetteer.township_words import stem_of
from coedu_zones.gazetteer.townships import Townships
from coedu_zones.messages import say
from coedu_zones.places.codes import COUNTY_DIGITS, county_of, prefecture_of

_ENTRY: Final = re.compile(
    r"(?P<step>\d+)(?:(?P<shift>[+-]\d+)|@(?P<unit>\d+)|(?P<kind>[fo])(?:(?P<holder>\d{6})\.)?(?P<index>\d+)|(?P<none>!))"
    r"(?P<year>[A-Z,])"
)

_LATEST: Final = ","


class StatisticalCode(NamedTuple):
    """What a nine-digit code of the statistical office means in the last list that has it.

    ``unit`` is the ministry's code of the unit of today, empty where none is known
    or the code is of a farm, a park or a regiment (``kind`` is then ``other``).
    """

    code: str
    name: str
    holder: str
    kind: Literal["township", "former", "other"]
    unit: str
    last_year: int


class StatisticalCodes:
    """All codes of the statistical lists.

    >>> codes = StatisticalCodes.current()
    >>> codes.meaning("500109003").name, Townships.current().by_code("500109003").name
    ('北温泉街道', '龙凤桥街道')
    >>> codes.of_unit("500109003")
    '500109005'
    """

    def __init__(self, text: bytes) -> None:
        head, *lines = text.split(b"\n")
        self.years: tuple[int, ...] = tuple(map(int, head.split()))
        self._lines = {line.partition(b"\t")[0]: line for line in lines}
        self._of_units = lru_cache(maxsize=64)(self._make_of_units)
        self._entries = lru_cache(maxsize=64)(self._make_entries)

    @staticmethod
    def current() -> StatisticalCodes:
        """The codes of the data version in use, loaded on first use and shared."""
        return _current()

    def meaning(self, code: str) -> StatisticalCode:
        """What a nine-digit code means.

        Raises:
            UnknownCodeError: no list of 2015 to 2023 has it.

        """
        entry = self._entries(county_of(code)).get(code)
        if entry is None:
            unit = next(
                (u for u in Townships.current().of_county(county_of(code)) if u.code == u.successor == code), None
            )
            if unit is not None:
                return StatisticalCode(code, unit.name, unit.county, "township", code, self.years[-1])
        elif not entry["none"]:
            return self._meaning(code, entry)
        raise UnknownCodeError(
            say(
                "{code!r} is in no statistical list of {first} to {last}; a statistical code of a "
                "township is a string of nine digits such as '500109005'",
                code=code,
                first=self.years[0],
                last=self.years[-1],
            )
        )

    def of_unit(self, unit: str) -> str:
        """The code that the last statistical list gives to a unit of today; empty when it has none.

        Args:
            unit: the ministry's code.

        """
        if unit not in self._entries(county_of(unit)):
            return unit  # the same in both
        table = Townships.current()
        namesakes = table.with_stem(stem_of(table.by_code(unit).name))
        prefectures = dict.fromkeys(
            (prefecture_of(unit), *(prefecture_of(one.county) for one in namesakes if one.successor == unit))
        )
        return next(filter(None, (self._of_units(prefecture).get(unit) for prefecture in prefectures)), "")

    def _make_entries(self, holder: str) -> dict[str, re.Match[str]]:
        found, suffix = {}, 0
        line = self._lines.get(holder.encode(), b"").decode().partition("\t")[2]
        for match in _ENTRY.finditer(line):
            suffix += int(match["step"])
            found[f"{holder}{suffix:03}"] = match
        return found

    def _meaning(self, code: str, entry: re.Match[str]) -> StatisticalCode:
        holder = entry["holder"] or county_of(code)
        year = self.years[ord(entry["year"]) - ord("A")] if entry["year"] != _LATEST else self.years[-1]
        if entry["kind"] == "o":
            name = other_units_of(holder)[int(entry["index"])]
            return StatisticalCode(code, name, holder, "other", "", year)
        townships = Townships.current()
        if entry["kind"] == "f":
            former = [unit for unit in townships.of_county(holder) if unit.last_year is not None]
            found = former[int(entry["index"])]
            return StatisticalCode(code, found.name, holder, "former", found.successor, year)
        found = townships.by_code(self._unit(code, entry))
        return StatisticalCode(code, found.name, found.county, "township", found.code, year)

    @staticmethod
    def _unit(code: str, entry: re.Match[str]) -> str:
        if entry["shift"]:
            return f"{county_of(code)}{int(code[COUNTY_DIGITS:]) + int(entry['shift']):03}"
        return code[: 9 - len(entry["unit"])] + str(entry["unit"])

    def _make_of_units(self, prefecture: str) -> dict[str, str]:
        """Unit → code of the latest list, in a prefecture, where the two differ.

        Where the list has a unit only under its name of then (a 乡 that became a 镇), the
        code is that one's, unless several became the unit.
        """
        found: dict[str, str] = {}
        as_former: dict[str, list[str]] = {}
        for holder in (key.decode() for key in self._lines if prefecture_of(key.decode()) == prefecture):
            for code, entry in self._entries(holder).items():
                if entry["year"] != _LATEST or entry["none"] or entry["kind"] == "o":
                    continue
                if entry["kind"] == "f":
                    as_former.setdefault(self._meaning(code, entry).unit, []).append(code)
                else:
                    found.setdefault(self._unit(code, entry), code)
        return {unit: codes[0] for unit, codes in as_former.items() if unit and len(codes) == 1} | found


@load_once
def _current() -> StatisticalCodes:
    return StatisticalCodes(read_packed("statistical_codes.z"))
