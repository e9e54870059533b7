"""The lattice: every way to read the names of an outline as one place, each with its evidence.

A *reading* takes some of the names, each inside the one before (江西省｜新余市｜渝水区), the same again, or in
contradiction to it, and leaves the rest of the outline unread. Its score is a sum of log-odds against the null
reading, which takes no name at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import log
from typing import Final, NamedTuple

from coedu_zones.parse.characters import Slip
from coedu_zones.parse.names import GENERICS, THIS_YEAR, Entry, Form, NameIndex, combine
from coedu_zones.parse.shapes import Shapes, shapes
from coedu_zones.parse.weights import sizes, stems, weights

MOST_NAMES: Final = 24  # names of one outline that are read
LONGEST_MENTION: Final = 40  # characters of an outline that one mention in running text may take
MENTIONED: Final = 3.0  # log-odds above which a name in running text is a mention
LONGEST_NAME: Final = 12
CUES_OF_LESS: Final = frozenset("RTV")  # behind a name they make it that of a road, a township or a village
NAMED_AFTER_WORDS: Final = frozenset({"institution", "institution1", "ranked", "market", "estate"})
NAMED_AFTER_CITIES: Final = frozenset({"market", "behind_market", "institution1", "behind_institution", "behind_estate", "area"})
AGAIN: Final = frozenset({"again", "gap joined full", "gap road full", "gap office full", "gap township full", "gap one full"})
HOPELESS: Final = 14.0  # log-odds by which a reading falls behind the best at the same name, and is dropped
MOST_STATES: Final = 12  # readings that are kept at each name


class Evidence(NamedTuple):
    """One observation for or against a reading: ``factor`` times the weight of its kind, in log-odds."""

    kind: str
    start: int
    end: int
    weight: float
    factor: float = 1.0


class Name(NamedTuple):
    """A written name at ``start:end`` of an outline and the places that it may mean, all strong forms or all weak."""

    start: int
    end: int
    word: str
    entries: tuple[Entry, ...]
    strong: bool
    cut: bool = False  # a longer name starts where it does
    slip: Slip | None = None  # how it is misspelt, where it is
    written: str = ""  # the misspelt name as it stands in the text


class Reading(NamedTuple):
    """Names read as one place: the places that are left, the names taken, the score and what it is made of."""

    score: float
    entries: tuple[Entry, ...]
    names: tuple[Name, ...]
    conflict: bool
    evidence: tuple[Evidence, ...]

    @property
    def end(self) -> int:
        return self.names[-1].end if self.names else 0


class Lattice:
    """Reads the outlines of one index."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self.weights: Mapping[str, float] = weights()
        self.shapes: Mapping[str, Shapes] = shapes()
        self.common = index.common["common"]

    def names(self, shape: str) -> list[Name]:
        """The names that stand in an outline, by their start; the longest first. What lies inside a full name is none."""
        found: list[Name] = []
        covered = 0  # where the last full name ends
        for pos in range(len(shape)):
            if shape[pos] < "\u3000" and not shape[pos].isdecimal():
                continue
            if len(found) >= MOST_NAMES:
                break
            found += self._names_at(shape, pos, covered)
            if found and found[-1].start == pos:
                covered = max([covered, *(n.end for n in found if n.start == pos and n.strong and n.end - pos > 2)])
        return found

    def _names_at(self, shape: str, pos: int, covered: int) -> Iterator[Name]:
        if shape[pos].isdecimal():
            code = shape[pos : pos + 6]
            if len(code) == 6 and code in self.index.codes and (pos == 0 or shape[pos - 1] in ",(:"):
                yield Name(pos, pos + 6, code, (self.index.codes[code],), strong=True)
            return
        cut = full = False
        for word, entries in self.index.at(shape, pos):
            if pos + len(word) <= covered:
                break
            for strong in (True, False):
                some = tuple(e for e in entries if e.form.strong is strong)
                if some and (strong or not full):
                    yield Name(pos, pos + len(word), word, some, strong, cut)
            cut = True
            full = full or (word in self.index.strong and len(word) > 2)
        if pos == 0 and shape[0] in self.index.letters and not cut:
            yield Name(0, 1, shape[0], (self.index.letters[shape[0]],), strong=False)

    def readings(self, shape: str, scope: tuple[Entry, ...] = (), extra: tuple[Name, ...] = ()) -> list[Reading]:
        """The readings of an outline, best first."""
        names = sorted((*self.names(shape), *extra), key=lambda n: (n.start, -n.end))
        columns: list[list[Reading]] = []
        done: list[Reading] = []
        for name in names:
            here: dict[tuple[tuple[Entry, ...], bool], Reading] = {}
            for reading in self._first(shape, name, scope):
                self._keep(here, reading)
            for earlier, column in zip(names, columns, strict=False):
                if earlier.end <= name.start or (earlier.end == name.start + 1 and shape[name.start] == "市" and earlier.start < name.start):
                    for before in column:
                        for reading in self._next(shape, before, name):
                            self._keep(here, reading)
            best = sorted(here.values(), key=lambda r: -r.score)[:MOST_STATES]
            best = [r for r in best if r.score > best[0].score - HOPELESS]
            columns.append(best)
            done += [self._close(shape, reading) for reading in best]
        return sorted(done, key=lambda r: -r.score)

    def mentions(self, shape: str) -> Iterator[tuple[int, int]]:
        """Where names stand in running text that are places by themselves, runs of them as one."""
        pos = 0
        while pos < len(shape):
            reading = self._mention(shape, pos)
            if reading is None:
                pos += 1
            else:
                yield reading.names[0].start, reading.end
                pos = reading.end

    def _mention(self, shape: str, pos: int) -> Reading | None:
        """The best reading that starts at a position and is more likely a place than not."""
        if not any(True for _ in self.index.at(shape, pos)):
            return None
        piece = shape[pos : pos + LONGEST_MENTION]
        readings = [
            r for r in self.readings(piece)
            if r.names[0].start == 0 and not r.conflict and not any(e.kind in AGAIN for e in r.evidence)
        ]  # fmt: skip
        best = next((r for r in readings if r.names[-1].strong or len(r.names) > 1), None)
        if best is None or best.score < MENTIONED:
            return None
        shift = [n._replace(start=n.start + pos, end=n.end + pos) for n in best.names]
        return best._replace(names=tuple(shift))

    @staticmethod
    def _keep(here: dict[tuple[tuple[Entry, ...], bool], Reading], reading: Reading) -> None:
        key = reading.entries, reading.conflict
        present = here.get(key)
        if present is None or present.score < reading.score:
            here[key] = reading

    def _weigh(self, kind: str, start: int, end: int, factor: float = 1.0) -> Evidence:
        return Evidence(kind, start, end, self.weights[kind] * factor, factor)

    def _form(self, shape: str, name: Name) -> Iterator[Evidence]:
        """What the name says by itself."""
        form = min(e.form for e in name.entries)
        kind = {Form.FULL: "full", Form.SHORT: "short", Form.ALIAS: "alias", Form.STEM: "stem", Form.CODE: "code",
                Form.TOWNSHIP: "township", Form.TOWNSHIP_STEM: "township stem"}[form]
        if len(name.word) == 1 and form < Form.TOWNSHIP:
            kind = "letter"
        elif form is Form.FULL and len(name.word) == 2:
            kind = "full2"
        yield self._weigh(f"form {kind}", name.start, name.end)
        if name.strong and len(name.word) > 3 and form is not Form.CODE:
            yield self._weigh("character", name.start, name.end, min(len(name.word) - 3, 5))
        if form is Form.TOWNSHIP_STEM and self.shapes["tail"].of(name.word[-1]) == "road":
            yield self._weigh("road township", name.start, name.end)  # 平阳路 is a road before it is 平阳路街道
        if name.cut:
            yield self._weigh("cut", name.start, name.end)
        if name.slip:
            yield self._weigh(f"slip {name.slip.kind}", name.start, name.end)
            if name.written[-1] not in GENERICS:
                yield self._weigh("slip in the generic", name.start, name.end)
            if name.start == 0 and name.end == len(shape):
                yield self._weigh("slip alone", name.start, name.end)
        if all(self.index.is_former(e.place) for e in name.entries):
            years = min(THIS_YEAR - self.index.last_year(e.place) for e in name.entries)
            yield self._weigh("former name", name.start, name.end, min(years, 40) / 10)
        if not name.strong and name.entries[0].form < Form.TOWNSHIP:
            levels = {self.index.level(e.place) for e in name.entries}
            if high := levels & {"province", "prefecture"}:
                yield self._weigh(f"stem of a {max(high)}", name.start, name.end)

    def _first(self, shape: str, name: Name, scope: tuple[Entry, ...]) -> Iterator[Reading]:
        entries = name.entries
        if scope:
            found = combine(self.index, scope, entries)
            if not found:
                return
            entries = found.get("inside") or found["again"]
        if not name.strong and not scope and name.entries[0].form < Form.TOWNSHIP:
            yield from self._bare(shape, name)
            return
        lead = self.shapes["lead"].of(shape[: name.start])
        evidence = [self._weigh(f"lead {lead} {self._use(name)}", 0, name.start), *self._form(shape, name)]
        evidence += self._unread_before(shape, name)
        if scope:
            evidence.append(self._weigh("scope", name.start, name.end))
        elif name.word in self.common:
            evidence.append(self._weigh("common", name.start, name.end))
            if lead not in {"start", "label", "country"}:
                evidence.append(self._weigh("common preceded", 0, name.start))
        yield self._reading(None, entries, name, evidence, conflict=False)

    def _bare(self, shape: str, name: Name) -> Iterator[Reading]:
        """A stem that begins a reading: an ordinary word as well, as far as the counts say so."""
        lead = self.shapes["lead"].of(shape[: name.start])
        evidence = [self._weigh(f"lead {lead} stem", 0, name.start), *self._form(shape, name), *self._as_word(name)]
        evidence += self._unread_before(shape, name)
        if lead == "start" and name.end == len(shape):
            evidence.append(self._weigh("alone", name.start, name.end))
        yield self._reading(None, name.entries, name, evidence, conflict=False)

    def _as_word(self, name: Name, factor: float = 1.0) -> Iterator[Evidence]:
        """How much people write of the place, of other places that are called so, and of the word."""
        stem = stems().get(name.word)
        if stem is not None:
            size = max(self.size(e.place) for e in name.entries)
            yield self._weigh("stem size", name.start, name.end, factor * log(size / 300))
            yield self._weigh("stem elsewhere", name.start, name.end, factor * log(1 + stem.elsewhere))
            yield self._weigh("stem word", name.start, name.end, factor * log(1 + stem.word))

    def size(self, place: str) -> float:
        """How many villages and, four times each, urban communities a place has: how much people write of it."""
        return sizes().get(place.partition("@")[0], 100.0)

    def _reading(self, before: Reading | None, entries: tuple[Entry, ...], name: Name, evidence: list[Evidence], *, conflict: bool) -> Reading:
        score = sum(e.weight for e in evidence) + (before.score if before else 0.0)
        return Reading(
            score, entries, (*(before.names if before else ()), name), conflict, (*(before.evidence if before else ()), *evidence)
        )

    def _next(self, shape: str, before: Reading, name: Name) -> Iterator[Reading]:
        """A name read after others: inside them, the same again, or against them."""
        last = before.names[-1]
        if len(last.word) == 1 and name.entries[0].form >= Form.TOWNSHIP:
            return  # no township stands behind a province's letter
        between = shape[last.end : name.start]
        gap = self.shapes["gap"].of(between)
        evidence = [self._weigh(f"gap {gap} {self._use(name)}", min(last.end, name.start), name.start), *self._form(shape, name)]
        found = combine(self.index, before.entries, name.entries)
        if found:
            evidence = [*self._tail(shape, before, name), *evidence]
        for relation, entries in found.items():
            how = relation
            if how == "inside":
                if not name.strong and "again" in found and last.strong:
                    how = "inside namesake"
                if name.entries[0].form >= Form.TOWNSHIP:
                    how = self._township_inside(before, entries)
                near = any(self.index.ancestors[e.place][-2:-1] == self.index.ancestors[b.place][-1:] for e in entries for b in before.entries)
                how = how if near or how != "inside" else "inside far"
            more = [self._weigh(how, name.start, name.end)]
            if how == "inside far" and not name.strong:
                more += self._as_word(name)
                stem = stems().get(name.word)
                if stem is not None and self.shapes["tail"].of(shape[name.end :]) in NAMED_AFTER_WORDS:
                    more.append(self._weigh("elsewhere far", name.start, name.end, log(1 + stem.elsewhere)))
            if name.word in self.common and all(self.index.is_former(e.place) for e in entries):
                more.append(self._weigh("common former", name.start, name.end))
            yield self._reading(before, entries, name, [*evidence, *more], conflict=before.conflict)
        township = name.entries[0].form >= Form.TOWNSHIP or last.entries[0].form >= Form.TOWNSHIP
        if not found and len(last.word) > 1 and not township:
            evidence = [*self._tail(shape, before, name if name.strong else None), *evidence]
            kind = "clash" if gap in {"none", "mark", "label", "placeholder", "and"} else "clash far"
            if name.word.isdecimal() or last.word.isdecimal():
                kind = "clash code"
            elif name.word in self.common:
                kind = "clash common"
            elif not name.strong:
                kind += " stem"
                evidence += self._as_word(name)
            if self.shapes["tail"].of(shape[name.end :]) in {"institution", "ranked", "branch", "institution1"}:
                evidence.append(self._weigh("clash in a name", name.start, name.end))  # 濮阳市安阳地区医院
            both = (*before.entries, *name.entries)
            yield self._reading(before, both, name, [*evidence, self._weigh(kind, name.start, name.end)], conflict=True)

    def _unread_before(self, shape: str, name: Name) -> Iterator[Evidence]:
        """A name that ends right before this one and is not read: 江苏/方正县."""
        end = name.start - 1 if shape[name.start - 1 : name.start] in {",", "("} else name.start
        for start in range(max(0, end - LONGEST_NAME), end - 1):
            word = shape[start:end]
            if word in self.index.names and word not in self.common:
                yield self._weigh("unread name" if word in self.index.strong else "unread stem", start, end)
                return

    @staticmethod
    def _use(name: Name) -> str:
        """By how much a name stands by itself: ``full``, ``full2`` (two characters), ``stem`` or ``letter``."""
        form = name.entries[0].form
        if form >= Form.TOWNSHIP:
            return "township" if form is Form.TOWNSHIP else "township stem"
        if len(name.word) == 1:
            return "letter"
        return ("full2" if len(name.word) == 2 else "full") if name.strong else "stem"

    def _township_inside(self, before: Reading, entries: tuple[Entry, ...]) -> str:
        """How narrow the place is in which a township is known."""
        levels = {self.index.level(e.place) for e in before.entries}
        kind = "township" if entries[0].form is Form.TOWNSHIP else "township stem"
        return f"{kind} in {'province' if 'province' in levels else 'prefecture' if 'prefecture' in levels else 'county'}"

    def _tail(self, shape: str, reading: Reading, following: Name | None) -> Iterator[Evidence]:
        """What stands behind the last name of a reading; a name that is read next is the best of all."""
        last = reading.names[-1]
        if following and following.start <= last.end:
            kind = "name"
        elif following and self.shapes["gap"].of(shape[last.end : following.start]) in {"mark", "label", "placeholder"}:
            kind = "closed"
        else:
            kind = self.shapes["tail"].of(shape[last.end :])
        use = self._use(last)
        if use == "stem" and len(reading.names) > 1 and not reading.conflict:
            use = "inside"
        yield self._weigh(f"tail {kind} {use}", min(last.end, following.start) if following else last.end, following.start if following else len(shape))
        if use == "stem" and kind in NAMED_AFTER_CITIES and any(self.index.level(e.place) == "prefecture" for e in reading.entries):
            yield self._weigh("city before a name", last.end, len(shape))
        if len(reading.names) == 1 and last.word in self.common and not following and kind not in {"end", "closed"}:
            road = kind in {"behind_road", "road1"}
            yield self._weigh("common before a road" if road else "common followed", last.end, len(shape))

    def _close(self, shape: str, reading: Reading) -> Reading:
        more = [*self._tail(shape, reading, None)]
        end = reading.end + (shape[reading.end : reading.end + 1] == ",")
        for word, _ in self.index.at(shape, end):
            if word not in self.index.strong and end + len(word) == len(shape) and len(reading.names[-1].word) > 1:
                more.append(self._weigh("unread stem", end, end + len(word)))
            part = word in self.common and any(self.index.level(e.place) == "county" for e in reading.entries)
            if word in self.index.strong and not part and shape[end + len(word) : end + len(word) + 1] not in CUES_OF_LESS:
                more.append(self._weigh("unread common name" if word in self.common else "unread name", end, end + len(word)))
            break
        return reading._replace(score=reading.score + sum(e.weight for e in more), evidence=(*reading.evidence, *more))
