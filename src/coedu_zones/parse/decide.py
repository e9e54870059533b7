"""Readings → a decision: the probability of each place, of a contradiction, and of no place at all."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import combinations
from math import exp, log
from typing import Final, NamedTuple

from coedu_zones.changes.lineage import PART, WHOLE, History, Period
from coedu_zones.data.reader import data_year
from coedu_zones.gazetteer.townships import Bearer
from coedu_zones.parse.decision import CERTAIN, SURE, Decision, Option, is_flagged, is_joined, skips
from coedu_zones.parse.evidence import Marks
from coedu_zones.parse.forms import Form
from coedu_zones.parse.lattice import Lattice
from coedu_zones.parse.names import HIGH, RECENT, Entry, Named, is_former, is_recent, last_year
from coedu_zones.parse.readings import Reading
from coedu_zones.parse.townships import TownshipNames

NULL: Final = ""
CONFLICT: Final = "conflict"
MOST_READINGS: Final = 12
MOST_KNOWN: Final = 50_000  # sets of entries whose places of today are remembered
LISTED: Final = 0.0003  # how likely a place must be to be listed behind the one that is meant
SHARED: Final = 0.03  # … and to be one of several that may be meant
SHARED_PART: Final = 0.01  # … as what got a part of a former division
NAMED: Final = 0.1  # how likely a place must be by itself to stand for what lies in it
DOUBTFUL: Final = -1.0  # what stands behind a name may make it another one


FORMS: Final = {
    Form.CODE: "form code", Form.FULL: "form full", Form.SHORT: "form short", Form.ALIAS: "form alias",
    Form.STEM: "form stem", Form.TOWNSHIP: "form township", Form.TOWNSHIP_STEM: "form township stem",
}  # fmt: skip


class Prospect(NamedTuple):
    """A place of today behind an entry of a reading, and by how much it falls behind the best of them."""

    place: str
    behind: float
    entry: Entry
    share: str


class Decider:
    """Weighs the readings of one lattice."""

    def __init__(self, lattice: Lattice, townships: TownshipNames, cutoff: float) -> None:
        self.lattice = lattice
        self.townships = townships
        self.index = lattice.index
        self.cutoff = cutoff / 100.0
        self._prospects: dict[tuple[Entry, ...], tuple[Prospect, ...]] = {}

    def decide(self, readings: list[Reading], level: str | None = None, scope: tuple[Entry, ...] = ()) -> Decision:
        """The posterior over places, and the status that follows from it, for readings inside a scope."""
        readings = readings[:MOST_READINGS]
        found, null, against = self.posterior(readings)
        if against > max([null, *(o.probability for o in found)]):
            clash = next(r for r in readings if r.conflict)
            agreed = self.agreed(clash, against, found) if level is None else ()
            agreed = tuple(o for o in agreed if all(e.place in self.index.ancestors[o.place] for e in scope))
            if len(agreed) == 1 and agreed[0].probability >= self.cutoff:
                return Decision("resolved", agreed, clash, null, is_flagged(clash))
            places = self.contradictory(clash, against)
            status = "conflict" if len(places) > 1 else "unresolved"  # former names of one place do not contradict it
            return Decision(status, places, clash, null, flagged=False)
        if not found:
            return Decision("unresolved", (), None, null, flagged=False)
        reading = found[0].reading
        flagged = is_flagged(reading)
        if level is not None:
            found = self.of_level(found, level, null)
            if not found:
                return Decision("unresolved", (), reading, null, flagged)
        if flagged or self.is_before_an_area(found[0]):
            named = reading.last[0].startswith("unread")
            risk = 1 - exp(self.lattice.weights["flag name" if named else "flag"])
            found = [o._replace(probability=o.probability * risk) for o in found]
        found, inside = self.backed_off(found)
        decision = self.judged(found, null, flagged)
        decision.inside = inside
        return decision

    def posterior(self, readings: list[Reading]) -> tuple[list[Option], float, float]:
        """What each place is worth, best first; the probability of no place, and of a contradiction."""
        mass: dict[str, float] = {NULL: self.lattice.weights["null"]}
        best: dict[str, tuple[Entry, str, Reading]] = {}
        for reading in readings:
            if reading.conflict:
                mass[CONFLICT] = max(mass.get(CONFLICT, -99.0), reading.score)
                continue
            for place, behind, entry, share in self.prospects(reading.entries):
                total = reading.score + behind
                if mass.get(place, -99.0) < total:
                    mass[place] = total
                    best[place] = entry, share, reading
        top = max(mass.values())
        odds = {key: exp(max(value - top, -60.0)) for key, value in mass.items()}
        whole = sum(odds.values())
        found = [Option(place, odds[place] / whole, *how) for place, how in best.items()]
        found.sort(key=lambda o: (-o.probability, o.place))
        return found, odds[NULL] / whole, odds.get(CONFLICT, 0.0) / whole

    def agreed(self, clash: Reading, against: float, found: list[Option]) -> tuple[Option, ...]:
        """The places of the last name that every other one fits as it is today: 万县市 is in 重庆市, and so is 万州区. A name
        of today says nothing by what it was.
        """
        likely = (self.lattice.namings.likely(name.naming) for name in clash.names)
        meant = ([e for e in entries if not is_former(e.place)] or entries for entries in likely)
        *before, own = [{place: (e, s) for e in entries for place, s, _ in self.todays(e)} for entries in meant]
        if not all(any(self.agree(a, b) for a in one for b in other) for one, other in combinations(before, 2)):
            return ()  # 分宜县, 南昌市, 江西省
        besides = {o.place: o.probability for o in found}
        return tuple(
            Option(place, against + besides.get(place, 0.0), e, s, clash)
            for place, (e, s) in own.items()
            if all(any(self.agree(one, place) for one in places) for places in before)
        )

    def agree(self, one: str, other: str) -> bool:
        """Whether one of two places lies in the other, or both are the same."""
        chains = self.index.ancestors
        return one in chains[other] or other in chains[one]

    def contradictory(self, clash: Reading, against: float) -> tuple[Option, ...]:
        """The places that contradict one another, with equal shares: those that are left, and those of names that none of
        these lies in: 山东省 of 山东省南京市鼓楼区.
        """
        places = self.places_of(clash.entries)
        for name in clash.names:
            own = self.places_of(name.entries)
            apart = not any(self.agree(a, b) for a in own for b in places)
            places |= own if apart else {}
        return tuple(Option(place, against / len(places), e, s, clash) for place, (e, s) in places.items())

    def places_of(self, entries: tuple[Entry, ...]) -> dict[str, tuple[Entry, str]]:
        """The places of today behind entries, each with its entry and share; behind former ones where no other bears the
        name now, or did a short while ago.
        """
        recent = tuple(e for e in entries if is_recent(e.place))
        return {place: (e, share) for e in recent or entries for place, share, _ in self.todays(e)}

    def is_before_an_area(self, option: Option) -> bool:
        """Whether a place that holds counties stands before an area that is not known: 常州市经开区."""
        return option.reading.last[0].startswith("tail area") and self.index.level(option.place) in HIGH

    def of_level(self, found: list[Option], level: str, null: float) -> list[Option]:
        """The options of a level, which share what all had. A level makes no former division of a present one (廊坊市)."""
        first = found[0].entry
        kept = [
            o for o in found
            if self.index.level(o.place) == level
            and (is_former(first.place) or not is_former(o.entry.place))
            and (first.form is Form.TOWNSHIP_STEM or o.entry.form is not Form.TOWNSHIP_STEM)
        ]  # fmt: skip
        whole = sum(o.probability for o in kept)
        return [o._replace(probability=o.probability * (1 - null) / whole) for o in kept]

    def judged(self, found: list[Option], null: float, flagged: bool) -> Decision:
        """The status of options, best first."""
        reading = found[0].reading
        if found[0].probability >= self.cutoff:
            first = found[0]
            likely = tuple(
                o for o in found
                if o.reading is first.reading or (o.probability >= LISTED and o.entry.form is not Form.TOWNSHIP_STEM)
            )[:MOST_READINGS]  # fmt: skip
            return Decision(
                "resolved", likely, reading, null, flagged, settled=self.is_settled(likely[0]) and not flagged
            )
        some = sum(o.probability for o in found)
        if some >= self.cutoff:
            likely = tuple(o for o in found if o.probability >= self.share_listed(o, found[0]))
            if len(likely) > 1:
                return Decision("ambiguous", likely, found[0].reading, null, flagged)
        return Decision("unresolved", tuple(found[:5]), found[0].reading, null, flagged)

    def share_listed(self, option: Option, first: Option) -> float:
        """How likely a place must be to be one of several: a present bearer of the same name is always one."""
        if option.reading is first.reading and not is_former(option.entry.place):
            return LISTED
        return SHARED if option.share == WHOLE else SHARED_PART

    def backed_off(self, found: list[Option]) -> tuple[list[Option], tuple[Option, ...]]:
        """The options with a place in front that holds enough of them, where the text names it and the first is unsure; and
        those that it holds.

        杭州四季青面料市场 is in 杭州市, be 四季青 the subdistrict or only a name.
        """
        if found[0].probability >= self.cutoff:
            return found, ()
        for option in found:
            if option.probability < NAMED:
                break
            names = option.reading.names
            inside = [
                o for o in found
                if o is not option and o.reading.names[: len(names)] == names and len(o.reading.names) > len(names)
                and option.place in self.index.ancestors[o.place][:-1]
                and (o.entry.form is not Form.TOWNSHIP_STEM or self.index.level(option.place) != "province")
            ]  # fmt: skip
            whole = option.probability + sum(o.probability for o in inside)
            if inside and whole >= self.cutoff:
                others = (o for o in found if o is not option and o not in inside)
                return [option._replace(probability=whole), *others], tuple(inside)
        return found, ()

    def is_settled(self, option: Option) -> bool:
        """Whether a closer look at the text could not change the answer: a county by its full name, or all was read."""
        last = option.reading.names[-1]
        if option.probability < SURE or not last.strong or is_former(option.entry.place) or skips(option.reading):
            return False
        kind, weight, _ = option.reading.last
        if (
            kind.startswith("tail")
            and weight < DOUBTFUL
            and not (option.probability >= CERTAIN and is_joined(option.reading))
        ):
            return False
        return self.index.level(option.place) in {"county", "functional_area"} or kind.startswith("tail end")

    def prospects(self, entries: tuple[Entry, ...]) -> tuple[Prospect, ...]:
        """The places of today behind the entries of a reading."""
        found = self._prospects.get(entries)
        if found is None:
            if len(self._prospects) >= MOST_KNOWN:
                self._prospects.clear()
            found = self._prospects[entries] = tuple(self._make_prospects(entries))
        return found

    def _make_prospects(self, entries: tuple[Entry, ...]) -> Iterator[Prospect]:
        priors = self.priors(entries)
        top = max(marks.weight for _, marks in priors)
        present = [e.place for e, _ in priors if not is_former(e.place)]
        spread = log(len({e.place for e in entries})) if entries[0].form >= Form.TOWNSHIP else 0.0
        for entry, marks in priors:
            for place, share, part in self.todays(entry):
                if is_former(entry.place) and any(place in self.index.ancestors[p][:-1] for p in present):
                    continue  # 莱芜市 is 莱芜区 in 济南市 today: the two agree
                yield Prospect(place, marks.weight - top + log(part) - spread, entry, share)

    def priors(self, entries: tuple[Entry, ...]) -> list[tuple[Entry, Marks]]:
        """Each entry of a reading with what speaks for it or against it beside the others: what the name is of it, when
        it bore the name, and how much people write of it.
        """
        lasts = {e.place: last_year(e.place) for e in entries}
        latest = max(lasts.values())
        found = []
        for entry in entries:
            own = [(FORMS[entry.form], 1.0)]
            if lasts[entry.place] < latest:
                years = latest - lasts[entry.place]
                if latest < data_year():
                    own.append(("older", float(years)))
                else:
                    own.append(("recent former" if years <= RECENT else "former", 1.0))
            if entry.form in {Form.ALIAS, Form.STEM}:
                own += self.writing_of(entry.place, lasts)
            found.append((entry, self.lattice.scale.several(own)))
        return found

    def writing_of(self, place: Named, others: Container[Named]) -> Iterator[tuple[str, float]]:
        """How much people write of a place that a stem or an alias may mean; a unit without a code that is one of the
        others under another name is written of as that is (金门县).
        """
        unit = self.index.gazetteer.uncoded.get(place) if isinstance(place, str) else None
        if unit and unit.counterpart in others:
            place, unit = unit.counterpart, None
        yield "size", log(self.lattice.namings.size(place))
        if (level := self.index.level(place)) in HIGH:
            yield level, 1.0
        if unit:
            yield "uncoded", 1.0
            if self.lattice.namings.is_small(place):
                yield "uncoded small", 1.0

    def forget(self) -> None:
        """The weights have changed."""
        self._prospects.clear()

    def todays(self, entry: Entry) -> list[tuple[str, str, float]]:
        """The places of today behind an entry, with the share of a former one that went there."""
        named = entry.place
        if isinstance(named, Bearer):
            return [(self.townships.holder(named), WHOLE, 1.0)]
        if not isinstance(named, Period):
            return [(named, WHOLE, 1.0)]
        fates = History.load().later(named, self.index.gazetteer.year)
        in_place = [f for f in fates if f.in_place]
        if in_place:
            kept = in_place[0].code
            return (
                [(f.code, f.share, 0.93 if f.code == kept else 0.07 / (len(fates) - 1)) for f in fates]
                if len(fates) > 1
                else [(kept, in_place[0].share, 1.0)]
            )
        parts = {f.code: 0.25 if f.share == PART else 0.75 for f in fates}
        whole = sum(parts.values())
        return [(f.code, f.share, parts[f.code] / whole) for f in fates]
