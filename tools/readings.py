"""Readings of names: two independent readers, and what decides where they differ or both err.

The readers are the phrase and character dictionaries of pypinyin and of pinyin-pro,
each read by the longest phrase first. A syllable is decided by, in this order:

1. ``curated/readings.tsv`` (or another hand-kept table), the reading of one division, with its reason;
2. ``curated/place_characters.tsv``, characters with one reading in all names (都 dū);
3. both readers, where they agree.

Anything else is an error that names the division. Neutral tones are written with the
full tone of the character (甘井子 zǐ), so that every syllable carries a tone. Generics
and peoples have fixed readings (``curated/fixed_words.tsv``).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tools.fetch import Source
from tools.name_parts import NameParts, fixed_words
from tools.tables import read_curated

_TONES = frozenset("\u0300\u0301\u0304\u030c")  # grave, acute, macron, caron
_PHRASE = re.compile(r"""^\s*['"]?([^\s'":]+)['"]?:\s*['"]([^'"]+)['"]""", re.MULTILINE)
_CHARACTERS = re.compile(r"""^\s*(?:'([^']+)'|([^\s:'"]+)):\s*\[(.*?)\]""", re.MULTILINE | re.DOTALL)


class ReadingError(Exception):
    """The readers differ and nothing decides, or a hand-kept reading decides nothing."""


@dataclass(frozen=True)
class Reader:
    """One dictionary: phrases and characters with their readings, the usual one first."""

    phrases: Mapping[str, list[str]]
    characters: Mapping[str, list[str]]

    def read(self, text: str) -> list[str]:
        """One syllable a character, the longest phrase first."""
        syllables: list[str] = []
        while len(syllables) < len(text):
            rest = text[len(syllables) :]
            size = next((n for n in range(min(8, len(rest)), 1, -1) if len(self.phrases.get(rest[:n], ())) == n), 1)
            found = self.phrases[rest[:size]] if size > 1 else self.characters[rest[0]][:1]
            syllables += [self._full_tone(c, s) for c, s in zip(rest[:size], found, strict=True)]
        return syllables

    def _full_tone(self, character: str, syllable: str) -> str:
        """The syllable, or for a neutral tone the first reading of the same letters that has a tone."""
        if has_tone(syllable):
            return syllable
        readings = self.characters[character]
        return next((r for r in readings if has_tone(r) and toneless(r) == syllable), syllable)


@dataclass(frozen=True)
class Reading:
    """The pinyin of a name, and how its head was decided: ``readers``, ``character`` or ``division``."""

    pinyin: str
    decided_by: str
    readers_differ: bool


def toneless(syllable: str) -> str:
    """The letters of a syllable; ü stays."""
    kept = (c for c in unicodedata.normalize("NFD", syllable) if c not in _TONES)
    return unicodedata.normalize("NFC", "".join(kept))


def has_tone(syllable: str) -> bool:
    """Whether a syllable carries a tone mark."""
    return any(c in _TONES for c in unicodedata.normalize("NFD", syllable))


def pypinyin_reader(source: Source) -> Reader:
    """The dictionaries of pypinyin."""
    phrases = json.loads(source.read("pypinyin/phrases_dict.json"))
    characters = json.loads(source.read("pypinyin/pinyin_dict.json"))
    return Reader(
        {phrase: [s[0] for s in syllables] for phrase, syllables in phrases.items()},
        {chr(int(point)): readings.split(",") for point, readings in characters.items()},
    )


def pinyin_pro_reader(source: Source) -> Reader:
    """The dictionaries of pinyin-pro, which are JavaScript literals."""
    phrases: dict[str, list[str]] = {}
    for number in range(2, 6):
        text = source.read(f"package/dist/esm/data/dict{number}.mjs").decode("utf-8")
        phrases.update({phrase: reading.split() for phrase, reading in _PHRASE.findall(text)})
    characters: dict[str, list[str]] = {}
    text = source.read("package/dist/esm/data/dict1.mjs").decode("utf-8")
    for quoted, plain, listed in _CHARACTERS.findall(text):
        characters.update(dict.fromkeys(re.findall("'([^']+)'", listed), (quoted or plain).split()))
    return Reader(phrases, characters)


class Readings:
    """Reads names by the rules at the head of this module."""

    def __init__(self, first: Reader, second: Reader, *, curated: str = "readings.tsv") -> None:
        self._readers = (first, second)
        self._characters = {row["character"]: row["pinyin"] for row in read_curated("place_characters.tsv")}
        self._curated = curated
        self._divisions = {row["code"]: row for row in read_curated(curated)}

    def of(self, code: str, parts: NameParts) -> Reading:
        """The reading of one name.

        Raises:
            ReadingError: nothing decides between the readers, or the hand-kept row does not fit.

        """
        size = len(parts.head)
        first, second = (reader.read(parts.name)[:size] for reader in self._readers)
        ruled = [self._characters.get(c) for c in parts.head]
        head = [rule or (a if a == b else "") for rule, a, b in zip(ruled, first, second, strict=True)]
        decided_by = "character" if any(ruled) else "readers"
        if row := self._divisions.get(code):
            head, decided_by = self._by_hand(row, parts, head), "division"
        if not all(head):
            raise ReadingError(f"{code} {parts.name}: {' '.join(first)} or {' '.join(second)}?")
        return Reading(_written(parts, head), decided_by, first != second)

    def _by_hand(self, row: Mapping[str, str], parts: NameParts, otherwise: list[str]) -> list[str]:
        syllables = row["pinyin"].split("-")
        if row["name"] != parts.name or len(syllables) != len(parts.head):
            raise ReadingError(
                f"{self._curated}: {row['code']} {row['name']} is now {parts.name}, or has other syllables"
            )
        if syllables == otherwise:
            raise ReadingError(f"{self._curated}: {row['code']} {row['name']} is read so without its row")
        return syllables

    def unused(self, codes: Iterable[str]) -> list[str]:
        """Codes of hand-kept readings that no division has."""
        return sorted(self._divisions.keys() - set(codes))


def _written(parts: NameParts, head: list[str]) -> str:
    """The words of a name in pinyin: ``dà-tóng huí-zú tǔ-zú zì-zhì-xiàn``."""
    tail = parts.name[len(parts.head) :]
    syllables = head + _tail_syllables(tail)
    words, used = [], 0
    for word in parts.words:
        words.append("-".join(syllables[used : used + len(word)]))
        used += len(word)
    # 特别行政区 is one generic of two words
    return " ".join(words).replace("tè-bié-xíng", "tè-bié xíng")


def _tail_syllables(tail: str) -> list[str]:
    """Syllables of peoples and generics: 回族土族自治县."""
    syllables: list[str] = []
    while tail:
        word = next((w for w in fixed_words() if tail.startswith(w)), "")
        pinyin = fixed_words()[word] if word else {"族": "zú"}[tail[0]]
        syllables += pinyin.replace("-", " ").split()
        tail = tail[len(word) or 1 :]
    return syllables
