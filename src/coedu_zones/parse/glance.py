"""A glance at a text: the names that it begins with, and what kind of thing stands behind them.

Of most texts that is enough to decide. The names are kept as they are written, and the rest of the outline stands
there by the shortest example of its kind, so that many texts have one outline and share its decision:
江西省新余市渝水区仙来大道1号 and 江西省新余市渝水区良山镇周宇村 are both 江西省新余市渝水区 and something behind it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Protocol

from coedu_zones.parse.beside import AND
from coedu_zones.parse.closer import CloserLook
from coedu_zones.parse.decision import CERTAIN, FLAGS, Decision, is_nearly_settled, is_sure
from coedu_zones.parse.forms import Form
from coedu_zones.parse.kinds import BEHIND, Kinds
from coedu_zones.parse.names import NameIndex
from coedu_zones.parse.parsed import Parsed, Settled
from coedu_zones.parse.prepared import NOTHING_PREPARED, UNSETTLED, PreparedHeads
from coedu_zones.parse.readings import Name
from coedu_zones.parse.tokens import Outline, Tokens
from coedu_zones.parse.townships import Township, TownshipNames

MOST_HEADS: Final = 30_000
JOINS: Final = "joins"  # the kind of a word that joins the head and another place
LONGEST_HEAD: Final = 80  # characters of one
MARKS: Final = frozenset(",():")  # kinds of characters
#: Kinds that all stand for those that speak more for a name than they do, where the name is certain before them.
_FLOORS: Final = (BEHIND, "road")
#: Kinds of which what is left out of a head makes others, by what follows: 河南省｜龙凤市, 河南省｜龙凤市12号.
_FURTHER: Final = frozenset({"generic", "generic1"})
#: What a stem right behind a county's full name is the head of: 丰南区济南东路.
CALLED_SO: Final = frozenset(
    {"road", "road1", "word_road", "township", "township1", "village", "village1", "estate", "market", BEHIND}
)


class Decide(Protocol):
    """Decides on an outline, and on further names in it."""

    def __call__(self, shape: str, *, names: tuple[Name, ...] = ()) -> Decision: ...


_new: Final = tuple.__new__  # three times as quick as the constructor, on the path that most texts take


class Head:
    """Names that texts begin with, and what was decided of them by the kind of thing behind."""

    __slots__ = ("at", "deep", "end", "next", "settled", "shape", "text", "weak")

    def __init__(
        self, text: str, shape: str, at: tuple[int, ...], following: frozenset[str], *, deep: bool, weak: int
    ) -> None:
        self.text = text
        self.shape = shape
        self.at = at  # where in the text each of its characters begins
        self.end = len(text)
        self.next = following  # characters before which these may not be the names that the text begins with
        self.deep = deep  # the last name is the full name of counties only
        self.weak = weak  # where the last name begins if it is a stem, which a longer cue takes the place of; else −1
        self.settled: dict[str, Settled | None] = {}


class Heads:
    """The heads that were seen in one context; ``decide`` decides on an outline there."""

    def __init__(self, decide: Decide) -> None:
        self.decide = decide
        self.known: dict[str, Head] = {}
        self.lengths: dict[str, tuple[int, ...]] = {}  # first two characters → lengths of heads, longest first
        self.seen: list[str] = []  # the texts of the heads in order, since they were forgotten the last time
        self.generation = 0  # how often they were forgotten
        self.prepared: PreparedHeads = NOTHING_PREPARED  # what was decided of heads beforehand

    def add(self, text: str, head: Head) -> None:
        """Keep a head."""
        if len(self.known) >= MOST_HEADS:
            self.known.clear()
            self.lengths.clear()
            self.seen = []
            self.generation += 1
        self.seen.append(text)
        lengths = {*self.lengths.get(text[:2], ()), len(text)}
        self.lengths[text[:2]] = tuple(sorted(lengths, reverse=True))
        self.known[text] = head

    def longest(self, text: str) -> Head | None:
        """The longest head that a text begins with."""
        known = self.known
        for length in self.lengths.get(text[:2], ()):
            head = known.get(text[:length])
            if head is not None:
                return head
        return None


class Glances:
    """Glances at texts, with what is known of names in one index."""

    def __init__(
        self, tokens: Tokens, townships: TownshipNames, weights: Mapping[str, float], closer: CloserLook
    ) -> None:
        self.tokens = tokens
        self.index: NameIndex = tokens.index
        self.townships = townships
        self.closer = closer
        self.kinds = Kinds(tokens)
        self.reweigh(weights)
        self._uses: dict[str, int] = {}
        full = self.index.strong - self.index.common["common"]
        self._endings: dict[str, tuple[int, ...]] = {}
        for name in full:
            self._endings[name[-2:]] = tuple({*self._endings.get(name[-2:], ()), len(name)})
        self._ending = re.compile("[" + "".join(sorted({re.escape(name[-1]) for name in full})) + "]")
        self._full = full
        names, places = self.index.names.items(), self.index.high
        weak = (name for name, entries in names for e in entries if e.place in places and not e.form.strong)
        self.high = frozenset(name for name in weak if len(name) > 1)  # stems of provinces and prefectures
        last = "".join(sorted({name[-1] for name in self.high}))
        self._before_a_mark = re.compile(f"[{last}](?![0-9A-Za-z\u3400-\u9fff])")
        words = self.tokens.cues.letters
        self._and = re.compile("|".join(sorted(word for word in words if words[word] == AND and len(word) == 1)))
        self._high_lengths = sorted({len(name) for name in self.high})

    def reweigh(self, weights: Mapping[str, float]) -> None:
        """Group the kinds by other weights: each by the first of the floors that speaks less for a full name."""
        worth = {kind: weights.get(f"tail {kind} full", 0.0) for kind in self.kinds.tails.examples}
        own = {"end", "closed", "placeholder", "part", "corps", *_FLOORS}
        self._floor = {
            kind: next((floor for floor in _FLOORS if worth[floor] <= worth[kind]), "")
            for kind in worth if kind not in own and not f"tail {kind}".startswith(FLAGS)
        }  # fmt: skip

    def at(self, text: str, heads: Heads) -> Parsed | None:
        """What a glance at a text comes to; ``None`` where that does not settle it."""
        head = heads.longest(text)
        if head is not None:
            end = head.end
            if (
                text[end : end + 1] not in head.next
                and text[end - 1 : end + 1] not in self.tokens.starts
                and (head.weak < 0 or head.weak + self.tokens.cues.longest(text, head.weak) <= end)
            ):
                stem = self._stem(text, end)
                if stem == 0 or (stem > 0 and head.deep):
                    return self._judge(text, head, heads, stem)
        return self._walk(text, heads)

    def _stem(self, text: str, pos: int) -> int:
        """The length of the stem that stands at a place, 0 without one; below 0 where full names or marks follow."""
        first = stop = 0
        while pos < len(text):
            names, _, cues, kind = self.tokens.step(text[pos : pos + 2])
            stop = self.tokens.names(text, pos) if names else 0
            if not stop:
                return -1 if kind == "," and not cues else first
            if self.use(text[pos:stop]):
                return -1
            first = first or stop - pos
            if self.tokens.across(text, stop) != stop:
                break
            pos = stop
        return first

    def _walk(self, text: str, heads: Heads) -> Parsed | None:
        """A glance at a text whose head is not known."""
        pieces = self._pieces(text)
        if not pieces or pieces[-1][1] > LONGEST_HEAD:
            return None
        uses = [self.use(text[start:end]) for start, end in pieces]
        full = max((i + 1 for i, use in enumerate(uses) if use), default=0)
        if full and uses[full - 1] > 1 and full < len(pieces):
            start, end = pieces[full]
            return self._judge(text, self._head(text, pieces[:full], heads), heads, end - start)
        return self._judge(text, self._head(text, pieces, heads), heads)

    def _pieces(self, text: str) -> list[tuple[int, int]]:
        """Where the names stand that a text begins with, a few of them if there are too many for a head."""
        pieces: list[tuple[int, int]] = []
        pos = 0
        while pos < len(text) and (not pieces or pieces[-1][1] <= LONGEST_HEAD):
            end = self.tokens.names(text, pos)
            if end:
                pieces.append((pos, end))
                pos = end
                if self.tokens.across(text, end) != end:
                    break
            else:
                _, _, cues, kind = self.tokens.step(text[pos : pos + 2])
                if not pieces or kind != "," or cues:
                    break
                pos += 1
        return pieces

    def head(self, text: str, heads: Heads) -> Head:
        """The head of a text that is nothing but names."""
        return heads.known.get(text) or self._head(text, self._pieces(text), heads)

    def _joined(self, text: str, pos: int) -> bool:
        """Whether a name that is a word for a part of any town stands behind a word that joins two: 鄞州区与｜江北区."""
        common = self.index.common["common"]
        return self.tokens.cues.longest(text, pos - 1) == 1 and any(
            text[pos : pos + length] in common for length in self.index.lengths.get(text[pos : pos + 2], ())
        )

    def is_full(self, name: str) -> bool:
        """Whether a name is a full one, and no word for a part of any town."""
        return name in self._full

    def use(self, name: str) -> int:
        """2 for the full name of counties only, 1 for another full name, 0 for a stem."""
        found = self._uses.get(name)
        if found is None:
            found = 0
            if name in self.index.strong:
                entries = self.index.names[name]
                found = 2 if all(e.form <= Form.SHORT and self.index.level(e.place) == "county" for e in entries) else 1
            self._uses[name] = found
        return found

    def _head(self, text: str, pieces: list[tuple[int, int]], heads: Heads) -> Head:
        last, end = pieces[-1]
        written = text[:end]
        found = heads.known.get(written)
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
            following = frozenset().union(*(self.index.following(written[pos:]) for pos in range(end - 1)))
            deep = self.use(text[last:end]) > 1
            weak = -1 if text[last:end] in self.index.strong else last
            found = Head(written, "".join(shape), tuple(at), following, deep=deep, weak=weak)
            heads.add(written, found)
        return found

    def _judge(self, text: str, head: Head, heads: Heads, stem: int = 0) -> Parsed | None:
        """A glance at a text by its head; behind a ``stem`` of so many characters the rest must be what is called after
        other places.
        """
        end = head.end
        start = self.tokens.behind_marks(text, end)
        if not stem and start > end and any(True for _ in self.index.at(text, start)):
            return None  # 深圳市（宝安）
        whole = head.deep and start == end < len(text)
        if whole:
            settled = self.settled(head, BEHIND, heads)
            if settled is None or settled.end != end:
                return None
            township = self.townships.behind(settled.decision.options[0].place, text, end)
            if township:
                plain = township.code and not settled.open and self._is_plain(text, township.end)
                return _parsed(settled, text, township) if plain else None
        kind = self.kinds.of(text, end, stem)
        if (stem and kind not in CALLED_SO) or not self._is_plain(text, end):
            return None
        settled = self.settled(head, kind, heads)
        if settled is None:
            return None
        behind = start if settled.end == end else settled.end
        township = None if whole else self.townships.behind(settled.decision.options[0].place, text, behind)
        return _parsed(settled, text, township) if self._stands(settled, text, behind, township) else None

    def _stands(self, settled: Settled, text: str, behind: int, township: Township | None) -> bool:
        """Whether a decision stands in a text, with the township that was found at the place behind its names."""
        if township:  # behind a full name that leaves something open it may say more
            return bool(township.code) and not (settled.open and settled.decision.options[0].reading.names[-1].strong)
        return not settled.open or self.closer.is_quiet(text, settled, behind)

    def settled(self, head: Head, kind: str, heads: Heads) -> Settled | None:
        """What is decided of a head before a kind of tail, if no more than a closer look at the text may be needed then."""
        if kind in head.settled:
            return head.settled[kind]
        if kind == JOINS:
            return None
        ready = heads.prepared.get(head.text)
        if ready is not None and ready.profile.score(kind) == UNSETTLED:
            head.settled[kind] = None
            return None
        floor = self._floor.get(kind) if head.deep else None
        found = self.settled(head, floor, heads) if floor else None
        if found is None or found.open or found.decision.options[0].probability < CERTAIN:
            found = self._settle(head, kind, heads)
        head.settled[kind] = found
        return found

    def _settle(self, head: Head, kind: str, heads: Heads) -> Settled | None:
        """What the decision on a head before the shortest example of a kind settles.

        Where the last name is a stem, a closer look at the head itself comes first: 灵寿 is a town of 灵寿县 as well.
        """
        tail = self.kinds.tails.examples[kind]
        shape = head.shape + tail
        decision = heads.decide(shape)
        at = head.at + (head.end,) * (len(tail) + 1)
        inside: tuple[Name, ...] = ()
        whole = decision.settled and decision.end == len(head.shape)
        if not whole:
            if not is_nearly_settled(decision) or (decision.end < len(head.shape) and kind in _FURTHER):
                return None
            if not is_sure(decision.options[0]):
                inside = self.closer.names_inside(shape, decision)
            if inside:
                decision = heads.decide(shape, names=inside)
                if any(name.slip for name in inside) or not is_nearly_settled(decision):
                    return None
        last = decision.options[0].reading.names[-1]
        towns = frozenset((at[name.start], at[name.end]) for name in inside)
        return Settled(decision, shape, at[:-1], at[last.start], at[last.end], not whole, towns)

    def _is_plain(self, text: str, pos: int) -> bool:
        """Whether no full name stands in the rest of a text, but for words for a part of any town, and no stem of a
        province or prefecture before a mark or the end: 人民路12号（杭州）.
        """
        for found in self._before_a_mark.finditer(text, pos):
            end = found.end()
            if any(pos <= end - size and text[end - size : end] in self.high for size in self._high_lengths) and (
                end == len(text) or self.tokens.step(text[end])[3] in MARKS
            ):
                return False
        if any(self._joined(text, found.end()) for found in self._and.finditer(text, pos)):
            return False
        for found in self._ending.finditer(text, pos):
            end = found.end()
            for length in self._endings.get(text[end - 2 : end], ()):
                if end - length >= pos and text[end - length : end] in self._full:
                    return False
        return True


def _parsed(settled: Settled, text: str, township: Township | None = None) -> Parsed:
    outline: Outline = _new(Outline, (settled.shape, (*settled.at, len(text))))
    found: Parsed = _new(Parsed, (outline, settled.decision, township))
    return found
