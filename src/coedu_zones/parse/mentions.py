"""Running text → where places stand in it: runs of names, and the place that an item of a list lies in.

A name in full stands for its place wherever it stands. A bare stem is an ordinary word, a family name or the head of a
longer name as well (中山路, 上海大学, 长江｜西岸): what stands before and behind it decides, by the cues of the parser and by
``running_words.tsv``. Names behind one another, each inside the one before, are one mention (南京市下关区). An item of a
list may lie in the place that the list began with (浙江杭州、宁波和温州), and so may what stands behind a colon, a bracket
or 的.

The text is gone through once. What is known of a name beside the name before it is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from coedu_zones.data.reader import load_once, read_table
from coedu_zones.parse.cues import Cues
from coedu_zones.parse.names import Entry, Form, NameIndex, combine, name_lengths
from coedu_zones.parse.shapes import Letters, shapes
from coedu_zones.parse.weights import stems

MOST_REMEMBERED: Final = 200_000
TAIL: Final = 16  # characters behind a stem that are looked at
OFTEN: Final = 1000  # a stem that is counted more often as a word is one, in a list too
ELSEWHERE: Final = 30  # names of villages outside its place that a stem may begin, when a list of places goes on with it

_LISTED: Final = re.compile(r"(?:[、,，]|[、,，]?(?:和|与|及|以及|跟|同|或|或者))(?:原|原来的)?")
_LOOSE: Final = re.compile(r"[,，]")
_HEAD: Final = re.compile(r"[:：(（]|的|下辖|下辖的|所辖|所辖的|境内的")
_LONGEST_GAP: Final = 5
# what may follow a stem that stands for its place: shapes of the table, and the letters that go on as a sentence
_FOLLOWED: Final = frozenset({
    "end", "closed", "placeholder", "person", "part", "corps", "word", "sentence", "number", "one", "other", "generic1",
    "behind_township", "behind_road", "behind_village", "behind_estate", "behind_institution", "behind_market",
})  # fmt: skip
_MARKS: Final = frozenset(",():")
_STOPS: Final = frozenset("、，。；,;.!！?？\n \"”")
_STATION: Final = re.compile("[DN]{1,2}[LKIBETVRM]")
_ANOTHER_WORD: Final = frozenset("WSC")  # classes of cues that take the generic from a name: 上海｜市场, 上海｜市民
_OF_THE_DIVISION: Final = tuple("内里域")  # but 上海市内
_BEFORE_A_NAME: Final = frozenset("JSOCP")  # classes of cues that stand before a name: 在, 的, 来自


class Span(NamedTuple):
    """Where a mention stands in the text, and the id of the place that the text says it lies in."""

    start: int
    end: int
    within: str | None
    bare: bool


class _Run(NamedTuple):
    """Names behind one another: what they mean together, the places that they lie in, the nearest first."""

    written: str
    entries: tuple[Entry, ...]
    above: tuple[str, ...]
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


class MentionFinder:
    """Finds where the places of one index stand in running text."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self.cues = Cues.current()
        self.words = _words()
        self.common = index.common["common"]
        self._firsts: dict[str, _Run] = {}
        self._grown: dict[tuple[str, str], _Run | None] = {}
        self._tails: dict[str, bool] = {}
        self._alone: dict[str, bool] = {}

    def find(self, text: str, stems: bool | None = None, scope: str | None = None, broken: Callable[[int], bool] | None = None) -> Iterator[Span]:
        """The mentions of a clean text, in order.

        ``stems`` says whether a bare stem counts: every one, none, or where it is a place more likely than a word.
        ``scope`` is a place that all lie in; ``broken`` tells of a position whether a line begins there.
        """
        return _Pass(self, text, stems, scope, broken).spans()

    def first(self, word: str) -> _Run:
        """A name by itself."""
        found = self._firsts.get(word)
        if found is None:
            found = self._firsts[word] = _Run(word, self.index.names[word], (), word in self.index.strong, 1, word)
        return found

    def is_plain(self, word: str) -> bool:
        """Whether a name in full needs nothing beside it."""
        return len(word) > 2 and word in self.index.strong and word not in self.common

    def inside(self, run: _Run, word: str) -> _Run | None:
        """A run with a name behind it that lies inside; ``None`` when it does not."""
        key = run.written, word
        if key in self._grown:
            return self._grown[key]
        if len(self._grown) >= MOST_REMEMBERED:
            self._grown.clear()
        found = self._grown[key] = self._inside(run, word)
        return found

    def _inside(self, run: _Run, word: str) -> _Run | None:
        entries = combine(self.index, run.entries, self.index.names[word]).get("inside", ())
        if not entries:
            return None
        chains = [self.index.ancestors[e.place] for e in entries]
        holders = {e.place for e in run.entries if any(e.place in chain for chain in chains)}
        above = (holders.pop(), *run.above) if len(holders) == 1 else run.above
        strong = word in self.index.strong
        if not strong and not any(e.form is Form.STEM or e.form is Form.ALIAS for e in entries):
            return None
        return _Run(run.written + word, entries, above, strong, run.names + 1, word)

    def within(self, place: str, above: tuple[str, ...], word: str) -> _Run | None:
        """A name that lies inside a place."""
        if word in self.index.strong and any(e.place == place for e in self.index.names[word]):
            return None  # the place itself again
        found = self.inside(_Run(f"{place}>", (Entry(place, Form.FULL),), (), True, 0, ""), word)
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
            levels = {index.level(e.place) for e in index.names[word] if not index.is_former(e.place)}
            found = self._alone[word] = word not in self.words.words and not levels.isdisjoint({"province", "prefecture"})
        return found

    def rare(self, word: str, most: int = 0) -> bool:
        """Whether a stem is a word less often than that."""
        stem = stems().get(word)
        return stem is not None and stem.word <= most and (most > 0 or stem.elsewhere <= ELSEWHERE)


class _Pass:
    """One going through a text: where the last mention ended, and what it said of the next one."""

    def __init__(self, finder: MentionFinder, text: str, stems: bool | None, scope: str | None, broken: Callable[[int], bool] | None) -> None:
        self.finder = finder
        self.index = finder.index
        self.text = text
        self.stems = stems
        self.scope = scope
        self.broken = broken
        self.end = -1
        self.last: _Run | None = None

    def spans(self) -> Iterator[Span]:
        text, lengths = self.text, self.index.lengths
        pos, size = 0, len(text)
        while pos < size:
            if text[pos : pos + 2] not in lengths:
                pos += 1
                continue
            run, within, skip = self.at(pos)
            if run is None:
                pos += skip
                continue
            end = pos + skip
            yield Span(pos, end, within, not run.strong)
            self.end, self.last = end, run
            pos = end

    def at(self, pos: int) -> tuple[_Run | None, str | None, int]:
        """The run that begins at a position, the place that it is said to lie in, and how far to go on."""
        places, loose = self.context(pos)
        if not places:
            length = self.index.longest(self.text, pos)
            word = self.text[pos : pos + length]
            if self.text[pos + length : pos + length + 1] in _STOPS and self.finder.is_plain(word):
                return self.finder.first(word), None, length  # what most of a long list is
        skip = 1
        for word, _ in self.index.at(self.text, pos):
            end = pos + len(word)
            strong = word in self.index.strong
            for at, place in enumerate(places):
                held = self.finder.within(place, places[at + 1 :], word)
                if held and (strong or (not loose and self.stems is not False)) and self.grown_to(held, pos, end, place):
                    return self._grown
            if self.grown_to(self.finder.first(word), pos, end, None):
                return self._grown
            if not strong and not self.finder.followed(self.text, end):
                skip = max(skip, len(word))  # the longer name is passed over as one
        return None, None, skip

    def grown_to(self, run: _Run, pos: int, end: int, place: str | None) -> bool:
        """Whether a run that begins here is a mention, with all the names behind it that lie inside."""
        first = run.last
        runs = [(run, end)]
        while longer := self.longer(run, end):
            run, end = longer
            runs.append(longer)
        for found, until in reversed(runs):
            if self.accepted(found, first, pos, until, place):
                self._grown: tuple[_Run, str | None, int] = (found, place, until - pos)
                return True
        return False

    def longer(self, run: _Run, end: int) -> tuple[_Run, int] | None:
        """The run with the longest name behind it that lies inside."""
        text = self.text
        if self.broken is not None and self.broken(end):
            return None
        if text[end : end + 2] in self.index.lengths:
            for word, _ in self.index.at(text, end):
                found = self.finder.inside(run, word)
                if found:
                    return found, end + len(word)
        if run.strong and text[end - 1 : end + 1] in self.index.lengths:
            return self.overlapping(run, end)
        return None

    def overlapping(self, run: _Run, end: int) -> tuple[_Run, int] | None:
        """A name that begins with the generic of the one before: 内江市｜市中区 is written 内江市中区."""
        for word, _ in self.index.at(self.text, end - 1):
            found = self.finder.inside(run, word) if len(word) > 2 and word in self.index.strong else None
            if found:
                return found._replace(written=run.written + word[1:]), end - 1 + len(word)
        return None

    def context(self, pos: int) -> tuple[tuple[str, ...], bool]:
        """The places that the text says what stands here may lie in, the nearest first, and whether a mere comma says so."""
        last = self.last
        if last is None or not 0 < pos - self.end <= _LONGEST_GAP:
            broken = last is not None and pos == self.end and self.broken is not None and self.broken(pos)
            return (self.held(last) if broken and last is not None else ()), False
        gap = self.text[self.end : pos]
        if gap == "、":
            return last.above, False
        if _LISTED.fullmatch(gap):
            return last.above, bool(_LOOSE.match(gap)) and len(gap) == 1
        return (self.held(last), False) if _HEAD.fullmatch(gap) else ((), False)

    def held(self, run: _Run) -> tuple[str, ...]:
        """The one place that a run means, and those above it."""
        places = {e.place for e in run.entries if not self.index.is_former(e.place)}
        return (*places, *run.above) if len(places) == 1 else run.above

    def accepted(self, run: _Run, first: str, pos: int, end: int, place: str | None) -> bool:
        """Whether a run is a mention."""
        word = self.text[pos:end]
        if run.strong:
            if not self.keeps_generic(end):
                return False
            if place is not None or run.names > 1 or (len(word) > 2 and word not in self.finder.common):
                return True
            return word not in self.finder.words.words and self.stands_apart(word, pos, end)
        if self.stems is False or not self.finder.followed(self.text, end):
            return False
        if self.finder.covered(self.text, pos, end) or (first not in self.index.strong and self.finder.is_surnamed(self.text, pos)):
            return False
        if place is not None or run.names > 1:
            return self.finder.alone(run.last) or (self.finder.rare(run.last, OFTEN) and self.is_no_sight(run, end))
        return self.counts_alone(word, run)

    def is_no_sight(self, run: _Run, end: int) -> bool:
        """Whether the stem of a district behind its city is not rather a sight of the city: 杭州西湖, 成都武侯｜祠."""
        index = self.index
        if not all(index.gazetteer.name(e.place).endswith("区") for e in run.entries if e.place in index.gazetteer.rows):
            return True
        behind = self.text[end : end + 1]
        return run.last not in self.finder.words.sights and not "\u3400" <= behind <= "\u9fff"

    def counts_alone(self, word: str, run: _Run) -> bool:
        """Whether a stem by itself is a mention."""
        if self.stems or self.finder.alone(word):
            return True
        if self.scope is not None:
            return self.finder.rare(word)
        listed = self.last is not None and self.end > 0 and self.text[self.end : self.end + 1] in set("、和与及")
        near = listed and self.text.startswith(word, self.end + 1)
        present = [e for e in run.entries if not self.index.is_former(e.place)]
        return near and len(present) == 1 and self.finder.rare(word)

    def keeps_generic(self, end: int) -> bool:
        """Whether the last character of a name is its generic, and does not begin another word: 上海市｜场."""
        cues = self.finder.cues
        until = cues.across(self.text, end) if self.text[end - 1 : end + 1] in cues.lengths else 0
        if not until:
            return True
        cue = self.text[end - 1 : until]
        return cues.letters[cue] not in _ANOTHER_WORD or cue.endswith(_OF_THE_DIVISION)

    def stands_apart(self, word: str, pos: int, end: int) -> bool:
        """Whether nothing before a short or common name may belong to it."""
        if len(word) == 2 and word in self.finder.common:
            return False
        if not self.finder.followed(self.text, end):
            return False
        before = self.text[pos - 1 : pos]
        if not "\u3400" <= before <= "\u9fff" or self.end == pos:
            return True
        cues = self.finder.cues
        return any(cues.letters.get(self.text[max(0, pos - n) : pos]) in _BEFORE_A_NAME for n in (1, 2, 3))
