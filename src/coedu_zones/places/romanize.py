"""Latin-script forms of a division, composed from the parts that the table holds.

The table stores tone-marked syllables (``yú-shuǐ qū``) and, where it differs, the
conventional romanised stem (Hohhot) and the English stem (Inner Mongolia). The
spelling rules are those of GB/T 16159 (Hanyu Pinyin orthography): syllables of a
word are joined, an apostrophe stands before a, o, e inside a word, every word of a
place name starts with a capital.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Protocol

from coedu_zones.data.reader import load_once, read_table
from coedu_zones.places.codes import level_word

# longest first: a generic is the longest ending that is listed here
GENERICS: Final = {
    "特别行政区": "Special Administrative Region", "自治区": "Autonomous Region",
    "自治州": "Autonomous Prefecture", "自治县": "Autonomous County", "自治旗": "Autonomous Banner",
    "林区": "Forestry District", "特区": "Special District", "新区": "New Area", "矿区": "Mining District",
    "地区": "Prefecture", "省": "Province", "市": "City", "区": "District", "县": "County",
    "旗": "Banner", "盟": "League", "州": "Prefecture",
}  # fmt: skip

#: The characters that names of divisions end in.
GENERIC_LETTERS: Final = frozenset(generic[-1] for generic in GENERICS)

_NOT_LETTERS: Final = re.compile(r"[^a-z0-9\u3400-\u9fff]+")
_TONE_MARKS: Final = {"1": "\u0304", "2": "\u0301", "3": "\u030c", "4": "\u0300"}
_NO_TONES: Final = dict.fromkeys(map(ord, _TONE_MARKS.values()))


class NameParts(Protocol):
    """What is needed of a table row."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def stem(self) -> str: ...
    @property
    def pinyin(self) -> str: ...
    @property
    def roman(self) -> str: ...
    @property
    def english(self) -> str: ...


def toneless(text: str) -> str:
    """The text without tone marks; ü stays ü: ``lǜ`` → ``lü``.

    >>> toneless("Yúshuǐ Qū"), toneless("lǜ")
    ('Yushui Qu', 'lü')
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(_NO_TONES))


def plain_letters(text: str) -> str:
    """Letters and digits only, lower case, without any mark; Chinese characters stay.

    >>> plain_letters("Ürümqi"), plain_letters("São Lourenço"), plain_letters("Pǔ'ěr Shì")
    ('urumqi', 'saolourenco', 'puershi')
    """
    plain = (c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return _NOT_LETTERS.sub("", "".join(plain))


def mark_tone(reading: str) -> str:
    """A syllable with a tone digit as it is written: ``qu1`` → ``qū``; tone 5 carries no mark.

    >>> mark_tone("qu1"), mark_tone("gui4"), mark_tone("lü4")
    ('qū', 'guì', 'lǜ')
    """
    syllable, tone = reading[:-1], reading[-1]
    if tone not in _TONE_MARKS:
        return syllable
    vowels = [i for i, c in enumerate(syllable) if c in "aeiouü"]
    strong = next((i for i in vowels if syllable[i] in "ae"), None)
    if strong is None:
        strong = syllable.index("o") if "ou" in syllable else vowels[-1]
    marked = syllable[: strong + 1] + _TONE_MARKS[tone] + syllable[strong + 1 :]
    return unicodedata.normalize("NFC", marked)


def join_syllables(syllables: list[str]) -> str:
    """One written word from its syllables, capitalised: xī, ān → Xī'ān."""
    word = syllables[0]
    for syllable in syllables[1:]:
        word += ("'" if toneless(syllable)[:1] in "aoe" else "") + syllable
    return word[:1].upper() + word[1:]


def display_pinyin(stored: str) -> str:
    """The pinyin as it is written, from the stored syllables.

    >>> display_pinyin("yú-shuǐ qū"), display_pinyin("xī-ān shì")
    ('Yúshuǐ Qū', "Xī'ān Shì")
    """
    return " ".join(join_syllables(word.split("-")) for word in stored.split())


def generic_of(name: str) -> str:
    """The generic that a division's name ends in (渝水区 → 区); empty when there is none."""
    return next((g for g in GENERICS if name.endswith(g) and len(name) > len(g)), "")


def romanized(row: NameParts) -> str:
    """The official romanised form: Yushui Qu, Hohhot Shi, Shaanxi Sheng."""
    if not row.roman:
        return toneless(display_pinyin(row.pinyin))
    rest = _after_stem(row)
    return row.roman + ("" if rest[:1].islower() else " ") + rest


def _after_stem(row: NameParts) -> str:
    """The romanised words after the stem: ``Shi``; ``Huizu Tuzu Zizhixian``; joined ones in lower case."""
    skip = len(row.stem) or 1
    words = []
    for word in row.pinyin.split():
        syllables = word.split("-")
        rest = syllables[skip:]
        if rest:
            written = toneless(join_syllables(rest))
            words.append(written if len(rest) == len(syllables) else written.lower())
        skip = max(0, skip - len(syllables))
    return " ".join(words)


def english_stem(row: NameParts) -> str:
    """The stem in English: Yushui, Hohhot, Inner Mongolia."""
    if row.english or row.roman:
        return row.english or row.roman
    syllables = row.pinyin.replace("-", " ").split()
    count = len(row.stem) or max(1, len(syllables) - 1)
    return toneless(join_syllables(syllables[:count])) if syllables else ""


def english_name(row: NameParts) -> str:
    """The English name: Yushui District, Xinyu, Jiangxi, Datong Hui and Tu Autonomous County.

    Provinces and prefecture-level cities go by their bare name; every other
    division carries its generic.
    """
    if row.english.startswith("="):
        return row.english[1:]
    stem = english_stem(row)
    generic = generic_of(row.name)
    level = level_word(row.code)
    if level == "province" or (level == "prefecture" and generic == "市"):
        return stem
    if generic in {"林区", "特区", "新区", "矿区"} and len(row.stem) == len(row.name) - 1:
        generic = "区"
    peoples = _peoples(row.name[len(row.stem) : len(row.name) - len(generic)])
    middle = f"{peoples} " if peoples else ""
    return f"{stem} {middle}{GENERICS.get(generic, '')}".strip()


def _peoples(middle: str) -> str:
    """回族土族 → ``Hui and Tu``."""
    found: list[str] = []
    while middle:
        name = next((p for p in peoples() if middle.startswith(p)), None)
        if name is None:
            return ""
        found.append(peoples()[name])
        middle = middle[len(name) :].removeprefix("族")
    return english_list(found)


def english_list(words: list[str]) -> str:
    """Words as English lists them.

    >>> english_list(["Hui", "Tu"]), english_list(["Hui"])
    ('Hui and Tu', 'Hui')
    """
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


@load_once
def peoples() -> dict[str, str]:
    """The peoples that names carry and their English names, longest first."""
    return {word: english for kind, word, _, _, english in read_table("township_words.tsv", 5) if kind == "people"}


def without_peoples(name: str) -> str:
    """The name of an autonomous unit without its peoples: 大通回族土族 → 大通.

    >>> without_peoples("黔东南苗族侗族"), without_peoples("伊犁哈萨克")
    ('黔东南', '伊犁')
    """
    while True:
        ending = next(
            (end for p in peoples() for end in (p + "族", p) if len(end) > 1 and name.endswith(end) and name != end),
            None,
        )
        if ending is None or len(name) - len(ending) < 2:
            return name
        name = name[: -len(ending)]
