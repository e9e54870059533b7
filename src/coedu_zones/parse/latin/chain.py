"""Chains of names: the names that stand in a part of a text, and the places whose path holds them all.

A stem is followed by a generic that the place has, or by none. Work is bounded: by
the lengths of the indexed names at each letter, and by the number of ways to read a
part and of chains to compare.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from coedu_zones.parse.forms import Form
from coedu_zones.parse.latin.index import (
    BARE,
    ENGLISH,
    EXONYM,
    PINYIN,
    WHOLE,
    WITH_GENERIC,
    LatinIndex,
    Spelling,
)
from coedu_zones.parse.latin.text import Part
from coedu_zones.parse.latin.words import Generic, words

FULL_SCORES: Final = {ENGLISH: 97.0, EXONYM: 96.0, PINYIN: 96.0}
BARE_SCORES: Final = {ENGLISH: 95.0, EXONYM: 95.0, PINYIN: 93.0}
SPACED_SCORE: Final = 80.0  # Li Ping is a person more often than 黎平
PERSON_SCORE: Final = 93.0  # Zhao Xian may be a person, Zhao County may not
SUGGESTED_SCORE: Final = 60.0
AGREED_BONUS: Final = 2.0
MAX_SCORE: Final = 98.0
LOOSE_PENALTY: Final = 3.0
WEAK_PENALTY: Final = 5.0

# 陕西 is Shaanxi, and Shanxi without tone marks is 山西; yet Xi'an, Shanxi can only mean 陕西
_WEAK_WITHOUT_TONES: Final = frozenset({"610000"})

_MAX_WAYS: Final = 4
_ONE_SYLLABLE: Final = re.compile(r"(?:[zcs]h|[b-df-hj-np-tw-z])?[aeiou]+(?:ng|n)?")


class Option(NamedTuple):
    """A place that a name may mean.

    ``alone`` is the score when no other name supports it, 0 when it then means
    nothing. A ``weak`` one counts only where nothing else fits.
    """

    strength: Form
    score: float
    alone: float
    english: bool
    weak: bool


class Name(NamedTuple):
    """The letters ``start:end`` of a part, with a generic or without, and what they may mean by place."""

    part: Part
    start: int
    end: int
    options: dict[str, Option]

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in the plain text."""
        return self.part.where[self.start], self.part.where[self.end - 1] + 1

    @property
    def full(self) -> bool:
        """Whether one of its readings has a generic."""
        return any(option.strength == Form.FULL for option in self.options.values())


Way = tuple[Name, ...]


class Found(NamedTuple):
    """A place that fits a chain of names."""

    place: str
    distinct: int  # how many of the names have a place of their own on its path
    strength: Form
    score: float
    english: bool
    weak: bool


def cover(index: LatinIndex, part: Part, *, any_generic: bool = False) -> list[Way]:
    """The ways to read a whole part as names, those with the fewest names first."""
    known: dict[int, list[Way]] = {len(part.letters): [()]}

    def ways_from(start: int) -> list[Way]:
        ways = known.get(start)
        if ways is None:
            names = names_at(index, part, start, any_generic=any_generic)
            every = ((name, *rest) for name in names for rest in ways_from(name.end))
            ways = known[start] = sorted(every, key=len)[:_MAX_WAYS]
        return ways

    return ways_from(0)


def fitting(index: LatinIndex, names: Way, scope: frozenset[str]) -> list[Found]:
    """The places inside ``scope`` whose path holds a place for every name; deeper ones drive out equal ones."""
    found: list[tuple[int, Found]] = []
    for place in dict.fromkeys(place for name in names for place in name.options):
        path = index.path(place)
        hits = [[p for p in name.options if p in path] for name in names]
        if not all(hits) or (scope and scope.isdisjoint(path)) or not _apart(names, hits):
            continue
        places = {p for hit in hits for p in hit}
        distinct = min(len(names), len(places))
        inside = min(len(names) + bool(scope), len(places | (scope & path)))
        weak = any(all(name.options[p].weak for p in hit) for name, hit in zip(names, hits, strict=True))
        own = max((name.options[place] for name in names if place in name.options), key=lambda option: option.score)
        score = own.score if scope else own.alone
        if distinct > 1:
            score = min(own.score + AGREED_BONUS, MAX_SCORE) - (WEAK_PENALTY if weak and not own.weak else 0.0)
        if score:
            found.append((inside, Found(place, distinct, own.strength, score, own.english, weak)))
    deepest = max((inside for inside, _ in found), default=0)
    return [place for inside, place in found if inside == deepest]


def _apart(names: Way, hits: list[list[str]]) -> bool:
    """Whether names with no comma between them have places of their own: not Toli-Toli."""
    by_part: dict[int, list[list[str]]] = {}
    for name, hit in zip(names, hits, strict=True):
        by_part.setdefault(name.part.start, []).append(hit)
    return all(len({p for hit in some for p in hit}) >= len(some) for some in by_part.values())


def names_at(index: LatinIndex, part: Part, start: int, *, any_generic: bool = False) -> Iterator[Name]:
    """Every name that starts at a letter of a part; ``any_generic`` takes 县 for 区 and so on."""
    found: dict[int, dict[str, Option]] = {}
    for length in index.lengths.get(part.letters[start : start + 2], ()):
        end = start + length
        if end > len(part.letters):
            break
        known = index.forms.get(part.letters[start:end])
        if known is None:
            continue
        forms = [form for form in known if part.fits(form.name, start, end)]
        for form in forms:
            if form.use != WITH_GENERIC:
                _keep(found, end, form.place, _bare(index, part, form, start, end))
        if forms:
            _with_generic(index, part, forms, (start, end), found, any_generic=any_generic)
    for end, options in found.items():
        yield Name(part, start, end, options)


def _keep(found: dict[int, dict[str, Option]], end: int, place: str, option: Option) -> None:
    """Keep the better of two options for a place."""
    options = found.setdefault(end, {})
    present = options.get(place)
    if present is None or (present.weak, -present.alone, -present.score) > (option.weak, -option.alone, -option.score):
        options[place] = option


def _bare(index: LatinIndex, part: Part, form: Spelling, start: int, end: int) -> Option:
    """A stem without a generic, or the whole name of a functional area."""
    english = form.source != PINYIN
    if form.use >= WHOLE:
        score = FULL_SCORES[form.source]
        return Option(Form.FULL, score, score if form.use == WHOLE else 0.0, english, weak=False)
    weak = _is_weak(part, form, start, end)
    score = alone = BARE_SCORES[form.source] - (WEAK_PENALTY if weak else 0.0)
    letters = part.letters[start:end]
    two_syllables = form.source == PINYIN and form.name.count("-") == 1
    if letters in words().ordinary:
        alone = 0.0
    elif two_syllables and not part.gaps(start, end):
        if _ONE_SYLLABLE.fullmatch(letters) and letters not in words().apostrophe_left_out:
            alone = 0.0
    elif two_syllables and part.spaced(start, end) and index.level(form.place) != "province":
        alone = SPACED_SCORE
    return Option(Form.ALIAS if form.source == EXONYM else Form.STEM, score, alone, english, weak)


def _with_generic(
    index: LatinIndex,
    part: Part,
    forms: Iterable[Spelling],
    stem: tuple[int, int],
    found: dict[int, dict[str, Option]],
    *,
    any_generic: bool,
) -> None:
    """Read peoples and a generic behind a stem, and keep the forms that they fit."""
    table = words()
    match = table.ending.match(part.scan.plain, part.where[stem[1] - 1] + 1, part.end)
    if match is None:
        return
    first, end = bisect_left(part.where, match.start("generic")), bisect_left(part.where, match.end())
    generic = table.generics[part.letters[first:end]]
    if generic.pinyin and not part.fits(generic.pinyin, first, end):
        return
    peoples = [table.peoples[name.replace(" ", "")] for name in table.people.findall(match["peoples"])]
    guess = any_generic and not peoples and match[0].startswith(" ")
    for form in forms:
        exact, loose = _accepts(index, form, generic, peoples)
        if not exact and not loose and not (guess and form.use == BARE):
            continue
        english = form.source != PINYIN or not generic.pinyin
        weak = _is_weak(part, form, *stem)
        score = FULL_SCORES[ENGLISH if english and form.source == PINYIN else form.source]
        score -= (WEAK_PENALTY if weak else 0.0) + (0.0 if exact else LOOSE_PENALTY)
        if not exact and not loose:
            score = SUGGESTED_SCORE
        person = form.use == WITH_GENERIC and not english and part.spaced(stem[0], end)
        alone = min(score, PERSON_SCORE) if person else score
        _keep(found, end, form.place, Option(Form.FULL, score, alone, english, weak))


def _accepts(index: LatinIndex, form: Spelling, generic: Generic, peoples: Iterable[str]) -> tuple[bool, bool]:
    """Whether a place is what the text calls it, in form or at least clearly, and has the peoples given."""
    if form.use >= WHOLE:
        return False, False
    own, kind = index.kind(form.place)
    if any(people + "族" not in own and (len(people) == 1 or people not in own) for people in peoples):
        return False, False
    if generic.level and (index.level(form.place) != "county") != (generic.level == "prefecture"):
        return False, False
    return kind in generic.kinds, bool(kind) and kind == generic.loose


def _is_weak(part: Part, form: Spelling, start: int, end: int) -> bool:
    return form.place in _WEAK_WITHOUT_TONES and form.source == PINYIN and not part.toned(start, end)
