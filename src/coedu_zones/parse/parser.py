"""The one parse function: a clean text → its outline and the decision that the outline comes to.

Most texts are decided by their outline. Where the best reading leaves something open that the characters themselves
may settle, a second look keeps them: a township behind the names, or a misspelt name. Both are further names of the
same lattice. A decision is remembered under all that it saw: the outline, the context and the level.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from coedu_zones.data.locks import shared_lock
from coedu_zones.parse.decide import Decider, Decision
from coedu_zones.parse.lattice import Lattice
from coedu_zones.parse.names import MAX_NAME, Entry, Form, NameIndex, combine
from coedu_zones.parse.namings import Naming
from coedu_zones.parse.readings import Name, Reading
from coedu_zones.parse.shapes import shapes
from coedu_zones.parse.text import NameKey
from coedu_zones.parse.tokens import Outline, outline
from coedu_zones.parse.townships import LONGEST_STEM, TOWNSHIP, Found, TownshipNames

if TYPE_CHECKING:  # only misspelt texts pay for rapidfuzz
    from coedu_zones.parse.spelling import Speller

MOST_REMEMBERED: Final = 200_000
LONGEST_REMEMBERED: Final = 80  # characters of an outline
SURE_SCORE: Final = 8.0  # log-odds of a reading that nothing speaks against

Scope = tuple[Entry, ...]


class Parsed(NamedTuple):
    """A decision, the outline that it was made on, and the township that the text names in the place."""

    outline: Outline
    decision: Decision
    township: Township | None = None


class Township(NamedTuple):
    """The nine-digit code of a township, and where its name stands in the text."""

    code: str
    start: int
    end: int


class Parser:
    """Parses texts against one index. Threads may share one; what is remembered does not travel with a pickle."""

    def __init__(self, index: NameIndex, cutoff: float, speller: Callable[[], Speller]) -> None:
        self.index = index
        self.lattice = Lattice(index)
        self.townships = TownshipNames(index)
        self.decider = Decider(self.lattice, self.townships, cutoff)
        self._speller = speller
        self._memo: dict[tuple[str, Scope, str | None, tuple[object, ...]], Decision] = {}

    def parse(self, text: NameKey, scope: Scope = (), level: str | None = None) -> Parsed:
        """What a clean text means inside a scope and of a level."""
        plain = outline(text, self.index)
        decision = self._decide(plain.shape, scope, level)
        behind = self._behind(text, plain, decision)
        if decision.settled and (behind is None or behind.code):
            return Parsed(plain, decision, behind)
        seen, names = self._closer(text, plain, decision, scope)
        if seen:
            decision = self._decide(plain.shape, scope, level, seen, names)
        return Parsed(plain, decision, self._township(text, plain, decision))

    def _behind(self, text: NameKey, plain: Outline, decision: Decision) -> Township | None:
        """The township behind a county that was read; without a code, when it lies in another county today."""
        if decision.status != "resolved":
            return None
        option = decision.options[0]
        end = option.reading.names[-1].end
        if TOWNSHIP not in plain.shape[end : end + LONGEST_STEM + 2]:
            return None
        while plain.shape[end] in ",(":
            end += 1
        start = plain.at[end]
        found = self.townships.in_county(option.place, text, start)
        if found is None:
            return None
        present = [b for b in found.bearers if b.today_county == option.place]
        if present or not any(b.heir for b in found.bearers):
            return Township(present[0].heir, start, start + found.length) if present else None
        return Township("", start, start + found.length)

    def _township(self, text: NameKey, plain: Outline, decision: Decision) -> Township | None:
        """The township that decided a county, or that stands behind it."""
        if decision.status != "resolved":
            return None
        option = decision.options[0]
        if option.entry.form >= Form.TOWNSHIP:
            last = option.reading.names[-1]
            bearer = self.townships.bearers[option.entry.place]
            return Township(bearer.heir, plain.at[last.start], plain.at[last.end]) if bearer.heir else None
        behind = self._behind(text, plain, decision)
        return behind if behind and behind.code else None

    def reweigh(self, weights: Mapping[str, float]) -> None:
        """Read with other weights."""
        self.lattice.namings.reweigh(weights)
        self.decider.forget()
        self._memo.clear()

    def readings(self, text: NameKey) -> list[Reading]:
        """Every reading of a text, best first, a closer look included: what weights are fitted on."""
        plain = outline(text, self.index)
        readings = self.lattice.readings(plain.shape)
        decision = self.decider.decide(readings)
        if decision.settled:
            return readings
        seen, names = self._closer(text, plain, decision, ())
        return self.lattice.readings(plain.shape, (), names()) if seen else readings

    def _closer(
        self, text: NameKey, plain: Outline, decision: Decision, scope: Scope
    ) -> tuple[tuple[object, ...], Callable[[], tuple[Name, ...]]]:
        """What a closer look sees beside the outline, and the names that it finds there."""
        places = self._open_places(plain, decision)
        looks = {place: above for place, above in places.items() if shapes()["misspelt"].of(plain.shape[place:]) != "other"}
        found = {place: township for place in places for township in self.townships.at(text, plain.at[place])}
        at = plain.at
        seen = (
            *((start, text[at[start] : at[start] + MAX_NAME], above) for start, above in looks.items()),
            *((start, text[at[start] : at[start] + township.length]) for start, township in found.items()),
        )

        def names() -> tuple[Name, ...]:
            return (*self._misspelt(text, plain, looks, scope), *self._townships(text, plain, found))

        return seen, names

    def _decide(self, shape: str, scope: Scope, level: str | None, seen: tuple[object, ...] = (), extra: Callable[[], tuple[Name, ...]] | None = None) -> Decision:
        key = (shape, scope, level, seen)
        found = self._memo.get(key)
        if found is None:
            names = extra() if extra else ()
            found = self.decider.decide(self.lattice.readings(shape, scope, names), level)
            if len(shape) <= LONGEST_REMEMBERED:
                with shared_lock:
                    if len(self._memo) >= MOST_REMEMBERED:
                        self._memo.clear()
                    self._memo[key] = found
        return found

    def former(self, key: str, scope: Scope, level: str | None) -> Decision:
        """What a former division means today, when a text is its code."""
        entry = Entry(key, Form.CODE)
        name = Name(0, 6, Naming(key[:6], (entry,), strong=True))
        entries = combine(self.index, scope, (entry,)).get("inside", ()) if scope else (entry,)
        reading = Reading(SURE_SCORE, entries, (name,), conflict=False, parts=())
        return self.decider.decide([reading] if entries else [], level)

    def _open_places(self, plain: Outline, decision: Decision) -> dict[int, tuple[str, ...]]:
        """Where in the outline one more name may begin, and the places that it must lie in."""
        shape = plain.shape
        lead = next((i for i, c in enumerate(shape) if c not in ",():CY"), len(shape))
        places: list[tuple[int, tuple[str, ...]]] = [(lead, ())]
        for option in decision.options[:3]:
            last = option.reading.names[-1]
            above = tuple(e.place for e in option.reading.entries if e.place.isdecimal())
            places.append((last.end, above))
            if not last.strong:
                chains = (self.index.ancestors[p] for p in above)
                places.append((last.start, tuple({chain[-2] for chain in chains if len(chain) > 1})))
        found: dict[int, tuple[str, ...]] = {}
        for behind, above in places:
            place = behind
            while place < len(shape) and shape[place] in ",(:":
                place += 1
            if place < len(shape) and place not in found and shape[place] not in "0a":
                found[place] = above
        return found

    def _townships(self, text: NameKey, plain: Outline, found: Mapping[int, Found]) -> tuple[Name, ...]:
        names: list[Name] = []
        ends = {end: i for i, end in enumerate(plain.at)}
        for start, township in found.items():
            begin = plain.at[start]
            end = ends.get(begin + township.length)
            entries = self.townships.entries(township)
            if end is not None and entries:
                names.append(Name(start, end, self.lattice.namings.naming(text[begin : begin + township.length], entries, strong=False)))
        return tuple(names)

    def _misspelt(self, text: NameKey, plain: Outline, looks: Mapping[int, tuple[str, ...]], scope: Scope) -> tuple[Name, ...]:
        """Names that stretches of the text may have been meant to be, at their places in the outline."""
        names: list[Name] = []
        ends = {end: i for i, end in enumerate(plain.at)}
        for start, above in looks.items():
            begin = plain.at[start]
            for meant in self._speller().meant(text, begin, above or tuple(e.place for e in scope)):
                end = ends.get(begin + len(meant.written))
                if end is not None and (plain.at[end] - plain.at[end - 1] == 1 or plain.shape[end - 1] == "G"):
                    naming = self.lattice.namings.naming(meant.name, meant.entries, strong=True, slip=meant.slip, written=meant.written)
                    names.append(Name(start, end, naming))
        return tuple(names)
