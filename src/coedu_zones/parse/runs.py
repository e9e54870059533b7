"""Names behind one another in running text: what they mean together, and what stands beside a bare stem.

``running_words.tsv`` lists words that hold a stem and say another thing, stems that are words, family names, and stems of
districts that are sights as well.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from coedu_zones.data.reader import load_once, read_table
from coedu_zones.parse.cues import Cues
from coedu_zones.parse.names import Entry, Form, Named, NameIndex, combine, is_former, name_lengths
from coedu_zones.parse.shapes import Letters, shapes
from coedu_zones.parse.weights import stems

MOST_REMEMBERED: Final = 200_000
TAIL: Final = 16  # characters behind a stem that are looked at
OFTEN: Final = 1000  # a stem that is counted more often as a word is one, in a list too
ELSEWHERE: Final = (
    30  # names of villages outside its place that a stem may begin, when a list of places goes on with it
)
# what may follow a stem that stands for its place: shapes of the table, and the letters that go on as a sentence
_FOLLOWED: Final = frozenset({
    "end", "closed", "placeholder", "person", "part", "corps", "word", "sentence", "number", "one", "other", "generic1",
    "behind_township", "behind_road", "behind_village", "behind_estate", "behind_institution", "behind_market",
})  # fmt: skip
_MARKS: Final = frozenset(",():")
_STATION: Final = re.compile("[DN]{1,2}[LKIBETVRM]")


class Run(NamedTuple):
    """Names behind one another: what they mean together, the places that they lie in, the nearest first."""

    written: str
    entries: tuple[Entry, ...]
    above: tuple[Named, ...]
    strong: bool
    names: int
    last: str


class _Words(NamedTuple):
    covers: frozenset[str]
    lengths: dict[str, tuple[int, ...]]
    longest: int
    words: frozenset[str]
    surnames: frozenset[str]
    sights: frozenset[str]


@load_once
def _words() -> _Words:
    by_use: dict[str, set[str]] = {"cover": set(), "word": set(), "surname": set(), "sight": set()}
    for word, use in read_table("running_words.tsv", 2):
        by_use[use].add(word)
    covers = frozenset(by_use["cover"])
    words, surnames, sights = (frozenset(by_use[use]) for use in ("word", "surname", "sight"))
    return _Words(covers, name_lengths(covers), max(map(len, covers)), words, surnames, sights | words)


class Runs:
    """What is known of the names of one index, alone, behind one another and beside words; it is remembered."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self.cues = Cues.current()
        self.words = _words()
        self.common = index.common["common"]
        self._firsts: dict[str, Run] = {}
        self._grown: dict[tuple[str, str], Run | None] = {}
        self._tails: dict[str, bool] = {}
        self._alone: dict[str, bool] = {}

    def first(self, word: str) -> Run:
        """A name by itself."""
        found = self._firsts.get(word)
        if found is None:
            found = self._firsts[word] = Run(word, self.index.names[word], (), word in self.index.strong, 1, word)
        return found

    def is_plain(self, word: str) -> bool:
        """Whether a name in full needs nothing beside it."""
        return len(word) > 2 and word in self.index.strong and word not in self.common

    def inside(self, run: Run, word: str) -> Run | None:
        """A run with a name behind it that lies inside; ``None`` when it does not."""
        key = run.written, word
        if key in self._grown:
            return self._grown[key]
        if len(self._grown) >= MOST_REMEMBERED:
            self._grown.clear()
        found = self._grown[key] = self._inside(run, word)
        return found

    def _inside(self, run: Run, word: str) -> Run | None:
        entries = combine(self.index, run.entries, self.index.names[word]).get("inside", ())
        if not entries:
            return None
        chains = [self.index.ancestors[e.place] for e in entries]
        holders = {e.place for e in run.entries if any(e.place in chain for chain in chains)}
        above = (holders.pop(), *run.above) if len(holders) == 1 else run.above
        strong = word in self.index.strong
        if not strong and not any(e.form is Form.STEM or e.form is Form.ALIAS for e in entries):
            return None
        return Run(run.written + word, entries, above, strong, run.names + 1, word)

    def within(self, place: Named, above: tuple[Named, ...], word: str) -> Run | None:
        """A name that lies inside a place."""
        if word in self.index.strong and any(e.place == place for e in self.index.names[word]):
            return None  # the place itself again
        found = self.inside(Run(f"{place}>", (Entry(place, Form.FULL),), (), True, 0, ""), word)
        return found and found._replace(above=(place, *above), names=1)

    def followed(self, text: str, end: int) -> bool:
        """Whether what stands behind a stem leaves it the name of a place."""
        if end == len(text) or self.cues.kind(text[end]) in _MARKS:
            return True
        behind = text[end : end + TAIL]
        found = self._tails.get(behind)
        if found is None:
            if len(self._tails) >= MOST_REMEMBERED:
                self._tails.clear()
            letters = Letters(behind).behind(0)
            found = letters[:1] in {"S", "J", "W", "K"} or (
                not _STATION.match(letters) and shapes()["tail"].named(letters) in _FOLLOWED
            )
            self._tails[behind] = found
        return found

    def covered(self, text: str, start: int, end: int) -> bool:
        """Whether a stem is a part of a longer word."""
        lengths, covers = self.words.lengths, self.words.covers
        for begin in range(max(0, end - self.words.longest), start + 1):
            for length in lengths.get(text[begin : begin + 2], ()):
                if begin + length >= end and length > end - start and text[begin : begin + length] in covers:
                    return True
        return False

    def is_surnamed(self, text: str, start: int) -> bool:
        """Whether a family name stands before a stem, at the beginning of a stretch: 李广东."""
        if not start or text[start - 1] not in self.words.surnames:
            return False
        return start == 1 or not "\u3400" <= text[start - 2] <= "\u9fff" or text[start - 2] in "者员长任授记师家士叫"

    def alone(self, word: str) -> bool:
        """Whether a stem that nothing stands beside is the name of a province or prefecture, and no word."""
        found = self._alone.get(word)
        if found is None:
            index = self.index
            levels = {index.level(e.place) for e in index.names[word] if not is_former(e.place)}
            found = self._alone[word] = word not in self.words.words and not levels.isdisjoint(
                {"province", "prefecture"}
            )
        return found

    def rare(self, word: str, most: int = 0) -> bool:
        """Whether a stem is a word less often than that."""
        stem = stems().get(word)
        return stem is not None and stem.word <= most and (most > 0 or stem.elsewhere <= ELSEWHERE)
