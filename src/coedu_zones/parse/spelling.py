"""Misspelt names → what they were meant to be: homophones, look-alikes, slips. The only home of rapidfuzz.

A stretch of text misspells a name when they are equal but for one character that is another, missing, written twice
or one too many, or for two that changed places. Such pairs have a character to leave out in each so that the same is
left (Bocek, Hunt, Stiller 2007). What comes close is aligned character by character, and its one difference is named
by its kind: how the two characters sound (zh/z, ch/c, sh/s, l/n, -ng/-n are mixed up) and what they look like.
Whether the name was meant is for the lattice to decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final, NamedTuple

from coedu_zones.data.reader import load_once, read_table
from coedu_zones.messages import Sentence
from coedu_zones.parse.characters import Characters, Slip
from coedu_zones.parse.names import MAX_NAME, MOST_WINDOWS, Entry, Named, NameIndex, is_recent
from coedu_zones.places.codes import is_code
from coedu_zones.places.romanize import GENERIC_LETTERS

PROVINCE: Final = "省"
COUNTIES: Final = frozenset("县区旗")
BANNERS: Final = frozenset("旗盟")
INNER_MONGOLIA: Final = "150000"
_MOST_KNOWN: Final = 2_000  # stretches whose neighbours are remembered
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
        return Sentence("{written} → {name}: {why}", written=self.written, name=self.name, why=self.slip.why)


class Speller:
    """Finds the names of one index that a stretch of text misspells."""

    def __init__(self, index: NameIndex, characters: Characters) -> None:
        self.index = index
        self.characters = characters
        self.names: list[str] = []
        self.entries: list[tuple[Entry, ...]] = []
        self._at: dict[str, int] = {}  # name → its position
        self._shorter: dict[str, list[int]] = {}  # a name without one of its characters → its position
        for name, entries in index.names.items():
            if name[-1] not in GENERIC_LETTERS:
                continue
            meant = tuple(e for e in entries if e.form.strong and self.is_meant(e.place))
            if meant:
                self._at[name] = len(self.names)
                for shorter in _shorter(name) if len(name) > 2 else ():
                    self._shorter.setdefault(shorter, []).append(len(self.names))
                self.names.append(name)
                self.entries.append(meant)
        self.elsewhere = {name for name, _ in read_table("elsewhere.tsv", 2)}
        self._ends: dict[str, int] = {}
        self._near: dict[str, list[tuple[int, Slip]]] = {}

    @staticmethod
    def is_meant(place: Named) -> bool:
        """Whether a place is still written of: a county or what is above it, of today or of the last years."""
        return is_code(place) if isinstance(place, str) else is_recent(place)

    @staticmethod
    def current() -> Speller:
        """The speller of the current index, built on first use and shared."""
        return _current()

    def meant(self, text: str, start: int, above: tuple[Named, ...]) -> Iterator[Meant]:
        """The names inside one of the places ``above`` that the text at ``start`` misspells."""
        for end in self.windows(text, start):
            yield from self.meant_by(text[start:end], above)

    def meant_by(self, written: str, above: tuple[Named, ...]) -> Iterator[Meant]:
        """The names inside one of the places ``above`` that a stretch of text misspells: what is right as it stands, here
        or elsewhere, misspells none.
        """
        if not above and written in self.elsewhere:
            return
        near = self._near.get(written)
        if near is None:
            near = [] if self.is_right(written) else self.neighbours(written)
            if len(self._near) >= _MOST_KNOWN:
                self._near.clear()
            self._near[written] = near
        if not near:
            return
        ancestors, places = self.index.ancestors, frozenset(above)
        for i, slip in near:
            inside = self.entries[i]
            if above:
                inside = tuple(e for e in inside if not places.isdisjoint(ancestors[e.place][:-1]))
            if inside:
                yield Meant(written, self.names[i], inside, slip)

    def is_right(self, written: str) -> bool:
        """Whether a stretch of text is a name as it stands, in the year of the index or later."""
        return written in self.index.names or (
            self.index.gazetteer.year is not None and written in NameIndex.current().names
        )

    def names_in(self, place: str) -> tuple[str, ...]:
        """The names inside a place that a stretch of text may misspell.

        >>> Speller.current().names_in("360500")
        ('渝水区', '分宜县')
        """
        return self._inside.get(place, ())

    @cached_property
    def _inside(self) -> dict[str, tuple[str, ...]]:
        """Place → the names inside it."""
        found: dict[str, dict[str, None]] = {}
        for name, entries in zip(self.names, self.entries, strict=True):
            for entry in entries:
                for place in self.index.ancestors[entry.place][:-1]:
                    found.setdefault(place, {})[name] = None
        return {place: tuple(names) for place, names in found.items()}

    def possible(self, slip: Slip, entries: tuple[Entry, ...]) -> bool:
        """Banners and leagues are in 内蒙古: elsewhere none is written for a county; and nobody writes a province for one, or a
        county for a province.
        """
        if slip.kind != "wrong generic":
            return True
        is_province = self.index.level(entries[0].place) == "province"
        if slip.written == PROVINCE or (is_province and slip.written in COUNTIES):
            return is_province and slip.written == PROVINCE
        if slip.written not in BANNERS:
            return True
        return self.index.ancestors[entries[0].place][0] == INNER_MONGOLIA

    def neighbours(self, written: str) -> list[tuple[int, Slip]]:
        """The positions of the names that are one slip away, those that sound alike first."""
        found = set(self._shorter.get(written, ()))
        for shorter in _shorter(written):
            found.update(self._shorter.get(shorter, ()))
            if shorter in self._at:
                found.add(self._at[shorter])
        slips = [(i, slip) for i in sorted(found) if (slip := self.slip(written, self.names[i]))]
        key = self.characters.key
        slips.sort(key=lambda pair: key(written) != key(self.names[pair[0]]))
        return [(i, slip) for i, slip in slips if self.possible(slip, self.entries[i])]

    def windows(self, text: str, start: int) -> Iterator[int]:
        """The ends of the stretches at ``start`` that may be a misspelt name: at a generic, or at what sounds so."""
        count = 0
        known = self._ends.get
        for end in range(start + 1, min(start + MAX_NAME, len(text)) + 1):
            least = known(text[end - 1]) or self.least_length(text[end - 1])
            if least < 0:
                return
            if least <= end - start:
                yield end
                count += 1
                if count == MOST_WINDOWS:
                    return

    def least_length(self, char: str) -> int:
        """From which length on a stretch that ends in a character may be a misspelt name; below 0 for what no name holds."""
        if not "\u3400" <= char <= "\u9fff":
            found = -1
        elif char in GENERIC_LETTERS:
            found = 2
        else:
            found = MAX_NAME + 1 if self.characters.syllables(char).isdisjoint(_GENERIC_SYLLABLES) else 3
        self._ends[char] = found
        return found

    def slip(self, written: str, name: str) -> Slip | None:
        """The one difference between ``written`` and ``name``; ``None`` when there are more, or none."""
        distance = _distance()
        if distance.OSA.distance(written, name, score_cutoff=1) != 1:
            return None
        (how, at, there), *more = distance.Levenshtein.editops(written, name)
        if more:
            i = min(at, more[0][1])
            pair = name[i : i + 2]
            why = Sentence("{pair} is written the wrong way round", pair=pair)
            return Slip("swapped characters", written[i : i + 2], pair, why)
        if how == "insert":
            return Slip("missing character", "", name[there], Sentence("{char} is missing", char=name[there]))
        char = written[at]
        if how == "delete":
            if char in {written[at - 1 : at], written[at + 1 : at + 2]}:
                return Slip("doubled character", char, "", Sentence("{char} is written twice", char=char))
            if len(name) < 3:
                return None  # 城区县 is no 区县
            return Slip("extra character", char, "", Sentence("{char} is one too many", char=char))
        if at == len(name) - 1 and char in GENERIC_LETTERS and name[at] in GENERIC_LETTERS:
            why = Sentence("{stem} is a {right}, not a {wrong}", stem=written[:-1], right=name[at], wrong=char)
            return Slip("wrong generic", char, name[at], why)
        return self.characters.difference(char, name[at])


@load_once
def _current() -> Speller:
    return Speller(NameIndex.current(), Characters.load())


@load_once
def _distance() -> Any:
    """Alignment of two words: only a stretch that comes close to a name pays for rapidfuzz."""
    from rapidfuzz import distance  # noqa: PLC0415

    return distance


def _shorter(name: str) -> set[str]:
    """A name without one of its characters, each in turn."""
    return {name[:i] + name[i + 1 :] for i in range(len(name))}
