"""The lattice: every way to read the names of an outline as one place, each with its evidence.

A *reading* takes some of the names, each inside the one before (江西省｜新余市｜渝水区), the same again, or in
contradiction to it, and leaves the rest of the outline unread. Its score is a sum of log-odds against the null
reading, which takes no name at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from coedu_zones.data.locks import shared_lock
from coedu_zones.parse.names import Entry, NameIndex
from coedu_zones.parse.namings import Namings
from coedu_zones.parse.readings import Name, Reading
from coedu_zones.parse.search import Search
from coedu_zones.parse.shapes import Shapes, shapes

MOST_NAMES: Final = 24  # names of one outline that are read
LONGEST_MENTION: Final = 40  # characters of an outline that one mention in running text may take
MOST_MENTIONS: Final = 10_000  # pieces of running text that are remembered
MENTIONED: Final = 3.0  # log-odds above which a name in running text is a mention
AGAIN: Final = frozenset({"again", "gap joined full", "gap road full", "gap office full", "gap township full", "gap one full"})


class Lattice:
    """Reads the outlines of one index."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self.namings = Namings(index)
        self.scale = self.namings.scale
        self.shapes: Mapping[str, Shapes] = shapes()
        self._mentions: dict[str, int] = {}

    @property
    def weights(self) -> Mapping[str, float]:
        return self.scale.weights

    def names(self, shape: str) -> list[Name]:
        """The names that stand in an outline, by their start; the longest first. What lies inside a full name is none."""
        found: list[Name] = []
        covered = touched = 0  # where the last full name ends, and the last name of any kind
        for pos, char in enumerate(shape):
            if char < "\u3000" and not char.isdecimal():
                continue
            if len(found) >= MOST_NAMES:
                break
            here = len(found)
            found += self._names_at(shape, pos, covered)
            alone = pos >= touched
            for name in found[here:]:
                touched = max(touched, name.end)
                if name.naming.strong and name.end - pos > 2 and alone and name.end > covered:  # 石家庄市｜郊区, not 石家庄｜市郊区
                    covered = name.end
        return found

    def _names_at(self, shape: str, pos: int, covered: int) -> Iterator[Name]:
        if shape[pos].isdecimal():
            code = shape[pos : pos + 6]
            if len(code) == 6 and code in self.index.codes and (pos == 0 or shape[pos - 1] in ",(:"):
                yield Name(pos, pos + 6, self.namings.naming(code, (self.index.codes[code],), strong=True))
            return
        cut = full = False
        for word, _ in self.index.at(shape, pos):
            end = pos + len(word)
            if end <= covered:
                break
            for naming in self.namings.of_word(word, cut=cut):
                if naming.strong or not full:
                    yield Name(pos, end, naming)
            cut = True
            full = full or (word in self.index.strong and len(word) > 2)
        if pos == 0 and shape[0] in self.index.letters and not cut:
            yield Name(0, 1, self.namings.naming(shape[0], (self.index.letters[shape[0]],), strong=False))

    def readings(self, shape: str, scope: tuple[Entry, ...] = (), extra: tuple[Name, ...] = ()) -> list[Reading]:
        """The readings of an outline, best first."""
        names = sorted((*self.names(shape), *extra), key=lambda n: (n.start, -n.end))
        return Search(self.namings, self.shapes, shape, scope, names).readings() if names else []

    def mentions(self, shape: str) -> Iterator[tuple[int, int]]:
        """Where names stand in running text that are places by themselves, runs of them as one."""
        pos = 0
        while pos < len(shape):
            length = self._mention(shape[pos : pos + LONGEST_MENTION]) if self.index.longest(shape, pos) else 0
            if length:
                yield pos, pos + length
            pos += length or 1

    def _mention(self, piece: str) -> int:
        """How much of a piece its best reading takes from the start, if that is more likely a place than not; else 0."""
        found = self._mentions.get(piece)
        if found is None:
            readings = (
                r for r in self.readings(piece)
                if r.names[0].start == 0 and not r.conflict and not any(e.kind in AGAIN for e in r.evidence)
            )  # fmt: skip
            best = next((r for r in readings if r.names[-1].strong or len(r.names) > 1), None)
            found = best.end if best is not None and best.score >= MENTIONED else 0
            with shared_lock:
                if len(self._mentions) >= MOST_MENTIONS:
                    self._mentions.clear()
                self._mentions[piece] = found
        return found
