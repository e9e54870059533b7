"""Texts that name something else: a village, a school, a road, a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from typing import Final

from tools.corpora import institutions
from tools.corpora.addresses import road
from tools.corpora.atlas import Atlas, Village, Word
from tools.corpora.names import meanings
from tools.corpora.sample import Half, Sample, half_of, ordered
from tools.corpora.slips import seeded

#: Parts of speech that are no names: of places, people, organisations, and other names.
COMMON: Final = frozenset("n v a i l d vn b z an ad t f".split())
PERSON: Final = frozenset({"nr"})
KINDS_OF_WORDS: Final = (
    "word", "word with a name inside", "word that begins with a name", "word that is a name", "person",
)  # fmt: skip
ROUNDS: Final = 12


def villages(atlas: Atlas, half: Half, seed: int) -> Iterator[Sample]:
    """Villages and communities by themselves, with the committee, a number, a road or an estate."""
    own = [v for v in atlas.villages if half_of(min(v.counties)) == half]
    draw = seeded(seed, "villages", half)
    for village in draw.sample(own, len(own)):
        kind, text = _village_text(atlas, village, draw)
        truth = atlas.with_above(village.counties)
        yield Sample(text, truth, "villages", kind, half, silent=True)


def _village_text(atlas: Atlas, village: Village, draw: Random) -> tuple[str, str]:
    what = "community" if "社区" in village.listed else "village"
    stem = atlas.village_stem(village.name)
    style = draw.random()
    if style < 0.5 or len(stem) < 2:
        return what, village.name
    if style < 0.65:
        return f"{what}, committee" if village.listed != village.name else what, village.listed
    if style < 0.75:
        return f"{what} with a number", village.name + atlas.pick(draw, "number")
    if style < 0.85:
        return f"{what} with a road", village.name + road(atlas, draw) + atlas.pick(draw, "number")
    return f"estate of a {what}", stem + atlas.pick(draw, "estate_end") + atlas.pick(draw, "building")


def townships(atlas: Atlas, half: Half, seed: int) -> Iterator[Sample]:
    """Townships by themselves, and with a road."""
    own = [t for parent, towns in atlas.townships.items() if half_of(parent) == half for t in towns]
    draw = seeded(seed, "townships", half)
    for town in draw.sample(own, len(own)):
        stem, style = atlas.township_stem(town.name), draw.random()
        if style < 0.6 or len(stem) < 2:
            kind, text = "township", town.name
        else:
            kind, text = "road in a township", town.name + road(atlas, draw) + atlas.pick(draw, "number")
        truth = atlas.with_above(frozenset({town.parent}))
        yield Sample(text, truth, "townships", kind, half, silent=True, township=town.code)


def roads(atlas: Atlas, half: Half, seed: int) -> Iterator[Sample]:
    """上海路, 南京东路12号 by themselves and in a city: roads called after other places."""
    codes = [code for code in atlas.rows if half_of(code) == half]
    for turn in range(ROUNDS):
        for code in ordered(codes, seed, "roads", turn):
            draw = seeded(seed, "roads", turn, code)
            number = atlas.pick(draw, "number") if draw.random() < 0.5 else ""
            if draw.random() < 0.5:
                if not atlas.rows[code]["stem"]:
                    continue
                text = atlas.stem(code) + atlas.pick(draw, "road_end") + number
                yield Sample(text, frozenset(), "roads", "road alone", half, silent=True)
                continue
            other = draw.choice(atlas.namesakes)
            city = atlas.rows[code][draw.choice(("name", "stem"))]
            if city and meanings(atlas, city) == {code} and city not in atlas.words["everyday_stem"]:
                text = city + atlas.stem(other) + atlas.pick(draw, "road_end") + number
                yield Sample(text, frozenset({code}), "roads", "road in a division", half)


def words(atlas: Atlas, half: Half, seed: int) -> Iterator[Sample]:
    """Words that name no place: without a name inside, with one, those that are a name too, and people."""
    draw = seeded(seed, "words", half)
    own = _words_of_halves(atlas)[half]
    streams = {kind: [] for kind in KINDS_OF_WORDS}  # type: dict[str, list[str]]
    for text, kind in draw.sample(own, len(own)):
        if kind:
            streams[kind].append(text)
    for turn in range(max(map(len, streams.values()))):
        for kind, texts in streams.items():
            if turn < len(texts):
                yield Sample(texts[turn], frozenset(), "words", kind, half, silent=True)


@cache
def _words_of_halves(atlas: Atlas) -> dict[Half, list[tuple[str, str | None]]]:
    """Half → its words, each with its kind: the same for every seed."""
    found: dict[Half, list[tuple[str, str | None]]] = {"fit": [], "measure": []}
    tags = COMMON | PERSON
    for word in atlas.dictionary:
        if word.tag in tags:
            found[half_of(word.text)].append((word.text, _word_kind(atlas, word)))
    return found


def _word_kind(atlas: Atlas, word: Word) -> str | None:
    """What a word is to a reader of places; None for a name that is no everyday word."""
    text = word.text
    if text in atlas.noise.meanings:
        return "word that is a name" if text in atlas.words["everyday_stem"] else None
    if word.tag in PERSON:
        return "person"
    parts = {text[i:j] for i in range(len(text) - 1) for j in range(i + 2, len(text) + 1)}
    if not any(part in atlas.noise.meanings for part in parts):
        return "word"
    if any(text.startswith(part) for part in parts if part in atlas.noise.full_names and len(part) > 2):
        return None  # 娄底市委: of the city
    begins = any(text.startswith(part) for part in parts if part in atlas.noise.meanings)
    return "word that begins with a name" if begins else "word with a name inside"


CORPORA: Final[dict[str, Callable[[Atlas, Half, int], Iterator[Sample]]]] = {
    "villages": villages,
    "townships": townships,
    "institutions": institutions.institutions,
    "brands": institutions.brands,
    "roads": roads,
    "words": words,
}
