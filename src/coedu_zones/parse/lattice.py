"""The lattice: every way to read the names of an outline as one place, each with its evidence.

A *reading* takes some of the names, each inside the one before (江西省｜新余市｜渝水区), the same again, or in
contradiction to it, and leaves the rest of the outline unread. Its score is a sum of log-odds against the null
reading, which takes no name at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from coedu_zones.parse.names import Entry, NameIndex, may_cross
from coedu_zones.parse.namings import Namings
from coedu_zones.parse.readings import Name, Reading
from coedu_zones.parse.search import Search
from coedu_zones.parse.shapes import Shapes, shapes

MOST_NAMES: Final = 12  # names of one outline that are read


class Lattice:
    """Reads the outlines of one index."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self.namings = Namings(index)
        self.scale = self.namings.scale
        self.shapes: Mapping[str, Shapes] = shapes()
        self._open: dict[str, bool] = {}

    @property
    def weights(self) -> Mapping[str, float]:
        return self.scale.weights

    def names(self, shape: str) -> list[Name]:
        """The names that stand in an outline, by their start; the longest first. What lies inside a full name is none."""
        found: list[Name] = []
        covered = touched = 0  # where the last full name ends, and the last name of any kind
        open_from = 0  # what begins before it lies inside a full name
        for pos, char in enumerate(shape):
            if pos < open_from or (char < "\u3000" and not char.isdecimal()):
                continue
            if len(found) >= MOST_NAMES:
                break
            here = len(found)
            found += self._names_at(shape, pos, covered)
            alone = pos >= touched
            for name in found[here:]:
                touched = max(touched, name.end)
                if (
                    name.naming.strong and name.end - pos > 2 and alone and name.end > covered
                ):  # 石家庄市｜郊区, not 石家庄｜市郊区
                    covered = name.end
                    if not self.is_open(name.word):
                        open_from = name.end - 1
        return found

    def is_open(self, word: str) -> bool:
        """Whether another name may begin inside a name, before its last character, and go on behind it."""
        found = self._open.get(word)
        if found is None:
            found = self._open[word] = may_cross(word, self.index.lengths)
        return found

    def _names_at(self, shape: str, pos: int, covered: int) -> Iterator[Name]:
        if shape[pos].isdecimal():
            code = shape[pos : pos + 6]
            if len(code) == 6 and code in self.index.codes and (pos == 0 or shape[pos - 1] in ",(:d"):
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
