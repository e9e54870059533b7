"""A glance at a text: the names that it begins with, and what kind of thing stands behind them.

Of most texts that is enough to decide. The names are kept as they are written, and the rest of the outline stands
there by the shortest example of its kind, so that many texts have one outline and share its decision:
江西省新余市渝水区仙来大道1号 and 江西省新余市渝水区良山镇周宇村 are both 江西省新余市渝水区 and something behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from coedu_zones.parse.decide import CERTAIN, FLAGS, Decision
from coedu_zones.parse.kinds import BEHIND, Kinds
from coedu_zones.parse.names import GENERICS, NameIndex
from coedu_zones.parse.tokens import Outline, Tokens
from coedu_zones.parse.townships import Township, TownshipNames

MOST_HEADS: Final = 50_000
#: Kinds that all stand for those that speak more for a name than they do, where the name is certain before them.
_FLOORS: Final = (BEHIND, "road")
#: What a stem right behind a county's full name is the head of: 丰南区济南东路.
_CALLED_SO: Final = frozenset(
    {"road", "road1", "township", "township1", "village", "village1", "estate", "market", BEHIND}
)
_GENERIC: Final = "".join(sorted(GENERICS))
_PIECE: Final = f"([^{_GENERIC}]*[{_GENERIC}])"
_ENDS: Final = re.compile(_PIECE + f"{_PIECE}?" * 5)  # where names may end

Decide = Callable[[str], Decision]


class Settled(NamedTuple):
    """A decision on names before a kind of thing, and the outline that it was made on."""

    decision: Decision
    shape: str
    at: tuple[int, ...]  # where in the text each character of the shape begins


class Head:
    """Names that texts begin with, and what was decided of them by the kind of thing behind."""

    __slots__ = ("at", "closed", "deep", "end", "settled", "shape")

    def __init__(self, shape: str, at: tuple[int, ...], end: int, *, deep: bool, closed: bool) -> None:
        self.shape = shape
        self.at = at  # where in the text each of its characters begins
        self.end = end
        self.deep = deep  # the last name is the full name of counties only
        self.closed = closed  # whatever stands behind, these are the names that it begins with
        self.settled: dict[str, Settled | None] = {}


class Glance(NamedTuple):
    """What a glance came to: what was settled, and the township."""

    settled: Settled
    township: Township | None

    @property
    def decision(self) -> Decision:
        return self.settled.decision

    def outline(self, size: int) -> Outline:
        """The outline that was decided on, of a text of so many characters."""
        return Outline(self.settled.shape, (*self.settled.at, size))


class Glances:
    """Glances at texts, with what is known of names in one index."""

    def __init__(self, tokens: Tokens, townships: TownshipNames, weights: Mapping[str, float]) -> None:
        self.tokens = tokens
        self.index: NameIndex = tokens.index
        self.townships = townships
        self.kinds = Kinds(tokens)
        self.reweigh(weights)
        self._uses: dict[str, int] = {}
        full = self.index.strong - self.index.common["common"]
        self._endings: dict[str, tuple[int, ...]] = {}
        for name in full:
            self._endings[name[-2:]] = tuple({*self._endings.get(name[-2:], ()), len(name)})
        self._ending = re.compile("[" + "".join(sorted({re.escape(name[-1]) for name in full})) + "]")
        self._full = full

    def reweigh(self, weights: Mapping[str, float]) -> None:
        """Group the kinds by other weights: each by the first of the floors that speaks less for a full name."""
        worth = {kind: weights.get(f"tail {kind} full", 0.0) for kind in self.kinds.tails.examples}
        own = {"end", "closed", "placeholder", "part", "corps", *_FLOORS}
        self._floor = {
            kind: next((floor for floor in _FLOORS if worth[floor] <= worth[kind]), "")
            for kind in worth if kind not in own and not f"tail {kind}".startswith(FLAGS)
        }  # fmt: skip

    def at(self, text: str, known: dict[str, Head], decide: Decide) -> Glance | None:
        """What a glance at a text comes to; ``None`` where that does not settle it.

        ``known`` holds the heads that were seen, by what is written; ``decide`` decides on an outline.
        """
        found = _ENDS.match(text)
        if found is not None:
            for _, end in found.regs[:0:-1]:
                head = known.get(text[:end]) if end > 0 else None
                if head is None:
                    continue
                if not head.closed or text[end - 1 : end + 1] in self.tokens.starts:
                    break
                stem = self._stem(text, end)
                if stem < 0 or (stem and not head.deep):
                    break
                return self._judge(text, head, decide, stem)
        return self._walk(text, known, decide)

    def _stem(self, text: str, pos: int) -> int:
        """The length of the stem that stands at a place, 0 without one; below 0 where full names or marks follow."""
        first = stop = 0
        while pos < len(text):
            names, _, cues, kind = self.tokens.step(text[pos : pos + 2])
            stop = self.tokens.names(text, pos) if names else 0
            if not stop:
                return -1 if kind == "," and not cues else first
            if self._use(text[pos:stop]):
                return -1
            first = first or stop - pos
            if self.tokens.across(text, stop) != stop:
                break
            pos = stop
        return first

    def _walk(self, text: str, known: dict[str, Head], decide: Decide) -> Glance | None:
        """A glance at a text whose head is not known."""
        pieces: list[tuple[int, int]] = []
        deep = full = pos = 0
        while pos < len(text):
            end = self.tokens.names(text, pos)
            if end:
                pieces.append((pos, end))
                use = self._use(text[pos:end])
                full = len(pieces) if use else full
                deep = len(pieces) if use > 1 else deep
                pos = end
                if self.tokens.across(text, end) != end:
                    break
            else:
                _, _, cues, kind = self.tokens.step(text[pos : pos + 2])
                if not pieces or kind != "," or cues:
                    break
                pos += 1
        if not full:
            return None
        if full == len(pieces):
            return self._judge(text, self._head(text, pieces, known), decide)
        if deep == full:
            start, end = pieces[deep]
            return self._judge(text, self._head(text, pieces[:deep], known), decide, end - start)
        return None

    def _use(self, name: str) -> int:
        """2 for the full name of counties only, 1 for another full name, 0 for a stem."""
        found = self._uses.get(name)
        if found is None:
            entries = self.index.names.get(name, ())
            found = 0
            if any(e.form.strong for e in entries):
                found = 2 if all(e.form.strong and self.index.level(e.place) == "county" for e in entries) else 1
            self._uses[name] = found
        return found

    def _head(self, text: str, pieces: list[tuple[int, int]], known: dict[str, Head]) -> Head:
        end = pieces[-1][1]
        found = known.get(text[:end])
        if found is None:
            shape: list[str] = []
            at: list[int] = []
            before = 0
            for start, stop in pieces:
                if start != before:
                    shape.append(",")
                    at.append(before)
                shape.append(text[start:stop])
                at.extend(range(start, stop))
                before = stop
            deep = self._use(text[pieces[-1][0] : end]) > 1
            closed = not any(self.index.goes_on(text[pos:end]) for pos in range(end - 1))
            if len(known) >= MOST_HEADS:
                known.clear()
            found = known[text[:end]] = Head("".join(shape), tuple(at), end, deep=deep, closed=closed)
        return found

    def _judge(self, text: str, head: Head, decide: Decide, stem: int = 0) -> Glance | None:
        """A glance at a text by its head; behind a ``stem`` of so many characters the rest must be what is called after
        other places.
        """
        end = head.end
        start = self.tokens.behind_marks(text, end)
        whole = head.deep and start == end
        if whole:
            settled = self._settled(head, BEHIND, decide)
            township = self.townships.behind(settled.decision.options[0].place, text, end) if settled else None
            if settled and township:
                return Glance(settled, township) if township.code and self._is_plain(text, township.end) else None
        kind = self.kinds.of(text, end, stem)
        if (stem and kind not in _CALLED_SO) or not self._is_plain(text, end):
            return None
        settled = self._settled(head, kind, decide)
        if settled is None:
            return None
        township = None if whole else self.townships.behind(settled.decision.options[0].place, text, start)
        return None if township and not township.code else Glance(settled, township)

    def _settled(self, head: Head, kind: str, decide: Decide) -> Settled | None:
        """What is decided of a head before a kind of tail, if nothing is left open then."""
        if kind in head.settled:
            return head.settled[kind]
        floor = self._floor.get(kind) if head.deep else None
        found = self._settled(head, floor, decide) if floor else None
        if found is None or found.decision.options[0].probability < CERTAIN:
            tail = self.kinds.tails.examples[kind]
            shape = head.shape + tail
            decision = decide(shape)
            found = None
            if decision.settled and decision.end == len(head.shape):
                found = Settled(decision, shape, head.at + (head.end,) * len(tail))
        head.settled[kind] = found
        return found

    def _is_plain(self, text: str, pos: int) -> bool:
        """Whether no full name stands in the rest of a text, but for words for a part of any town."""
        for found in self._ending.finditer(text, pos):
            end = found.end()
            for length in self._endings.get(text[end - 2 : end], ()):
                if end - length >= pos and text[end - length : end] in self._full:
                    return False
        return True
