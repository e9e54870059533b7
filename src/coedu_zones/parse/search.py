"""The search for the readings of one outline: each name by itself, and after every name before it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any, Final

from coedu_zones.parse.beside import Beside
from coedu_zones.parse.evidence import Marks, Part
from coedu_zones.parse.names import HIGH, Entry, Named, combine
from coedu_zones.parse.naming import Naming
from coedu_zones.parse.namings import CITY, Namings
from coedu_zones.parse.readings import Name, Reading
from coedu_zones.parse.shapes import Letters, Shapes
from coedu_zones.places.romanize import GENERIC_LETTERS

NAMED_AFTER_WORDS: Final = frozenset({"institution", "institution1", "ranked", "market", "estate"})
NAMED_AFTER_CITIES: Final = frozenset(
    {"market", "behind_market", "institution1", "behind_institution", "behind_estate", "area"}
)
CALLED_AFTER_OTHERS: Final = frozenset({"institution", "ranked", "branch", "institution1"})
TOGETHER: Final = frozenset({"none", "mark", "label", "placeholder", "and", "of"})
ROADS: Final = frozenset({"road", "behind_road", "word_road"})
BUSINESSES: Final = frozenset({  # what is called 五星, 红星 or 和平 in any town
    "market", "behind_market", "institution", "institution1", "behind_institution", "brand", "product", "other", "estate",
    "behind_estate", "ranked", "land", "word",
})  # fmt: skip
SHOPS: Final = frozenset({"market", "product", "estate"})  # … or 光明 in 深圳, which has a 光明区 too
BRAND, CAMPUS, CODE_LABEL = "B", "u", "d"  # letters of cues
ENDS: Final = frozenset({"end", "closed", "name"})
APART: Final = frozenset({"mark", "label", "placeholder", "of"})
LISTED: Final = frozenset({"mark", "and"})
GOES_ON: Final = frozenset(
    {"other", "one", "joins", "sentence", "end", "closed", "number", "person", "word", "name", "placeholder"}
)
ALONE_BEHIND: Final = frozenset({"start", "label", "country"})
LEADS_TO: Final = "preposition"
HOPELESS: Final = 14.0  # log-odds by which a reading falls behind the best at the same name, and is dropped
MOST_STATES: Final = 8  # readings that are kept at each name
CROWDED: Final = 16  # names, more than in all but texts that are made up, among which fewer are kept
MOST_CROWDED: Final = 3

State = tuple[tuple[Entry, ...], bool]
"""The places that a reading leaves, and whether it contradicts itself: what may follow depends on no more."""

Worth = tuple[float, tuple[Any, ...]]
"""What observations come to, and their marks, starts and ends as in a trail."""

Lead = tuple[str, tuple[Part, ...]]

_new: Final = tuple.__new__  # a reading is made for every way to go on: three times as quick as the constructor


class Search:
    """The readings of one outline."""

    def __init__(
        self, namings: Namings, shapes: Mapping[str, Shapes], shape: str, scope: tuple[Entry, ...], names: list[Name]
    ) -> None:
        self.index = namings.index
        self.namings = namings
        self.single = namings.scale.single
        self.levels = namings.levels
        self.shapes = shapes
        self.shape = shape
        self.scope = scope
        self.names = names
        self.letters = Letters(shape)
        self._tails: dict[int, str] = {}
        self._joined = shapes["gap"].named("")
        self._leads: dict[int, Lead] = {}
        self.beside = Beside(namings, shape, names, self.tail)

    def readings(self) -> list[Reading]:
        """Best first."""
        names, shape = self.names, self.shape
        columns: list[list[Reading]] = []
        done: list[Reading] = []
        most = MOST_STATES if len(names) <= CROWDED else MOST_CROWDED
        for name in names:
            here: dict[State, Reading] = {}
            self.begin(here, name)
            start = name.start
            for earlier, column in zip(names, columns, strict=False):
                if column and (
                    earlier.end <= start
                    or (earlier.end == start + 1 and shape[start] == CITY and earlier.start < start)
                ):
                    self.go_on(here, earlier, column, name)
            best = list(here.values())
            if len(best) > 1:
                best.sort(key=_score, reverse=True)
                least = best[0][0] - HOPELESS
                best = [r for r in best[:most] if r[0] > least]
            columns.append(best)
            done += map(self.close, best)
        done.sort(key=_score, reverse=True)
        return done

    def tail(self, end: int) -> str:
        """The shape of what stands behind a place."""
        found = self._tails.get(end)
        if found is None:
            found = self.seen_behind(end)
            if found not in ROADS and self.calls_a_road(end):
                found = "behind_road"
            self._tails[end] = found
        return found

    def seen_behind(self, end: int) -> str:
        """The shape of what stands behind a place, by its letters alone."""
        return self.shapes["tail"].named(self.letters.behind(end))

    def calls_a_road(self, start: int) -> bool:
        """Whether a name that begins at a place is that of a road or a sight: 天津｜河北路, 徐州｜云龙湖, not 余杭｜塘北路."""
        for word, entries in self.index.at(self.shape, start):
            end = start + len(word)
            kind = self.seen_behind(end)
            if kind == "road" or (
                kind == "sight" and "county" in self.levels(entries) and not self.crosses(start, end)
            ):
                return True
        return False

    def crosses(self, start: int, end: int) -> bool:
        """Whether the name of a city begins inside a name and goes on behind it: 南平｜和｜龙岩, not 徐州｜云龙湖."""
        return any(
            pos + len(word) > end and not HIGH.isdisjoint(self.levels(entries))
            for pos in range(start + 1, end) for word, entries in self.index.at(self.shape, pos)
        )  # fmt: skip

    def gap(self, start: int, end: int) -> str:
        """The shape of what stands between two places."""
        return self.shapes["gap"].named(self.letters.between(start, end)) if start != end else self._joined

    def begin(self, here: dict[State, Reading], name: Name) -> None:
        """Read a name as the first one."""
        start, end, naming = name
        entries = naming.entries
        if self.scope:
            found = combine(self.index, self.scope, entries)
            if not found:
                return
            entries = next(iter(found.values()))
        lead, unread = self._leads.get(start) or self.lead(start)
        bare = not naming.strong and not self.scope and not naming.township
        whole = end == len(self.shape)
        single = self.single
        parts: list[Part] = [
            (single(f"lead {lead} {'stem' if bare else naming.use}"), 0, start), (naming.form, start, end), *unread,
        ]  # fmt: skip
        if naming.slight and not self.scope:
            parts.append((single("slip in two characters"), start, end))
        if naming.slip and whole:
            parts.append((single("slip alone"), start, end))
        if naming.slip and naming.written[-1] not in GENERIC_LETTERS and not self.scope:
            parts.append((single("slip in the generic first"), start, end))  # 新干线, 大同世界
        if not naming.strong and self.beside.runs_over(name):
            parts.append((single("overlapped name"), start, end))
        if self.scope and self.beside.contradicts(unread, self.scope):
            parts.append((single("another place"), *unread[0][1:]))
        if bare and naming.as_word.seen:  # a stem is an ordinary word as well, as far as the counts say so
            parts.append((naming.as_word, start, end))
        if self.scope:
            parts.append((single("scope"), start, end))
        elif bare:
            if whole and (lead in ALONE_BEHIND or (lead == LEADS_TO and self.index.is_high(naming.entries))):
                parts.append((single("alone"), start, end))
        elif naming.common:
            parts.append((single("common"), start, end))
            if lead not in ALONE_BEHIND:
                parts.append((single("common preceded"), 0, start))
        score = sum([marks[0] for marks, _, _ in parts])
        here[entries, False] = _new(Reading, (score, entries, (name,), False, ((), *chain.from_iterable(parts))))

    def lead(self, start: int) -> Lead:
        """What stands before a name that is read first: its shape, and a name there that is not read."""
        shape = self.shapes["lead"].named(self.letters.between(0, start))
        found = self._leads[start] = shape, tuple(self.beside.unread_before(start))
        return found

    def go_on(self, here: dict[State, Reading], earlier: Name, column: list[Reading], name: Name) -> None:
        """Read a name after the readings that end with an earlier one: inside them, the same again, or against them."""
        start, end, naming = name
        last = earlier.naming
        if last.letter and (naming.township or naming.slip):
            return  # no township stands behind a province's letter, and no misspelt name
        between = self.gap(earlier.end, start)
        worth, read = self.step(earlier, between, name)
        clashing = not last.letter and not naming.township and not last.township
        kind = "name" if start <= earlier.end else "closed" if between in APART else self.tail(earlier.end)
        peers = self.namings.peers(last, naming) if between in LISTED else None
        if between == "and":
            against, until = "closed", start
        else:
            against, until = (kind, start) if naming.strong else (self.tail(earlier.end), len(self.shape))
        clash: tuple[Any, ...] | None = None
        joins_of = self.namings.joins
        for before in column:
            joins = joins_of(before.entries, last, naming)
            if peers and len(before.names) == 1:
                joins = tuple(join for join in joins if not self.nests(join.entries, naming, peers))
            if joins:
                behind = self.behind(before, kind, start)
                score = before.score + behind[0] + worth
                for entries, marks, far in joins:
                    total = score + marks[0]
                    more: tuple[Any, ...] = (marks, start, end)
                    if far.seen and self.tail(end) in NAMED_AFTER_WORDS:
                        total, more = total + far[0], (*more, far, start, end)
                    present = here.get((entries, before.conflict))
                    if present is None or present.score < total:
                        trail = (before.trail, *behind[1], *read, *more)
                        names = *before.names, name
                        here[entries, before.conflict] = _new(Reading, (total, entries, names, before.conflict, trail))
            elif clashing:
                clash = clash or self.clash(earlier, between, name, listed=bool(peers))
                behind = self.behind(before, against, until)
                total = before.score + behind[0] + worth + clash[0]
                both = *before.entries, *naming.entries
                present = here.get((both, True))
                if present is None or present.score < total:
                    trail = (before.trail, *behind[1], *read, *clash[1])
                    here[both, True] = _new(Reading, (total, both, (*before.names, name), True, trail))

    @staticmethod
    def nests(entries: tuple[Entry, ...], naming: Naming, peers: frozenset[Named]) -> bool:
        """Whether a name in a list was read as a place inside the first one, though it also names one beside it: 天津、河北 are
        two places, and so are 扬州市、泰州市.
        """
        return all(e in naming.entries for e in entries) and not any(e.place in peers for e in entries)

    def step(self, earlier: Name, gap: str, name: Name) -> Worth:
        """What a name says by itself behind an earlier one, and what stands between them."""
        start, end, naming = name
        apart, own = self.single(f"gap {gap} {naming.use}"), naming.form
        found: Worth = apart[0] + own[0], (apart, min(earlier.end, start), start, own, start, end)
        left_out = ""
        if earlier.end < start:
            lost = self.beside.lies_in_another(earlier.end, name)
            left_out = "overlapped name" if lost else self.beside.skipped(earlier.end, name)
        elif not naming.strong and self.beside.runs_over(name):
            left_out = "overlapped name"  # 济南｜市中｜山公园
        if left_out:
            marks = self.single(left_out)
            found = found[0] + marks[0], (*found[1], marks, start, end)
        return found

    def clash(self, earlier: Name, gap: str, name: Name, *, listed: bool) -> Worth:
        """What speaks for a contradiction, and against it; ``listed`` where the names are those of places of one kind."""
        start, end, naming = name
        kind = "clash" if gap in TOGETHER else "clash far"
        seen: list[Marks] = []
        numbers = [one.start for one in (earlier, name) if one.word.isdecimal()]
        if numbers:
            labelled = any(CODE_LABEL in self.shape[max(0, number - 2) : number] for number in numbers)
            kind = "clash labelled code" if labelled else "clash code"
        elif naming.common and gap != "and":
            kind = "clash common"
        elif not naming.strong:
            kind += " stem"
            seen.append(naming.as_word)
            if kind == "clash far stem" and name in self.beside.standing:
                kind = "clash"
        if gap == "and" or (listed and not naming.strong and self.tail(end) in GOES_ON):
            seen.append(self.single("clash in a list"))
        if self.tail(end) in CALLED_AFTER_OTHERS:
            seen.append(self.single("clash in a name"))  # 濮阳市安阳地区医院
        seen.append(self.single(kind))
        return sum([marks[0] for marks in seen]), tuple([one for marks in seen for one in (marks, start, end)])

    def behind(self, reading: Reading, kind: str, until: int) -> Worth:
        """What stands behind the last name of a reading, up to a name that is read next or to the end."""
        names = reading.names
        last = names[-1]
        end, naming = last.end, last.naming
        use = naming.use
        if use == "stem" and len(names) > 1 and not reading.conflict:
            use = "inside"
        size = len(self.shape)
        tail = self.single(f"tail {kind} {use}")
        found: Worth = tail[0], (tail, min(end, until), until)
        if use == "stem" and kind in NAMED_AFTER_CITIES and "prefecture" in self.levels(reading.entries):
            city = self.single("city before a name")
            found = found[0] + city[0], (*found[1], city, end, size)
        if use == "inside" and kind in SHOPS and naming.near.seen:
            found = found[0] + naming.near[0], (*found[1], naming.near, end, size)
        if use == "township stem" and kind in BUSINESSES and len(names) > 1 and self.namings.is_city(names[-2].entries):
            found = found[0] + naming.near[0], (*found[1], naming.near, end, until)  # 常州市五星电器, 丹东市红旗小学
        doubt = self.doubt(reading, kind, use)
        if doubt:
            marks = self.single(doubt)
            found = found[0] + marks[0], (*found[1], marks, end, until)
        if naming.common and until == size and len(names) == 1 and kind not in {"end", "closed"}:
            road = kind in {"behind_road", "road1"}
            common = self.single("common before a road" if road else "common followed")
            found = found[0] + common[0], (*found[1], common, end, until)
        return found

    def doubt(self, reading: Reading, kind: str, use: str) -> str:
        """What makes a name before words that follow it that of something else."""
        names = reading.names
        last = names[-1]
        campus = kind == "branch" and CAMPUS in self.letters.behind(last.end)[:3] and not last.strong
        far = self.shape[last.start - 1 : last.start] == BRAND and not self.is_right_inside(names)
        if campus and far and self.levels(reading.entries) == {"county"}:
            return "campus"  # 上海大学延长校区 is called after a road
        if use == "inside" and kind == "sight" and self.levels(reading.entries) == {"county"}:
            return "sight"
        if use == "township stem" and len(names) > 1 and kind not in ENDS:
            above = self.levels(names[-2].entries)
            if "province" in above:
                return "township stem in province followed"  # 湖南人民出版社
        return ""

    def is_right_inside(self, names: tuple[Name, ...]) -> bool:
        """Whether the last of several names means a place right inside one of the name before it."""
        above = self.index.ancestors
        holders = {e.place for e in names[-2].entries} if len(names) > 1 else set()
        return any(not holders.isdisjoint(above[e.place][-2:-1]) for e in names[-1].entries)

    def close(self, reading: Reading) -> Reading:
        """A reading to the end of the outline."""
        names = reading.names
        last = names[-1]
        size = len(self.shape)
        score, parts = self.behind(reading, self.tail(last.end), size)
        for kind, start, end in self.beside.left_over(reading):
            marks = self.single(kind)
            score, parts = score + marks[0], (*parts, marks, start, end)
        trail = (reading.trail, *parts)
        return _new(Reading, (reading.score + score, reading.entries, names, reading.conflict, trail))


def _score(reading: Reading) -> float:
    return reading.score
