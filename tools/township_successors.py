"""Which unit of today holds a former township, where names and stems decide it.

In this order: the ministry's tables say it; one unit of the same holder has the stem
(九堡镇 → 九堡街道); one that bears the name, then the stem, lies in a county that took
over land from the holder by the tables of changes; then elsewhere in the prefecture. A
unit of another holder counts only when no list has it beside the former one: else it
is a namesake. One last rule: one character differs that is read alike or looks alike
(西付集 → 西傅集), and no list has both.
Then the villages are asked (``township_villages.py``): they decide where names do not,
and against names that are not the ministry's word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from tools.history_links import Change
from tools.like_characters import LikeCharacters
from tools.township_lists import LISTS, MINISTRY_YEAR, Ministry
from tools.township_records import Pair, Records
from tools.township_villages import Villages
from tools.township_words import generic_of, stem_of

ONE_CHARACTER = "one character"
_MINISTRY = ("renamed", "table of 2026")


class Successors:
    """Finds the unit of today for one former unit after another, and keeps count of the rules."""

    def __init__(self, ministry: Ministry, records: Records, changes: list[Change], like: LikeCharacters) -> None:
        self.like = like
        self.listed = {code for units in records.unit_of.values() for code in units.values()}
        self.ministry = ministry
        self.records = records
        self.targets: dict[str, set[str]] = defaultdict(set)
        self.sources: dict[str, set[str]] = defaultdict(set)
        for change in changes:
            if change.year >= min(LISTS) - 1:
                self.targets[change.source].add(change.target)
                self.sources[change.target].add(change.source)
        self.units: dict[str, dict[str, str]] = defaultdict(dict)  # holder → code → name
        self.in_prefecture: dict[str, set[str]] = defaultdict(set)  # first four digits → holders
        for code, name in ministry.present.items():
            self.units[code[:6]][code] = name
            self.in_prefecture[code[:4]].add(code[:6])
        self.stems: dict[int, set[Pair]] = {
            year: {(holder, stem_of(name)) for holder, name in pairs} for year, pairs in records.listed.items()
        }
        self.rules: dict[str, int] = defaultdict(int)

    def all(self, villages: Villages) -> dict[Pair, str]:
        """Former holder and name → code of the unit that holds it."""
        by_names = {pair: self._decide(pair) for pair in sorted(self.records.former)}
        found = {pair: code for pair, (_, code) in by_names.items() if code}
        for pair, (rule, code) in sorted(by_names.items(), key=lambda item: -self.records.former[item[0]]):
            if rule in _MINISTRY:
                self.rules[rule] += 1
                continue
            other = villages.successor(pair, _reached(pair[0], self.targets), found)
            if other and other != code:
                self.rules["villages" if not code else f"villages, not {rule}"] += 1
                found[pair] = other
                continue
            self.rules[rule + ", as villages" if other else rule] += 1
            if rule == ONE_CHARACTER and code not in self.listed:  # the lists write today's unit so
                self.records.variants.add(pair)
                first = self.records.first
                first[code] = min(first[code], self.records.began.get(pair, first[code]))
        return found

    def _decide(self, pair: Pair) -> tuple[str, str]:
        holder, name = pair
        own = self.records.codes.get(pair, "")
        if own in self.ministry.renamed:
            return _MINISTRY[0], own
        if own in self.ministry.ended and self.ministry.ended[own][1]:
            return _MINISTRY[1], self.ministry.ended[own][1]
        stem = stem_of(name)
        near = self.later_holders(holder) - {holder}
        far = set().union(*(self.in_prefecture[h[:4]] for h in near | {holder})) - near - {holder}
        steps: list[tuple[str, Iterable[str], Callable[[str], bool], bool]] = [
            ("stem in the county", [holder], lambda other: stem_of(other) == stem, False),
            ("name in a later county", near, lambda other: other == name, True),
            ("stem in a later county", near, lambda other: stem_of(other) == stem, True),
            ("name in the prefecture", far, lambda other: other == name, True),
            ("stem in the prefecture", far, lambda other: stem_of(other) == stem, True),
        ]
        for rule, holders, fits, must_be_new in steps:
            codes = [c for h in sorted(holders) for c, other in self.units[h].items() if fits(other)]
            if must_be_new:
                codes = [c for c in codes if not self._beside(pair, c)]
            if len(codes) == 1:
                return rule, codes[0]
            if codes:
                return "several: " + rule, ""
        return self._one_character(pair)

    def later_holders(self, holder: str) -> set[str]:
        """The holders of today that hold land of a county, itself among them while it is one."""
        return {code for code in _reached(holder, self.targets) if code in self.units}

    def _beside(self, pair: Pair, code: str) -> bool:
        """Whether a list has the former unit, and a unit with the other's stem where that one lies."""
        stem = stem_of(self.ministry.present[code])
        homes = _reached(code[:6], self.sources) - ({pair[0]} if code[:6] != pair[0] else set())
        return any(
            pair in self.records.listed[year] and any((home, stem) in self.stems[year] for home in homes)
            for year in (*LISTS, MINISTRY_YEAR)
        )

    def _one_character(self, pair: Pair) -> tuple[str, str]:
        """A unit that is written with one other character, which is read alike or looks alike.

        Any other character will do where only the ministry has today's unit, and
        the last statistical list the former one.
        """
        holder, name = pair
        codes = []
        for code, other in self.units[holder].items():
            differ = [(a, b) for a, b in zip(other, name, strict=False) if a != b]
            if len(other) != len(name) or len(differ) != 1 or generic_of(other) != generic_of(name):
                continue
            only_theirs = self.records.former[pair] == max(LISTS) and code not in self.listed
            if (only_theirs or self.like.alike(*differ[0])) and not self._beside(pair, code):
                codes.append(code)
        return (ONE_CHARACTER, codes[0]) if len(codes) == 1 and self.records.former[pair] else ("undecided", "")


def _reached(code: str, steps: dict[str, set[str]]) -> set[str]:
    """A code and all that any number of steps lead to."""
    seen: set[str] = set()
    stack = [code]
    while stack:
        here = stack.pop()
        if here and here not in seen:
            seen.add(here)
            stack += steps.get(here, ())
    return seen
