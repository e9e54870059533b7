"""Misspelt names → what they were meant to be: homophones, look-alikes, slips. The only home of rapidfuzz.

A stretch of text is compared with names by its sound: every character becomes one letter for its syllable, with the
sounds that speakers mix up (zh/z, ch/c, sh/s, l/n, -ng/-n) made equal. What comes close is aligned character by
character, and its one difference is named by its kind. Whether the name was meant is for the lattice to decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from coedu_zones.data.reader import load_once, read_table
from coedu_zones.parse.characters import Characters, Slip
from coedu_zones.parse.names import GENERICS, MAX_NAME, Entry, NameIndex

BANNERS: Final = frozenset("旗盟")
_MAX_WINDOWS: Final = 5
_MAX_NEIGHBOURS: Final = 200
_GENERIC_SYLLABLES: Final = frozenset({"qu", "xian", "shi", "qi", "zhou", "meng", "sheng"})


class Meant(NamedTuple):
    """A name that a misspelt stretch of text may have been meant to be."""

    written: str
    name: str
    entries: tuple[Entry, ...]
    slip: Slip

    @property
    def evidence(self) -> str:
        """One line: what was read as what, and why."""
        return f"{self.written} → {self.name}: {self.slip.why}"


class Speller:
    """Finds the names of one index that a stretch of text misspells."""

    def __init__(self, index: NameIndex, characters: Characters) -> None:
        self.index = index
        self.characters = characters
        self.names: list[str] = []
        self.entries: list[tuple[Entry, ...]] = []
        self.keys: list[str] = []
        for name, entries in index.names.items():
            present = tuple(e for e in entries if e.form.strong and e.place.isdecimal())
            if present and len(name) > 2 and name[-1] in GENERICS:
                self.names.append(name)
                self.entries.append(present)
                self.keys.append(characters.key(name))
        # what is right as it stands, here or elsewhere, now or at another time
        self.right = {name for name, _ in read_table("elsewhere.tsv", 2)} | set(index.names)
        self._inside: dict[str, tuple[list[int], list[str]]] = {}

    @staticmethod
    def current() -> Speller:
        """The speller of the current index, built on first use and shared."""
        return _current()

    def inside(self, place: str) -> tuple[list[int], list[str]]:
        """The names inside a place (``""``: anywhere), as positions and keys."""
        found = self._inside.get(place)
        if found is None:
            above = self.index.ancestors
            positions = [
                i for i, entries in enumerate(self.entries) if not place or any(place in above[e.place][:-1] for e in entries)
            ]
            found = self._inside[place] = (positions, [self.keys[i] for i in positions])
        return found

    def meant(self, text: str, start: int, above: tuple[str, ...]) -> Iterator[Meant]:
        """The names inside one of the places ``above`` that the text at ``start`` misspells."""
        for end in self.windows(text, start):
            written = text[start:end]
            if written in self.right:
                continue
            seen = set()
            for place in above or ("",):
                for i in self.neighbours(written, place):
                    slip = self.slip(written, self.names[i]) if i not in seen else None
                    seen.add(i)
                    if slip is not None and self.possible(slip, self.entries[i]):
                        inside = self.entries[i]
                        if place:
                            inside = tuple(e for e in inside if place in self.index.ancestors[e.place][:-1])
                        yield Meant(written, self.names[i], inside, slip)

    @staticmethod
    def possible(slip: Slip, entries: tuple[Entry, ...]) -> bool:
        """Banners and leagues are in 内蒙古 (15): elsewhere none is written for a county."""
        return slip.kind != "wrong generic" or slip.written not in BANNERS or entries[0].place.startswith("15")

    def neighbours(self, written: str, place: str) -> Iterator[int]:
        """The positions of the names inside a place that are one slip away by their sound, or two in a long name."""
        positions, keys = self.inside(place)
        near = process.extract(
            self.characters.key(written), keys, scorer=OSA.distance, score_cutoff=1 if len(written) < 8 else 2,
            limit=_MAX_NEIGHBOURS, processor=None,
        )  # fmt: skip
        for _, _, i in near:
            yield positions[i]

    def windows(self, text: str, start: int) -> Iterator[int]:
        """The ends of the stretches at ``start`` that may be a misspelt name: at a generic, or at what sounds so."""
        count = 0
        for end in range(start + 2, min(start + MAX_NAME, len(text)) + 1):
            last = text[end - 1]
            if not "\u3400" <= last <= "\u9fff":
                return
            if last in GENERICS or (
                end - start >= 3 and not self.characters.syllables(last).isdisjoint(_GENERIC_SYLLABLES)
            ):
                yield end
                count += 1
                if count == _MAX_WINDOWS:
                    return

    def slip(self, written: str, name: str) -> Slip | None:
        """The one difference between ``written`` and ``name``; ``None`` when there are more, or none."""
        if written == name:
            return None
        if len(written) == len(name):
            return self._changed(written, name)
        if abs(len(written) - len(name)) > 1:
            return None
        longer, shorter = (written, name) if len(written) > len(name) else (name, written)
        at = next((i for i, c in enumerate(shorter) if longer[i] != c), len(shorter))
        if longer[:at] + longer[at + 1 :] != shorter:
            return None
        char = longer[at]
        if longer is name:
            return Slip("missing character", "", char, f"{char} is missing")
        if at and longer[at - 1] == char:
            return Slip("doubled character", char, "", f"{char} is written twice")
        return Slip("extra character", char, "", f"{char} is one too many")

    def _changed(self, written: str, name: str) -> Slip | None:
        different = [i for i, (a, b) in enumerate(zip(written, name, strict=True)) if a != b]
        if len(different) == 2 and different[1] == different[0] + 1:
            i = different[0]
            if written[i] == name[i + 1] and written[i + 1] == name[i]:
                pair = name[i : i + 2]
                return Slip("swapped characters", written[i : i + 2], pair, f"{pair} is written the wrong way round")
        if len(different) != 1:
            return None
        a, b = written[different[0]], name[different[0]]
        if different[0] == len(name) - 1 and a in GENERICS and b in GENERICS:
            return Slip("wrong generic", a, b, f"{written[:-1]} is a {b}, not a {a}")
        return self.characters.difference(a, b)


@load_once
def _current() -> Speller:
    return Speller(NameIndex.current(), Characters.load())
