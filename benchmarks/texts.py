"""The texts of the speed benchmark: places as people's tables hold them, in named kinds, from a seed.

An address is a head, which names a division with or without the levels above it, and a real tail: townships and
villages of the division from the lists of the ministry and the statistical office, estates, parts, buildings,
schools, crossings, asides in brackets. A seed gives the same texts on every machine; another seed gives others.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, get_args

from coedu_zones import get_division
from tools.corpora.addresses import place_of_work, road, tail
from tools.corpora.atlas import Atlas
from tools.corpora.conflicts import conflicts
from tools.corpora.former import former
from tools.corpora.names import write
from tools.corpora.open_world import CORPORA
from tools.corpora.sample import Half, Sample

Make = Callable[[], str | None]

#: Kind → how many of a thousand texts.
SHARES: Final = {
    "full address": 300, "city, county, community": 200, "county and address": 100, "stems and address": 70,
    "city and road": 40, "institution": 80, "name": 120, "misspelt": 20, "former": 20, "romanised": 10,
    "contradiction": 10, "no place": 30,
}  # fmt: skip
#: Addresses under counties alone, as most tables hold them.
ADDRESSES: Final = {"full address": 500, "city, county, community": 350, "county and address": 150}
BARE: Final = ("PCD", "CD", "D", "PD", "pcD", "cD", "cd", "pcd", "d", "P/C/D")
HALVES: Final[tuple[Half, ...]] = get_args(Half)
TRIES: Final = 20  # for each text: not every division has every form


class Texts:
    """Makes texts of each kind; two of the same seed make the same."""

    def __init__(self, atlas: Atlas, seed: int) -> None:
        self.atlas = atlas
        self.seed = seed
        self.draw = random.Random(seed)
        self.counties = [code for code in atlas.rows if not code.endswith("00") and code in atlas.townships]
        self.cities = [code for code in atlas.rows if code.endswith("00") and not code.endswith("0000")]
        self.slips = list(atlas.noise.slips.kinds.values())
        self._former, self._wrong, self._words = map(self._both_halves, (former, conflicts, CORPORA["words"]))
        self.kinds: dict[str, Make] = {
            "full address": lambda: self._address("PCD"),
            "city, county, community": self._community,
            "county and address": lambda: self._address("D", "PD", "CD"),
            "stems and address": lambda: self._address("cd", "pcd", "cD", "pcD", "d"),
            "city and road": self._road,
            "institution": self._institution,
            "name": lambda: self._head(BARE, self.counties),
            "misspelt": self._misspelt,
            "former": lambda: next(self._former),
            "romanised": self._romanised,
            "contradiction": lambda: next(self._wrong),
            "no place": lambda: next(self._words),
        }

    def of(self, kind: str, rows: int) -> list[str]:
        """So many different texts of one kind, fewer where there are no more."""
        found: dict[str, None] = {}
        make = self.kinds[kind]
        for _ in range(rows * TRIES):
            if len(found) == rows:
                break
            try:
                text = make()
            except StopIteration:
                break
            if text:
                found[text] = None
        return list(found)

    def mixed(self, rows: int, shares: Mapping[str, int] = SHARES) -> list[str]:
        """So many different texts of several kinds, by their shares, shuffled."""
        found = dict.fromkeys(chain.from_iterable(self.of(kind, rows * n // 1000) for kind, n in shares.items()))
        while len(found) < rows:
            found.update(dict.fromkeys(self.of("full address", rows - len(found))))
        texts = list(found)
        self.draw.shuffle(texts)
        return texts

    def _both_halves(self, corpus: Callable[[Atlas, Half, int], Iterator[Sample]]) -> Iterator[str]:
        return (sample.text for half in HALVES for sample in corpus(self.atlas, half, self.seed))

    def _head(self, forms: Sequence[str], codes: Sequence[str]) -> str | None:
        return write(self.atlas, self.draw.choice(forms), self.draw.choice(codes), self.draw)

    def _address(self, *forms: str) -> str | None:
        code = self.draw.choice(self.counties)
        head = write(self.atlas, self.draw.choice(forms), code, self.draw)
        return head and head + tail(self.atlas, code, self.draw)[0]

    def _community(self) -> str | None:
        code = self.draw.choice(self.counties)
        head, villages = write(self.atlas, "CD", code, self.draw), self.atlas.villages_by_county.get(code)
        return head + self.draw.choice(villages).listed if head and villages else None

    def _road(self) -> str | None:
        head = self._head(("PD", "D", "d"), self.cities)
        return head and head + road(self.atlas, self.draw) + self.atlas.pick(self.draw, "number")

    def _institution(self) -> str | None:
        head = self._head(("CD", "D", "cD", "cd", "d"), self.counties)
        return head and head + place_of_work(self.atlas, self.draw)

    def _misspelt(self) -> str | None:
        code = self.draw.choice(self.counties)
        name = self.atlas.rows[code]["name"]
        at = self.draw.randrange(len(name) - 1)
        wrong = self.draw.choice(self.slips)(self.draw, name, self.atlas.noise.readings[code], at)
        above = write(self.atlas, "CD", code, self.draw)
        return wrong and above and above.removesuffix(name) + wrong + tail(self.atlas, code, self.draw)[0]

    def _romanised(self) -> str | None:
        code = self.draw.choice(self.counties)
        names = [get_division(one).english for one in (code, *self.atlas.noise.above[code][::-1])]
        if self.draw.random() < 0.5:
            return ", ".join(names)
        return self.atlas.noise.letters(code, self.draw.choice(("bare", "parent", "path")))
