"""The names of all places by their Latin letters.

Only stems are indexed. What may follow one (Qu, District, Hui and Tu Autonomous
County) is read from the text.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from coedu_zones.data.reader import load_once
from coedu_zones.gazetteer import GOVERNED_BY, Row
from coedu_zones.gazetteer.uncoded import UncodedRow
from coedu_zones.parse.latin.areas import english_forms, outer_name, pinyin_forms
from coedu_zones.parse.latin.words import words
from coedu_zones.parse.names import NameIndex
from coedu_zones.places.codes import level_word
from coedu_zones.places.models import FunctionalArea
from coedu_zones.places.romanize import GENERICS, plain_letters, toneless

PINYIN: Final = "pinyin"
ENGLISH: Final = "english"  # the official romanised or English form: Hohhot, Inner Mongolia
EXONYM: Final = "exonym"

# how a form is used
WITH_GENERIC: Final = 0  # Xian of 献县, Lop: one syllable says too little
BARE: Final = 1
WHOLE: Final = 2  # the name of a functional area, which has its generic in it
WHOLE_IN_PLACE: Final = 3  # one that means another place unless its own stands beside it

_KIND: Final = re.compile(f"(?:{'|'.join(GENERICS)}|联合旗)$")
_VOWELS: Final = re.compile(r"[aeiouêöü]+")


class Spelling(NamedTuple):
    """One way to write a place; ``name`` may be parted where a hyphen, a space or an apostrophe stands."""

    place: str
    name: str
    source: str
    use: int


class LatinIndex:
    """Letters → forms, for the places of one name index."""

    def __init__(self, names: NameIndex) -> None:
        self.names = names
        self.ancestors = names.ancestors
        self.forms: dict[str, list[Spelling]] = {}
        self._kinds: dict[str, tuple[str, str]] = {}
        for row in names.gazetteer.rows.values():
            if row.pinyin:  # the former divisions of a past year have no readings
                self._add_division(row)
        for unit in names.gazetteer.uncoded.values():
            self._add_uncoded(unit)
        for area in names.gazetteer.areas.values():
            self._add_area(area)
        lengths: dict[str, set[int]] = {}
        for letters in self.forms:
            lengths.setdefault(letters[:2], set()).add(len(letters))
        self.lengths = {start: tuple(sorted(found)) for start, found in lengths.items()}

    @staticmethod
    def current() -> LatinIndex:
        """The index of the current gazetteer, built on first use and shared."""
        return _current()

    def _add(self, place: str, name: str, source: str, use: int) -> None:
        self.forms.setdefault(plain_letters(name), []).append(Spelling(place, name, source, use))

    def _add_division(self, row: Row) -> None:
        length = len(row.stem) or 1
        syllables = row.pinyin.replace(" ", "-").split("-")
        self._add(row.code, "-".join(syllables[:length]), PINYIN, BARE if length > 1 else WITH_GENERIC)
        if level_word(row.code) == "province":
            for alias in row.aliases.split():
                if len(alias) > 1 and row.name.startswith(alias):  # 内蒙
                    self._add(row.code, "-".join(syllables[: len(alias)]), PINYIN, BARE)
        if row.roman:
            self._add(row.code, row.roman, ENGLISH, _use(row.roman))
        self._add_with_people(row, "-".join(syllables[:length]))
        if row.english:
            self._add_english(row)
        if row.exonyms:
            for exonym in row.exonyms.split("|"):
                self._add(row.code, exonym, EXONYM, _use(exonym))

    def _add_with_people(self, row: Row, stem: str) -> None:
        """Guangxi Zhuang, Yanbian Korean: a stem and its first people, without the generic."""
        own, generic = self.kind(row.code)
        if not generic.startswith("自治") or not row.stem:
            return
        people = next((han for han in words().written if own.startswith(han)), "")
        for name in filter(None, (toneless(stem).title().replace("-", ""), row.roman, row.english.removeprefix("="))):
            for written in words().written.get(people, ()):
                self._add(row.code, f"{name} {written}", ENGLISH, WHOLE)

    def _add_english(self, row: Row) -> None:
        whole = row.english.removeprefix("=")
        ending = words().ending
        spaces = (i for i, char in enumerate(whole) if char == " " and row.english.startswith("="))
        length = next((i for i in spaces if ending.fullmatch(whole.lower(), i)), len(whole))
        self._add(row.code, whole[:length], ENGLISH, _use(whole[:length]) if row.stem else WITH_GENERIC)

    def _add_uncoded(self, unit: UncodedRow) -> None:
        """A unit of Hong Kong, Macao or Taiwan; bare, one below a city stands for itself only where no other has the letters."""
        own = (unit.english.rpartition(" ")[0] or unit.english) if unit.stem else ""
        length = len(unit.stem)
        pinyin = "-".join(unit.pinyin.replace(" ", "-").split("-")[:length])
        for name, source in ((own, ENGLISH), (pinyin if length > 1 else "", PINYIN)):
            if name:
                alone = unit.level == "prefecture" or plain_letters(name) not in self.forms
                use = _use(name) if alone else WITH_GENERIC
                self._add(unit.id, name, source, use)
                if use == WITH_GENERIC:
                    self._add(unit.id, name, source, WHOLE_IN_PLACE)
        if unit.portuguese:
            self._add(unit.id, unit.portuguese, ENGLISH, WHOLE)
            self._add(unit.id, unit.english, ENGLISH, WHOLE)
        elif not own or unit.english.rpartition(" ")[2].lower() not in words().generics:
            self._add(
                unit.id, unit.english, ENGLISH, WHOLE_IN_PLACE
            )  # Eastern District, Hong Kong; Datong Township, Yilan

    def _add_area(self, area: FunctionalArea) -> None:
        parent = self.names.gazetteer.rows.get(area.parent)
        for name in pinyin_forms(area, parent):
            self._add(area.id, name, PINYIN, WHOLE)
        for name, alone in english_forms(area, parent):
            self._add(area.id, name, ENGLISH, WHOLE if alone else WHOLE_IN_PLACE)

    def _outer(self, area: FunctionalArea) -> frozenset[str]:
        """The areas that an area is a part of."""
        forms = self.forms.get(plain_letters(outer_name(area)), ())
        return frozenset(form.place for form in forms if form.use == WHOLE)

    def path(self, place: str) -> frozenset[str]:
        """The places that a place is or lies in, by law or by its government."""
        above = self.ancestors[place]
        area = self.names.gazetteer.areas.get(place)
        return (
            frozenset(above)
            | {GOVERNED_BY[code] for code in above if code in GOVERNED_BY}
            | (self._outer(area) if area else frozenset())
        )

    def kind(self, place: str) -> tuple[str, str]:
        """The peoples and the generic of a division, in Chinese: ``("回族土族", "自治县")``."""
        found = self._kinds.get(place)
        if found is None:
            row = self.names.gazetteer.rows.get(place) or self.names.gazetteer.uncoded[place]
            rest = row.name[len(row.stem) or 1 :]
            match = _KIND.search(rest)
            found = self._kinds[place] = (rest[: match.start()], match[0]) if match else (rest, "")
        return found

    def level(self, place: str) -> str:
        """The level of a place as a word; ``functional_area`` for an area."""
        return self.names.level(place)

    def stem(self, place: str) -> str:
        """The Chinese name that a bare Latin one stands for."""
        row = self.names.gazetteer.rows.get(place) or self.names.gazetteer.uncoded.get(place)
        return (row.stem or row.name) if row else self.names.gazetteer.areas[place].name


@load_once
def _current() -> LatinIndex:
    return LatinIndex(NameIndex.current())


def _use(name: str) -> int:
    return BARE if len(_VOWELS.findall(name.lower())) > 1 else WITH_GENERIC
