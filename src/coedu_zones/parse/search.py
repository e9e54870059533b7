"""The search for the readings of one outline: each name by itself, and after every name before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from coedu_zones.parse.evidence import Part
from coedu_zones.parse.names import Entry, combine
from coedu_zones.parse.namings import Naming, Namings
from coedu_zones.parse.readings import Name, Reading
from coedu_zones.parse.shapes import Letters, Shapes

LONGEST_NAME: Final = 12
CUES_OF_LESS: Final = frozenset("RTV")  # behind a name they make it that of a road, a township or a village
NAMED_AFTER_WORDS: Final = frozenset({"institution", "institution1", "ranked", "market", "estate"})
NAMED_AFTER_CITIES: Final = frozenset(
    {"market", "behind_market", "institution1", "behind_institution", "behind_estate", "area"}
)
CALLED_AFTER_OTHERS: Final = frozenset({"institution", "ranked", "branch", "institution1"})
TOGETHER: Final = frozenset({"none", "mark", "label", "placeholder", "and"})
APART: Final = frozenset({"mark", "label", "placeholder"})
HOPELESS: Final = 14.0  # log-odds by which a reading falls behind the best at the same name, and is dropped
MOST_STATES: Final = 12  # readings that are kept at each name

State = tuple[tuple[Entry, ...], bool]
"""The places that a reading leaves, and whether it contradicts itself: what may follow depends on no more."""

Unread = tuple[str, int, int]

_new: Final = tuple.__new__  # a reading is made for every way to go on: three times as quick as the constructor


class Search:
    """The readings of one outline."""

    def __init__(
        self, namings: Namings, shapes: Mapping[str, Shapes], shape: str, scope: tuple[Entry, ...], names: list[Name]
    ) -> None:
        self.index = namings.index
        self.namings = namings
        self.single = namings.scale.single
        self.shapes = shapes
        self.shape = shape
        self.scope = scope
        self.names = names
        self.letters = Letters(shape)
        self._tails: dict[int, str] = {}
        self._joined = shapes["gap"].named("")
        self._unread: dict[int, Unread | None] = {}

    def readings(self) -> list[Reading]:
        """Best first."""
        names, shape = self.names, self.shape
        columns: list[list[Reading]] = []
        done: list[Reading] = []
        for name in names:
            here: dict[State, Reading] = {}
            first = self.first(name)
            if first is not None:
                here[first.entries, False] = first
            start = name.start
            for earlier, column in zip(names, columns, strict=False):
                if column and (
                    earlier.end <= start
                    or (earlier.end == start + 1 and shape[start] == "市" and earlier.start < start)
                ):
                    self.go_on(here, earlier, column, name)
            best = sorted(here.values(), key=_score, reverse=True)[:MOST_STATES]
            if best:
                least = best[0].score - HOPELESS
                best = [r for r in best if r.score > least]
            columns.append(best)
            done += map(self.close, best)
        done.sort(key=_score, reverse=True)
        return done

    def tail(self, end: int) -> str:
        """The shape of what stands behind a place."""
        found = self._tails.get(end)
        if found is None:
            found = self._tails[end] = self.shapes["tail"].named(self.letters.behind(end))
        return found

    def gap(self, start: int, end: int) -> str:
        """The shape of what stands between two places."""
        return self.shapes["gap"].named(self.letters.between(start, end)) if start != end else self._joined

    def first(self, name: Name) -> Reading | None:
        """The reading that begins with a name."""
        start, end, naming = name
        entries = naming.entries
        if self.scope:
            found = combine(self.index, self.scope, entries)
            if not found:
                return None
            entries = found.get("inside") or found["again"]
        lead = self.shapes["lead"].named(self.letters.between(0, start))
        bare = not naming.strong and not self.scope and not naming.township
        use = "stem" if bare else naming.use
        parts: list[Part] = [(self.single(f"lead {lead} {use}"), 0, start), (naming.form, start, end)]
        if naming.slip and start == 0 and end == len(self.shape):
            parts.append((self.single("slip alone"), start, end))
        if bare and naming.as_word.seen:  # a stem is an ordinary word as well, as far as the counts say so
            parts.append((naming.as_word, start, end))
        parts += self.unread_before(start)
        if self.scope:
            parts.append((self.single("scope"), start, end))
        elif bare:
            if lead == "start" and end == len(self.shape):
                parts.append((self.single("alone"), start, end))
        elif naming.common:
            parts.append((self.single("common"), start, end))
            if lead not in {"start", "label", "country"}:
                parts.append((self.single("common preceded"), 0, start))
        return _new(Reading, (_sum(parts), entries, (name,), False, tuple(parts)))

    def unread_before(self, end: int) -> Iterator[Part]:
        """A name that ends right before a place, or goes over into it, and is not read: 江苏/方正县, 朝阳｜阳东区."""
        if end and self.shape[end - 1] in ",(":
            end -= 1
        for start in range(max(0, end - LONGEST_NAME), end - 1):
            word = self.shape[start:end]
            if word in self.index.names and word not in self.namings.common:
                yield self.single("unread name" if word in self.index.strong else "unread stem"), start, end
                return
        for start in range(max(0, end - 2), end):
            for word, _ in self.index.at(self.shape, start):
                if start + len(word) > end:
                    yield self.single("overlapped name"), start, start + len(word)
                    return

    def go_on(self, here: dict[State, Reading], earlier: Name, column: list[Reading], name: Name) -> None:
        """Read a name after the readings that end with an earlier one: inside them, the same again, or against them."""
        start, end, naming = name
        last = earlier.naming
        if last.letter and naming.township:
            return  # no township stands behind a province's letter
        between = self.gap(earlier.end, start)
        gap: Part = (self.single(f"gap {between} {naming.use}"), min(earlier.end, start), start)
        own: Part = (naming.form, start, end)
        clashing = not last.letter and not naming.township and not last.township
        kind = "name" if start <= earlier.end else "closed" if between in APART else self.tail(earlier.end)
        against, until = (kind, start) if naming.strong else (self.tail(earlier.end), len(self.shape))
        for before in column:
            joins = self.namings.joins(before.entries, last, naming)
            if joins:
                read = *self.behind(before, kind, start), gap, own
                for entries, marks, far in joins:
                    parts = *read, (marks, start, end)
                    if far.seen and self.tail(end) in NAMED_AFTER_WORDS:
                        parts = *parts, (far, start, end)
                    self.keep(here, before, entries, name, parts, conflict=before.conflict)
            elif clashing:
                read = *self.behind(before, against, until), gap, own
                both = *before.entries, *naming.entries
                self.keep(here, before, both, name, (*read, *self.clash(last, between, name)), conflict=True)

    def clash(self, last: Naming, gap: str, name: Name) -> Iterator[Part]:
        """What speaks for a contradiction, and against it."""
        start, end, naming = name
        kind = "clash" if gap in TOGETHER else "clash far"
        if naming.word.isdecimal() or last.word.isdecimal():
            kind = "clash code"
        elif naming.common:
            kind = "clash common"
        elif not naming.strong:
            kind += " stem"
            yield naming.as_word, start, end
        if self.tail(end) in CALLED_AFTER_OTHERS:
            yield self.single("clash in a name"), start, end  # 濮阳市安阳地区医院
        yield self.single(kind), start, end

    @staticmethod
    def keep(
        here: dict[State, Reading],
        before: Reading,
        entries: tuple[Entry, ...],
        name: Name,
        parts: tuple[Part, ...],
        *,
        conflict: bool,
    ) -> None:
        """Hold a reading, if it is the best that leaves these places."""
        score = before.score + _sum(parts)
        present = here.get((entries, conflict))
        if present is None or present.score < score:
            names = *before.names, name
            here[entries, conflict] = _new(Reading, (score, entries, names, conflict, before.parts + parts))

    def behind(self, reading: Reading, kind: str, until: int) -> Iterator[Part]:
        """What stands behind the last name of a reading, up to a name that is read next or to the end."""
        last = reading.names[-1]
        use = last.naming.use
        if use == "stem" and len(reading.names) > 1 and not reading.conflict:
            use = "inside"
        yield self.single(f"tail {kind} {use}"), min(last.end, until), until
        if use == "stem" and kind in NAMED_AFTER_CITIES and "prefecture" in self.namings.levels(reading.entries):
            yield self.single("city before a name"), last.end, len(self.shape)
        if (
            last.naming.common
            and until == len(self.shape)
            and len(reading.names) == 1
            and kind not in {"end", "closed"}
        ):
            road = kind in {"behind_road", "road1"}
            yield self.single("common before a road" if road else "common followed"), last.end, until

    def close(self, reading: Reading) -> Reading:
        """A reading to the end of the outline."""
        names = reading.names
        last = names[-1]
        size = len(self.shape)
        kind = self.tail(last.end)
        parts = [*self.behind(reading, kind, size)]
        unread = self.unread(last.end)
        if unread is not None:
            word, start, end = unread
            strong, common = word in self.index.strong, word in self.namings.common
            if not strong:
                if end == size and not last.naming.letter:
                    parts.append((self.single("unread stem"), start, end))
            elif not (
                self.names_less(reading, word, end) or (common and "county" in self.namings.levels(reading.entries))
            ):
                parts.append((self.single("unread common name" if common else "unread name"), start, end))
        score = reading.score + _sum(parts)
        return _new(Reading, (score, reading.entries, names, reading.conflict, reading.parts + tuple(parts)))

    def names_less(self, reading: Reading, word: str, end: int) -> bool:
        """Whether a name that is left unread is that of a road or of something smaller: 象州县｜梅县北路, not 陕西省｜洋县中心巷."""
        if self.shape[end : end + 1] in CUES_OF_LESS:
            return True
        return self.tail(end) == "road" and not combine(self.index, reading.entries, self.index.names[word])

    def unread(self, end: int) -> Unread | None:
        """A name that begins right behind a place."""
        if end not in self._unread:
            start = end + (self.shape[end : end + 1] == ",")
            word = next((word for word, _ in self.index.at(self.shape, start)), None)
            self._unread[end] = None if word is None else (word, start, start + len(word))
        return self._unread[end]


def _score(reading: Reading) -> float:
    return reading.score


def _sum(parts: Iterable[Part]) -> float:
    return sum([part[0][0] for part in parts])
