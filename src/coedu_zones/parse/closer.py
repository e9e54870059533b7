"""A closer look at what an outline leaves open: townships, and misspelt names, at the places where one more name may stand.

Both are further names of the lattice. They are looked for by the characters themselves, which the outline does not keep.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, Final

from coedu_zones.parse.decision import Decision, is_sure
from coedu_zones.parse.lattice import Lattice
from coedu_zones.parse.names import Entry, Named
from coedu_zones.parse.naming import Naming
from coedu_zones.parse.parsed import Settled
from coedu_zones.parse.readings import Name
from coedu_zones.parse.shapes import Letters
from coedu_zones.parse.tokens import Outline
from coedu_zones.parse.townships import Found, TownshipNames
from coedu_zones.places.codes import is_code

if TYPE_CHECKING:
    from coedu_zones.parse.spelling import Speller

ENDINGS: Final = frozenset("GwWZE")  # cues of several characters that may end the name of a division
LONG: Final = 80  # characters of an outline in which no more than so many further names are looked for,
MOST_FURTHER: Final = 4  # … as each is weighed against every other
MOST_OPTIONS: Final = 3  # options of a decision behind which one more name is looked for
MOST_KNOWN: Final = 20_000  # names of townships, each with all that bear it
MOST_MEANT: Final = 6_000  # misspelt stretches that are remembered with what they stand for

Above = tuple[Named, ...]
"""The places that a name must lie in; any place will do when there are none."""


class CloserLook:
    """Finds further names for one lattice."""

    def __init__(self, lattice: Lattice, townships: TownshipNames, speller: Callable[[], Speller]) -> None:
        self.lattice = lattice
        self.index = lattice.index
        self.townships = townships
        self._speller = speller
        self._towns: dict[tuple[str, bool], Naming | None] = {}
        self._meant: dict[tuple[str, Above], tuple[Naming, ...]] = {}

    def forget(self) -> None:
        """The weights have changed."""
        self._towns.clear()
        self._meant.clear()

    def names(self, text: str, plain: Outline, decision: Decision, scope: tuple[Entry, ...]) -> tuple[Name, ...]:
        """The names that a closer look at a text finds beside those of its outline."""
        holder = self._holder(decision)
        places = self.open_places(plain.shape, decision, holder)
        if not places:
            return ()
        ends = {end: i for i, end in enumerate(plain.at)}
        letters = Letters(plain.shape)
        within = tuple(e.place for e in scope)
        misspelt = self.lattice.shapes["misspelt"].named
        slips = chain.from_iterable(
            found
            for start, above in places.items()
            if (found := self._misspelt(text, plain, ends, start, above or within))
            and misspelt(letters.behind(start)) != "other"
        )
        towns = chain.from_iterable(self._townships(text, plain, ends, start, holder) for start in places)
        most = MOST_FURTHER if len(plain.shape) > LONG else None
        return (*islice(slips, most), *islice(towns, most))

    def names_inside(self, shape: str, decision: Decision) -> tuple[Name, ...]:
        """The names that a closer look finds inside those of an outline, taken for the text itself."""
        return self.names(shape, Outline(shape, tuple(range(len(shape) + 1))), decision, ())

    def is_quiet(self, text: str, settled: Settled, end: int) -> bool:
        """Whether no further name stands behind the names of a decision that is nearly settled, which end at ``end``, or
        in place of the last of them, but for townships that are known to stand inside it.
        """
        option = settled.decision.options[0]
        if self._names_behind(text, end) or self._goes_on(text, end, (option.place,), self._holder(settled.decision)):
            return False
        if option.reading.names[-1].strong:
            return True
        return not self._goes_on(text, settled.last, self.index.ancestors[option.place][-2:-1], "", settled.inside)

    def _names_behind(self, text: str, start: int) -> bool:
        """Whether a name stands in the text behind a place of it, or a full one at it: 新余市｜公安局渝水分局."""
        lengths = self.index.lengths.get
        known: Container[str] = self.index.strong
        for pos in range(start, len(text) - 1):
            if any(text[pos : pos + length] in known for length in lengths(text[pos : pos + 2], ())):
                return True
            known = self.index.names
        return False

    def _goes_on(
        self, text: str, start: int, above: Above, holder: str, known: Container[tuple[int, int]] = ()
    ) -> bool:
        """Whether a name inside a place may stand at a place of the text, misspelt or as a township's that is not known."""
        towns = (
            self._town(text, start, town, holder)
            for town in self.townships.at(text, start)
            if (start, start + town.length) not in known
        )
        return any(towns) or any(True for _ in self._speller().meant(text, start, above))

    def names_in(self, place: str) -> tuple[str, ...]:
        """The names inside a place that may be misspelt."""
        return self._speller().names_in(place)

    def least_length(self, char: str) -> int:
        """From which length on a stretch that ends in a character may be a misspelt name; below 0 for what no name holds."""
        return self._speller().least_length(char)

    def open_places(self, shape: str, decision: Decision, holder: str) -> dict[int, Above]:
        """Where in the outline one more name may begin, and the places that it must lie in."""
        lead = next((i for i, c in enumerate(shape) if c not in ",():CY"), len(shape))
        places: list[tuple[int, Above]] = []
        if not (holder and decision.options[0].reading.names[0].start == lead):
            places.append((lead, ()))
        for option in (*decision.options[:MOST_OPTIONS], *decision.inside[:MOST_OPTIONS]):
            last = option.reading.names[-1]
            above = coded(option.reading.entries)
            places.append((last.end, above))
            places += (
                (before.end, coded(before.entries))
                for before, name in pairwise(option.reading.names)
                if before.end < name.start
            )
            if not last.strong:
                chains = (self.index.ancestors[p] for p in above)
                places.append((last.start, tuple({chain[-2] for chain in chains if len(chain) > 1})))
        found: dict[int, Above] = {}
        for behind, inside in places:
            place = behind
            while place < len(shape) and shape[place] in ",(:":
                place += 1
            if place < len(shape) and place not in found and shape[place] not in "0a":
                found[place] = inside
        return found

    def _townships(self, text: str, plain: Outline, ends: dict[int, int], start: int, holder: str) -> Iterator[Name]:
        """The township whose name starts at a place of the outline, where it ends at one, and lies in ``holder``, if any."""
        begin = plain.at[start]
        for town in self.townships.at(text, begin):
            if not town.generic and self._is_cut_off(text, begin, begin + town.length):
                continue
            end = ends.get(begin + town.length)
            naming = self._town(text, begin, town, holder) if end is not None else None
            if end is not None and naming is not None:
                yield Name(start, end, naming)

    def _is_cut_off(self, text: str, start: int, end: int) -> bool:
        """Whether a longer name of a division begins with a township's stem, or one that begins inside it goes on behind it,
        where no other begins: 大兴安岭 holds no 大兴, 定西和平凉 no 和平.
        """
        if any(start + len(word) > end for word, _ in self.index.at(text, start)):
            return True
        inside = (pos + len(word) > end for pos in range(start + 1, end) for word, _ in self.index.at(text, pos))
        return any(inside) and not any(True for _ in self.index.at(text, end))

    def _town(self, text: str, begin: int, town: Found, holder: str) -> Naming | None:
        """A township's name as it is weighed, if one of its bearers lies in ``holder``, or did; without one, anywhere."""
        key = text[begin : begin + town.length], town.generic
        if key not in self._towns:
            if len(self._towns) >= MOST_KNOWN:
                self._towns.clear()
            entries = self.townships.entries(town)
            self._towns[key] = self.lattice.namings.naming(key[0], entries, strong=False) if entries else None
        found = self._towns[key]
        ancestors = self.index.ancestors
        if found is None or not holder or any(holder in ancestors[entry.place] for entry in found.entries):
            return found
        return None

    @staticmethod
    def _holder(decision: Decision) -> str:
        """The place in which further names must lie; empty where they may lie anywhere."""
        return decision.options[0].place if decision.options and is_sure(decision.options[0]) else ""

    def _misspelt(self, text: str, plain: Outline, ends: dict[int, int], start: int, above: Above) -> list[Name]:
        """Names that stretches of the text may have been meant to be, at their places in the outline."""
        found: list[Name] = []
        begin = plain.at[start]
        for stop in self._speller().windows(text, begin):
            end = ends.get(stop)
            if end is None or (plain.at[end] - plain.at[end - 1] != 1 and plain.shape[end - 1] not in ENDINGS):
                continue
            key = text[begin:stop], above
            namings = self._meant.get(key)
            if namings is None:
                if len(self._meant) >= MOST_MEANT:
                    self._meant.clear()
                made = self.lattice.namings.naming
                namings = self._meant[key] = tuple(
                    made(meant.name, meant.entries, strong=True, slip=meant.slip, written=meant.written)
                    for meant in self._speller().meant_by(*key)
                )
            found += [Name(start, end, naming) for naming in namings]
        return found


def coded(entries: tuple[Entry, ...]) -> Above:
    """The places of today with a code that entries mean."""
    return tuple(place for place, _ in entries if isinstance(place, str) and is_code(place))
