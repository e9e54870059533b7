"""Which characters are mistaken for a character of a division name by their look (形近字).

A pair is kept when one of these holds; the numbers were set by reading samples:

- the drawings are alike (``tools/glyphs.py``): 己已, 戌戍, 冶治, 沪泸, 折拆, 榆愉;
- both are small and one of the two measures is high: 田由, 甲申, 土士;
- they share most of their strokes in one part, and the rest is alike enough: 渝逾;
- one is most of the other, which has a radical more: 歙翕, 渝俞, 驱区. A part that is a
  radical itself is not enough: 贝 does not look like 账, but 白 may be written for 柏,
  which sounds like it;
- it is one of the few well-known pairs that the measures miss
  (``curated/characters_look_alikes.tsv``).

*Near* pairs differ by a stroke or so; all others are *alike*.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from tools.glyphs import Glyph, alignment, overlap
from tools.structure import Structure
from tools.tables import read_curated

COLUMNS = ("character", "near", "alike")

NEAR = 0.82
ALIKE = 0.75
LEAST_OVERLAP, LEAST_SHARED, LEAST_MEASURED = 0.66, 0.5, 0.4  # in general; with a shared part; of small ones
LEAST_SIDE = 0.45  # of the one drawing alone
MOST_STROKES_APART = 3
SMALL, SMALL_HIGH, SMALL_ALIKE = 5, 0.75, 0.6
SHARED_MOST, MOST_ALIKE = 0.6, 0.6
SHARED_LEAST = 0.35
SHARED_HALF, HALF_ALIKE = 0.5, 0.7
LEAST_PART, CONTAINED, CONTAINED_RADICAL = 3, 0.55, 0.7

_KANGXI_RADICALS = unicodedata.normalize("NFKC", "".join(chr(0x2F00 + n) for n in range(214)))
_SIMPLIFIED_RADICALS = "见贝车长门韦页风飞马鱼鸟卤麦黾齐齿龙龟"  # Unicode has no block of these
RADICALS = frozenset(_KANGXI_RADICALS + _SIMPLIFIED_RADICALS)


class LookAlikeError(Exception):
    """A hand-kept pair is not needed, or is no pair of these characters."""


class Likeness:
    """Likeness of pairs by the rules at the head of this module."""

    def __init__(
        self, glyphs: Mapping[str, Glyph], structure: Structure, same_sound: Callable[[str, str], bool]
    ) -> None:
        self._glyphs = glyphs
        self._structure = structure
        self._same_sound = same_sound

    def of(self, first: str, second: str) -> float:
        """How alike the two are, from 0 to 1; 0 when no rule holds."""
        drawn = self._drawn(first, second)
        return max(drawn, self._contained(first, second), self._contained(second, first))

    def _drawn(self, first: str, second: str) -> float:
        one, other = self._glyphs.get(first), self._glyphs.get(second)
        if one is None or other is None:
            return 0.0
        over, most = overlap(one, other), max(one.count, other.count)
        if over < LEAST_MEASURED or (over < LEAST_SHARED and most > SMALL):
            return 0.0
        aligned = alignment(one, other)
        mean = round((over + aligned) / 2, 3)
        small = most <= SMALL and max(over, aligned) >= SMALL_HIGH and mean >= SMALL_ALIKE
        return mean if mean >= ALIKE or small or self._family(first, second, most, mean) else 0.0

    def _family(self, first: str, second: str, most: int, mean: float) -> bool:
        """Whether both have one large part, and the rest is alike enough."""
        radicals = frozenset() if self._same_sound(first, second) else RADICALS
        shared = self._structure.shared(first, second, radicals)
        total = self._structure.strokes(first) + self._structure.strokes(second)
        if shared <= LEAST_PART:
            return False
        return (shared >= SHARED_MOST * most and mean >= MOST_ALIKE) or (
            2 * shared >= SHARED_HALF * total and mean >= HALF_ALIKE
        )

    def _contained(self, part: str, whole: str) -> float:
        if part not in self._structure.parts(whole):
            return 0.0
        strokes = self._structure.strokes(part)
        share = round(strokes / max(self._structure.strokes(whole), 1), 3)
        least = CONTAINED if part not in RADICALS or self._same_sound(part, whole) else CONTAINED_RADICAL
        return share * NEAR if strokes >= LEAST_PART and share >= least else 0.0


def candidates(
    anchors: Iterable[str], known: Iterable[str], glyphs: Mapping[str, Glyph], structure: Structure
) -> Iterator[tuple[str, str]]:
    """Pairs worth measuring: drawings that overlap, small characters, a shared part."""
    by_count: dict[int, list[tuple[str, Glyph]]] = defaultdict(list)
    for character, glyph in glyphs.items():
        by_count[glyph.count].append((character, glyph))
    having: dict[str, set[str]] = defaultdict(set)
    known = set(known)
    for character in known:
        for part in structure.parts(character):
            having[part].add(character)
    for anchor in anchors:
        found = having[anchor] | (known & set(structure.parts(anchor)))
        for part in structure.parts(anchor):
            if structure.strokes(part) >= SHARED_LEAST * structure.strokes(anchor):
                found |= having[part]
        if anchor in glyphs:
            found.update(_overlapping(glyphs[anchor], by_count))
        for other in found - {anchor}:
            yield anchor, other


def _overlapping(glyph: Glyph, by_count: Mapping[int, list[tuple[str, Glyph]]]) -> Iterator[str]:
    """Characters of about as many strokes that the drawing overlaps, and all small ones for a small one."""
    ink, rim = glyph.ink, glyph.rim
    for count in range(glyph.count - MOST_STROKES_APART, glyph.count + MOST_STROKES_APART + 1):
        if max(count, glyph.count) <= SMALL:
            yield from (character for character, _ in by_count.get(count, ()))
            continue
        for character, other in by_count.get(count, ()):
            met = (ink & other.rim).bit_count()
            if met < LEAST_SIDE * glyph.size:
                continue
            if met + (other.ink & rim).bit_count() >= LEAST_OVERLAP * (glyph.size + other.size):
                yield character


def curated_pairs(known: Iterable[str]) -> set[tuple[str, str]]:
    """The hand-kept pairs.

    Raises:
        LookAlikeError: a character of a pair is not known.

    """
    pairs = {(row["character"], row["look_alike"]) for row in read_curated("characters_look_alikes.tsv")}
    if strange := {character for pair in pairs for character in pair} - set(known):
        raise LookAlikeError(f"characters_look_alikes.tsv: not known: {sorted(strange)}")
    return pairs


def look_alikes(
    anchors: Iterable[str], known: Iterable[str], likeness: Likeness, pairs: Iterable[tuple[str, str]]
) -> list[tuple[str, str, str]]:
    """The records of the table: each anchor with its near and its alike characters, the most alike first."""
    measured: dict[str, dict[str, float]] = defaultdict(dict)
    anchors = set(anchors)
    for first, second in pairs:
        if second not in measured[first]:
            value = likeness.of(first, second)
            measured[first][second] = value
            if second in anchors:
                measured[second][first] = value
    for first, second in sorted(curated_pairs(known)):
        _add_by_hand(measured, anchors, first, second)
    records = []
    for anchor in sorted(anchors):
        ranked = sorted(measured[anchor].items(), key=lambda item: (-item[1], item[0]))
        near = "".join(character for character, value in ranked if value >= NEAR)
        alike = "".join(character for character, value in ranked if 0 < value < NEAR)
        if near or alike:
            records.append((anchor, near, alike))
    return records


def _add_by_hand(measured: dict[str, dict[str, float]], anchors: set[str], first: str, second: str) -> None:
    where = f"characters_look_alikes.tsv: {first} {second}"
    if not {first, second} & anchors:
        raise LookAlikeError(f"{where}: no name of a division has either")
    for anchor, other in ((first, second), (second, first)):
        if measured[anchor].get(other):
            raise LookAlikeError(f"{where}: found without this row")
        if anchor in anchors:
            measured[anchor][other] = SMALL_ALIKE
