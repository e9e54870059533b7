"""Exact look-up of written names: every division that is written so, without a judgement between them.

A name may stand behind names of divisions above it (台北市大安区, 台湾省/台北市/大安区).
What a text means, and how sure that is, is for the resolver to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from coedu_zones.data.locks import kept_property
from coedu_zones.gazetteer.hierarchy import AMID, GOVERNED_BY, Gazetteer
from coedu_zones.places.romanize import english_name, english_stem, plain_letters, romanized

Index = dict[str, tuple[str, ...]]


class WrittenNames:
    """The written forms of the divisions of one gazetteer, in Chinese and in Latin script."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._forms: dict[str, frozenset[str]] = {}

    def find(self, text: str) -> list[str]:
        """The codes and ids of the divisions that ``text`` is a name of: codes in order, then ids.

        ``text`` is clean: simplified characters, no separators but ``/`` and spaces.

        >>> WrittenNames(Gazetteer.current()).find("大安区")
        ['510304', 'tw-taipei-daan', 'tw-taichung-daan']
        """
        if text.isascii() or not any("\u3400" <= char <= "\u9fff" for char in text):
            return list(self.latin.get(plain_letters(text), ()))
        joined = "".join(text.replace("/", " ").split())
        found = {
            place
            for start in range(len(joined))
            for place in self.chinese.get(joined[start:], ())
            if self._explained(joined[:start], self._above(place))
        }
        return [
            place for place in (*sorted(found & self.gazetteer.rows.keys()), *self.gazetteer.uncoded) if place in found
        ]

    @kept_property
    def chinese(self) -> Index:
        """A Chinese name, short form, alias or stem → the divisions that have it."""
        found: dict[str, dict[str, None]] = {}
        for place in (*sorted(self.gazetteer.rows), *self.gazetteer.uncoded):
            for form in self._written(place):
                found.setdefault(form, {})[place] = None
        return {form: tuple(places) for form, places in found.items()}

    @kept_property
    def latin(self) -> Index:
        """The letters of an English, Portuguese or romanised name, or of its stem → the divisions that have it."""
        found: dict[str, dict[str, None]] = {}
        for place in (*sorted(self.gazetteer.rows), *self.gazetteer.uncoded):
            for form in self.latin_forms(place):
                if letters := plain_letters(form):
                    found.setdefault(letters, {})[place] = None
        return {form: tuple(places) for form, places in found.items()}

    def latin_forms(self, place: str) -> Iterator[str]:
        """The ways of writing a division in Latin script."""
        unit = self.gazetteer.uncoded.get(place)
        if unit is None:
            row = self.gazetteer.rows[place]
            yield from (row.pinyin, english_name(row), romanized(row), row.roman, *row.exonyms.split("|"))
            if row.stem:
                yield from (row.pinyin.rpartition(" ")[0], english_stem(row).removeprefix("="))
        else:
            yield from (unit.pinyin, unit.english, unit.portuguese)
            if unit.stem:
                yield from (unit.pinyin.rpartition(" ")[0], unit.english.rpartition(" ")[0])

    def _written(self, place: str) -> tuple[str, ...]:
        unit = self.gazetteer.uncoded.get(place)
        if unit is not None:
            return unit.written
        row = self.gazetteer.rows[place]
        return (row.name, *row.shorts.split(), *row.aliases.split(), *([row.stem] if row.stem else []))

    def _above(self, place: str) -> tuple[frozenset[str], ...]:
        """The forms of what may be written before a division, the highest first."""
        chain = self.gazetteer.ancestors[place][:-1]
        beside = [other[place] for other in (GOVERNED_BY, AMID) if other.get(place) in self.gazetteer.rows]
        unit = self.gazetteer.uncoded.get(place)
        forms = [self._cached(above) for above in (*chain, *beside)]
        return (*forms, frozenset([unit.between])) if unit is not None and unit.between else tuple(forms)

    def _cached(self, place: str) -> frozenset[str]:
        found = self._forms.get(place)
        if found is None:
            found = self._forms[place] = frozenset(self._written(place))
        return found

    def _explained(self, before: str, above: tuple[frozenset[str], ...]) -> bool:
        """Whether what stands before a name is nothing but names of divisions above it, in order."""
        return not before or any(
            before.endswith(form) and self._explained(before[: -len(form)], above[:level])
            for level, forms in enumerate(above)
            for form in forms
        )
