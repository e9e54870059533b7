"""Which unit of today holds a former township, by its villages.

The statistical lists of 2017, 2020, 2022 and 2023 give the villages and communities of
each unit. A former township whose villages are found again, under one name in
the counties that hold its land, lies where most of them are. It is decided when at
least two are found in one unit, three quarters of all that are found, and a
quarter of all that there were: the rest of a list is villages that were merged or
renamed with the township. Where names decide too, both agree in all but a few.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from tools.fetch import Source
from tools.township_lists import LISTS
from tools.township_records import Pair, Records

#: The lists that have villages.
YEARS = (2017, 2020, 2022, 2023)
_LEAST, _OF_FOUND, _OF_ALL = 2, 0.75, 0.25
_BODY = re.compile(
    r"(?:社区居民委员会|社区居委会|村民委员会|居民委员会|社区村委会|社区服务中心|村委会|居委会|民委员会|社区|村|居)$"
)


class Villages:
    """The villages of former units, and where lists of later years have them."""

    def __init__(self, sources: dict[str, Source], records: Records) -> None:
        self.records = records
        self.of_former: dict[int, dict[Pair, set[str]]] = {}
        #: year → holder → village → units and former units
        self.found: dict[int, dict[str, dict[str, set[str | Pair]]]] = {}
        lists = {year: list(_villages(sources[LISTS[year]])) for year in YEARS}
        names: set[str] = set()
        for year, rows in lists.items():
            own: dict[Pair, set[str]] = defaultdict(set)
            for code, village in rows:
                pair = records.pair_of[year].get(code)
                if pair in records.former:
                    own[pair].add(village)
                    names.add(village)
            self.of_former[year] = dict(own)
        for year, rows in lists.items():
            self.found[year] = self._index(year, rows, names)

    def _index(self, year: int, rows: list[tuple[str, str]], names: set[str]) -> dict[str, dict[str, set[str | Pair]]]:
        found: dict[str, dict[str, set[str | Pair]]] = defaultdict(lambda: defaultdict(set))
        units, pairs = self.records.unit_of[year], self.records.pair_of[year]
        for code, village in rows:
            if village not in names:
                continue
            unit, pair = units.get(code), pairs.get(code)
            if unit:
                found[code[:6]][village].add(unit)
                found[unit[:6]][village].add(unit)
            elif pair in self.records.former:
                found[code[:6]][village].add(pair)
                found[pair[0]][village].add(pair)
        return found

    def successor(self, pair: Pair, holders: set[str], successors: dict[Pair, str]) -> str:
        """The unit that holds most villages of a former one; ``successors`` are those of units that ended later."""
        last = self.records.former[pair]
        own = next(
            (self.of_former[y][pair] for y in reversed(YEARS) if pair in self.of_former[y] and y <= last),
            set(),
        )
        for year in YEARS:
            if year > last and own and (code := self._most(pair, own, year, holders, successors)):
                return code
        return ""

    def _most(self, pair: Pair, own: set[str], year: int, holders: set[str], successors: dict[Pair, str]) -> str:
        votes: Counter[str] = Counter()
        for village in own:
            places: set[str | Pair] = set().union(*(self.found[year][h].get(village, ()) for h in holders))
            codes = {p if isinstance(p, str) else successors.get(p, "") for p in places if p != pair}
            if len(codes) == 1:
                votes[codes.pop()] += 1
        if not votes:
            return ""
        code, most = votes.most_common(1)[0]
        enough = most >= _LEAST and most >= _OF_FOUND * votes.total() and most >= _OF_ALL * len(own)
        return code if enough else ""


def _villages(source: Source) -> Iterator[tuple[str, str]]:
    """The code of the unit and the plain name of every village of a list."""
    for line in source.read("package/dist/villages.csv").decode("utf-8").splitlines()[1:]:
        code, _, rest = line.partition(",")
        yield code[:9], plain_village(rest.partition(",")[0].strip('"'))


def plain_village(name: str) -> str:
    """The name of a village without the words for its committee and its kind.

    >>> plain_village("多福巷社区居委会"), plain_village("高碑店村民委员会")
    ('多福巷', '高碑店')
    """
    while len(shorter := _BODY.sub("", name)) >= 2 and shorter != name:
        name = shorter
    return name
