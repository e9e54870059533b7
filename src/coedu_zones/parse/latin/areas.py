"""How functional areas are written in Latin letters: with the name of their city and, where that is unambiguous, without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from coedu_zones.gazetteer import Row
from coedu_zones.places.models import FunctionalArea
from coedu_zones.places.romanize import english_stem, toneless

_SYLLABLE: Final = re.compile(r"(?:[zcs]h|[b-df-hj-np-tw-z])?[aeiouü]+(?:ng(?![aeiouü])|[nr](?![aeiouü]))?|[^aeiouü]+$")
_BRACKET: Final = re.compile(r"(.+) \((.+)\)")
_SAME: Final = (
    ("New Area", "New District"), ("New District", "New Area"), ("Development Zone", "Development Area"), ("Development Area", "Development Zone"),
    ("-Technological", " and Technological"), (" and ", " "), ("Hi-tech", "High-tech"), ("High-tech Industrial Development Zone", "High-tech Development Zone"),
    ("High-tech Development Zone", "High-tech Zone"), ("Economic and Technological Development Zone", "Economic Development Zone"),
)  # fmt: skip


def pinyin_forms(area: FunctionalArea, parent: Row | None) -> Iterator[str]:
    """The pinyin with hyphens between syllables; a second time without the city where the area has such an alias."""
    words = ["-".join(_syllables(word)) for word in area.pinyin.lower().split()]
    yield " ".join(words)
    if _has_short_name(area, parent) and words[0].count("-") + 1 == len(parent.stem if parent else ""):
        yield " ".join(words[1:])


def english_forms(area: FunctionalArea, parent: Row | None) -> Iterator[tuple[str, bool]]:
    """The English names, and whether each may stand without a place above it.

    A name with its city in brackets, such as Jinan New Area (Handan), is one that means
    another place without it.
    """
    name = area.english.partition(", ")[0]
    bracket = _BRACKET.fullmatch(name)
    if bracket is not None:
        own = parent is None or not area.name.startswith(parent.stem)
        forms = [(bracket[1], own), (f"{bracket[2]} {bracket[1]}", True)]
    else:
        forms = [(name, True)]
        prefix = f"{english_stem(parent)} " if parent else ""
        if name.startswith(prefix) and _has_short_name(area, parent):
            forms.append((name.removeprefix(prefix), True))
    for form, alone in forms:
        same = [form]
        for one, two in _SAME:
            same += [known.replace(one, two) for known in same if one in known]
        for known in same:
            yield known, alone


def outer_name(area: FunctionalArea) -> str:
    """The area that an area is a part of, by its English name: Xixian New Area."""
    return area.english.partition(", ")[2]


def _has_short_name(area: FunctionalArea, parent: Row | None) -> bool:
    return parent is not None and bool(parent.stem) and area.name.removeprefix(parent.stem) in area.aliases


def _syllables(word: str) -> list[str]:
    """The syllables of a written word: jiāngběi → jiāng, běi."""
    return [
        word[found.start() : found.end()]
        for piece in re.finditer(r"[^'-]+", word)
        for found in _SYLLABLE.finditer(toneless(word), *piece.span())
    ]
