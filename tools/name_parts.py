"""The parts of a division's name: stem, peoples and generic, and the words it is written in.

``大通回族土族自治县`` has the stem 大通, the peoples 回族 and 土族 and the generic
自治县; its words are those four. In most names the words follow from the parts.
The names of which they do not are in ``curated/name_words.tsv`` (东 乌珠穆沁 旗), and
the generics with their readings in ``curated/fixed_words.tsv``, the peoples in
``curated/township_words.tsv``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tools.tables import read_curated

XINJIANG = "65"
# 万柏林区 and 碑林区 are districts: of the generics of two characters only these stand behind a stem
_WITH_LONG_GENERIC = re.compile(r"..+(新区|矿区|特区)|神农架林区|.+(地区|联合旗|自治[州县旗区]|特别行政区)")
_DIRECTED_BANNER = re.compile(r"(..+)([左右前中后]旗)")


@dataclass(frozen=True)
class NameParts:
    """A name cut into its parts; ``words`` together are the name.

    >>> parse("630121", "大通回族土族自治县").short_form
    '大通县'
    """

    name: str
    words: tuple[str, ...]
    head: str  # all before peoples and generic
    peoples: tuple[str, ...]
    generic: str

    @property
    def stem(self) -> str:
        """The name without peoples and generic (渝水); empty when one character would be left (忠县)."""
        return self.head if len(self.head) > 1 else ""

    @property
    def short_form(self) -> str:
        """The stem with the bare generic where the name carries peoples or 自治; empty for others."""
        autonomous = self.peoples or self.generic.startswith("自治")
        if not self.stem or not autonomous or self.generic == "自治区":
            return ""
        return self.stem + self.generic[-1]


@cache
def fixed_words(kind: str = "") -> dict[str, str]:
    """Generics or peoples (all when ``kind`` is empty) and their pinyin, longest first."""
    found = {row["word"]: row["pinyin"] for row in read_curated("fixed_words.tsv") if kind != "people"}
    if kind != "generic":
        for row in read_curated("township_words.tsv"):
            found |= {word: row["pinyin"] + "-zú" * word.endswith("族") for word in row["in_counties"].split()}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


@cache
def _curated_words() -> dict[str, tuple[str, ...]]:
    return {row["name"]: tuple(row["words"].split()) for row in read_curated("name_words.tsv")}


def parse(code: str, name: str) -> NameParts:
    """Cut a division's name into its parts.

    >>> parse("150522", "科尔沁左翼后旗").words
    ('科尔沁', '左翼', '后旗')
    """
    generic = generic_of(name)
    body = name.removesuffix(generic)
    peoples = _peoples_of(code, body, generic)
    head = body.removesuffix("".join(peoples))
    words = (head, *peoples, generic)
    if not head:  # 东乡族自治县, 鄂温克族自治旗: named after the people itself
        head, words = peoples[0].removesuffix("族"), (*peoples, generic)
    if match := _DIRECTED_BANNER.fullmatch(name):
        words = (match[1], match[2])
    return NameParts(name, _curated_words().get(name, words), head, peoples, generic)


def generic_of(name: str) -> str:
    """The generic that a name ends in: 区, 自治县, 新区 (but 区 of 碑林区)."""
    long = _WITH_LONG_GENERIC.fullmatch(name)
    found = next((g for g in fixed_words("generic") if name.endswith(g) and (len(g) == 1 or long)), "")
    if not found:
        raise ValueError(f"no generic: {name}")
    return found


def _people_ending(text: str) -> str:
    return next((people for people in fixed_words("people") if text.endswith(people)), "")


def _peoples_of(code: str, body: str, generic: str) -> tuple[str, ...]:
    """The peoples at the end of a name; without 族 they count only in the units of Xinjiang."""
    if not (generic.startswith("自治") or body.endswith("族")):
        return ()
    found: list[str] = []
    while people := _people_ending(body):
        if not people.endswith("族") and not code.startswith(XINJIANG):
            break
        found.insert(0, people)
        body = body.removesuffix(people)
    return tuple(found)
