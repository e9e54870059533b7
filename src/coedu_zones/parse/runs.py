"""Names behind one another in running text: what they mean together, and what stands beside a bare stem.

``running_words.tsv`` lists words that hold a stem and say another thing, stems that are words, family names, and stems of
districts that are sights as well.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from coedu_zones.data.reader import load_once, read_table
from coedu_zones.parse.cues import Cues
from coedu_zones.parse.forms import Form
from coedu_zones.parse.names import Entry, Named, NameIndex, combine, governor_of, is_former, name_lengths
from coedu_zones.parse.shapes import Letters, shapes
from coedu_zones.parse.weights import stems

MOST_REMEMBERED: Final = 50_000
MOST_CUT: Final = 10_000  # places of a text
TAIL: Final = 16  # characters behind a stem that are looked at
OFTEN: Final = 1000  # a stem that is counted more often as a word is one, in a list too
ELSEWHERE: Final = (
    30  # names of villages outside its place that a stem may begin, when a list of places goes on with it
)
# what may follow a stem that stands for its place: shapes of the table, and the letters that go on as a sentence
_FOLLOWED: Final = frozenset({
    "end", "closed", "placeholder", "person", "part", "corps", "word", "joins", "sentence", "number", "one", "other", "generic1",
    "behind_township", "behind_road", "behind_village", "behind_estate", "behind_institution", "behind_market",
})  # fmt: skip
_GO_ON: Final = frozenset("SoJpWK")
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
    ids: frozenset[str] | None  # of the places that it means, where these alone tell what lies inside


class _Words(NamedTuple):
    covers: frozenset[str]
    lengths: dict[str, tuple[int, ...]]
    places: dict[str, tuple[int, ...]]  # three characters → where in covers they stand
    words: frozenset[str]
    surnames: frozenset[str]
    sights: frozenset[str]


@load_once
def _words() -> _Words:
    by_use: dict[str, set[str]] = {"cover": set(), "word": set(), "surname": set(), "sight": set()}
    for word, use in read_table("running_words.tsv", 2):
        by_use[use].add(word)
    covers = frozenset(by_use["cover"])
    places: dict[str, set[int]] = {}
    for word in covers:
        for at in range(len(word) - 2):
            places.setdefault(word[at : at + 3], set()).add(at)
    words, surnames, sights = (frozenset(by_use[use]) for use in ("word", "surname", "sight"))
    held = {pair: tuple(sorted(some)) for pair, some in places.items()}
    return _Words(covers, name_lengths(covers), held, words, surnames, sights | words)


class Runs:
    """What is known of the names of one index, alone, behind one another and beside words; it is remembered."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self.cues = Cues.current()
        self.words = _words()
        self.common = index.common["common"]
        self.crossing = frozenset({*index.lengths, *self.cues.lengths})  # pairs that a name or a cue begins with
        self._firsts: dict[str, Run] = {}
        self._plain: dict[str, Run | None] = {}
        self._places: dict[Named, Run] = {}
        self._grown: dict[tuple[str, str], Run | None] = {}
        self._holders: dict[str, frozenset[str]] = {}
        self._beginning: dict[str, tuple[str, ...]] = {}
        self._holders_of_any: dict[str, frozenset[str]] = {}
        self._alone: dict[str, bool] = {}
        self._cuts: dict[str, tuple[str, int]] = {}
        self._followed: dict[str, bool] = {}
        self._shapes = shapes()["tail"]

    def first(self, word: str) -> Run:
        """A name by itself."""
        found = self._firsts.get(word)
        if found is None:
            entries = self.index.names[word]
            strong = word in self.index.strong
            found = self._firsts[word] = Run(word, entries, (), strong, 1, word, self._ids(entries))
        return found

    def _ids(self, entries: tuple[Entry, ...]) -> frozenset[str] | None:
        """The codes and ids of places; ``None`` where one is an area, which may lie across others."""
        index = self.index
        if any(e.place in index.gazetteer.areas for e in entries):
            return None
        return frozenset(index.ancestors[e.place][-1] for e in entries)

    def holders(self, word: str) -> frozenset[str]:
        """The codes and ids of all places that one of a name's lies in."""
        found = self._holders.get(word)
        if found is None:
            some: set[str] = set()
            for entry in self.index.names[word]:
                chain = self.index.ancestors[entry.place]
                some.update(chain[:-1])
                if len(chain) > 1 and (governor := governor_of(chain)):
                    some.add(governor)
            found = self._holders[word] = frozenset(some)
        return found

    def beginning(self, longest: str) -> tuple[str, ...]:
        """The names that a text begins with, longest first, by the longest of them."""
        found = self._beginning.get(longest)
        if found is None:
            found = self._beginning[longest] = tuple(word for word, _ in self.index.at(longest, 0))
        return found

    def may_hold(self, run: Run, longest: str) -> bool:
        """Whether one of the names that a text begins with may lie inside a run: most do not."""
        return run.ids is None or not run.ids.isdisjoint(self.holders_of_any(longest))

    def holders_of_any(self, longest: str) -> frozenset[str]:
        """The codes and ids of all places that one of the names that a text begins with lies in."""
        found = self._holders_of_any.get(longest)
        if found is None:
            found = self._holders_of_any[longest] = frozenset().union(*map(self.holders, self.beginning(longest)))
        return found

    def plain(self, word: str) -> Run | None:
        """A name in full that needs nothing beside it; ``None`` for any other."""
        if word not in self._plain:
            full = len(word) > 2 and word in self.index.strong and word not in self.common
            self._plain[word] = self.first(word) if full else None
        return self._plain[word]

    def inside(self, run: Run, word: str) -> Run | None:
        """A run with a name behind it that lies inside; ``None`` when it does not."""
        if run.ids is not None and run.ids.isdisjoint(self.holders(word)):
            return None  # what most pairs of names come to, too many to be remembered
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
        return Run(run.written + word, entries, above, strong, run.names + 1, word, self._ids(entries))

    def within(self, place: Named, above: tuple[Named, ...], word: str) -> Run | None:
        """A name that lies inside a place."""
        run = self._places.get(place)
        if run is None:
            entries = (Entry(place, Form.FULL),)
            run = self._places[place] = Run(f"{place}>", entries, (), True, 0, "", self._ids(entries))
        found = self.inside(run, word)
        if found is None or (word in self.index.strong and any(e.place == place for e in self.index.names[word])):
            return None  # the second is the place itself again
        return found._replace(above=(place, *above), names=1)

    def followed(self, letters: str) -> bool:
        """Whether what stands behind a stem, by its letters, leaves it the name of a place."""
        found = self._followed.get(letters)
        if found is None:
            if len(self._followed) >= MOST_REMEMBERED:
                self._followed.clear()
            found = self._followed[letters] = letters[:1] in _GO_ON or (
                not _STATION.match(letters) and self._shapes.match(letters) in _FOLLOWED
            )
        return found

    def cut(self, text: str, pos: int) -> tuple[str, int]:
        """The letter of what stands at a place of a text, a cue or another character, and its length."""
        pair = text[pos : pos + 2]
        letter, length = self._cuts.get(pair) or self._cut(pair)
        if not length:
            length = self.cues.longest(text, pos)
            return (self.cues.letters[text[pos : pos + length]], length) if length else (letter, 1)
        return letter, length

    def _cut(self, pair: str) -> tuple[str, int]:
        """The letter that a pair of characters begins with, and its length: 0 where a longer cue may begin so."""
        cues, char = self.cues, pair[0]
        length = cues.longest(pair, 0) if char > "z" else 0
        if length:
            letter = cues.letters[pair[:length]]
        else:
            letter = char if char.isascii() and char.isalpha() else cues.plain.get(char) or cues.kind(char)
        longest = max(cues.lengths.get(pair, (1,))) if char > "z" else 1
        found = letter, 0 if longest > 2 or pair in cues.offices else length or 1
        if len(self._cuts) >= MOST_REMEMBERED:
            self._cuts.clear()
        self._cuts[pair] = found
        return found

    def covered(self, text: str, start: int, end: int) -> bool:
        """Whether a stem is a part of a longer word."""
        words = self.words
        behind, before = words.places.get(text[start : start + 3]), words.places.get(text[start - 1 : start + 2])
        if not behind and not before:
            return False
        for begin in {start - at for at in behind or ()} | {start - 1 - at for at in before or ()}:
            for length in words.lengths.get(text[begin : begin + 2], ()) if begin >= 0 else ():
                if begin + length >= end and length > end - start and text[begin : begin + length] in words.covers:
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


class Tails:
    """What stands behind the names of one text, which are asked for in order."""

    def __init__(self, runs: Runs, text: str) -> None:
        self._runs = runs
        self._text = text
        self._cuts: dict[int, tuple[str, int]] = {}  # place → the letter there, and where the next one begins
        self._asked = -1
        self._follows = False

    def follow(self, end: int) -> bool:
        """Whether what stands behind a stem that ends there leaves it the name of a place."""
        if end != self._asked:
            self._asked, self._follows = end, self._follow(end)
        return self._follows

    def _follow(self, end: int) -> bool:
        text, cues = self._text, self._runs.cues
        if end == len(text) or (cues.plain.get(text[end]) or cues.kind(text[end])) in _MARKS:
            return True
        if len(self._cuts) >= MOST_CUT:
            self._cuts.clear()
        stop = min(len(text), end + TAIL)
        letters = ""
        known, pos = self._cuts.get, end
        while pos < stop:
            letter, following = known(pos) or self._cut(pos)
            if following > stop:  # what is looked at ends inside of a cue
                letters += Letters(text[pos:stop]).behind(0)
                break
            letters += letter
            pos = following
        return self._runs.followed(letters)

    def _cut(self, pos: int) -> tuple[str, int]:
        letter, length = self._runs.cut(self._text, pos)
        found = self._cuts[pos] = letter, pos + length
        return found
