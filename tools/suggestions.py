"""Builds ``search.z``: what may be typed for every place, prepared so that the first keystroke need not wait.

The table is made from the other shipped tables, so it is built after them. It has seven
sections, apart by an empty line:

- *kinds* of matches: letter, method, factor of a whole match and of a beginning, how it is said;
- *places*, each followed by what lies in it: id, level (p, f for 地级, c, a for an area),
  position of the place above, weight, number of its townships, name, syllables (each with a
  capital), positions of places outside it that are written behind it too;
- *keys*, sorted: what is typed, its kind, the positions of the places that it means, a note;
- *townships*, in the order of their holders, in three sections: names; syllables; length of the stem and last three digits;
- *former townships*, sorted: name, position of the township that holds it today.

The weight of a place says how much people mean it: the square root of its size times the
fourth root of the count of its stem as a word (for provinces and prefectures; 新建 is a verb too),
times a factor by level.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from math import sqrt
from pathlib import Path

from pypinyin import lazy_pinyin

from coedu_zones.changes.lineage import History, former_row
from coedu_zones.data.reader import read_packed, read_table
from coedu_zones.gazetteer import AMID, GOVERNED_BY, Gazetteer, Row, UncodedRow
from coedu_zones.gazetteer.township_divisions import in_force
from coedu_zones.gazetteer.township_readings import pinyin as township_pinyin
from coedu_zones.gazetteer.township_words import stem_of
from coedu_zones.gazetteer.townships import Bearer, Townships
from coedu_zones.parse.forms import Form, forms_of
from coedu_zones.parse.text import normalize_name
from coedu_zones.places.models import FunctionalArea
from coedu_zones.places.romanize import (
    GENERICS,
    english_name,
    english_stem,
    generic_of,
    plain_letters,
    romanized,
    toneless,
)
from tools.tables import pack, read_curated

NAME = "search.z"
LEVELS = {"province": "p", "prefecture": "f", "county": "c"}
FACTORS = {"p": 1.5, "f": 1.0, "c": 0.5, "a": 0.25}
# villages and communities of a unit that the list of villages does not hold
TYPICAL_SIZES = {"p": 5000, "f": 400, "c": 60, "a": 100}
CORPS = ("新疆生产建设兵团", "新疆兵团", "生产建设兵团", "建设兵团", "兵团")
CORPS_CODE = "6590"
SHARES = {"whole": "", "main": ", the main part of it", "part": ", a part of it"}
FORMS = {Form.FULL: "n", Form.SHORT: "h", Form.ALIAS: "a", Form.STEM: "s"}

Key = tuple[str, str, tuple[int, ...], str]


class Suggestions:
    """The table in the making."""

    def __init__(self) -> None:
        self.gazetteer = Gazetteer.current()
        self.order = self._order()
        self.at = {place: i for i, place in enumerate(self.order)}
        self.keys: set[Key] = set()
        self.syllables: dict[str, list[str]] = {}
        self.towns = {place: in_force(place) for place in self.order if place.isdecimal()}

    def text(self) -> Iterator[str]:
        """The lines of the table."""
        for place in self.order:
            self._add_place(place)
        self._add_groups()
        self._add_systems()
        self._add_former()
        for row in read_curated("match_kinds.tsv"):
            yield "\t".join(row[column] for column in ("kind", "method", "whole", "beginning", "said"))
        yield ""
        yield from self._places()
        yield ""
        yield from sorted("\t".join((k, kind, " ".join(map(str, at)), note)) for k, kind, at, note in self.keys)
        yield ""
        for column in zip(*self._townships(), strict=True):
            yield from column
            yield ""
        yield from self._former_townships()

    def _order(self) -> list[str]:
        """Places, each followed by those inside it."""
        below: dict[str, list[str]] = defaultdict(list)
        for place, chain in self.gazetteer.ancestors.items():
            below[chain[-2] if len(chain) > 1 else ""].append(place)
        found: list[str] = []
        stack = sorted(below[""], reverse=True)
        while stack:
            place = stack.pop()
            found.append(place)
            stack += sorted(below[place], key=lambda p: (not p[0].isdecimal(), p), reverse=True)
        return found

    def level(self, place: str) -> str:
        level = self.gazetteer.level(place)
        return LEVELS[level.value] if level else "a"

    def _add(self, text: str, kind: str, place: str, note: str = "") -> None:
        if text:
            self.keys.add((text, kind, (self.at[place],), note))

    def _add_latin(self, text: str, kind: str, place: str) -> None:
        text = "".join(map(_bare, text))
        for written in {text, text.replace("ü", "v"), text.replace("ü", "yu")}:
            self._add(plain_letters(written), kind, place)

    def _add_sound(self, syllables: list[str], place: str, kinds: str = "pi") -> None:
        """What is typed for a name by its sound: all letters, or the first ones."""
        self._add_latin("".join(syllables), kinds[0], place)
        if len(syllables) > 1:
            self._add_latin("".join(s[:1] for s in syllables), kinds[1], place)

    def _add_place(self, place: str) -> None:
        area, unit = self.gazetteer.areas.get(place), self.gazetteer.uncoded.get(place)
        if area:
            self._add_area(area)
        elif unit:
            self._add_unit(unit)
        else:
            self._add_row(self.gazetteer.rows[place])

    def _add_row(self, row: Row) -> None:
        syllables = row.pinyin.replace("-", " ").split()
        reading = dict(zip(row.name, syllables, strict=True)) if len(syllables) == len(row.name) else {}
        self.syllables[row.code] = syllables
        for name, form in forms_of(row):
            self._add(name, FORMS[form], row.code)
            sound = syllables if name == row.name else [reading.get(c) or lazy_pinyin(c)[0] for c in name]
            if len(name) > 1:
                self._add_sound(sound, row.code, "jj" if form is Form.ALIAS else "pi")
        stem = english_stem(row).removeprefix("=")
        for written in (
            english_name(row),
            romanized(row),
            row.roman,
            f"{stem} {GENERICS.get(generic_of(row.name), '')}",
        ):
            self._add_latin(written, "e", row.code)
        for exonym in row.exonyms.split("|"):
            self._add_latin(exonym, "x", row.code)

    def _add_unit(self, unit: UncodedRow) -> None:
        self.syllables[unit.id] = unit.pinyin.replace("-", " ").split()
        for name in unit.written:
            self._add(name, "n" if name == unit.name else "s" if name == unit.stem else "a", unit.id)
            if name not in {unit.name, unit.stem}:
                self._add_sound(lazy_pinyin(name), unit.id, "jj")
        self._add_sound(self.syllables[unit.id], unit.id)
        self._add_sound(unit.pinyin.rpartition(" ")[0].replace("-", " ").split(), unit.id)
        for written in (unit.english, unit.english.rpartition(" ")[0], unit.portuguese):
            self._add_latin(written, "e", unit.id)

    def _add_area(self, area: FunctionalArea) -> None:
        self.syllables[area.id] = lazy_pinyin(area.name)
        above = [
            form for code in (*self.gazetteer.ancestors[area.id][:-1], *(o.code for o in area.overlaps))
            for form in (self.gazetteer.rows[code].name, self.gazetteer.rows[code].stem) if form
        ]  # fmt: skip
        for name in (area.name, *area.aliases):
            self._add(name, "n" if name == area.name else "h", area.id)
            self._add_sound(lazy_pinyin(name), area.id)
            rest = next(
                (name.removeprefix(form) for form in sorted(above, key=len, reverse=True) if name.startswith(form)), ""
            )
            if len(rest) > 2:
                self._add(rest, "b", area.id)
                self._add_sound(lazy_pinyin(rest), area.id)
        self._add_latin(area.english, "e", area.id)

    def _add_groups(self) -> None:
        """Names of no division behind which divisions are written, and everyday names of cities."""
        corps = tuple(self.at[code] for code in self.order if code.startswith(CORPS_CODE) and code != CORPS_CODE + "00")
        for name in CORPS:
            self.keys.add((name, "g", corps, CORPS[0]))
            self.keys.add(("".join(lazy_pinyin(name)), "g", corps, CORPS[0]))
        between: dict[str, list[int]] = defaultdict(list)
        for unit in self.gazetteer.uncoded.values():
            if unit.between:
                between[unit.between].append(self.at[unit.id])
        for name, units in between.items():
            self.keys.add((name, "g", tuple(sorted(units)), name))
        for row in read_curated("nicknames.tsv"):
            if self.gazetteer.name(row["code"]) != row["name"]:
                raise ValueError(f"nicknames.tsv: {row['code']} is not {row['name']}")
            self._add(normalize_name(row["nickname"]), "k", row["code"], row["nickname"])
            self._add("".join(lazy_pinyin(row["nickname"])), "j", row["code"])

    def _add_systems(self) -> None:
        """Number plates, telephone area codes and the letters of ISO 3166-2."""
        kinds = {"plate": "l", "area_code": "t", "iso3166_2": "o"}
        for line in read_packed("identifiers.z").decode("utf-8").split("\n"):
            system, value, place = line.split("\t")
            if system in kinds and len(value) > 1 and place in self.at:
                written = value.rpartition("-")[2] if system == "iso3166_2" else value
                self._add(written.lower(), kinds[system], place, value)

    def _add_former(self) -> None:
        """Names of former divisions, for the divisions that hold them today."""
        history = History.load()
        present = {(key, at[0]) for key, kind, at, _ in self.keys if kind in "nshaei"}
        for period in history.former():
            for fate in history.today(period):
                note = f"{period.name} ({period.code}) until {period.last}{SHARES[fate.share]}"
                for name, _ in forms_of(former_row(period.code, period.name, period.first)):
                    if len(name) > 1 and (name, self.at[fate.code]) not in present:
                        self._add(name, "f", fate.code, note)
                        self._add("".join(lazy_pinyin(name)), "f", fate.code, note)

    def _weight(self, place: str, sizes: dict[str, int], words: dict[str, int], bearers: dict[str, int]) -> float:
        level = self.level(place)
        size = sizes.get(place) or TYPICAL_SIZES[level]
        row = self.gazetteer.rows.get(place) or self.gazetteer.uncoded.get(place)
        stem = row.stem if row else ""
        word = words.get(stem, 0) * size / bearers[stem] if stem in bearers and level in "pf" else 0
        return FACTORS[level] * sqrt(size) * sqrt(sqrt(1 + word))

    def _places(self) -> Iterator[str]:
        sizes = {code: int(size) for code, size in read_table("sizes.tsv", 2)}
        words = {stem: int(word) for stem, _, _, word, tag in read_table("stems.tsv", 5) if tag == "ns"}
        bearers: dict[str, int] = defaultdict(int)
        for place, row in self.gazetteer.rows.items():
            bearers[row.stem] += sizes.get(place) or TYPICAL_SIZES[self.level(place)]
        besides: dict[str, set[int]] = defaultdict(set)
        for inner, outer in (*AMID.items(), *GOVERNED_BY.items()):
            besides[outer].add(self.at[inner])
        for area in self.gazetteer.areas.values():
            for overlap in area.overlaps:
                besides[overlap.code].add(self.at[area.id])
        for place in self.order:
            chain = self.gazetteer.ancestors[place]
            yield "\t".join((
                place, self.level(place), str(self.at[chain[-2]] if len(chain) > 1 else -1),
                f"{self._weight(place, sizes, words, bearers):.1f}", str(len(self.towns.get(place, ()))),
                self.gazetteer.name(place), _camel(self.syllables[place]), " ".join(map(str, sorted(besides[place]))),
            ))  # fmt: skip

    def _townships(self) -> Iterator[tuple[str, str, str]]:
        for place in self.order:
            for unit in self.towns.get(place, ()):
                syllables = township_pinyin(unit.name, unit.county).replace("-", " ").split()
                yield unit.name, _camel(syllables), f"{len(stem_of(unit.name))} {unit.code[6:]}"

    def _former_townships(self) -> Iterator[str]:
        position = {unit.code: (i, unit) for i, unit in enumerate(u for p in self.order for u in self.towns.get(p, ()))}
        found: set[str] = set()
        for holder in Townships.current().holders:
            for unit in Townships.current().of_county(holder):
                if (
                    unit.last_year is not None
                    and unit.successor in position
                    and position[unit.successor][1].name != unit.name
                ):
                    found.add(f"{unit.name}\t{position[unit.successor][0]}\t{_years(unit)}")
        yield from sorted(found)


def _years(unit: Bearer) -> str:
    """The holder of a former township, and the last year of its name where one is known."""
    return f"{unit.county} {unit.last_year or ''}".strip()


def _bare(char: str) -> str:
    """A letter without its tone; ü stays what it is."""
    return toneless(char).lower()


def _camel(syllables: list[str]) -> str:
    return "".join(plain_letters("".join(map(_bare, s)).replace("ü", "v")).capitalize() for s in syllables)


def build() -> dict[str, bytes]:
    """The packed table, by file name, from the shipped tables."""
    return {NAME: pack(Suggestions().text())}


if __name__ == "__main__":
    Path(sys.argv[1], NAME).write_bytes(build()[NAME])
