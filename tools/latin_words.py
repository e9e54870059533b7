"""Builds ``latin_words.tsv``: how generics, peoples and what stands around names are written in Latin letters, hand-kept.

A word of kind ``generic`` stands for the endings of Chinese names in ``means``, ``loose`` for an ending that it is wrong
for in form; ``people`` for a people, ``postcode`` for the code of a province. ``ordinary`` names mean something else at
least as often, found by running lists of 264,000 English words, 92,000 American first and last names and 217,000 places
of other countries through the names; ``apostrophe`` are names of one apparent syllable that count all the same;
``address`` words stand before the names that say where an institution or a street lies.
"""

from __future__ import annotations

from typing import Final

from coedu_zones.places.romanize import GENERICS
from tools.fetch import Source
from tools.tables import read_curated, render

COLUMNS: Final = ("kind", "written", "means")
#: Generics that the table of English names does not need: a league's 联合旗 has an English name of its own.
_MORE: Final = frozenset({"联合旗"})
_EVERY: Final = "各"  # 各族自治县: of all peoples


def build(sources: dict[str, Source]) -> dict[str, bytes]:  # noqa: ARG001 - every builder has this shape
    """The table of words, by file name; what a word means must be known elsewhere."""
    rows = [(row["kind"], row["written"], row["means"]) for row in read_curated("latin_words.tsv")]
    known = {
        "generic": GENERICS.keys() | _MORE,
        "loose": GENERICS.keys(),
        "people": {r["word"].removesuffix("族") for r in read_curated("township_words.tsv") if r["kind"] == "people"}
        | {_EVERY},
        "postcode": {row["code"] for row in read_curated("provinces.tsv")},
        "ordinary": set(),
        "apostrophe": set(),
        "address": set(),
    }
    for kind, written, means in rows:
        if not set(means.split()) <= known[kind]:
            raise ValueError(f"latin_words.tsv: {written}: {means} is no {kind} that is known")
    if len({row[:2] for row in rows}) < len(rows):
        raise ValueError("latin_words.tsv: a word stands twice")
    return {"latin_words.tsv": render(COLUMNS, rows)}
