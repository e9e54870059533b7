"""Schools, hospitals and branches: called after a division, after something smaller, after a word, after a brand.

No registry package lists institutions with their county. So they are composed, and drawn
from a mixture: how many carry the name of a division, a township, a village or a word is
an assumption of ``corpus_words.tsv`` (``institutions_each``), and so is any share of
right answers that is measured over the whole of it; the shares of each kind are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Final

from tools.corpora.atlas import Atlas
from tools.corpora.names import meanings
from tools.corpora.sample import Half, Sample, half_of, ordered
from tools.corpora.slips import seeded

DRAWS: Final = 200_000
INSTITUTIONS: Final = {
    "township": "township_institution", "village": "village_institution", "word": "bare_institution"
}  # fmt: skip
ROUNDS: Final = 12


def institutions(atlas: Atlas, half: Half, seed: int) -> Iterator[Sample]:
    """新余市第一中学, 福鼎民中, 九堡中学, 榆林堡小学, 光明小学, as often as they are assumed to stand in a list."""
    each = dict(item.split("=") for item in atlas.words["institutions_each"])
    divisions = [code for code in atlas.rows if half_of(code) == half and atlas.noise.above[code]]
    towns = [town for parent, towns in atlas.townships.items() if half_of(parent) == half for town in towns]
    villages = [village for village in atlas.villages if half_of(min(village.counties)) == half]
    words = [stem for stem in atlas.words["everyday_stem"] if half_of(stem) == half and stem in atlas.noise.meanings]
    sizes = {"division": len(divisions), "township": len(towns), "village": len(villages), "word": len(words)}
    weights = [size * float(each[kind]) for kind, size in sizes.items()]
    draw = seeded(seed, "institutions", half)
    for _ in range(DRAWS):
        kind = draw.choices(list(sizes), weights)[0]
        if kind == "division":
            yield _of_division(atlas, half, draw.choice(divisions), draw)
            continue
        truth: frozenset[str] = frozenset()
        if kind == "township":
            town = draw.choice(towns)
            name, truth = (
                _short_or_full(town.name, atlas.township_stem(town.name), draw),
                frozenset({town.parent}),
            )
        elif kind == "village":
            village = draw.choice(villages)
            name, truth = (
                _short_or_full(village.name, atlas.village_stem(village.name), draw),
                village.counties,
            )
        else:
            name = draw.choice(words)
        text = name + atlas.pick(draw, INSTITUTIONS[kind])
        yield Sample(text, atlas.with_above(truth), "institutions", f"of a {kind}", half, silent=True)


def _of_division(atlas: Atlas, half: Half, code: str, draw: Random) -> Sample:
    """The division that it is called after; where others share the name, silence is right too."""
    row = atlas.rows[code]
    column = (
        "stem" if row["stem"] and row["stem"] not in atlas.words["everyday_stem"] and draw.random() < 0.5 else "name"
    )
    name = row[column]
    shared = len(meanings(atlas, name) | {code}) > 1
    text = name + atlas.pick(draw, draw.choice(("school", "hospital")))
    kind = f"of a division, {column}" + (", shared" if shared else "")
    return Sample(text, frozenset({code}), "institutions", kind, half, silent=shared)


def _short_or_full(name: str, stem: str, draw: Random) -> str:
    return stem if len(stem) > 1 and draw.random() < 0.75 else name


def brands(atlas: Atlas, half: Half, seed: int) -> Iterator[Sample]:
    """北京大学深圳医院, 北京师范大学株洲附属学校, …学院(黄石校区): the place of the thing, not the brand's."""
    codes = [code for code in atlas.rows if half_of(code) == half and atlas.noise.above[code]]
    for turn in range(ROUNDS):
        for code in ordered(codes, seed, "brands", turn):
            draw = seeded(seed, "brands", turn, code)
            name = atlas.rows[code][draw.choice(("name", "stem"))]
            other = draw.choice(atlas.large)
            unsure = not name or meanings(atlas, name) != {code} or name in atlas.words["everyday_stem"]
            if not unsure and other not in {code, *atlas.noise.above[code]}:
                kind, text = _brand(atlas, atlas.stem(other), name, draw)
                yield Sample(text, frozenset({code}), "brands", kind, half)


def _brand(atlas: Atlas, city: str, place: str, draw: Random) -> tuple[str, str]:
    """Where the place stands, and the text."""
    style = draw.random()
    brand = city + atlas.pick(draw, "brand")
    if style < 0.3:
        return "brand, place", brand + place + atlas.pick(draw, draw.choice(("affiliate", "at_place")))
    if style < 0.55:
        return "place in brackets", brand + atlas.pick(draw, "campus", x=place)
    if style < 0.8:
        return "place, brand", place + brand + atlas.pick(draw, "affiliate")
    return "bank, place", city + atlas.pick(draw, "bank") + place + atlas.pick(draw, "branch")
