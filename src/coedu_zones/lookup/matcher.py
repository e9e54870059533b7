"""What a stretch of typed text may be the beginning of: names, pinyin, initials, and paths made of them.

A path needs no separators (江西省新, jiangxixinyu, 浙江hz): wherever the text so far is a
name of some place, the rest may name something in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from coedu_zones.data.reader import load_once
from coedu_zones.lookup.matches import How, Match, Matches, Scope, merge
from coedu_zones.lookup.search_table import SearchTable
from coedu_zones.lookup.syllables import Syllables
from coedu_zones.lookup.typed import placeholders, with_umlaut

# kinds of keys that say which place the rest lies in
_HOLDING: Final = frozenset("nshapijexkfg")
# kinds by which a beginning is a weak match, so that a path is tried beside it
_WEAK: Final = frozenset("ijxtgI")
_INITIALS: Final = frozenset("ij")
_ONE_CHARACTER: Final = frozenset("县市")  # placeholders that also end names
_GROUP: Final = "g"
# the townships of more places than these together are not gone through one by one
_MAX_TOWNS: Final = 6000
_FEW_TOWNS: Final = 600  # what a prefecture has at most: they are looked at beside its counties
_STRONG: Final = 0.5  # how well a path fits at least whose places are written out
_LONGEST_ALIGNED: Final = 24
# of an abbreviation, as many places are tried as the one before the next name
_HOLDERS: Final = 48
_MAX_DEPTH: Final = 4
_MIN_LETTERS: Final = 2  # of an abbreviation that stands for the place before another
_USUAL: Final = How()


class Matcher:
    """Finds what fits in one table."""

    def __init__(self, table: SearchTable) -> None:
        self.table = table
        self.size = len(table.ids)
        self._short: dict[str, Matches] = {}
        self._syllables = Syllables(table)

    @staticmethod
    def current() -> Matcher:
        """The matcher of the table, made on first use and shared."""
        return _current()

    def complete(self, text: str, scope: Scope | None = None, how: How = _USUAL, depth: int = 0) -> Matches:
        """All that a text may be the beginning of, in a scope or anywhere."""
        found = self.named(text, scope)
        if how.towns or len(found) < how.enough or (scope is not None and self._few(scope)):
            merge(found, self._towns(text, scope, every=how.towns or not found))
        if depth < _MAX_DEPTH and all(m.kind.letter in _WEAK for m in found.values()):
            merge(found, self._segmented(text, scope, how, depth))
            if (not depth or how.loose) and all(m.fit < _STRONG for m in found.values()):
                merge(found, self._aligned(text, scope, towns=how.loose))
        return found

    def holders(self, text: str, scope: Scope | None, how: How = _USUAL) -> Scope | None:
        """The places that a text in front of another names: those with a name that is all of it, else whatever fits."""
        found = self.named(text, scope)
        whole = {i: match for i, match in found.items() if match.key == text}
        found = whole or found or self.complete(text, scope, how)
        return self.scope_of(found, _HOLDERS) if found else None

    def scope_of(self, matches: Matches, limit: int) -> Scope:
        """The best matches as the places in which the next name is sought."""
        weight = self.table.weight
        best = sorted((i for i in matches if i < self.size), key=lambda i: -matches[i].fit * weight(i))[:limit]
        scope = Scope({}, {}, {})
        for i in best:
            self._hold(scope, i, matches[i])
        return scope

    def children(self, scope: Scope) -> Matches:
        """What lies directly in the places of a scope."""
        found: Matches = {}
        kind = self.table.kinds["c"]
        for place, factor in scope.inside.items():
            below = [i for i in range(place + 1, self.table.ends[place]) if self.table.above[i] == place]
            first = self.table.first_town
            below += range(self.size + first[place], self.size + first[place + 1])
            merge(found, {i: Match(factor, kind, "", "", scope.via.get(place, ())) for i in below})
        merge(found, {i: Match(factor, kind, "", "", scope.via.get(i, ())) for i, factor in scope.itself.items()})
        return found

    def _hold(self, scope: Scope, place: int, match: Match) -> None:
        factor = match.fit / self.table.kinds["n"].whole
        if match.kind.letter in "fkxg":
            scope.via[place] = (*match.via, match.reason)
        if match.kind.letter == _GROUP:
            scope.itself[place] = max(factor, scope.itself.get(place, 0.0))
        scope.inside[place] = max(factor, scope.inside.get(place, 0.0))
        for other in self.table.beside.get(place, ()):
            scope.itself[other] = scope.inside[other] = factor

    def _factor(self, scope: Scope, at: int) -> tuple[float, int]:
        """By which factor a place is in a scope, and by which of its places; 0 where it is not."""
        if at in scope.itself:
            return scope.itself[at], at
        above = self.table.holder(at)
        while above >= 0:
            if above in scope.inside:
                return scope.inside[above], above
            above = self.table.above[above]
        return 0.0, -1

    def _few(self, scope: Scope) -> bool:
        first, ends = self.table.first_town, self.table.ends
        return sum(first[ends[i]] - first[i] for i in scope.inside) <= _FEW_TOWNS

    def _within(self, found: Matches, scope: Scope | None) -> Matches:
        """Those of the matches that lie in a scope."""
        if scope is None:
            return found
        kept: Matches = {}
        for i, match in found.items():
            factor, place = self._factor(scope, i)
            if factor:
                kept[i] = match._replace(fit=match.fit * factor, via=(*scope.via.get(place, ()), *match.via))
        return kept

    def named(self, text: str, scope: Scope | None) -> Matches:
        """The divisions and areas a name of which begins with a text."""
        short = len(text) <= (2 if text.isascii() else 1)
        if not short:
            return self._within(self._keys(text), scope)
        if text not in self._short:
            self._short[text] = self._keys(text)
        return self._within(self._short[text], scope) if scope else dict(self._short[text])

    def _keys(self, text: str) -> Matches:
        found: Matches = {}
        table = self.table
        for line in table.beginning(table.keys, text):
            key, letter, places, note = table.keys[line].split("\t")
            kind = table.kinds[letter]
            fit = kind.whole if key == text else kind.beginning / (1 + 0.02 * (len(key) - len(text)))
            for place in map(int, places.split()):
                if place not in found or found[place].fit < fit:
                    found[place] = Match(fit, kind, key, note)
        return found

    def _towns(self, text: str, scope: Scope | None, *, every: bool) -> Matches:
        """The townships that begin with a text."""
        latin = text.isascii()
        enough = len(text) >= (3 if latin else 2)
        table = self.table
        ranges = self._town_ranges(scope, latin=latin, enough=enough, every=every)
        spelt = (text, with_umlaut(text)) if latin else (text,)
        found: Matches = {}
        listed = (("I", table.town_initials, table.with_initials), ("S", table.town_pinyin, table.sounding)) if latin else (
            ("N", table.town_names, table.named),)  # fmt: skip
        for letter, texts, begun in listed:
            kind = table.kinds[letter]
            if ranges is None:
                at = chain.from_iterable(map(begun, set(spelt)))
            else:
                at = chain.from_iterable(_beginning_so(texts, among, spelt) for among in ranges)
            for i in at:
                rest = len(texts[i]) - len(text)
                whole = not rest or (not latin and table.town_stem(i) == len(text))
                fit = kind.whole if whole else kind.beginning / (1 + 0.02 * rest)
                if self.size + i not in found or found[self.size + i].fit < fit:
                    found[self.size + i] = Match(fit, kind, texts[i])
        if not latin and enough:
            merge(found, self._former_towns(text))
        return self._within(found, scope)

    def _town_ranges(self, scope: Scope | None, *, latin: bool, enough: bool, every: bool) -> list[range] | None:
        """The townships to go through one by one, none where they would be too many; ``None``: look the text up."""
        if scope is None:
            if enough or (every and not latin):
                return None
            return [range(len(self.table.holders))] if every else []
        ranges = [self.table.towns_in(place) for place in scope.inside]
        held = sum(map(len, ranges))
        if (enough or not latin) and held > _FEW_TOWNS // 2:
            return None  # all that begin so are fewer
        return ranges if held <= _MAX_TOWNS else []

    def _former_towns(self, text: str) -> Matches:
        """The townships of today that hold one whose name begins with a text."""
        lines = self.table.former_towns
        kind = self.table.kinds["F"]
        found: Matches = {}
        for line in self.table.beginning(lines, text):
            name, town, note = lines[line].split("\t")
            holder, _, year = note.partition(" ")
            fit = kind.whole if name == text else kind.beginning
            merge(
                found,
                {self.size + int(town): Match(fit, kind, name, f"{name} ({holder}){' until ' if year else ''}{year}")},
            )
        return found

    def _segmented(self, text: str, scope: Scope | None, how: How, depth: int) -> Matches:
        """The places that a text names behind the places that they lie in."""
        found: Matches = {}
        for cut, holders in reversed(list(self._heads(text, scope))):
            rest = self._after_placeholder(text[cut:])
            if rest:
                below = self.complete(rest, holders, how, depth + 1)
                if not below and rest[0] in _ONE_CHARACTER and len(rest) > 1:  # 重庆市县云阳县
                    below = self.complete(rest[1:], holders, how, depth + 1)
                merge(found, below)
            elif cut < len(text):
                merge(found, self.children(holders))
            if any(match.fit >= _STRONG for match in found.values()):
                break
        return found

    def _heads(self, text: str, scope: Scope | None) -> Iterator[tuple[int, Scope]]:
        """Where a name of places ends inside a text, and the places."""
        keys = self.table.keys
        for cut in range(1, len(text)):
            head = text[:cut]
            lines = self.table.beginning(keys, head)
            if not lines:
                return
            if (head.isascii() and cut < _MIN_LETTERS) or (head[-1].isdecimal()):
                continue
            held: Matches = {}
            for line in lines:
                key, letter, places, note = keys[line].split("\t")
                if key != head:
                    break
                if letter in _HOLDING:
                    kind = self.table.kinds[letter]
                    fit = kind.whole * (self.table.kinds["q"].whole if letter in _INITIALS else 1)
                    merge(held, {place: Match(fit, kind, key, note) for place in map(int, places.split())})
            if held := self._within(held, scope):
                yield cut, self.scope_of(held, len(held))

    def _after_placeholder(self, text: str) -> str:
        """A text without a placeholder at its beginning (市辖区, 省直辖县级行政区划), or without the beginning of one."""
        for name in placeholders():
            if text.startswith(name) or (len(text) > 1 and name.startswith(text)):
                return text[len(name) :]
        return text

    def _aligned(self, text: str, scope: Scope | None, *, towns: bool) -> Matches:
        """The places of which every syllable begins as typed: yshui, beij, 渝shui."""
        if not _MIN_LETTERS <= len(text) <= _LONGEST_ALIGNED or not re.search("[a-z]", text):
            return {}
        kind = self.table.kinds["m"]
        at = self._syllables.places(text)
        if scope is not None and towns:
            held = [i + self.size for place in scope.inside for i in self.table.towns_in(place)]
            if len(held) <= _MAX_TOWNS:
                at |= self._syllables.among(text, held)
        return self._within({i: Match(kind.whole, kind, text) for i in at}, scope)


def _beginning_so(texts: Sequence[str], among: range, spelt: tuple[str, ...]) -> list[int]:
    return [i for i, text in enumerate(texts[among.start : among.stop], among.start) if text.startswith(spelt)]


@load_once
def _current() -> Matcher:
    return Matcher(SearchTable.current())
