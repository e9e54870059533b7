"""Misspelt names → what they were meant to be: homophones, look-alikes, slips. The only home of rapidfuzz.

A name is compared by its sound: every character becomes one letter for its
syllable, with the sounds that speakers mix up (zh/z, ch/c, sh/s, l/n, -ng/-n) made
equal, and rapidfuzz compares a window of the text with all names inside the
narrowest place that is known. What comes close is then aligned character by
character, and every difference is priced by its kind. Only one slip in one name is
ever repaired, and the rest of the text must read on exactly from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from coedu_zones.characters import Characters, Slip
from coedu_zones.lineage import History
from coedu_zones.names import SHORT, Entry, NameIndex
from coedu_zones.patterns import Pattern
from coedu_zones.resolution import Method
from coedu_zones.rules import NO_DIVISION
from coedu_zones.segment import Chain, walk
from coedu_zones.shipped import load_once, read_table
from coedu_zones.support import GAP

MAX_NAME: Final = 16
_MAX_WINDOWS: Final = 4
_MAX_NEIGHBOURS: Final = 200
# characters that sound like a generic and end everyday words: 大理石, 东方式, 无极限, 太湖石
_WORD_ENDINGS: Final = frozenset("石式室线限师士史诗食事时期器气汽曲渠趣去仙是使势试视饰示世失施湿鲜险现先显闲弦州粥洲周舟轴声生升省胜圣盛")
_GENERIC_SYLLABLES: Final = frozenset({"qu", "xian", "shi", "qi", "zhou", "meng", "sheng"})
_GENERICS: Final = frozenset("区县市旗州盟省")
_HAN: Final = Pattern("[\u3400-\u9fff]+")

# the score of a repaired name by the kind of slip: (with a place above it read exactly, alone)
SLIP_SCORES: Final = {
    "homophone": (96.0, 93.0),
    "homophone in another tone": (95.5, 90.0),
    "near-homophone": (95.0, 88.0),
    "look-alike": (95.0, 89.0),
    "wrong generic": (90.0, 87.0),
    "doubled character": (95.0, 90.0),
    "swapped characters": (94.0, 88.0),
    "extra character": (88.0, 80.0),
    "missing character": (88.0, 80.0),
    "other character": (84.0, 70.0),
}
_METHODS: Final = {
    "homophone": Method.HOMOPHONE, "homophone in another tone": Method.HOMOPHONE, "near-homophone": Method.HOMOPHONE, "look-alike": Method.LOOK_ALIKE,
}  # fmt: skip
_LONG_NAME_BONUS: Final = 8.0  # a slip in a name of six characters or more leaves enough to go by


class Repair(NamedTuple):
    """A place that a misspelt text may mean."""

    entries: tuple[Entry, ...]
    score: float
    method: Method
    slip: Slip
    written: str
    name: str
    start: int
    end: int

    @property
    def evidence(self) -> str:
        """One line: what was read as what, and why."""
        return f"{self.written} → {self.name}: {self.slip.why}"


class Speller:
    """Finds misspelt names of one index."""

    def __init__(self, index: NameIndex, characters: Characters) -> None:
        self.index = index
        self.characters = characters
        self.names: list[str] = []
        self.entries: list[tuple[Entry, ...]] = []
        self.keys: list[str] = []
        for name, entries in index.names.items():
            strong = tuple(e for e in entries if e[1] <= SHORT and e[0][:6].isdecimal())
            if strong and len(name) > 2 and name[-1] in _GENERICS:
                self.names.append(name)
                self.entries.append(strong)
                self.keys.append(characters.key(name))
        self.right = _right_names()  # what is right as it stands, now or at another time or elsewhere
        self._inside: dict[str, tuple[list[int], list[str]]] = {}

    @staticmethod
    def current() -> Speller:
        """The speller of the current index, built on first use and shared."""
        return _current()

    def inside(self, above: tuple[Entry, ...]) -> tuple[list[int], list[str]]:
        """The names inside the places that are known (all of them without any): positions and keys."""
        place = above[0][0] if above else ""
        found = self._inside.get(place)
        if found is None:
            ancestors = self.index.ancestors
            positions = [
                i
                for i, entries in enumerate(self.entries)
                if not place or any(place in ancestors[p][:-1] for p, _ in entries)
            ]
            found = self._inside[place] = (positions, [self.keys[i] for i in positions])
        return found

    def repairs(self, text: str, pos: int, above: tuple[Entry, ...]) -> list[Repair]:
        """What the name at ``pos`` may be, inside ``above``, best first; each with the exact rest behind it."""
        gap = GAP.match(text, pos)
        start = gap.end() if gap else pos
        found: dict[tuple[str, ...], Repair] = {}
        for end in self.windows(text, start):
            written = text[start:end]
            if written in self.right or (not above and written[-1] in _WORD_ENDINGS):
                continue
            for i in self.neighbours(written, above):
                slip = self.slip(written, self.names[i])
                repair = slip and self._repair(text, start, end, i, above, slip)
                if repair:
                    where = tuple(sorted(place for place, _ in repair.entries))
                    if where not in found or found[where].score < repair.score:
                        found[where] = repair
        return sorted(found.values(), key=lambda r: (-r.score, r.entries))

    def neighbours(self, written: str, above: tuple[Entry, ...]) -> Iterator[int]:
        """The positions of the names that are one slip away by their sound, or two in a long name."""
        key = self.characters.key(written)
        for above_one in ((entry,) for entry in above) if above else ((),):
            positions, keys = self.inside(above_one)
            near = process.extract(
                key, keys, scorer=OSA.distance, score_cutoff=1 if len(written) < 8 else 2, limit=_MAX_NEIGHBOURS,
                processor=None,
            )  # fmt: skip
            for _, _, i in near:
                yield positions[i]

    def windows(self, text: str, start: int) -> Iterator[int]:
        """The ends of the stretches at ``start`` that may be a misspelt name: at a generic, or what sounds so."""
        run = _HAN.match(text, start, start + MAX_NAME)
        if not run:
            return
        count = 0
        for end in range(start + 2, run.end() + 1):
            last = text[end - 1]
            if last in _GENERICS or (
                end - start >= 3 and not self.characters.syllables(last).isdisjoint(_GENERIC_SYLLABLES)
            ):
                if NO_DIVISION.search(text, start, end - 1):
                    continue
                yield end
                count += 1
                if count == _MAX_WINDOWS:
                    return

    def _repair(
        self, text: str, start: int, end: int, i: int, above: tuple[Entry, ...], slip: Slip
    ) -> Repair | None:
        inside = self.entries[i]
        if slip.kind == "wrong generic" and slip.written in "旗盟" and not any(e[0].startswith("15") for e in inside):
            return None  # banners and leagues are in 内蒙古: 黄龙旗 is no 黄龙县
        if above:
            ancestors = self.index.ancestors
            inside = tuple(e for e in inside if any(p in ancestors[e[0]][:-1] for p, _ in above))
        chain = self._rest(text, end, inside)
        in_context, alone = SLIP_SCORES[slip.kind]
        name = self.names[i]
        if chain is not None:
            score = in_context if above or len(chain.readings) > 0 else alone
            inside, stop = chain.entries, chain.end
        else:
            score, stop = (in_context if above else alone), end
        if len(name) >= 6 and score < 90.0:
            score = min(score + _LONG_NAME_BONUS, 92.0)
        return Repair(inside, score, _METHODS.get(slip.kind, Method.FUZZY), slip, text[start:end], name, start, stop)

    def _rest(self, text: str, end: int, inside: tuple[Entry, ...]) -> Chain | None:
        """The exact names that follow inside what was repaired: 新鱼市｜渝水区."""
        gap = GAP.match(text, end)
        start = gap.end() if gap else end
        chain = walk(self.index, text, start, inside)
        return chain if chain is not None and chain.clash is None else None

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
        if different[0] == len(name) - 1 and a in _GENERICS and b in _GENERICS:
            return Slip("wrong generic", a, b, f"{written[:-1]} is a {b}, not a {a}")
        return self.characters.difference(a, b)


@load_once
def _right_names() -> frozenset[str]:
    elsewhere = {name for name, _ in read_table("elsewhere.tsv", 2)}
    periods = {period.name for periods in History.load().by_code.values() for period in periods}
    return frozenset(elsewhere | periods)


@load_once
def _current() -> Speller:
    return Speller(NameIndex.current(), Characters.load())

