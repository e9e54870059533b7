"""Readings of townships: the method of ``readings.py`` for some fifty thousand names, and the table that ships them.

A syllable of a stem is decided by, in this order:

1. the reading of the county, prefecture or province that the township lies in, where its name carries that stem;
2. ``curated/township_readings.tsv``: words and characters with their reading, in the whole country or under some
   codes, each with its reason; the longest word first, then the narrowest place;
3. ``curated/place_characters.tsv``, as for the divisions above;
4. both readers, where they agree.

Anything else is an error that names the township. A row that ``decides`` nothing says
``no``: it gives the reading that is taken where two are known and nothing tells which one
the place has. Names with such a syllable are counted as undecided.

What ships is one reading for each character, the one that most townships have, and
the stems that are read otherwise (``township_readings.tsv``), under some counties only where the same
stem is read in two ways.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from tools.fetch import Source
from tools.gazetteer import rows_by_code
from tools.readings import Reader, ReadingError, pinyin_pro_reader, pypinyin_reader
from tools.tables import read_curated, render
from tools.township_records import Pair
from tools.township_words import stem_of

COLUMNS = ("kind", "text", "counties", "pinyin")
COUNT_COLUMNS = ("decided_by", "present", "former")
#: How a name may be decided, in the order in which the counts are shown.
WAYS = ("readers", "division", "character", "rule", "undecided")


def build(sources: dict[str, Source], present: AbstractSet[Pair], former: AbstractSet[Pair]) -> dict[str, bytes]:
    """The table of readings and the counts behind it, from holder and name of each unit."""
    read = read_all(sources, present | former)
    return {"township_readings.tsv": table(read), "township_reading_counts.tsv": counts(read, present)}


def read_all(sources: dict[str, Source], names: Iterable[Pair], *, complete: bool = True) -> dict[Pair, StemReading]:
    """The reading of every name, by holder and name; ``complete`` names are all, and need every row."""
    readings = TownshipReadings(
        (pypinyin_reader(sources["pypinyin"]), pinyin_pro_reader(sources["pinyin-pro"])),
        division_stems(sources),
    )
    read = {pair: readings.of(*pair) for pair in sorted(names)}
    if complete and (unused := readings.unused()):
        raise ReadingError(f"township_readings.tsv: no name needs {unused}")
    return read


def division_stems(sources: dict[str, Source]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Code → stem and its syllables, of the divisions above."""
    return {
        code: (row["stem"], tuple(row["pinyin"].replace("-", " ").split()[: len(row["stem"])]))
        for code, row in rows_by_code(sources).items()
    }


@dataclass(frozen=True)
class Rule:
    """A row of the hand-kept table."""

    word: str
    places: tuple[str, ...]
    syllables: tuple[str, ...]
    decides: bool

    def reach(self, county: str) -> int:
        """How narrow the place is that holds here: digits of the code, 0 for the whole country, else -1."""
        if not self.places:
            return 0
        return max((len(place) for place in self.places if county.startswith(place)), default=-1)


@dataclass(frozen=True)
class StemReading:
    """The syllables of a stem and how they were decided, one of ``WAYS``."""

    syllables: tuple[str, ...]
    decided_by: str
    readers_differ: bool


def curated_rules() -> dict[str, tuple[Rule, ...]]:
    """The hand-kept rows by word."""
    found: dict[str, tuple[Rule, ...]] = defaultdict(tuple)
    for row in read_curated("township_readings.tsv"):
        word, syllables = row["word"], tuple(row["pinyin"].split("-"))
        rule = Rule(word, tuple(row["where"].split()), syllables, row["decides"] == "yes")
        if len(syllables) != len(word) or row["decides"] not in {"yes", "no"}:
            raise ReadingError(f"township_readings.tsv: {word}: not a syllable a character, or neither yes nor no")
        if any(set(rule.places or {""}) & set(other.places or {""}) for other in found[word]):
            raise ReadingError(f"township_readings.tsv: {word} has two rows for one place")
        found[word] = (*found[word], rule)
    return dict(found)


@dataclass
class TownshipReadings:
    """Reads the stems of townships by the rules at the head of this module."""

    readers: tuple[Reader, Reader]
    divisions: Mapping[str, tuple[str, tuple[str, ...]]]  # code → stem and its syllables
    rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=curated_rules)
    used: set[Rule] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._characters = {row["character"]: row["pinyin"] for row in read_curated("place_characters.tsv")}
        self._longest = max(map(len, self.rules))

    def of(self, county: str, name: str) -> StemReading:
        """The reading of the stem of a township under a holder.

        Raises:
            ReadingError: nothing decides between the readers.

        """
        stem = stem_of(name)
        first, second = (self._read(reader, name)[: len(stem)] for reader in self.readers)
        syllables: list[str] = [""] * len(stem)
        ways: list[str] = [""] * len(stem)
        self._by_division(county, stem, syllables, ways)
        self._by_rule(county, stem, syllables, ways)
        for at, (character, a, b) in enumerate(zip(stem, first, second, strict=True)):
            if not ways[at]:
                by_character = self._characters.get(character, "")
                syllables[at] = by_character or (a if a == b else "")
                ways[at] = "character" if by_character else "readers"
        if not all(syllables):
            raise ReadingError(f"{county} {name}: {' '.join(first)} or {' '.join(second)}?")
        needed = [way for way, s, a, b in zip(ways, syllables, first, second, strict=True) if not a == b == s] + [
            way for way in ways if way == "undecided"
        ]
        decided_by = max(needed, key=WAYS.index, default="readers")
        return StemReading(tuple(syllables), decided_by, first != second)

    def _read(self, reader: Reader, name: str) -> list[str]:
        """What a reader says; an empty syllable for each character when it lacks one of them."""
        known = "".join(c if c in reader.characters else "一" for c in name)
        return [s if c == k else "" for c, k, s in zip(name, known, reader.read(known), strict=True)]

    def _by_division(self, county: str, stem: str, syllables: list[str], ways: list[str]) -> None:
        for code in (county, county[:4] + "00", county[:2] + "0000"):
            own, read = self.divisions.get(code, ("", ()))
            at = stem.find(own) if len(own) > 1 else -1
            if at >= 0 and not any(ways[at : at + len(own)]):
                syllables[at : at + len(own)] = read
                ways[at : at + len(own)] = ["division"] * len(own)

    def _by_rule(self, county: str, stem: str, syllables: list[str], ways: list[str]) -> None:
        for size in range(min(self._longest, len(stem)), 0, -1):
            for at in range(len(stem) - size + 1):
                if any(ways[at : at + size]):
                    continue
                rules = self.rules.get(stem[at : at + size], ())
                rule = max(rules, key=lambda r: r.reach(county), default=None)
                if rule and rule.reach(county) >= 0:
                    syllables[at : at + size] = rule.syllables
                    ways[at : at + size] = ["rule" if rule.decides else "undecided"] * size
                    self.used.add(rule)

    def unused(self) -> list[str]:
        """Rows of the hand-kept table that no name needs."""
        rules = {rule for listed in self.rules.values() for rule in listed}
        return sorted(f"{rule.word} {' '.join(rule.places)}".strip() for rule in rules - self.used)


def defaults(read: Iterable[tuple[str, StemReading]]) -> dict[str, str]:
    """The syllable that most names have for a character; ``read`` are stems and their readings."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for stem, reading in read:
        for character, syllable in zip(stem, reading.syllables, strict=True):
            counts[character][syllable] += 1
    return {c: min(found, key=lambda s: (-found[s], s)) for c, found in sorted(counts.items())}


def table(read: Mapping[Pair, StemReading]) -> bytes:
    """The table that ships; ``read`` is the reading of each name by holder and name."""
    stems: dict[str, dict[tuple[str, ...], set[str]]] = defaultdict(lambda: defaultdict(set))
    for (county, name), reading in read.items():
        stems[stem_of(name)][reading.syllables].add(county)
    usual = defaults((stem_of(name), reading) for (_, name), reading in read.items())
    by_syllable: dict[str, list[str]] = defaultdict(list)
    for character, syllable in usual.items():
        by_syllable[syllable].append(character)
    rows = [("character", "".join(found), "", syllable) for syllable, found in sorted(by_syllable.items())]
    for stem, readings in sorted(stems.items()):
        common = max(readings, key=lambda s: (len(readings[s]), s))
        if common != tuple(usual[c] for c in stem):
            rows.append(("stem", stem, "", "-".join(common)))
        rows += [("stem", stem, " ".join(sorted(readings[s])), "-".join(s)) for s in sorted(readings.keys() - {common})]
    return render(COLUMNS, rows)


def counts(read: Mapping[Pair, StemReading], present: AbstractSet[Pair]) -> bytes:
    """How many names of today and former ones were decided in which way, and on how many the readers differ."""
    ways: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for pair, reading in read.items():
        ways[pair in present][reading.decided_by] += 1
        ways[pair in present]["readers differ"] += reading.readers_differ
    return render(
        COUNT_COLUMNS,
        ((way, str(ways[True][way]), str(ways[False][way])) for way in (*WAYS, "readers differ")),
    )
