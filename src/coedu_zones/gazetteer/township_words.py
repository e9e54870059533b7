"""The words that the names of townships end in: class generics and peoples, with their pinyin and English."""

from __future__ import annotations

from typing import Final, NamedTuple

from coedu_zones.data.reader import load_once, read_table
from coedu_zones.places.romanize import english_list

_PEOPLE: Final = "族"
_OF_PEOPLES: Final = "民族"


class Ending(NamedTuple):
    """A generic or a people: how it is read, and its English."""

    pinyin: str
    english: str


class TownshipName(NamedTuple):
    """The name of a township, cut: 常营, 回族, 乡.

    The stem is empty where the unit is named after the people itself (达斡尔民族乡).
    """

    stem: str
    peoples: tuple[str, ...]
    generic: str


class TownshipWords:
    """The table of words, longest first within a kind."""

    def __init__(self, rows: list[list[str]]) -> None:
        self.by_letter = {letter: word for kind, word, letter, _, _ in rows if kind == "generic" and letter}
        self.generics, self.peoples = (
            {word: Ending(pinyin, english) for kind, word, _, pinyin, english in rows if kind == wanted}
            for wanted in ("generic", "people")
        )
        self._longest = max(map(len, self.peoples))

    @staticmethod
    def current() -> TownshipWords:
        """The words of the data version in use, loaded on first use and shared."""
        return _current()

    def stem(self, body: str) -> str:
        """The stem of a name that is written without the last word of its generic."""
        return self.stem_of(body + self.by_letter["x"])

    def stem_of(self, name: str) -> str:
        """A name without generic and peoples; one that is a people's name keeps it."""
        parts = self.cut(name)
        return parts.stem or "".join(parts.peoples) or name

    def cut(self, name: str) -> TownshipName:
        """The parts of a name."""
        generic = next((word for word in self.generics if name.endswith(word) and name != word), "")
        stem = name.removesuffix(generic)
        peoples: list[str] = []
        bare = generic.startswith(_OF_PEOPLES)
        while people := self._people(stem, bare):
            if people == stem and not bare:
                break
            peoples.insert(0, people)
            stem = stem.removesuffix(people)
        return TownshipName(stem, tuple(peoples), generic)

    def pinyin_of(self, parts: TownshipName) -> list[str]:
        """The words after the stem in pinyin, syllables joined by hyphens."""
        peoples = [
            self.peoples[people.removesuffix(_PEOPLE)].pinyin + "-zú" * people.endswith(_PEOPLE)
            for people in parts.peoples
        ]
        return [*peoples, *(self.generics[parts.generic].pinyin.split() if parts.generic else ())]

    def english_of(self, parts: TownshipName) -> list[str]:
        """The words after the stem in English: peoples and class."""
        if not parts.generic:
            return []
        english = self.generics[parts.generic].english
        if not parts.peoples:
            return [english]
        if len(english.split()) == 1:
            english = f"Ethnic {english}"
        return [english_list([self.peoples[p.removesuffix(_PEOPLE)].english for p in parts.peoples]), english]

    def _people(self, text: str, bare: bool) -> str:
        if not bare and not text.endswith(_PEOPLE):
            return ""
        for size in range(min(self._longest, len(text)), 0, -1):
            if text.endswith(_PEOPLE) and text[-size - 1 : -1] in self.peoples:
                return text[-size - 1 :]
            if bare and size > 1 and text[-size:] in self.peoples:
                return text[-size:]
        return ""


@load_once
def _current() -> TownshipWords:
    return TownshipWords(list(read_table("township_words.tsv", 5)))


def stem_of(name: str) -> str:
    """The name of a township without its class generic and its peoples.

    A name without a generic is its own stem.

    >>> stem_of("九堡街道"), stem_of("五常镇"), stem_of("常营回族乡")
    ('九堡', '五常', '常营')
    """
    return _current().stem_of(name)
